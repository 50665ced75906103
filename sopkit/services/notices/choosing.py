"""The mail that somebody wants: chosen by themselves, or refused by a link in a mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sopkit.model.notice import Notice, Rhythm
from sopkit.refusals import BadUnsubscribeLinkError
from sopkit.services.notices.links import parts, proves
from sopkit.services.register.acting import acting
from sopkit.store import mailing, people
from sopkit.store.mailing import MailWishes
from sopkit.store.people import Account
from sopkit.store.session import Register, Session
from sopkit.store.trail import Ledger

__all__ = [
    "Choice",
    "MailWishes",
    "Notice",
    "Refusal",
    "Rhythm",
    "choose",
    "refusal",
    "refuse",
    "wishes",
]


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chooses: the kinds of mail that they do not want, how often the digest."""

    refused: frozenset[Notice]
    rhythm: Rhythm


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a link in a mail refuses. `refused` tells that it is so already."""

    notice: Notice
    language: str | None
    refused: bool


def wishes(register: Register, actor: Account) -> MailWishes:
    """The address and the choice of somebody."""
    with register.reading() as session:
        return mailing.wishes_of(session, actor.id)


def choose(register: Register, actor: Account, choice: Choice, now: datetime) -> None:
    """Choose one's mail. Raises WrongPasswordError for a closed account."""
    with acting(register, actor, now) as ledger:
        mailing.choose(ledger, actor.id, choice.refused, choice.rhythm)


def refusal(register: Register, token: str, now: datetime) -> Refusal:
    """What a link would refuse. Raises BadUnsubscribeLinkError."""
    with register.reading() as session:
        person, notice, known = _proved(session, token)
        account = people.by_id(session, person, now)
    return Refusal(notice, account.language if account else None, not known.wants(notice))


def refuse(register: Register, token: str, now: datetime) -> Refusal:
    """Refuse what a link is for, in the name of whom the mail was for; again is no mistake.

    Raises BadUnsubscribeLinkError.
    """
    found = refusal(register, token, now)
    if not found.refused:
        with register.writing() as session:
            person, notice, known = _proved(session, token)
            ledger = Ledger(session, person, now)
            mailing.choose(ledger, person, *_without(known, notice))
    return Refusal(found.notice, found.language, refused=True)


def _without(known: MailWishes, notice: Notice) -> tuple[frozenset[Notice], Rhythm]:
    if notice is Notice.DIGEST:
        return known.refused, Rhythm.NEVER
    return known.refused | {notice}, known.rhythm


def _proved(session: Session, token: str) -> tuple[str, Notice, MailWishes]:
    """Person, kind and wishes of a token. It does not tell whether there is such a person."""
    found = parts(token)
    if found is not None:
        person, notice = found
        known = mailing.wishes_of(session, person)
        if proves(token, person, notice, known):
            return person, notice, known
    raise BadUnsubscribeLinkError
