"""The versions of documents: which there are, which is in force when, which must be reviewed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, ScalarSelect, Subquery, exists, union_all
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col, func, or_, select

from sopkit.model.control import Meaning
from sopkit.store.portions import among, portions
from sopkit.store.stages import Released, Signed, as_released
from sopkit.store.tables import (
    Decision,
    Document,
    PeriodicReview,
    Release,
    ReleaseContext,
    Revision,
    Signature,
    Submission,
    Withdrawal,
)


def version(session: Session, release_id: str) -> Released:
    """A version by its id."""
    row, withdrawn = session.exec(
        select(Release, Withdrawal.effective_from)
        .join(Withdrawal, isouter=True)
        .where(Release.id == release_id)
    ).one()
    return as_released(row, withdrawn)


def released_between(session: Session, after: datetime, until: datetime) -> tuple[Released, ...]:
    """The versions that were released in that time, the first first; not those withdrawn since."""
    rows = session.exec(
        select(Release)
        .join(Withdrawal, isouter=True)
        .where(
            Release.released_at > after,
            Release.released_at <= until,
            col(Withdrawal.id).is_(None),
        )
        .order_by(col(Release.released_at))
    )
    return tuple(as_released(row, None) for row in rows)


def versions(session: Session, document_id: str) -> tuple[Released, ...]:
    """Every version of a document, in the order in which they take effect."""
    rows = session.exec(
        select(Release, Withdrawal.effective_from)
        .join(Withdrawal, isouter=True)
        .where(Release.document_id == document_id)
        .order_by(col(Release.effective_from))
    )
    return tuple(as_released(row, withdrawn) for row, withdrawn in rows)


def versions_by_document(
    session: Session, document_ids: Collection[str] | None = None
) -> Mapping[str, tuple[Released, ...]]:
    """As `versions`, of several documents (else of all) at once; none for those without any."""
    query = select(Release, Withdrawal.effective_from).join(Withdrawal, isouter=True)
    query = query.where(among(col(Release.document_id), document_ids))
    found: dict[str, list[Released]] = {}
    for row, withdrawn in session.exec(query.order_by(col(Release.effective_from))):
        found.setdefault(row.document_id, []).append(as_released(row, withdrawn))
    return {document_id: tuple(each) for document_id, each in found.items()}


def in_force(session: Session, moment: datetime) -> tuple[Released, ...]:
    """Every version in force at a moment: one of each document that has one."""
    latest = _latest(moment)
    rows = session.exec(
        select(Release, Withdrawal.effective_from)
        .join(latest, latest.c.id == Release.id)
        .join(Withdrawal, isouter=True)
        .where(_not_withdrawn(moment))
        .order_by(col(Release.document_id))
    )
    return tuple(as_released(row, withdrawn) for row, withdrawn in rows)


def in_force_or_coming(session: Session, moment: datetime) -> tuple[Released, ...]:
    """Every version that is in force at a moment or takes effect after it."""
    rows = session.exec(
        select(Release)
        .join(Withdrawal, isouter=True)
        .where(Release.effective_from > moment, col(Withdrawal.id).is_(None))
    )
    # Two statements: in one, SQLite looks for each version through all that are in force.
    found = [*in_force(session, moment), *(as_released(row, None) for row in rows)]
    return tuple(sorted(found, key=lambda each: (each.document_id, each.period.effective_from)))


def coming(session: Session, moment: datetime) -> frozenset[str]:
    """The ids of the documents that have a version which takes effect after a moment."""
    rows = session.exec(
        select(Release.document_id)
        .join(Withdrawal, isouter=True)
        .where(Release.effective_from > moment, col(Withdrawal.id).is_(None))
    )
    return frozenset(rows)


def withdrawn_revisions(session: Session) -> frozenset[str]:
    """The ids of the revisions whose version was withdrawn, and that are no other version."""
    every = select(Release.revision_id)
    withdrawn = every.join(Withdrawal)
    standing = every.join(Withdrawal, isouter=True).where(
        col(Release.revision_id).in_(withdrawn), col(Withdrawal.id).is_(None)
    )
    ended = session.exec(withdrawn).all()
    return frozenset(ended).difference(session.exec(standing).all())


def overdue(session: Session, moment: datetime) -> tuple[tuple[Released, datetime], ...]:
    """The versions in force that should have been reviewed, with when, the earliest first."""
    found: list[tuple[Released, datetime]] = []
    for some in portions(_late(session, moment)):
        rows = session.exec(
            select(Release, Withdrawal.effective_from, func.max(PeriodicReview.next_due))
            .join(Withdrawal, isouter=True)
            .join(PeriodicReview, isouter=True)
            .where(col(Release.id).in_(some), _not_withdrawn(moment))
            .group_by(col(Release.id), col(Withdrawal.effective_from))
        )
        for row, withdrawn, next_due in rows:
            due = max(filter(None, (row.review_due, next_due)))
            found.append((as_released(row, withdrawn), due))
    return tuple(sorted(found, key=lambda each: (each[1], each[0].document_id)))


def _late(session: Session, moment: datetime) -> Sequence[str]:
    """The ids of the latest versions whose review should have been, withdrawn ones with them.

    They are few among many, so they are found first and read afterwards.
    """
    latest = _latest(moment)
    reviewed = exists().where(
        col(PeriodicReview.release_id) == latest.c.id, col(PeriodicReview.next_due) >= moment
    )
    return session.exec(select(latest.c.id).where(latest.c.review_due < moment, ~reviewed)).all()


def due(session: Session, released: Released) -> datetime:
    """When a version must be reviewed: as its text says, or as its last review did."""
    last = session.exec(
        select(func.max(PeriodicReview.next_due)).where(PeriodicReview.release_id == released.id)
    ).first()
    return max(last, released.review_due) if last else released.review_due


def next_reviews(
    session: Session, document_ids: Collection[str] | None = None
) -> Mapping[str, datetime]:
    """When versions that were reviewed must be reviewed again, by the version's id."""
    rows = session.exec(
        select(PeriodicReview.release_id, func.max(PeriodicReview.next_due))
        .join(Release)
        .where(among(col(Release.document_id), document_ids))
        .group_by(col(PeriodicReview.release_id))
    )
    return dict(rows.all())


