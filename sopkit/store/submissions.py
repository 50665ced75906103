"""Submissions and the decisions on them: the one of a document, and many read together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, func, select

from sopkit.store.documents import SavedRevision
from sopkit.store.portions import among, portions
from sopkit.store.stages import Decided, Submitted, Verdict, as_decided, as_submitted
from sopkit.store.tables import Decision, FreeText, Release, Revision, Submission
from sopkit.store.trail import read_text


def open_submission(session: Session, document_id: str) -> Submitted | None:
    """The submission of a document that is neither released nor given back."""
    row = session.exec(
        select(Submission)
        .where(Submission.document_id == document_id, is_open())
        .order_by(col(Submission.submitted_at).desc())
        .limit(1)
    ).first()
    return None if row is None else _submitted(session, row)


def open_submissions(
    session: Session, document_ids: Collection[str] | None = None
) -> tuple[Submitted, ...]:
    """Every submission that waits for something, the oldest first."""
    rows = session.exec(
        select(Submission, FreeText.text)
        .join(FreeText, col(FreeText.digest) == Submission.reason, isouter=True)
        .where(is_open(), among(col(Submission.document_id), document_ids))
        .order_by(col(Submission.submitted_at))
    )
    return tuple(as_submitted(row, reason or "") for row, reason in rows)


def under_review(session: Session) -> frozenset[str]:
    """The ids of all documents with an open submission."""
    return frozenset(session.exec(select(Submission.document_id).where(is_open())))


def submission(session: Session, submission_id: str) -> Submitted:
    """A submission by its id."""
    return _submitted(session, session.get_one(Submission, submission_id))


def last_submission(session: Session, document_id: str) -> Submitted | None:
    """The newest submission of a document, whatever became of it."""
    row = session.exec(
        select(Submission)
        .where(Submission.document_id == document_id)
        .order_by(col(Submission.submitted_at).desc())
        .limit(1)
    ).first()
    return None if row is None else _submitted(session, row)


def submission_before(session: Session, later: Submitted) -> Submitted | None:
    """The submission of the same document before another one."""
    row = session.exec(
        select(Submission)
        .where(
            Submission.document_id == later.document_id,
            col(Submission.submitted_at) < later.submitted_at,
        )
        .order_by(col(Submission.submitted_at).desc())
        .limit(1)
    ).first()
    return None if row is None else _submitted(session, row)


def find_submission(session: Session, submission_id: str) -> Submitted | None:
    """A submission by an id that somebody gives, if there is one."""
    row = session.get(Submission, submission_id)
    return None if row is None else _submitted(session, row)


def last_returns(
    session: Session, document_ids: Collection[str] | None = None
) -> Mapping[str, Decided]:
    """The decision that gave the newest submission back, by document, where that was its end."""
    newer = aliased(Submission)
    rows = session.exec(
        select(Submission.document_id, Decision, FreeText.text)
        .join(Decision, col(Decision.submission_id) == Submission.id)
        .join(FreeText, col(FreeText.digest) == Decision.reason, isouter=True)
        .where(
            Decision.verdict == Verdict.RETURNED,
            among(col(Submission.document_id), document_ids),
            ~exists(
                select(newer.id).where(
                    newer.document_id == Submission.document_id,
                    newer.submitted_at > Submission.submitted_at,
                )
            ),
        )
    )
    return {document_id: as_decided(row, reason or "") for document_id, row, reason in rows}


def decisions(session: Session, submission_id: str) -> tuple[Decided, ...]:
    """Every decision on a submission, in their order."""
    rows = session.exec(
        select(Decision)
        .where(Decision.submission_id == submission_id)
        .order_by(col(Decision.ordinal))
    )
    return tuple(as_decided(row, read_text(session, row.reason)) for row in rows.all())


def translated_revisions(
    session: Session, document_ids: Collection[str] | None = None
) -> Mapping[str, str]:
    """The revision of the original that a submission translates, by the submission's id."""
    rows = session.exec(
        select(Submission.id, Submission.translates_id).where(
            col(Submission.translates_id).is_not(None),
            among(col(Submission.document_id), document_ids),
        )
    )
    return {submission_id: revision_id for submission_id, revision_id in rows if revision_id}


