"""The mail that somebody gets: chosen by themselves, or refused by a link in a mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Response

from sopkit.messages import message
from sopkit.refusals import BadAddressError
from sopkit.server.errors import status_of
from sopkit.server.pages import redirect, show
from sopkit.server.visit import Here
from sopkit.services.notices.choosing import (
    Choice,
    Notice,
    Refusal,
    Rhythm,
    choose,
    refusal,
    refuse,
    wishes,
)
from sopkit.services.register.persons import set_address

_ = message

MAIL = "/account/mail"

router = APIRouter()

_KINDS: Mapping[Notice, tuple[str, str]] = {
    Notice.REVIEW_ASKED: (_("A text waits for my approval"), _("As soon as it is submitted.")),
    Notice.DECIDED: (
        _("My text was approved or sent back"),
        _("A text that I wrote or submitted."),
    ),
    Notice.NEW_VERSION: (
        _("A procedure that I work by changes"),
        _("When people do something otherwise, or when it is withdrawn; not for a corrected word."),
    ),
    Notice.REVIEW_DUE: (
        _("A procedure that I keep is to be reviewed"),
        _("Two weeks before, on the day, and two weeks after."),
    ),
}
"""What each kind is called, and when it comes; the digest has a choice of its own."""

_DIGEST = _("The digest: what waits, what changed, what is due")

_RHYTHMS: Mapping[Rhythm, str] = {
    Rhythm.DAILY: _("Every morning"),
    Rhythm.WEEKLY: _("On Monday morning"),
    Rhythm.NEVER: _("Never"),
}


@dataclass(frozen=True, slots=True)
class MailKind:
    """A kind of mail to choose."""

    id: str
    name: str
    hint: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class MailPage:
    """The choice of one's mail. `unsent` is why none is sent, if none is; `told` is a mistake."""

    address: str
    kinds: tuple[MailKind, ...]
    digest: str
    rhythms: tuple[MailKind, ...]
    unsent: str
    saved: str
    told: str


@dataclass(frozen=True, slots=True)
class RefusalPage:
    """The kind of mail that a link refuses; `done` once it is."""

    kind: str
    done: bool


@router.get(MAIL)
def mail_choice(here: Here, saved: bool = False) -> Response:  # noqa: FBT001, FBT002 - of an address
    """What mail one gets."""
    done = here.translate(_("Your choice is kept.")) if saved else ""
    return show(here, "mail.html", _page(here, saved=done))


@router.post(MAIL)
def mail_choice_post(
    here: Here,
    digest: Annotated[Rhythm, Form()],
    wanted: Annotated[list[Notice] | None, Form()] = None,
) -> Response:
    """Choose one's mail."""
    refused = frozenset(_KINDS) - frozenset(wanted or ())
    choose(here.register, here.account, Choice(refused, digest), here.now)
    return redirect(f"{MAIL}?saved=true")


@router.post(f"{MAIL}/address")
def mail_address_post(here: Here, address: Annotated[str, Form()] = "") -> Response:
    """Another address for one's mail, or none."""
    try:
        set_address(
            here.register, here.account, here.account.login, address.strip() or None, here.now
        )
    except BadAddressError as error:
        page = _page(here, address=address, told=here.sentence(error))
        return show(here, "mail.html", page, status_of(error))
    return redirect(f"{MAIL}?saved=true")


@router.get("/mail/off/{token}")
def mail_refusal(here: Here, token: str) -> Response:
    """Ask before refusing: programs that look at the links of a mail must not refuse it."""
    found = refusal(here.register, token, here.now)
    return show(here, "mail_off.html", _refusal_page(here, found))


@router.post("/mail/off/{token}")
def mail_refusal_post(here: Here, token: str) -> Response:
    """Refuse a kind of mail: by the button of the page, or by a mail program (RFC 8058)."""
    found = refuse(here.register, token, here.now)
    return show(here, "mail_off.html", _refusal_page(here, found))


def _page(here: Here, *, saved: str = "", address: str | None = None, told: str = "") -> MailPage:
    known = wishes(here.register, here.account)
    unsent = ""
    if here.site.mail is None:
        unsent = here.translate(_("Mail is not set up here: nothing is sent."))
    elif not known.address:
        unsent = here.translate(_("You get no mail as long as there is no address."))
    return MailPage(
        address=(known.address or "") if address is None else address,
        kinds=tuple(
            MailKind(kind.value, here.translate(name), here.translate(hint), known.wants(kind))
            for kind, (name, hint) in _KINDS.items()
        ),
        digest=here.translate(_DIGEST),
        rhythms=tuple(
            MailKind(rhythm.value, here.translate(name), "", rhythm is known.rhythm)
            for rhythm, name in _RHYTHMS.items()
        ),
        unsent=unsent,
        saved=saved,
        told=told,
    )


def _refusal_page(here: Here, found: Refusal) -> RefusalPage:
    name = _DIGEST if found.notice is Notice.DIGEST else _KINDS[found.notice][0]
    return RefusalPage(here.translate(name), found.refused)
