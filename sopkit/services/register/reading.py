"""What the register tells of a procedure: its status, its versions, its record for paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sopkit.model.control import Control, Status, Version
from sopkit.model.organisation import Organisation
from sopkit.model.timeline import InForce, timeline
from sopkit.services.register.finding import newest_of, version_in_force, version_numbered
from sopkit.services.register.recording import VersionLine, controls, lines_of
from sopkit.services.register.snapshot import organisation
from sopkit.services.register.submitting import waiting_for
from sopkit.store import documents, lifecycle
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


def house(register: Register) -> Organisation:
    """The organisation whose register it is, as it was saved last."""
    with register.reading() as session:
        return organisation(session)


def standings(register: Register, now: datetime) -> tuple[Standing, ...]:
    """Where every procedure stands, by number and language; dropped drafts only if released."""
    with register.reading() as session:
        house = organisation(session).language
        found = [
            _standing(session, each, house, now)
            for each in documents.newest(session)
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
        return tuple(reversed(lines_of(session, latest.document_id, now)))


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
    return controls(session, [released], now)[released.id]


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
