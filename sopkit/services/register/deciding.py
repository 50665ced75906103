"""Approves a submission, or gives it back to its author with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sopkit.compare.difference import highest
from sopkit.model.control import Meaning, Nature
from sopkit.refusals import (
    DecidedAlreadyError,
    NatureLoweredError,
    NotAllowedError,
    NotNeededError,
    ReasonMissingError,
    SelfApprovalError,
)
from sopkit.services.notices import occasions
from sopkit.services.register.acting import TypedPassword, may, refuse_without, require, signing
from sopkit.services.register.comparing import at_least
from sopkit.services.register.finding import under_review
from sopkit.services.register.submitting import waiting_for
from sopkit.store import documents, lifecycle, submissions
from sopkit.store.documents import SavedRevision
from sopkit.store.people import Account, Right
from sopkit.store.session import Register, Session
from sopkit.store.stages import Decided, Submitted, Verdict

DECIDERS = (Right.APPROVER, Right.REVIEWER)


def approve(  # noqa: PLR0913 - who approves what, as what and when
    register: Register,
    actor: Account,
    number: str,
    password: TypedPassword,
    now: datetime,
    *,
    language: str | None = None,
    nature: Nature | None = None,
    note: str = "",
    submission_id: str | None = None,
) -> tuple[str, ...]:
    """Approve a submission, signed; gives the rights with which others must still approve.

    It counts for the first right that is still needed and that the person has. `nature` raises
    the nature of the change. `submission_id` is the submission that the person read.

    Raises WrongPasswordError, TooManyTriesError, NotAllowedError, NotNeededError,
    SelfApprovalError, DecidedAlreadyError, NatureLoweredError and what `under_review` does.
    """
    with signing(register, actor, password, now) as ledger:
        session = ledger.session
        submission = under_review(session, number, language, submission_id)
        revision = documents.revision(session, submission.revision_id)
        right = right_to_approve(session, actor.id, submission, revision, ledger.now)
        known = known_nature(session, submission)
        if known is not None and not at_least(known, nature):
            raise NatureLoweredError(known, nature or "")
        lifecycle.decide(
            ledger,
            submission,
            revision,
            Verdict.APPROVED,
            right=right,
            nature=nature if known is not None else None,
            reason=note.strip(),
            meaning=Meaning.APPROVAL if right == Right.APPROVER else Meaning.REVIEW,
        )
        occasions.decided(session, submission, ledger.now)
        return waiting_for(session, submission)


def send_back(  # noqa: PLR0913 - who gives what back, why and when
    register: Register,
    actor: Account,
    number: str,
    reason: str,
    password: TypedPassword,
    now: datetime,
    *,
    language: str | None = None,
    submission_id: str | None = None,
) -> None:
    """Give a submission back to its author, signed, with a reason; it is a draft again.

    `submission_id` is the submission that the person read. Raises WrongPasswordError,
    TooManyTriesError, ReasonMissingError, NotAllowedError and what `under_review` does.
    """
    if not reason.strip():
        raise ReasonMissingError
    with signing(register, actor, password, now) as ledger:
        submission = under_review(ledger.session, number, language, submission_id)
        revision = documents.revision(ledger.session, submission.revision_id)
        require(ledger, DECIDERS, revision.department)
        lifecycle.decide(
            ledger,
            submission,
            revision,
            Verdict.RETURNED,
            reason=reason.strip(),
            meaning=Meaning.REVIEW,
        )
        occasions.decided(ledger.session, submission, ledger.now)


def known_nature(session: Session, submission: Submitted) -> Nature | None:
    """The nature of a change so far: found, declared, and raised by those who approved."""
    return nature_after(submission, submissions.decisions(session, submission.id))


def nature_after(submission: Submitted, decided: Iterable[Decided]) -> Nature | None:
    """As `known_nature`, of decisions that are known already."""
    return highest((submission.found, submission.nature, *(each.nature for each in decided)))


def writers(session: Session, submission: Submitted, revision: SavedRevision) -> frozenset[str]:
    """Everybody whose work is under review: the authors since the last version, the submitter."""
    authors = submissions.authors_since(session, revision, submission.base_id)
    return authors | {submission.submitted_by}


def right_to_approve(
    session: Session,
    person_id: str,
    submission: Submitted,
    revision: SavedRevision,
    now: datetime,
) -> Right:
    """The right as which somebody's approval of a submission counts.

    Raises NotAllowedError, NotNeededError, SelfApprovalError and DecidedAlreadyError.
    """
    number, department = revision.document.key, revision.department
    refuse_without(session, person_id, DECIDERS, department, now)
    needed = waiting_for(session, submission)
    if not needed:
        raise NotNeededError(number)
    if person_id in writers(session, submission, revision):
        raise SelfApprovalError(number)
    if any(each.person_id == person_id for each in submissions.decisions(session, submission.id)):
        raise DecidedAlreadyError(number)
    for name in needed:
        right = Right(name)
        if may(session, person_id, (right,), department, now):
            return right
    raise NotAllowedError(needed[0], department)
