"""The version that people work by: confirmed as it is, or withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter, Response

from sopkit.errors import SopkitError
from sopkit.refusals import UnknownDocumentError
from sopkit.server.forms import Password, Text
from sopkit.server.pages import redirect, show
from sopkit.server.places import of_procedure
from sopkit.server.refused import NOTHING_TYPED, Typed, status_of_act, told
from sopkit.server.visit import Here, Visit
from sopkit.services.register import confirming, releasing
from sopkit.services.reviews.upkeep import Upkeep, upkeep

router = APIRouter(prefix="/sops")


@dataclass(frozen=True, slots=True)
class UpkeepPage:
    """A version to confirm or to withdraw; `version` is empty when there is none.

    `coming` tells of a withdrawal that it ends a version before its day. `may` tells whether the
    visitor may do it in this department.
    """

    number: str
    title: str
    text_language: str
    address: str
    read: str
    history: str
    version: str
    since: str
    due: str
    overdue: bool
    next_due: str
    coming: bool
    may: bool
    typed: Typed


@router.get("/{number}/confirm")
def confirm_page(here: Here, number: str, language: str | None = None) -> Response:
    """The form for saying that a version stays as it is."""
    found = upkeep(here.register, here.me, number, language, here.now)
    return show(here, "confirm.html", _confirm_page(here, found, NOTHING_TYPED))


@router.post("/{number}/confirm")
def confirm_version(
    here: Here,
    number: str,
    language: str | None = None,
    version: Text = "",
    note: Text = "",
    password: Password = "",
) -> Response:
    """Say that a version stays as it is."""
    try:
        confirming.confirm(
            here.register,
            here.account,
            number,
            here.typed(password),
            here.now,
            language=language,
            note=note,
            version=version or None,
        )
    except UnknownDocumentError:
        raise
    except SopkitError as error:
        typed, status = _refused(here, error, "confirm", note=note)
        found = upkeep(here.register, here.me, number, language, here.now)
        return show(here, "confirm.html", _confirm_page(here, found, typed), status)
    return redirect(of_procedure(number, language or "", "history"))


@router.get("/{number}/withdraw")
def withdraw_page(here: Here, number: str, language: str | None = None) -> Response:
    """The form for withdrawing a version."""
    found = upkeep(here.register, here.me, number, language, here.now)
    return show(here, "withdraw.html", _withdraw_page(here, found, NOTHING_TYPED))


@router.post("/{number}/withdraw")
def withdraw_version(
    here: Here,
    number: str,
    language: str | None = None,
    version: Text = "",
    reason: Text = "",
    password: Password = "",
) -> Response:
    """Withdraw a version."""
    try:
        releasing.withdraw(
            here.register,
            here.settings,
            here.account,
            number,
            reason,
            here.typed(password),
            here.now,
            language=language,
            version=version or None,
        )
    except UnknownDocumentError:
        raise
    except SopkitError as error:
        typed, status = _refused(here, error, "withdraw", reason=reason)
        found = upkeep(here.register, here.me, number, language, here.now)
        return show(here, "withdraw.html", _withdraw_page(here, found, typed), status)
    return redirect(of_procedure(number, language or "", "history"))


def _refused(here: Visit, error: SopkitError, act: str, **values: str) -> tuple[Typed, HTTPStatus]:
    status = status_of_act(error)
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        raise error
    return Typed(act, told(here, error), values), status


def _confirm_page(here: Visit, found: Upkeep, typed: Typed) -> UpkeepPage:
    document, current = found.document, found.current
    return UpkeepPage(
        number=document.key,
        title=found.title or document.key,
        text_language=document.language,
        address=of_procedure(document.key, document.language, "confirm"),
        read=of_procedure(document.key, document.language),
        history=of_procedure(document.key, document.language, "history"),
        version=str(current.version) if current else "",
        since=here.day(current.effective_from) if current else "",
        due=here.day(found.due),
        overdue=found.due is not None and found.due < here.now,
        next_due=here.day(found.next_due),
        coming=False,
        may=found.confirms,
        typed=typed,
    )


def _withdraw_page(here: Visit, found: Upkeep, typed: Typed) -> UpkeepPage:
    document, last = found.document, found.last
    return UpkeepPage(
        number=document.key,
        title=found.title or document.key,
        text_language=document.language,
        address=of_procedure(document.key, document.language, "withdraw"),
        read=of_procedure(document.key, document.language),
        history=of_procedure(document.key, document.language, "history"),
        version=str(last.version) if last else "",
        since=here.day(last.effective_from) if last else "",
        due="",
        overdue=False,
        next_due="",
        coming=last is not None and last.effective_from > here.now,
        may=found.withdraws,
        typed=typed,
    )
