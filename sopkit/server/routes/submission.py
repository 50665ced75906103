"""Submitting a text for approval: what changed, what that asks of people, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter, Response

from sopkit.diagnostics.codes import hint_of, message_of
from sopkit.diagnostics.diagnostic import Diagnostic, Severity
from sopkit.errors import SopkitError
from sopkit.messages import message
from sopkit.refusals import HasErrorsError, UnknownDocumentError
from sopkit.server.forms import Password, Text, nature_of
from sopkit.server.pages import redirect, show
from sopkit.server.places import of_procedure
from sopkit.server.refused import NOTHING_TYPED, Typed, status_of_act, told
from sopkit.server.review_page import NatureChoice, RemarkView, nature_choice, remark_view
from sopkit.server.visit import Here, Visit
from sopkit.services.register import submitting
from sopkit.services.register.submitting import Proposal
from sopkit.services.reviews.asking import Asked, Since
from sopkit.services.reviews.proposing import BrokenLink, Submittable, submittable
from sopkit.services.reviews.showing import DifferencePage, shown_difference
from sopkit.words import words

_ = message

router = APIRouter(prefix="/sops")

_SINCE: Mapping[Since, str] = {
    Since.SAME: _("This step has not been changed since."),
    Since.CHANGED: _("This step was changed since."),
    Since.REMOVED: _("This step is gone since."),
    Since.WHOLE: "",
}


@dataclass(frozen=True, slots=True)
class FindingView:
    """What the check found at a line."""

    severity: str
    code: str
    line: int
    sentence: str
    hint: str


@dataclass(frozen=True, slots=True)
class BrokenView:
    """A procedure with a link to a step that this text does not have; `step` is that step's id."""

    number: str
    title: str
    text_language: str
    address: str
    step: str


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A comment of the last review, the step that it was about, and what became of that."""

    remark: RemarkView
    step: str
    since: str
    changed: bool


@dataclass(frozen=True, slots=True)
class AskedView:
    """Who ended the last review, why, and what was said in it."""

    name: str
    when: str
    reason: str
    returned: bool
    address: str
    remarks: tuple[AskedLine, ...]


@dataclass(frozen=True, slots=True)
class SubmitPage:
    """What an author sees before submitting.

    `natures` are what the change may be called, the one that was found first. `refused` tells why
    the text cannot be submitted, `review` is the address of the review that goes on.
    """

    number: str
    title: str
    text_language: str
    address: str
    edit: str
    revision: str
    base: str
    difference: DifferencePage | None
    natures: tuple[NatureChoice, ...]
    needed: str
    findings: tuple[FindingView, ...]
    broken: tuple[BrokenView, ...]
    asked: AskedView | None
    refused: str
    has_errors: bool
    unseen: bool
    review: str
    typed: Typed


@router.get("/{number}/submit")
def submit_page(here: Here, number: str, language: str | None = None) -> Response:
    """The form for submitting the newest text."""
    found = submittable(here.register, here.me, number, language, here.now)
    return show(here, "submit.html", _page(here, found, NOTHING_TYPED))


@router.post("/{number}/submit")
def submit_text(
    here: Here,
    number: str,
    language: str | None = None,
    reason: Text = "",
    nature: Text = "",
    revision: Text = "",
    password: Password = "",
) -> Response:
    """Submit the text that the author read."""
    proposal = Proposal(number, reason, language, nature_of(nature), revision or None)
    try:
        signed = here.typed(password)
        made = submitting.submit(here.register, here.account, proposal, signed, here.now)
    except UnknownDocumentError:
        raise
    except SopkitError as error:
        status = status_of_act(error)
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            raise
        found = submittable(here.register, here.me, number, language, here.now)
        typed = Typed("submit", told(here, error), {"reason": reason, "nature": nature})
        return show(here, "submit.html", _page(here, found, typed), status)
    return redirect(f"/reviews/{made.id}")


def _page(here: Visit, found: Submittable, typed: Typed) -> SubmitPage:
    document = found.revision.document
    broken = isinstance(found.refused, HasErrorsError)
    return SubmitPage(
        number=document.key,
        title=found.revision.title or document.key,
        text_language=document.language,
        address=of_procedure(document.key, document.language, "submit"),
        edit=of_procedure(document.key, document.language, "edit"),
        revision=found.revision.id,
        base=str(found.base) if found.base else "",
        difference=_difference(here, found),
        natures=tuple(each for n in found.natures if (each := nature_choice(here, n))),
        needed=words(found.needed, here.translate),
        findings=tuple(_finding(here, each) for each in found.findings),
        broken=tuple(_broken(each) for each in found.broken),
        asked=_asked(here, found.asked) if found.asked else None,
        refused=told(here, found.refused) if found.refused else "",
        has_errors=broken and any(e.severity is Severity.ERROR for e in found.findings),
        unseen=broken and found.unseen,
        review=f"/reviews/{found.submission_id}" if found.submission_id else "",
        typed=typed,
    )


def _difference(here: Visit, found: Submittable) -> DifferencePage | None:
    if found.difference is None or found.compiled is None:
        return None
    return shown_difference(
        found.difference,
        found.compiled.library,
        here.language,
        here.text(_("version {version}"), version=found.base or ""),
        here.translate(_("this text")),
    )


def _broken(found: BrokenLink) -> BrokenView:
    document = found.revision.document
    return BrokenView(
        document.key,
        found.revision.title or document.key,
        document.language,
        of_procedure(document.key, document.language, version="draft"),
        dict(found.finding.parameters)["id"],
    )


def _finding(here: Visit, found: Diagnostic) -> FindingView:
    return FindingView(
        "error" if found.severity is Severity.ERROR else "warning",
        found.code,
        found.span.line,
        message_of(found, here.translate),
        hint_of(found, here.translate) or "",
    )


def _asked(here: Visit, asked: Asked) -> AskedView:
    decided = asked.ending.decided
    return AskedView(
        asked.ending.name,
        here.minute(decided.decided_at),
        decided.reason,
        decided.verdict.value == "returned",
        f"/reviews/{asked.submission_id}",
        tuple(
            AskedLine(
                remark_view(here, each.remark),
                each.remark.comment.words,
                here.translate(_SINCE[each.since]) if _SINCE[each.since] else "",
                each.since in {Since.CHANGED, Since.REMOVED},
            )
            for each in asked.remarks
        ),
    )
