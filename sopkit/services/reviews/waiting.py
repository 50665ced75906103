"""What is up for approval, as one person sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sopkit.model.control import Nature
from sopkit.services.accounts.signing_in import Visitor
from sopkit.services.register.deciding import DECIDERS, nature_after
from sopkit.services.register.releasing import RELEASERS
from sopkit.services.register.sight import BUSINESS
from sopkit.services.register.submitting import still_needed
from sopkit.store import comments, documents, submissions
from sopkit.store.documents import SavedRevision
from sopkit.store.records import Names
from sopkit.store.session import Register, Session
from sopkit.store.stages import Decided, Submitted, Verdict

__all__ = ["Next", "Waiting", "waiting"]


class Next(StrEnum):
    """What a submission waits for from one person."""

    APPROVE = "approve"
    RELEASE = "release"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A submission that waits for something.

    `submitter` is a name. `missing` are the rights with which somebody must still approve. `next`
    is what waits for the person who asks, `mine` tells that it is that person's own work, and
    `comments` is how many there are.
    """

    submission: Submitted
    revision: SavedRevision
    submitter: str
    nature: Nature | None
    missing: tuple[str, ...]
    next: Next
    mine: bool
    comments: int


def waiting(register: Register, visitor: Visitor) -> tuple[Waiting, ...]:
    """Every submission that a visitor may see: first what waits for the visitor, oldest first.

    It takes as many queries for one as for all.
    """
    with register.reading() as session:
        every = submissions.open_submissions(session)
        revisions = documents.revisions_by_id(session, (each.revision_id for each in every))
        seen = [
            each for each in every if visitor.may(BUSINESS, revisions[each.revision_id].department)
        ]
        records = _records(session, seen, revisions)
    found = [_waiting(each, records, visitor) for each in seen]
    return tuple(sorted(found, key=lambda each: each.next is Next.NOTHING))


@dataclass(frozen=True, slots=True)
class _Records:
    """What is known of these submissions, read together; by the submission's id."""

    revisions: Mapping[str, SavedRevision]
    decisions: Mapping[str, tuple[Decided, ...]]
    comments: Mapping[str, int]
    writers: Mapping[str, frozenset[str]]
    names: Names


def _records(
    session: Session,
    seen: Collection[Submitted],
    revisions: Mapping[str, SavedRevision],
) -> _Records:
    ids = [each.id for each in seen]
    return _Records(
        revisions,
        submissions.decisions_on(session, ids),
        comments.counts(session, ids),
        submissions.writers(session, ids),
        Names(session, (each.submitted_by for each in seen)),
    )


def _waiting(submission: Submitted, records: _Records, visitor: Visitor) -> Waiting:
    revision = records.revisions[submission.revision_id]
    decided = records.decisions.get(submission.id, ())
    given = [each.right for each in decided if each.verdict is Verdict.APPROVED]
    missing = still_needed(submission, given)
    mine = visitor.account.id in records.writers[submission.id]
    takes_part = mine or any(each.person_id == visitor.account.id for each in decided)
    return Waiting(
        submission,
        revision,
        records.names.at(submission.submitted_by, submission.submitted_at),
        nature_after(submission, decided),
        missing,
        _next(missing, revision.department, visitor, decides=not takes_part),
        mine,
        records.comments.get(submission.id, 0),
    )


def _next(missing: Iterable[str], department: str, visitor: Visitor, *, decides: bool) -> Next:
    """`decides` tells that the person neither wrote it nor decided on it."""
    needed = tuple(missing)
    if not needed:
        return Next.RELEASE if visitor.may(RELEASERS, department) else Next.NOTHING
    wanted = [right for right in DECIDERS if right in needed]
    return Next.APPROVE if decides and visitor.may(wanted, department) else Next.NOTHING
