"""Comments on a step of a text that is up for approval, or on the text as a whole."""

from __future__ import annotations

from datetime import datetime

from sopkit.model.step import Step
from sopkit.refusals import (
    CommentMissingError,
    CommentTooLongError,
    ReviewOverError,
    UnknownStepError,
)
from sopkit.services.accounts.signing_in import Visitor
from sopkit.services.register.acting import acting, refuse_without
from sopkit.services.register.snapshot import organisation, parsed
from sopkit.services.reviews.seeing import seen_submission
from sopkit.store import comments, documents, submissions
from sopkit.store.comments import Comment
from sopkit.store.documents import SavedRevision
from sopkit.store.people import Right
from sopkit.store.session import Register, Session

__all__ = ["COMMENTERS", "COMMENT_MOST", "Comment", "comment"]

COMMENTERS = (Right.REVIEWER, Right.APPROVER, Right.AUTHOR)
"""Who reviews, and who answers."""

COMMENT_MOST = 4_000
"""Characters that a comment has at most."""


def comment(
    register: Register,
    visitor: Visitor,
    submission_id: str,
    step_id: str,
    text: str,
    now: datetime,
) -> Comment:
    """Say something about a step of a submitted text, or with an empty id about all of it.

    Comments go with the review: when it is over they are read, and none are added.

    Raises UnknownReviewError, CommentMissingError, CommentTooLongError, UnknownStepError,
    NotAllowedError and ReviewOverError.
    """
    words = text.strip()
    if not words:
        raise CommentMissingError
    if len(words) > COMMENT_MOST:
        raise CommentTooLongError(COMMENT_MOST)
    with register.reading() as session:
        _, revision = seen_submission(session, visitor, submission_id)
        title = _step(session, revision, step_id).title if step_id else ""
    with acting(register, visitor.account, now) as ledger:
        submission, revision = seen_submission(ledger.session, visitor, submission_id)
        refuse_without(ledger.session, ledger.actor, COMMENTERS, revision.department, ledger.now)
        current = submissions.open_submission(ledger.session, submission.document_id)
        if current is None or current.id != submission.id:
            raise ReviewOverError(revision.document.key)
        return comments.add(ledger, submission, step_id, title, words)


def _step(session: Session, revision: SavedRevision, step_id: str) -> Step:
    text = documents.text_of(session, revision)
    sop = parsed(revision.path, text, organisation(session).language)
    found = next((step for step in sop.walk() if step.id == step_id), None) if sop else None
    if found is None:
        raise UnknownStepError
    return found
