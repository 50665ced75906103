"""The record of versions for pages and paper: status, dates, signatures, history."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sopkit.model.control import Change, Control, Signature, Status
from sopkit.model.timeline import timeline
from sopkit.services.register.snapshot import organisation, zone_of
from sopkit.store import documents, records
from sopkit.store.records import Names
from sopkit.store.session import Session
from sopkit.store.stages import Released


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in the history of a procedure."""

    released: Released
    until: datetime | None
    status: Status
    reason: str
    author: str


def controls(
    session: Session, versions: Collection[Released], now: datetime
) -> Mapping[str, Control]:
    """The record of each of these versions, by its id, as it stands now."""
    day = days(organisation(session).timezone)
    lines = _lines(session, {each.document_id for each in versions}, now)
    revisions = documents.revisions_by_id(session, [each.revision_id for each in versions])
    due = records.due(session, versions)
    signed = records.signatures(session, versions)
    names = Names(session, (one.person_id for each in signed.values() for one in each))
    found = {}
    for each in versions:
        its = lines[each.document_id]
        this = next(line for line in its if line.released.id == each.id)
        found[each.id] = Control(
            status=this.status,
            version=each.version,
            effective_from=day(each.effective_from),
            effective_until=day(this.until) if this.until else None,
            review_due=day(due[each.id]),
            signatures=tuple(
                Signature(names.at(one.person_id, one.signed_at), one.signed_at, one.meaning)
                for one in signed.get(each.id, ())
            ),
            history=_history(its, each, day),
            content_hash=revisions[each.revision_id].content_hash,
            anchor=each.anchor,
        )
    return found


def lines_of(session: Session, document_id: str, now: datetime) -> tuple[VersionLine, ...]:
    """Every version of a document, in the order in which they take effect."""
    return _lines(session, [document_id], now)[document_id]


def days(timezone: str) -> Callable[[datetime], date]:
    """Gives the day of a moment where the organisation is; in UTC if its zone is unknown."""
    zone = zone_of(timezone)
    return lambda moment: moment.astimezone(zone).date()


def _history(
    lines: Iterable[VersionLine], released: Released, day: Callable[[datetime], date]
) -> tuple[Change, ...]:
    """The changes up to a version, the newest first."""
    told = [
        Change(
            line.released.version,
            day(line.released.effective_from),
            line.released.nature,
            line.reason,
            line.author,
        )
        for line in lines
        if line.released.effective_from <= released.effective_from
    ]
    return tuple(reversed(told))


def _lines(
    session: Session, document_ids: Collection[str], now: datetime
) -> Mapping[str, tuple[VersionLine, ...]]:
    """Every version of each of these documents, in the order in which they take effect."""
    versions = records.versions(session, document_ids)
    every = [each for its in versions.values() for each in its]
    reasons = records.reasons(session, (each.submission_id for each in every))
    revisions = documents.revisions_by_id(session, [each.revision_id for each in every])
    names = Names(session, (each.author_id for each in revisions.values()))
    lines: dict[str, tuple[VersionLine, ...]] = {}
    for document_id in document_ids:
        by_id = {each.id: each for each in versions.get(document_id, ())}
        told = []
        for placed in timeline(each.period for each in by_id.values()):
            released = by_id[placed.period.id]
            revision = revisions[released.revision_id]
            author = names.at(revision.author_id, revision.recorded_at)
            reason = reasons.get(released.submission_id, "")
            told.append(VersionLine(released, placed.until, placed.status(now), reason, author))
        lines[document_id] = tuple(told)
    return lines
