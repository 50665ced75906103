"""The life of a text: submissions, decisions, versions, withdrawals, periodic reviews."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    ScalarSelect,
    Subquery,
    exists,
    true,
    union_all,
)
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, and_, col, func, or_, select

from sopkit.model.control import Meaning, Nature, Version
from sopkit.model.timeline import Period
from sopkit.store.documents import SavedRevision, subject
from sopkit.store.portions import portions
from sopkit.store.tables import (
    Decision,
    Document,
    FreeText,
    PeriodicReview,
    Release,
    ReleaseContext,
    Revision,
    Signature,
    Submission,
    Withdrawal,
)
from sopkit.store.trail import Head, Ledger, head, read_text


class Verdict(StrEnum):
    """What a decision on a submission says."""

    APPROVED = "approved"
    RETURNED = "returned"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submission: `found` is the nature worked out, `nature` the one declared."""

    id: str
    document_id: str
    revision_id: str
    base_id: str | None
    translates_id: str | None
    found: Nature | None
    nature: Nature | None
    needed: tuple[str, ...]
    reason: str
    submitted_by: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision; `right` is the one by which it counts."""

    person_id: str
    verdict: Verdict
    right: str | None
    nature: Nature | None
    reason: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Released:
    """A version. `withdrawn_from` is None unless it was withdrawn."""

    id: str
    document_id: str
    revision_id: str
    submission_id: str
    version: Version
    nature: Nature | None
    effective_from: datetime
    withdrawn_from: datetime | None
    review_due: datetime
    released_by: str
    released_at: datetime
    anchor: str

    @property
    def period(self) -> Period:
        """Its time."""
        return Period(self.id, self.effective_from, self.withdrawn_from)


@dataclass(frozen=True, slots=True)
class Signed:
    """An act of signing."""

    id: str
    person_id: str
    revision_id: str
    content_hash: str
    meaning: Meaning
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class Submitting:
    """What a submission is made with."""

    revision: SavedRevision
    base_id: str | None
    translates_id: str | None
    found: Nature | None
    nature: Nature | None
    needed: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Releasing:
    """What a version is made with; `context` are ids of revisions that it was compiled with."""

    submission: Submitted
    version: Version
    nature: Nature | None
    effective_from: datetime
    review_due: datetime
    context: tuple[str, ...]


def sign(ledger: Ledger, revision: SavedRevision, meaning: Meaning) -> str:
    """Sign a revision; gives the signature's id. The act that needs it records it."""
    row = Signature(
        person_id=ledger.actor,
        revision_id=revision.id,
        content_hash=revision.content_hash,
        meaning=meaning,
        signed_at=ledger.now,
    )
    ledger.add(row)
    return row.id


def submit(ledger: Ledger, wish: Submitting) -> Submitted:
    """Put a revision up for approval, signed by its submitter."""
    row = Submission(
        document_id=wish.revision.document_id,
        revision_id=wish.revision.id,
        base_id=wish.base_id,
        translates_id=wish.translates_id,
        found=wish.found,
        nature=wish.nature,
        needed=",".join(wish.needed),
        reason=ledger.text(wish.reason),
        submitted_by=ledger.actor,
        submitted_at=ledger.now,
        signature_id=sign(ledger, wish.revision, Meaning.AUTHORSHIP),
    )
    ledger.add(row)
    ledger.record(
        "submission.made",
        subject(row.document_id),
        after={
            "submission": row.id,
            "revision": row.revision_id,
            "content": wish.revision.content_hash,
            "nature": row.nature,
            "found": row.found,
            "needed": list(wish.needed),
            "reason": row.reason,
        },
    )
    return _submitted(ledger.session, row)


def decide(  # noqa: PLR0913 - one row, each part by name
    ledger: Ledger,
    submission: Submitted,
    revision: SavedRevision,
    verdict: Verdict,
    *,
    right: str | None = None,
    nature: Nature | None = None,
    reason: str = "",
    meaning: Meaning | None = None,
) -> None:
    """Record a decision, with a signature if it has a meaning."""
    row = Decision(
        submission_id=submission.id,
        ordinal=len(decisions(ledger.session, submission.id)) + 1,
        person_id=ledger.actor,
        verdict=verdict,
        right=right,
        nature=nature,
        reason=ledger.text(reason) if reason else None,
        decided_at=ledger.now,
        signature_id=sign(ledger, revision, meaning) if meaning else None,
    )
    ledger.add(row)
    ledger.record(
        f"submission.{verdict}",
        subject(submission.document_id),
        after={
            "submission": submission.id,
            "revision": submission.revision_id,
            "content": revision.content_hash,
            "right": right,
            "nature": nature,
            "reason": row.reason,
        },
    )


