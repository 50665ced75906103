"""What the register tells of a procedure: its status, its versions, its record for paper."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sopkit.model.control import Control, Status, Version
from sopkit.model.organisation import Organisation
from sopkit.model.timeline import in_force, timeline
from sopkit.services.register.finding import newest_of, version_in_force, version_numbered
from sopkit.services.register.recording import VersionLine, controls, lines_of
from sopkit.services.register.snapshot import organisation
from sopkit.services.register.submitting import still_needed
from sopkit.store import documents, releases, submissions
from sopkit.store.documents import DocumentKind, SavedRevision
from sopkit.store.session import Register, Session
from sopkit.store.stages import Decided, Released
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


def standings(
    register: Register, now: datetime, *, number: str | None = None
) -> tuple[Standing, ...]:
    """Where every procedure stands, by number and language; dropped drafts only if released.

    `number` limits them to one procedure with its translations.
    """
    with register.reading() as session:
        newest = _alike(session, number) if number else _procedures(session)
        ids = [each.document_id for each in newest] if number else None
        records = _records(session, newest, ids)
    found = [_standing(each, records, now) for each in newest]
    kept = [each for each in found if not each.newest.dropped or each.in_force]
    return tuple(sorted(kept, key=lambda s: (s.newest.document.key, s.newest.document.language)))


def standing(register: Register, number: str, language: str | None, now: datetime) -> Standing:
    """Where one procedure stands. Raises UnknownDocumentError."""
    with register.reading() as session:
        latest = newest_of(session, number, language)
        alike = _alike(session, number)
        ids = [each.document_id for each in alike]
        records = _records(session, alike, ids)
    return _standing(latest, records, now)


def standings_of(
    session: Session, newest: Collection[SavedRevision], now: datetime
) -> tuple[Standing, ...]:
    """Where procedures stand whose newest texts these are: as many queries for one as for many."""
    numbers = {each.document.key for each in newest}
    originals = documents.ids_of(session, numbers, organisation(session).language)
    ids = {*(each.document_id for each in newest), *originals.values()}
    records = replace(_records(session, newest, ids), originals=originals)
    return tuple(_standing(each, records, now) for each in newest)


def _procedures(session: Session) -> tuple[SavedRevision, ...]:
    """The newest text of every procedure."""
    return tuple(e for e in documents.newest(session) if e.document.kind is DocumentKind.SOP)


def _alike(session: Session, number: str) -> tuple[SavedRevision, ...]:
    """The newest texts of a procedure and its translations."""
    ids = documents.translations(session, number).values()
    return tuple(each for id in ids if (each := documents.latest(session, id)))


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


@dataclass(frozen=True, slots=True)
class _Records:
    """What standings are worked out from, read together: as many queries for one as for all.

    `versions`, `waiting` (what the open submission waits for) and `returned` are by document,
    `reviewed` by version, `translates` by submission, `originals` by number.
    """

    versions: Mapping[str, tuple[Released, ...]]
    waiting: Mapping[str, tuple[str, ...]]
    returned: Mapping[str, Decided]
    reviewed: Mapping[str, datetime]
    translates: Mapping[str, str]
    originals: Mapping[str, str]


def _records(
    session: Session,
    newest: Iterable[SavedRevision],
    ids: Collection[str] | None,
) -> _Records:
    house = organisation(session).language
    given = submissions.approvals_of_open(session, ids)
    return _Records(
        versions=releases.versions_by_document(session, ids),
        waiting={
            each.document_id: still_needed(each, given.get(each.id, ()))
            for each in submissions.open_submissions(session, ids)
        },
        returned=submissions.last_returns(session, ids),
        reviewed=releases.next_reviews(session, ids),
        translates=submissions.translated_revisions(session, ids),
        originals={
            each.document.key: each.document_id
            for each in newest
            if each.document.language == house
        },
    )


def _standing(newest: SavedRevision, records: _Records, now: datetime) -> Standing:
    versions = records.versions.get(newest.document_id, ())
    released = _in_force(versions, now)
    coming = next((e for e in versions if e.period.took_effect and e.effective_from > now), None)
    needed = records.waiting.get(newest.document_id)
    if needed is None:
        status = _status_of(newest, versions, now)
    else:
        status = Status.IN_REVIEW if needed else Status.APPROVED
    return Standing(
        newest,
        status,
        released.version if released else None,
        released.effective_from if released else None,
        _due(released, records) if released else None,
        needed or (),
        coming.version if coming else None,
        coming.effective_from if coming else None,
        _returned(newest, records) if status is Status.DRAFT else "",
        released is not None and _lags(newest, released, records, now),
    )


def _in_force(versions: tuple[Released, ...], now: datetime) -> Released | None:
    found = in_force((each.period for each in versions), now)
    return next((each for each in versions if found and each.id == found.id), None)


def _due(released: Released, records: _Records) -> datetime:
    return max(released.review_due, records.reviewed.get(released.id, released.review_due))


def _returned(newest: SavedRevision, records: _Records) -> str:
    """Why the text was given back; empty once it was changed."""
    last = records.returned.get(newest.document_id)
    return "" if last is None or newest.recorded_at > last.decided_at else last.reason


def _status_of(newest: SavedRevision, versions: tuple[Released, ...], now: datetime) -> Status:
    """The status of a text that is not under review: a version's, or that of a draft."""
    own = {each.id for each in versions if each.revision_id == newest.id}
    placed = [e for e in timeline(each.period for each in versions) if e.period.id in own]
    return placed[-1].status(now) if placed else Status.DRAFT


def _lags(newest: SavedRevision, released: Released, records: _Records, now: datetime) -> bool:
    """Whether the original has a later version in force than the one that was translated."""
    original = records.originals.get(newest.document.key)
    if original is None or original == newest.document_id:
        return False
    versions = records.versions.get(original, ())
    current = _in_force(versions, now)
    if current is None:
        return False
    known = records.translates.get(released.submission_id)
    translated = [each.effective_from for each in versions if each.revision_id == known]
    return not translated or current.effective_from > max(translated)
