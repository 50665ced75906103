"""Puts a text up for approval, and takes it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sopkit.model.control import Nature
from sopkit.refusals import (
    ChangedMeanwhileError,
    DraftDroppedError,
    NatureLoweredError,
    NothingToSubmitError,
    OriginalFirstError,
    ReasonMissingError,
    UnderReviewError,
)
from sopkit.services.notices import occasions
from sopkit.services.register.acting import (
    TypedPassword,
    acting,
    check_password,
    refuse_outdated,
    refuse_without,
    require,
)
from sopkit.services.register.checking import acting_on_checked
from sopkit.services.register.comparing import at_least, difference
from sopkit.services.register.finding import newest_of, under_review
from sopkit.services.register.saving import AUTHOR
from sopkit.services.register.snapshot import organisation
from sopkit.store import documents, lifecycle, releases, submissions
from sopkit.store.documents import SavedRevision
from sopkit.store.people import Account
from sopkit.store.session import Register, Session
from sopkit.store.stages import Released, Submitted, Submitting, Verdict


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an author asks for. `nature` may be higher than the one that is found, never lower.

    `revision_id` is the text that the author read.
    """

    number: str
    reason: str
    language: str | None = None
    nature: Nature | None = None
    revision_id: str | None = None


def submit(
    register: Register, actor: Account, proposal: Proposal, password: TypedPassword, now: datetime
) -> Submitted:
    """Submit the newest text of a procedure, signed by the author. It stands fast from then on.

    Raises WrongPasswordError, TooManyTriesError, ReasonMissingError, UnknownDocumentError,
    NotAllowedError, UnderReviewError, DraftDroppedError, NothingToSubmitError,
    ChangedMeanwhileError, HasErrorsError, NatureLoweredError and OriginalFirstError.
    """
    if not proposal.reason.strip():
        raise ReasonMissingError
    proof = check_password(register, actor, password, now)

    def wanted(session: Session) -> SavedRevision:
        latest = newest_of(session, proposal.number, proposal.language)
        refuse_to_submit(session, actor.id, latest, now)
        if proposal.revision_id not in {None, latest.id}:
            raise ChangedMeanwhileError(proposal.number)
        return latest

    with acting_on_checked(register, actor, now, wanted) as ledger:
        session = ledger.session
        refuse_outdated(session, proof)
        latest = wanted(session)
        base = base_of(session, latest.document_id)
        found = found_nature(session, base, latest)
        if found is not None and not at_least(found, proposal.nature):
            raise NatureLoweredError(found, proposal.nature or "")
        submission = lifecycle.submit(
            ledger,
            Submitting(
                revision=latest,
                base_id=base.revision_id if base else None,
                translates_id=_original(session, latest),
                found=found,
                nature=(proposal.nature or found) if base else None,
                needed=organisation(session).approval_of(latest.department),
                reason=proposal.reason.strip(),
            ),
        )
        occasions.review_asked(session, submission, ledger.now)
        return submission


def refuse_to_submit(
    session: Session, person_id: str, latest: SavedRevision, now: datetime
) -> None:
    """Refuse what cannot be submitted whatever its text says.

    Raises NotAllowedError, UnderReviewError, DraftDroppedError, NothingToSubmitError and
    OriginalFirstError.
    """
    number = latest.document.key
    refuse_without(session, person_id, AUTHOR, latest.department, now)
    if submissions.open_submission(session, latest.document_id):
        raise UnderReviewError(number)
    base = base_of(session, latest.document_id)
    original = _original(session, latest)
    if latest.dropped:
        raise DraftDroppedError(number)
    if base and unchanged(session, base, latest, original):
        raise NothingToSubmitError(number)


def retract(
    register: Register,
    actor: Account,
    number: str,
    reason: str,
    now: datetime,
    *,
    language: str | None = None,
    submission_id: str | None = None,
) -> None:
    """Take a submission back, so that the text can be changed again.

    `submission_id` is the submission that the person read. Raises ReasonMissingError,
    NotAllowedError and what `under_review` does.
    """
    if not reason.strip():
        raise ReasonMissingError
    with acting(register, actor, now) as ledger:
        submission = under_review(ledger.session, number, language, submission_id)
        revision = documents.revision(ledger.session, submission.revision_id)
        require(ledger, AUTHOR, revision.department)
        lifecycle.decide(ledger, submission, revision, Verdict.RETRACTED, reason=reason.strip())


def base_of(session: Session, document_id: str) -> Released | None:
    """The version that a new text changes: the last one that took effect, or will."""
    found = [each for each in releases.versions(session, document_id) if each.period.took_effect]
    return found[-1] if found else None


def unchanged(
    session: Session, base: Released, latest: SavedRevision, original: str | None
) -> bool:
    """Whether a version says the same already, and is still the one to go by.

    The same words may translate a newer version of the original; that is worth a version.
    """
    signed = documents.revision(session, base.revision_id)
    return (
        base.withdrawn_from is None
        and signed.content_hash == latest.content_hash
        and submissions.submission(session, base.submission_id).translates_id == original
    )


def found_nature(session: Session, base: Released | None, latest: SavedRevision) -> Nature | None:
    """The nature of the change since a version; None for the first one.

    A text that comes back unchanged after a withdrawal differs in nothing: it is editorial.
    """
    if base is None:
        return None
    before = documents.revision(session, base.revision_id)
    return difference(session, before, latest).nature or Nature.EDITORIAL


def _original(session: Session, latest: SavedRevision) -> str | None:
    """The released revision that a translation translates; None for an original.

    Raises OriginalFirstError.
    """
    house = organisation(session).language
    key = latest.document
    if key.language == house:
        return None
    document_id = documents.translations(session, key.key).get(house)
    if document_id is None:
        return None
    base = base_of(session, document_id)
    if base is None or base.withdrawn_from is not None:
        raise OriginalFirstError(key.key, house)
    return base.revision_id


def waiting_for(session: Session, submission: Submitted) -> tuple[str, ...]:
    """The rights with which somebody still has to approve, in the organisation's order."""
    decided = submissions.decisions(session, submission.id)
    given = [each.right for each in decided if each.verdict is Verdict.APPROVED]
    return still_needed(submission, given)


def still_needed(submission: Submitted, given: Iterable[str | None]) -> tuple[str, ...]:
    """What is left of the rights that a submission needs, each given one counting once."""
    needed = list(submission.needed)
    for right in given:
        if right in needed:
            needed.remove(right)
    return tuple(needed)
