"""Submissions as programs look through them and take them back."""

from __future__ import annotations

from datetime import datetime

from sopkit.services.accounts.signing_in import Visitor
from sopkit.services.exchange.portion import Portion, cut
from sopkit.services.register import submitting
from sopkit.services.reviews.seeing import seen_submission
from sopkit.services.reviews.waiting import Waiting, waiting
from sopkit.store.session import Register

__all__ = ["open_submissions", "retract"]


def open_submissions(
    register: Register, visitor: Visitor, after: str, limit: int
) -> Portion[Waiting]:
    """What waits for approval or release, oldest first, `after` the one with that name."""
    found = sorted(waiting(register, visitor), key=_name)
    kept, following = cut([each for each in found if _name(each) > after], limit, _name)
    return Portion(tuple(kept), following)


def retract(
    register: Register, visitor: Visitor, submission_id: str, reason: str, now: datetime
) -> None:
    """Take a submission back. Raises UnknownReviewError and what `submitting.retract` raises."""
    with register.reading() as session:
        _, revision = seen_submission(session, visitor, submission_id)
    document = revision.document
    submitting.retract(
        register,
        visitor.account,
        document.key,
        reason,
        now,
        language=document.language,
        submission_id=submission_id,
    )


def _name(found: Waiting) -> str:
    """A name that sorts by time; a moment is written with all of its digits."""
    submitted = found.submission
    return f"{submitted.submitted_at:%Y%m%dT%H%M%S.%f} {submitted.id}"
