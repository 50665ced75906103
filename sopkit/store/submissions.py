"""Many submissions read together: what was decided on each, and whose work each is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from sopkit.store.lifecycle import Decided, as_decided
from sopkit.store.portions import portions
from sopkit.store.tables import Decision, FreeText, Revision, Submission


def decisions(session: Session, submission_ids: Iterable[str]) -> Mapping[str, tuple[Decided, ...]]:
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
