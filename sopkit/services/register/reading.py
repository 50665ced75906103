"""What the register tells of a procedure: its status, its versions, its record for paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sopkit.model.control import Change, Control, Signature, Status, Version
from sopkit.model.organisation import Organisation
from sopkit.model.timeline import InForce, timeline
from sopkit.services.register.finding import newest_of, version_in_force, version_numbered
from sopkit.services.register.snapshot import organisation, zone_of
from sopkit.services.register.submitting import waiting_for
from sopkit.store import documents, lifecycle, people
from sopkit.store.documents import DocumentKind, SavedRevision
from sopkit.store.lifecycle import Released
from sopkit.store.session import Register, Session
from sopkit.store.trail import TrailEntry, entries


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a procedure stands: its newest text, the version in force, what it waits for.

    `status` is that of the newest text. `coming` is a version that takes effect later, at
    `coming_from`; `returned` is why the newest text was given back to its author. `lags` tells
    of a translation that the original has a newer version than the one it translates.
    """

    newest: SavedRevision
    status: Status
    in_force: Version | None
    effective_from: datetime | None
    review_due: datetime | None
    waiting_for: tuple[str, ...]
    coming: Version | None
    coming_from: datetime | None
    returned: str
    lags: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in the history of a procedure."""

    released: Released
    until: datetime | None
    status: Status
    reason: str
    author: str


def house(register: Register) -> Organisation:
    """The organisation whose register it is, as it was saved last."""
    with register.reading() as session:
        return organisation(session)


def standings(
    register: Register, now: datetime, *, number: str | None = None
) -> tuple[Standing, ...]:
    """Where every procedure stands, by number and language; dropped drafts only if released.

    `number` limits them to one procedure with its translations.
    """
    with register.reading() as session:
        house = organisation(session).language
        found = [
            _standing(session, each, house, now)
            for each in _newest(session, number)
            if each.document.kind is DocumentKind.SOP
        ]
        kept = [each for each in found if not each.newest.dropped or each.in_force]
        return tuple(
            sorted(kept, key=lambda s: (s.newest.document.key, s.newest.document.language))
        )


def standing(register: Register, number: str, language: str | None, now: datetime) -> Standing:
    """Where one procedure stands. Raises UnknownDocumentError."""
    with register.reading() as session:
        latest = newest_of(session, number, language)
        return _standing(session, latest, organisation(session).language, now)


def history(
    register: Register, number: str, language: str | None, now: datetime
) -> tuple[VersionLine, ...]:
    """Every version of a procedure, the newest first. Raises UnknownDocumentError."""
    with register.reading() as session:
        latest = newest_of(session, number, language)
        return tuple(reversed(_lines(session, latest.document_id, now)))


def trail_of(register: Register, number: str, language: str | None) -> tuple[TrailEntry, ...]:
    """The newest events of one procedure. Raises UnknownDocumentError."""
    with register.reading() as session:
        latest = newest_of(session, number, language)
        return entries(session, subject=documents.subject(latest.document_id))


def record(
    register: Register,
    number: str,
    language: str | None,
    now: datetime,
    *,
    version: str | None = None,
) -> tuple[SavedRevision, bytes, Control]:
    """A version (else the one in force) with its text and its record for pages and paper.

    Raises UnknownDocumentError, UnknownVersionError and NotInForceError.
    """
    with register.reading() as session:
        latest = newest_of(session, number, language)
        released = (
            version_numbered(session, latest, version)
            if version
            else version_in_force(session, latest, now)
        )
        revision = documents.revision(session, released.revision_id)
        return revision, documents.text_of(session, revision), control(session, released, now)


def control(session: Session, released: Released, now: datetime) -> Control:
    """The record of a version."""
    day = days(organisation(session).timezone)
    lines = _lines(session, released.document_id, now)
    this = next(line for line in lines if line.released.id == released.id)
    revision = documents.revision(session, released.revision_id)
    return Control(
        status=this.status,
        version=released.version,
        effective_from=day(released.effective_from),
        effective_until=day(this.until) if this.until else None,
        review_due=day(lifecycle.due(session, released)),
        signatures=_signatures(session, released),
        history=tuple(
            Change(
                line.released.version,
                day(line.released.effective_from),
                line.released.nature,
                line.reason,
                line.author,
            )
            for line in reversed(lines)
            if line.released.effective_from <= released.effective_from
        ),
        content_hash=revision.content_hash,
        anchor=released.anchor,
    )


def days(timezone: str) -> Callable[[datetime], date]:
    """Gives the day of a moment where the organisation is; in UTC if its zone is unknown."""
    zone = zone_of(timezone)
    return lambda moment: moment.astimezone(zone).date()


def _newest(session: Session, number: str | None) -> tuple[SavedRevision, ...]:
    if number is None:
        return documents.newest(session)
    found = documents.translations(session, number).values()
    return tuple(each for id in found if (each := documents.latest(session, id)))


def _standing(session: Session, newest: SavedRevision, house: str, now: datetime) -> Standing:
    versions = lifecycle.versions(session, newest.document_id)
    by_id = {each.id: each for each in versions}
    placed = timeline(each.period for each in versions)
    effective = next((e for e in placed if e.status(now) is Status.EFFECTIVE), None)
    released = by_id[effective.period.id] if effective else None
    later = [e for e in placed if e.period.took_effect and e.status(now) is Status.APPROVED]
    coming = by_id[later[0].period.id] if later else None
    submission = lifecycle.open_submission(session, newest.document_id)
    needed = waiting_for(session, submission) if submission else ()
    if submission is not None:
        status = Status.IN_REVIEW if needed else Status.APPROVED
    else:
        status = _status_of(newest, placed, by_id, now)
    return Standing(
        newest,
        status,
        released.version if released else None,
        released.effective_from if released else None,
        lifecycle.due(session, released) if released else None,
        needed,
        coming.version if coming else None,
        coming.effective_from if coming else None,
        _returned(session, newest) if status is Status.DRAFT else "",
        _lags(session, newest, released, house, now),
    )


def _returned(session: Session, newest: SavedRevision) -> str:
    """Why the text was given back; empty once it was changed."""
    last = lifecycle.last_return(session, newest.document_id)
    if last is None or newest.recorded_at > last.decided_at:
        return ""
    return last.reason


def _status_of(
    newest: SavedRevision, placed: tuple[InForce, ...], by_id: dict[str, Released], now: datetime
) -> Status:
    """The status of a text that is not under review: a version's, or that of a draft."""
    own = [each for each in placed if by_id[each.period.id].revision_id == newest.id]
    return own[-1].status(now) if own else Status.DRAFT


