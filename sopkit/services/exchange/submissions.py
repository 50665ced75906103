"""Submissions as programs make them, look through them and take them back."""

from __future__ import annotations

from datetime import datetime

from sopkit.services.accounts.signing_in import Visitor
from sopkit.services.accounts.throttling import counted
from sopkit.services.exchange.portion import Portion, cut
from sopkit.services.register import submitting
from sopkit.services.register.submitting import Proposal
from sopkit.services.reviews.seeing import seen_submission
from sopkit.services.reviews.waiting import Waiting, waiting
from sopkit.store.lifecycle import Submitted
from sopkit.store.session import Register

__all__ = ["Proposal", "open_submissions", "retract", "submit"]


def open_submissions(
    register: Register, visitor: Visitor, after: str, limit: int
) -> Portion[Waiting]:
    """What waits for approval or release, oldest first, `after` the one with that name."""
    found = sorted(waiting(register, visitor), key=_name)
    kept, following = cut([each for each in found if _name(each) > after], limit, _name)
    return Portion(tuple(kept), following)


def submit(
    register: Register,
    visitor: Visitor,
    proposal: Proposal,
    password: str,
    address: str,
    now: datetime,
) -> Submitted:
    """Submit a text, signed with the password of the person; wrong ones are counted.

    `address` is the network address from which it comes. Raises TooManyTriesError and what
    `submitting.submit` raises.
    """
    with counted(register, visitor.account.login, address, now):
        return submitting.submit(register, visitor.account, proposal, password, now)


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
