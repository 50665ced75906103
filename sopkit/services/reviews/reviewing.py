"""One review: everything that somebody sees of a submission, and may do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sopkit.compare.difference import Difference
from sopkit.errors import SopkitError
from sopkit.model.control import Nature, Version
from sopkit.model.sop import Sop
from sopkit.refusals import FirstVersionError, MinorRefusedError
from sopkit.services.accounts.signing_in import Visitor
from sopkit.services.compile import Compiled
from sopkit.services.register.comparing import among_mentioned, comparison
from sopkit.services.register.deciding import DECIDERS, nature_after, right_to_approve
from sopkit.services.register.releasing import RELEASERS, Wish, next_version
from sopkit.services.register.saving import AUTHOR
from sopkit.services.register.sight import Onlooker, onlooker
from sopkit.services.register.submitting import base_of, still_needed
from sopkit.services.reviews.commenting import COMMENTERS
from sopkit.services.reviews.seeing import is_seen, seen_submission
from sopkit.store import comments, documents, releases, submissions
from sopkit.store.comments import Comment
from sopkit.store.documents import SavedRevision
from sopkit.store.records import Names
from sopkit.store.session import Register, Session
from sopkit.store.stages import Decided, Released, Submitted, Verdict

__all__ = [
    "Act",
    "Approval",
    "DecisionLine",
    "Proposal",
    "Remark",
    "Review",
    "Stage",
    "review",
]


class Stage(StrEnum):
    """How far a review has come."""

    WAITING = "waiting"
    APPROVED = "approved"
    RELEASED = "released"
    RETURNED = "returned"
    RETRACTED = "retracted"


class Act(StrEnum):
    """What somebody may do about a review now."""

    COMMENT = "comment"
    APPROVE = "approve"
    SEND_BACK = "send-back"
    RETRACT = "retract"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment with the name that its writer had then."""

    comment: Comment
    name: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision with the name that its maker had then."""

    decided: Decided
    name: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A text that was sent back: the submission, and the decision that did so."""

    submission_id: str
    line: DecisionLine