def approvals_of_open(
    session: Session, document_ids: Collection[str] | None = None
) -> Mapping[str, tuple[str, ...]]:
    """The rights with which open submissions were approved so far, by the submission's id."""
    rows = session.exec(
        select(Decision.submission_id, Decision.right)
        .join(Submission)
        .where(
            Decision.verdict == Verdict.APPROVED,
            is_open(),
            among(col(Submission.document_id), document_ids),
        )
        .order_by(col(Decision.submission_id), col(Decision.ordinal))
    )
    found: dict[str, tuple[str, ...]] = {}
    for submission_id, right in rows:
        found[submission_id] = (*found.get(submission_id, ()), *([right] if right else []))
    return found


def authors_since(session: Session, revision: SavedRevision, base_id: str | None) -> frozenset[str]:
    """Everybody who wrote a revision of this document after the released one, up to this one."""
    base = session.get_one(Revision, base_id).ordinal if base_id else 0
    rows = session.exec(
        select(Revision.author_id).where(
            Revision.document_id == revision.document_id,
            Revision.ordinal > base,
            Revision.ordinal <= revision.ordinal,
        )
    )
    return frozenset(rows)


@cache
def is_open() -> ColumnElement[bool]:
    """Whether a submission is neither released nor given back nor taken back.

    Kept: SQLAlchemy takes longer to put this together than the database to answer it.
    """
    ending = aliased(Decision)
    ended = select(ending.id).where(
        ending.submission_id == Submission.id,
        col(ending.verdict).in_([Verdict.RETURNED, Verdict.RETRACTED]),
    )
    made = aliased(Release)
    released = select(made.id).where(made.submission_id == Submission.id)
    # Most were released: SQLite asks in this order, and then need not look at their decisions.
    return and_(~exists(released), ~exists(ended))


def _submitted(session: Session, row: Submission) -> Submitted:
    return as_submitted(row, read_text(session, row.reason))


def decisions_on(
    session: Session, submission_ids: Iterable[str]
) -> Mapping[str, tuple[Decided, ...]]:
    """The decisions on each of these submissions, in their order; none for those without any."""
    found: dict[str, list[Decided]] = defaultdict(list)
    for some in portions(submission_ids):
        rows = session.exec(
            select(Decision, FreeText.text)
            .join(FreeText, col(FreeText.digest) == Decision.reason, isouter=True)
            .where(col(Decision.submission_id).in_(some))
            .order_by(col(Decision.ordinal))
        )
        for row, reason in rows:
            found[row.submission_id].append(as_decided(row, reason or ""))
    return {submission: tuple(each) for submission, each in found.items()}


def writers(session: Session, submission_ids: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Everybody whose work each of these submissions is.

    They are who wrote a revision since the version that it changes, and who submitted it.
    """
    found: dict[str, set[str]] = defaultdict(set)
    signed, base, written = aliased(Revision), aliased(Revision), aliased(Revision)
    for some in portions(submission_ids):
        rows = session.exec(
            select(Submission.id, Submission.submitted_by, written.author_id)
            .join(signed, col(signed.id) == Submission.revision_id)
            .join(base, col(base.id) == Submission.base_id, isouter=True)
            .join(
                written,
                (col(written.document_id) == Submission.document_id)
                & (col(written.ordinal) <= signed.ordinal)
                & (col(written.ordinal) > func.coalesce(base.ordinal, 0)),
            )
            .where(col(Submission.id).in_(some))
            .distinct()
        )
        for submission, submitter, author in rows:
            found[submission] |= {submitter, author}
    return {submission: frozenset(each) for submission, each in found.items()}


def by_revision(session: Session, document_id: str) -> Mapping[str, str]:
    """The last submission of each revision of a document that was put up for approval."""
    rows = session.exec(
        select(Submission.revision_id, Submission.id)
        .where(Submission.document_id == document_id)
        .order_by(col(Submission.submitted_at))
    )
    return dict(rows.all())
