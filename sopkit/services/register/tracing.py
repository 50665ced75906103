"""The trail as people read it: who did what, when, to what, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from sopkit.refusals import NotInTrailError
from sopkit.services.register.acting import refuse_without
from sopkit.services.register.finding import newest_of
from sopkit.services.register.saving import name_of
from sopkit.services.register.snapshot import organisation, zone_of
from sopkit.store import documents, people, trail
from sopkit.store.people import EVERY_DEPARTMENT, Account, Right
from sopkit.store.records import Names
from sopkit.store.session import Register, Session
from sopkit.store.trail import NOBODY, TrailEntry

_TEXTS = ("reason", "note")
"""Facts that are the hash of a free text."""

_FIRST_DAY, _LAST_DAY = date(1, 1, 2), date(9998, 12, 31)
"""The days between which every zone has a day before and a day after. Nothing happens outside."""


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One event. `act` is its id, such as `version.released`.

    `actor` is the name that the person had then; empty for nobody, and for a person made
    unrecognisable. `subject` is the procedure (number and language), file or person that it is
    about, empty for the register itself; `number` is that of the procedure alone. A person is
    named with the login, which tells two of one name apart. `facts` are those of the event,
    `reason` the text why.
    """

    seq: int
    at: datetime
    actor: str
    act: str
    subject: str
    number: str
    facts: Mapping[str, Any]
    reason: str
    hash: str


def events(
    register: Register,
    number: str | None = None,
    language: str | None = None,
    *,
    limit: int,
    before: int | None = None,
) -> tuple[TrailLine, ...]:
    """The newest events, of one procedure or of all, the newest first; `before` an event's number.

    Raises UnknownDocumentError.
    """
    with register.reading() as session:
        subject = None
        if number is not None:
            subject = documents.subject(newest_of(session, number, language).document_id)
        return _lines(session, trail.entries(session, subject=subject, before=before, limit=limit))


AUDITORS = (Right.REVIEWER, Right.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which events somebody wants to see; what is empty asks for nothing.

    `who` is the login of who acted, `what` a procedure's number or the login of whom it is about,
    `act` the id of an act; days are those of the organisation, both included.
    """

    who: str = ""
    what: str = ""
    act: str = ""
    since: date | None = None
    until: date | None = None


def search(
    register: Register,
    actor: Account,
    wish: Wish,
    now: datetime,
    *,
    limit: int,
    before: int | None = None,
) -> tuple[TrailLine, ...]:
    """The newest events of a kind, the newest first; `before` an event's number.

    Raises NotAllowedError and NotInTrailError.
    """
    with register.reading() as session:
        refuse_without(session, actor.id, AUDITORS, EVERY_DEPARTMENT, now)
        zone = zone_of(organisation(session).timezone)
        found = trail.entries(
            session,
            subject=_subject_of(session, wish.what, now) if wish.what else None,
            actor=_person_of(session, wish.who, now) if wish.who else None,
            act=wish.act or None,
            since=_midnight(wish.since, zone),
            until=_midnight(wish.until, zone, days=1),
            before=before,
            limit=limit,
        )
        return _lines(session, found)


def _midnight(day: date | None, zone: tzinfo, *, days: int = 0) -> datetime | None:
    """The beginning of a day, or of one so many days later."""
    if day is None:
        return None
    day = min(max(day, _FIRST_DAY), _LAST_DAY)
    return datetime.combine(day + timedelta(days=days), time(), zone)


def _person_of(session: Session, login: str, now: datetime) -> str:
    account = people.by_login(session, login, now)
    if account is None:
        raise NotInTrailError(login)
    return account.id


def _subject_of(session: Session, text: str, now: datetime) -> str:
    """What somebody means by a number or a login: a procedure before a person."""
    translated = documents.translations(session, text)
    if translated:
        return documents.subject(newest_of(session, text, None).document_id)
    return people.subject(_person_of(session, text, now))


def _lines(session: Session, found: Sequence[TrailEntry]) -> tuple[TrailLine, ...]:
    """Events with the names and texts that belong to them: a few statements for all of them."""
    told = [{**e.facts.get("before", {}), **e.facts.get("after", {})} for e in found]
    reasons = [next((f[name] for name in _TEXTS if f.get(name)), "") for f in told]
    texts = trail.texts(session, filter(None, reasons))
    subjects = [entry.subject.partition("/") for entry in found]
    persons = {id for kind, _, id in subjects if kind == "person"}
    persons |= {entry.actor for entry in found if entry.actor != NOBODY}
    names = Names(session, persons)
    logins = people.logins_of(session, (id for kind, _, id in subjects if kind == "person"))
    keys = documents.keys_of(session, (id for kind, _, id in subjects if kind == "document"))
    lines = []
    for entry, facts, reason, (kind, _, id) in zip(found, told, reasons, subjects, strict=True):
        at = datetime.fromisoformat(entry.at)
        subject = number = ""
        if kind == "person":
            subject = _told_apart(names.at(id, at), logins.get(id))
        elif kind == "document":
            key = keys[id]
            number = key.key
            subject = " ".join(filter(None, (name_of(key), key.language)))
        actor = "" if entry.actor == NOBODY else names.at(entry.actor, at)
        lines.append(
            TrailLine(
                entry.seq,
                at,
                actor,
                entry.act,
                subject,
                number,
                facts,
                texts.get(reason, ""),
                entry.hash,
            )
        )
    return tuple(lines)


def _told_apart(name: str, login: str | None) -> str:
    """A person by name and login; empty for one made unrecognisable."""
    return f"{name} ({login})" if name and login else name
