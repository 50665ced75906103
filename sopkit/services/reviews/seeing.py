"""Who sees texts that are not in force, and the reviews of them."""

from __future__ import annotations

from datetime import datetime

from sopkit.refusals import UnknownDocumentError, UnknownReviewError
from sopkit.services.register.acting import may
from sopkit.services.register.finding import newest_of
from sopkit.store import documents, lifecycle
from sopkit.store.documents import SavedRevision
from sopkit.store.lifecycle import Submitted
from sopkit.store.people import Right
from sopkit.store.session import Session

INSIDERS = (Right.AUTHOR, Right.REVIEWER, Right.APPROVER, Right.ADMINISTRATOR)
"""Who has business with the drafts of a department."""


def seen_submission(
    session: Session, person_id: str, submission_id: str, now: datetime
) -> tuple[Submitted, SavedRevision]:
    """A submission that a person may see, with its text.

    Raises UnknownReviewError, also for one that is there and not for this person's eyes.
    """
    found = lifecycle.find_submission(session, submission_id)
    if found is None:
        raise UnknownReviewError
    revision = documents.revision(session, found.revision_id)
    if not may(session, person_id, INSIDERS, revision.department, now):
        raise UnknownReviewError
    return found, revision


def seen_draft(
    session: Session, person_id: str, number: str, language: str | None, now: datetime
) -> SavedRevision:
    """The newest text of a procedure, for somebody who has business with its drafts.

    Raises UnknownDocumentError, also for one that is there and not for this person's eyes.
    """
    latest = newest_of(session, number, language)
    if not may(session, person_id, INSIDERS, latest.department, now):
        raise UnknownDocumentError(number, latest.document.language)
    return latest
