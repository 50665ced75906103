"""Reviews and drafts, found for somebody who may see them."""

from __future__ import annotations

from dataclasses import dataclass

from sopkit.refusals import UnknownDocumentError, UnknownReviewError
from sopkit.services.accounts.signing_in import Visitor
from sopkit.services.register.finding import newest_of
from sopkit.services.register.sight import BUSINESS, Onlooker, readable
from sopkit.store import documents, releases, submissions
from sopkit.store.documents import SavedRevision
from sopkit.store.session import Register, Session
from sopkit.store.stages import Submitted


@dataclass(frozen=True, slots=True)
class Subject:
    """The procedure that a review is about."""

    number: str
    language: str


def subject(register: Register, visitor: Visitor, submission_id: str) -> Subject:
    """What a review is about. Raises UnknownReviewError."""
    with register.reading() as session:
        _, revision = seen_submission(session, visitor, submission_id)
    return Subject(revision.document.key, revision.document.language)


def seen_submission(
    session: Session, visitor: Visitor, submission_id: str
) -> tuple[Submitted, SavedRevision]:
    """A submission that a visitor may see, with its text.

    Raises UnknownReviewError, also for one that is there and not for their eyes.
    """
    found = submissions.find_submission(session, submission_id)
    if found is None:
        raise UnknownReviewError
    revision = documents.revision(session, found.revision_id)
    if not visitor.may(BUSINESS, revision.department):
        raise UnknownReviewError
    return found, revision


def seen_draft(
    session: Session, visitor: Visitor, number: str, language: str | None
) -> SavedRevision:
    """The newest text of a procedure, for somebody who has business with its drafts.

    Raises UnknownDocumentError, also for one that is there and not for their eyes.
    """
    latest = newest_of(session, number, language)
    if not visitor.may(BUSINESS, latest.department):
        raise UnknownDocumentError(number, latest.document.language)
    return latest


def last_review(
    session: Session, onlooker: Onlooker, document_id: str
) -> tuple[Submitted, SavedRevision] | None:
    """The newest submission of a document with its text, if there is one that somebody may see."""
    last = submissions.last_submission(session, document_id)
    if last is None:
        return None
    submitted = documents.revision(session, last.revision_id)
    return (last, submitted) if is_seen(session, onlooker, submitted) else None


def is_seen(session: Session, onlooker: Onlooker, revision: SavedRevision) -> bool:
    """Whether somebody may see a text that a newer one is compared with.

    A procedure may have come from another department, whose drafts and withdrawn versions it left
    behind there.
    """
    if onlooker.sight.minds(revision.department):
        return True
    versions = releases.versions(session, revision.document_id)
    seen = readable(session, onlooker.sight, (versions,), onlooker.now)
    return any(each.id in seen for each in versions if each.revision_id == revision.id)