@dataclass(frozen=True, slots=True)
class Approval:
    """A right with which somebody must approve; `by` is who did, None as long as nobody has."""

    right: str
    by: DecisionLine | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a release would make: the version that follows from the nature of the change.

    `major` is another number that may be chosen: a new major version where a minor one would do.
    `after` is the moment after which it must take effect, if there is one.
    """

    version: Version
    major: Version | None
    after: datetime | None


@dataclass(frozen=True)
class Review:
    """A submission with all that belongs to it.

    `compiled` holds its text among the procedures that it mentions; `difference` is that to the
    version `base`, both None for a first version. `refused` tells why the person may not approve
    who otherwise decides here. `proposal` is for who may release. `successor` is the id of the
    review of a later text of this procedure, if one goes on; `returned` is how the review before
    this one sent its text back, if it did.
    """

    submission: Submitted
    revision: SavedRevision
    compiled: Compiled
    sop: Sop
    base: Version | None
    difference: Difference | None
    nature: Nature | None
    submitter: str
    approvals: tuple[Approval, ...]
    decisions: tuple[DecisionLine, ...]
    remarks: tuple[Remark, ...]
    stage: Stage
    version: Released | None
    acts: frozenset[Act]
    refused: SopkitError | None
    proposal: Proposal | None
    successor: str | None
    returned: Returned | None

    @property
    def ending(self) -> DecisionLine | None:
        """The decision that ended it without a version."""
        last = self.decisions[-1] if self.decisions else None
        return last if self.stage in {Stage.RETURNED, Stage.RETRACTED} else None


def review(register: Register, visitor: Visitor, submission_id: str, now: datetime) -> Review:
    """A review, as a visitor sees it. Raises UnknownReviewError."""
    with register.reading() as session:
        submission, revision = seen_submission(session, visitor, submission_id)
        decided = submissions.decisions(session, submission.id)
        said = comments.of_submission(session, submission.id)
        names = Names(session, _people(submission, decided, said))
        versions = releases.versions(session, submission.document_id)
        version = next((e for e in versions if e.submission_id == submission.id), None)
        current = submissions.open_submission(session, submission.document_id)
        successor = current.id if current and current.id != submission.id else None
        stage = _stage(submission, decided, version)
        lines = tuple(
            DecisionLine(each, names.at(each.person_id, each.decided_at)) for each in decided
        )
        acts, refused = _acts(session, stage, submission, revision, visitor, now)
        looking = onlooker(session, visitor.account, now)
        compiled, difference = _compared(session, submission, revision, looking)
        return Review(
            submission=submission,
            revision=revision,
            compiled=compiled,
            sop=compiled.library.by_path[revision.path],
            base=_version_of(versions, submission.base_id) if difference else None,
            difference=difference,
            nature=nature_after(submission, decided),
            submitter=names.at(submission.submitted_by, submission.submitted_at),
            approvals=tuple(_approvals(submission, lines)),
            decisions=lines,
            remarks=tuple(Remark(each, names.at(each.person_id, each.made_at)) for each in said),
            stage=stage,
            version=version,
            acts=acts,
            refused=refused,
            proposal=_proposal(session, submission, decided) if Act.RELEASE in acts else None,
            successor=successor,
            returned=_returned_before(session, submission, looking),
        )


def _returned_before(session: Session, submission: Submitted, looking: Onlooker) -> Returned | None:
    """The decision that sent back the text submitted before this one, if somebody may see it."""
    before = submissions.submission_before(session, submission)
    if before is None or not is_seen(
        session, looking, documents.revision(session, before.revision_id)
    ):
        return None
    for each in submissions.decisions(session, before.id):
        if each.verdict is Verdict.RETURNED:
            names = Names(session, (each.person_id,))
            name = names.at(each.person_id, each.decided_at)
            return Returned(before.id, DecisionLine(each, name))
    return None


def _people(
    submission: Submitted, decided: tuple[Decided, ...], said: tuple[Comment, ...]
) -> Iterator[str]:
    yield submission.submitted_by
    yield from (each.person_id for each in decided)
    yield from (each.person_id for each in said)


def _stage(submission: Submitted, decided: tuple[Decided, ...], version: Released | None) -> Stage:
    if version is not None:
        return Stage.RELEASED
    verdicts = [each.verdict for each in decided]
    if Verdict.RETURNED in verdicts:
        return Stage.RETURNED
    if Verdict.RETRACTED in verdicts:
        return Stage.RETRACTED
    return Stage.WAITING if _missing(submission, decided) else Stage.APPROVED


def _missing(submission: Submitted, decided: tuple[Decided, ...]) -> tuple[str, ...]:
    given = [each.right for each in decided if each.verdict is Verdict.APPROVED]
    return still_needed(submission, given)


def _acts(
    session: Session,
    stage: Stage,
    submission: Submitted,
    revision: SavedRevision,
    visitor: Visitor,
    now: datetime,
) -> tuple[frozenset[Act], SopkitError | None]:
    """What a person may do, and why not approve if that is what they are here for."""
    if stage not in {Stage.WAITING, Stage.APPROVED}:
        return frozenset(), None
    allowed = {
        Act.COMMENT: COMMENTERS,
        Act.SEND_BACK: DECIDERS,
        Act.RETRACT: AUTHOR,
    }
    acts = {act for act, need in allowed.items() if visitor.may(need, revision.department)}
    if stage is Stage.APPROVED:
        acts |= {Act.RELEASE} if visitor.may(RELEASERS, revision.department) else set()
        return frozenset(acts), None
    try:
        right_to_approve(session, visitor.account.id, submission, revision, now)
    except SopkitError as refusal:
        return frozenset(acts), refusal if Act.SEND_BACK in acts else None
    return frozenset({*acts, Act.APPROVE}), None


def _approvals(submission: Submitted, lines: tuple[DecisionLine, ...]) -> Iterator[Approval]:
    """Each right that is needed, in the organisation's order, with who approved by it."""
    given = [each for each in lines if each.decided.verdict is Verdict.APPROVED]
    for right in submission.needed:
        found = next((each for each in given if each.decided.right == right), None)
        if found is not None:
            given.remove(found)
        yield Approval(right, found)


def _compared(
    session: Session, submission: Submitted, revision: SavedRevision, looking: Onlooker
) -> tuple[Compiled, Difference | None]:
    before = documents.revision(session, submission.base_id) if submission.base_id else None
    if before is None or not is_seen(session, looking, before):
        return among_mentioned(session, revision, looking), None
    found = comparison(session, before, revision, looking)
    return found.compiled, found.difference


def _version_of(versions: tuple[Released, ...], revision_id: str | None) -> Version | None:
    """The last version that is a revision: the same text may have been released twice."""
    found = [each.version for each in versions if each.revision_id == revision_id]
    return max(found, default=None)


def _proposal(session: Session, submission: Submitted, decided: tuple[Decided, ...]) -> Proposal:
    nature, document = nature_after(submission, decided), submission.document_id
    base = base_of(session, document)
    version = next_version(session, document, nature, Wish(""))
    try:
        next_version(session, document, nature, Wish("", major=False))
        raised = next_version(session, document, nature, Wish("", major=True))
    except (FirstVersionError, MinorRefusedError):
        raised = version
    return Proposal(
        version, raised if raised != version else None, base.effective_from if base else None
    )
