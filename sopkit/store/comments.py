"""Comments on texts that are up for approval; the newest come last."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from sopkit.store.documents import subject
from sopkit.store.portions import portions
from sopkit.store.stages import Submitted
from sopkit.store.tables import FreeText, SubmissionComment
from sopkit.store.trail import Ledger


@dataclass(frozen=True, slots=True)
class Comment:
    """One remark; `step_id` and `words` are empty when it is about the text as a whole.

    `words` is the title that the step had in the submitted text.
    """

    id: str
    step_id: str
    words: str
    text: str
    person_id: str
    made_at: datetime


def add(ledger: Ledger, submission: Submitted, step_id: str, words: str, text: str) -> Comment:
    """Record what the actor says about a step of a submission, or about all of it."""
    row = SubmissionComment(
        submission_id=submission.id,
        step_id=step_id,
        words=words,
        note=ledger.text(text),
        person_id=ledger.actor,
        made_at=ledger.now,
    )
    ledger.add(row)
    ledger.record(
        "submission.commented",
        subject(submission.document_id),
        after={"submission": submission.id, "comment": row.id, "step": step_id, "note": row.note},
    )
    return _comment(row, text)


def of_submission(session: Session, submission_id: str) -> tuple[Comment, ...]:
    """Every comment on a submission, the oldest first."""
    rows = session.exec(
        select(SubmissionComment, FreeText.text)
        .join(FreeText, col(FreeText.digest) == SubmissionComment.note)
        .where(SubmissionComment.submission_id == submission_id)
        .order_by(col(SubmissionComment.made_at), col(SubmissionComment.id))
    )
    return tuple(_comment(row, text or "") for row, text in rows)


def counts(session: Session, submission_ids: Collection[str]) -> Mapping[str, int]:
    """How many comments each of these submissions has; those without any are left out."""
    found: dict[str, int] = {}
    for some in portions(submission_ids):
        rows = session.exec(
            select(SubmissionComment.submission_id, func.count())
            .where(col(SubmissionComment.submission_id).in_(some))
            .group_by(col(SubmissionComment.submission_id))
        )
        found |= dict(rows.all())
    return found


def _comment(row: SubmissionComment, text: str) -> Comment:
    return Comment(row.id, row.step_id, row.words, text, row.person_id, row.made_at)