def _lags(
    session: Session, newest: SavedRevision, released: Released | None, house: str, now: datetime
) -> bool:
    if released is None or newest.document.language == house:
        return False
    original = documents.translations(session, newest.document.key).get(house)
    if original is None:
        return False
    versions = {each.id: each for each in lifecycle.versions(session, original)}
    placed = timeline(each.period for each in versions.values())
    current = next((e for e in placed if e.status(now) is Status.EFFECTIVE), None)
    translated = lifecycle.submission(session, released.submission_id).translates_id
    return current is not None and versions[current.period.id].revision_id != translated


def _lines(session: Session, document_id: str, now: datetime) -> tuple[VersionLine, ...]:
    by_id = {each.id: each for each in lifecycle.versions(session, document_id)}
    lines = []
    for placed in timeline(each.period for each in by_id.values()):
        released = by_id[placed.period.id]
        submission = lifecycle.submission(session, released.submission_id)
        revision = documents.revision(session, released.revision_id)
        author = people.name_at(session, revision.author_id, revision.recorded_at)
        lines.append(
            VersionLine(released, placed.until, placed.status(now), submission.reason, author)
        )
    return tuple(lines)


def _signatures(session: Session, released: Released) -> tuple[Signature, ...]:
    return tuple(
        Signature(
            people.name_at(session, each.person_id, each.signed_at), each.signed_at, each.meaning
        )
        for each in lifecycle.signatures(session, released)
    )