def release(ledger: Ledger, wish: Releasing) -> tuple[Released, Head]:
    """Make a version; gives it with the new end of the trail."""
    submission = wish.submission
    before = versions(ledger.session, submission.document_id)
    row = Release(
        document_id=submission.document_id,
        revision_id=submission.revision_id,
        submission_id=submission.id,
        major=wish.version.major,
        minor=wish.version.minor,
        nature=wish.nature,
        effective_from=wish.effective_from,
        review_due=wish.review_due,
        released_by=ledger.actor,
        released_at=ledger.now,
        anchor=head(ledger.session).hash,
    )
    ledger.add(row)
    for revision_id in wish.context:
        ledger.add(ReleaseContext(release_id=row.id, revision_id=revision_id))
    end = ledger.record(
        "version.released",
        subject(row.document_id),
        after={"release": row.id, "version": str(wish.version), "revision": row.revision_id},
        before={"version": str(before[-1].version)} if before else None,
    )
    return as_released(row, None), end


def withdraw(ledger: Ledger, released: Released, revision: SavedRevision, reason: str) -> Head:
    """End a version now, with a signature."""
    row = Withdrawal(
        release_id=released.id,
        effective_from=ledger.now,
        reason=ledger.text(reason),
        withdrawn_by=ledger.actor,
        withdrawn_at=ledger.now,
        signature_id=sign(ledger, revision, Meaning.WITHDRAWAL),
    )
    ledger.add(row)
    return ledger.record(
        "version.withdrawn",
        subject(released.document_id),
        before={"release": released.id, "version": str(released.version)},
        after={"reason": row.reason},
    )


def confirm(
    ledger: Ledger, released: Released, revision: SavedRevision, next_due: datetime, note: str
) -> None:
    """Record that a version was reviewed and nothing is to change, with a signature."""
    row = PeriodicReview(
        release_id=released.id,
        note=ledger.text(note) if note else None,
        next_due=next_due,
        reviewed_by=ledger.actor,
        reviewed_at=ledger.now,
        signature_id=sign(ledger, revision, Meaning.REVIEW),
    )
    ledger.add(row)
    ledger.record(
        "version.confirmed",
        subject(released.document_id),
        after={"release": released.id, "version": str(released.version), "note": row.note},
    )


# What was recorded


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
        .where(is_open(), _within(col(Submission.document_id), document_ids))
        .order_by(col(Submission.submitted_at))
    )
    return tuple(_submission(row, reason or "") for row, reason in rows)


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
            _within(col(Submission.document_id), document_ids),
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
    query = query.where(_within(col(Release.document_id), document_ids))
    found: dict[str, list[Released]] = {}
    for row, withdrawn in session.exec(query.order_by(col(Release.effective_from))):
        found.setdefault(row.document_id, []).append(as_released(row, withdrawn))
    return {document_id: tuple(each) for document_id, each in found.items()}


def translated_revisions(
    session: Session, document_ids: Collection[str] | None = None
) -> Mapping[str, str]:
    """The revision of the original that a submission translates, by the submission's id."""
    rows = session.exec(
        select(Submission.id, Submission.translates_id).where(
            col(Submission.translates_id).is_not(None),
            _within(col(Submission.document_id), document_ids),
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
            _within(col(Submission.document_id), document_ids),
        )
        .order_by(col(Decision.submission_id), col(Decision.ordinal))
    )
    found: dict[str, tuple[str, ...]] = {}
    for submission_id, right in rows:
        found[submission_id] = (*found.get(submission_id, ()), *([right] if right else []))
    return found


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
        .where(_within(col(Release.document_id), document_ids))
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


def _within(document: Mapped[str], document_ids: Collection[str] | None) -> ColumnElement[bool]:
    """Whether a row is of one of these documents; None stands for all of them."""
    return true() if document_ids is None else document.in_(document_ids)


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
    return _submission(row, read_text(session, row.reason))


def _submission(row: Submission, reason: str) -> Submitted:
    return Submitted(
        row.id,
        row.document_id,
        row.revision_id,
        row.base_id,
        row.translates_id,
        _nature(row.found),
        _nature(row.nature),
        tuple(row.needed.split(",")),
        reason,
        row.submitted_by,
        row.submitted_at,
    )


def as_decided(row: Decision, reason: str) -> Decided:
    """The decision of a row, with the text of its reason."""
    return Decided(
        row.person_id,
        Verdict(row.verdict),
        row.right,
        _nature(row.nature),
        reason,
        row.decided_at,
    )


def as_released(row: Release, withdrawn: datetime | None) -> Released:
    """The version of a row, and when it was withdrawn."""
    return Released(
        row.id,
        row.document_id,
        row.revision_id,
        row.submission_id,
        Version(row.major, row.minor),
        _nature(row.nature),
        row.effective_from,
        withdrawn,
        row.review_due,
        row.released_by,
        row.released_at,
        row.anchor,
    )


def _nature(value: str | None) -> Nature | None:
    return None if value is None else Nature(value)
