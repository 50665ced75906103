"""Finds what somebody means: a procedure by number and language, one of its versions."""

from __future__ import annotations

from datetime import datetime

from sopkit.errors import SopkitError
from sopkit.model.timeline import in_force
from sopkit.refusals import (
    DraftDroppedError,
    NotInForceError,
    NotUnderReviewError,
    ReleasedAlreadyError,
    ReviewOverError,
    UnknownDocumentError,
    UnknownVersionError,
)
from sopkit.services.register.snapshot import organisation
from sopkit.store import documents, releases, submissions
from sopkit.store.documents import DocumentKey, DocumentKind, SavedRevision
from sopkit.store.session import Session
from sopkit.store.stages import Released, Submitted


def newest_of(session: Session, number: str, language: str | None) -> SavedRevision:
    """The newest revision of a procedure, in the organisation's language if none is given.

    Raises UnknownDocumentError.
    """
    wanted = language or organisation(session).language
    found = documents.find(session, DocumentKey(DocumentKind.SOP, number, wanted))
    latest = documents.latest(session, found) if found else None
    if latest is None:
        raise UnknownDocumentError(number, wanted)
    return latest


def under_review(
    session: Session, number: str, language: str | None, expected: str | None = None
) -> Submitted:
    """The open submission of a procedure; `expected` is the id of the one that somebody read.

    Raises NotUnderReviewError, ReleasedAlreadyError, DraftDroppedError, ReviewOverError and
    UnknownDocumentError.
    """
    latest = newest_of(session, number, language)
    found = submissions.open_submission(session, latest.document_id)
    if expected is not None and (found is None or found.id != expected):
        raise ReviewOverError(number)
    if found is None:
        raise _nothing_under_review(session, latest)
    return found


def _nothing_under_review(session: Session, latest: SavedRevision) -> SopkitError:
    """Why there is nothing to decide on."""
    number = latest.document.key
    if latest.dropped:
        return DraftDroppedError(number)
    for each in releases.versions(session, latest.document_id):
        if each.revision_id == latest.id and each.withdrawn_from is None:
            return ReleasedAlreadyError(number, each.version)
    return NotUnderReviewError(number)


def version_in_force(session: Session, latest: SavedRevision, moment: datetime) -> Released:
    """The version of a document in force at a moment. Raises NotInForceError."""
    found = {each.id: each for each in releases.versions(session, latest.document_id)}
    period = in_force((each.period for each in found.values()), moment)
    if period is None:
        raise NotInForceError(latest.document.key)
    return found[period.id]


def version_numbered(session: Session, latest: SavedRevision, version: str) -> Released:
    """The version with a number such as `2.1`. Raises UnknownVersionError."""
    for each in releases.versions(session, latest.document_id):
        if str(each.version) == version:
            return each
    raise UnknownVersionError(latest.document.key, version)
