"""The trail as people read it: who did what, when, to what, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sopkit.services.register.finding import newest_of
from sopkit.store import documents, people, trail
from sopkit.store.session import Register, Session
from sopkit.store.trail import NOBODY, TrailEntry

_TEXTS = ("reason", "note")
"""Facts that are the hash of a free text."""


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One event. `act` is its id, such as `version.released`.

    `actor` is the name that the person had then; empty for nobody, and for a person made
    unrecognisable. `subject` is the procedure (number and language), file or person that it is
    about, empty for the register itself. `facts` are those of the event, `reason` the text why.
    """

    seq: int
    at: datetime
    actor: str
    act: str
    subject: str
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
        found = trail.entries(session, subject=subject, before=before, limit=limit)
        return tuple(_line(session, each) for each in found)


def _line(session: Session, entry: TrailEntry) -> TrailLine:
    at = datetime.fromisoformat(entry.at)
    facts = {**entry.facts.get("before", {}), **entry.facts.get("after", {})}
    digest = next((facts[name] for name in _TEXTS if facts.get(name)), None)
    actor = "" if entry.actor == NOBODY else people.name_at(session, entry.actor, at)
    return TrailLine(
        entry.seq,
        at,
        actor,
        entry.act,
        _subject(session, entry.subject, at),
        facts,
        trail.read_text(session, digest),
        entry.hash,
    )


def _subject(session: Session, subject: str, at: datetime) -> str:
    kind, _, id = subject.partition("/")
    if kind == "person":
        return people.name_at(session, id, at)
    if kind != "document":
        return ""
    key = documents.key_of(session, id)
    return " ".join(filter(None, (key.key or key.kind.value, key.language)))