def context_of(session: Session, release_id: str) -> tuple[str, ...]:
    """The ids of the revisions of organisation, glossary and standards that a version goes with."""
    rows = session.exec(
        select(ReleaseContext.revision_id)
        .where(ReleaseContext.release_id == release_id)
        .order_by(col(ReleaseContext.revision_id))
    )
    return tuple(rows.all())


def signatures(session: Session, released: Released) -> tuple[Signed, ...]:
    """The signatures of a version, in their order: its author's, approvals, reviews, withdrawal."""
    ids: CompoundSelect[str] = union_all(
        select(Submission.signature_id).where(Submission.id == released.submission_id),
        select(Decision.signature_id).where(Decision.submission_id == released.submission_id),
        select(PeriodicReview.signature_id).where(PeriodicReview.release_id == released.id),
        select(Withdrawal.signature_id).where(Withdrawal.release_id == released.id),
    )
    rows = session.exec(
        select(Signature)
        .where(col(Signature.id).in_(ids))
        .order_by(col(Signature.signed_at), col(Signature.id))
    )
    return tuple(
        Signed(
            row.id,
            row.person_id,
            row.revision_id,
            row.content_hash,
            Meaning(row.meaning),
            row.signed_at,
        )
        for row in rows
    )


def _latest(moment: datetime) -> Subquery:
    """Of each document the version that took effect last: its id, and when its review is due.

    With `_not_withdrawn` it is `model.timeline` in SQL. Each is looked up in the index by document
    and day, so that it does not matter how many versions there were before.
    """
    return (
        select(
            _of_latest(col(Release.id), moment).label("id"),
            _of_latest(col(Release.review_due), moment).label("review_due"),
        )
        .select_from(Document)
        .subquery()
    )


def _of_latest(column: Mapped[Any], moment: datetime) -> ScalarSelect[Any]:
    """Something of the version that took effect last, of the Document of the statement around."""
    early = aliased(Release)
    never_in_force = (
        select(Withdrawal.release_id)
        .join(early, col(early.id) == Withdrawal.release_id)
        .where(col(Withdrawal.effective_from) <= early.effective_from)
    )
    return (
        select(column)
        .where(
            Release.document_id == Document.id,
            Release.effective_from <= moment,
            col(Release.id).not_in(never_in_force),
        )
        .order_by(col(Release.effective_from).desc())
        .limit(1)
        .correlate(Document)
        .scalar_subquery()
    )


def _not_withdrawn(moment: datetime) -> ColumnElement[bool]:
    """Whether the latest version of a document is in force still."""
    return or_(col(Withdrawal.effective_from).is_(None), col(Withdrawal.effective_from) > moment)


def has_version_in_force(moment: datetime, department: str | None = None) -> ColumnElement[bool]:
    """Whether the Document of the statement around has a version in force.

    With a department: one in whose text that department stands.
    """
    latest = aliased(Release)
    found = select(latest.id).join(
        Withdrawal, col(Withdrawal.release_id) == latest.id, isouter=True
    )
    found = found.where(latest.id == _of_latest(col(Release.id), moment), _not_withdrawn(moment))
    if department is not None:
        text = aliased(Revision)
        found = found.join(text, col(text.id) == latest.revision_id)
        found = found.where(text.department == department)
    return exists(found.correlate(Document))
