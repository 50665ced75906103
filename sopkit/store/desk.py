"""What lies on people's desks: texts that are no version, submissions, what was given back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from sopkit.store.documents import DocumentKind
from sopkit.store.passing_tables import LibraryEntry, UnsavedText
from sopkit.store.stages import Verdict
from sopkit.store.submissions import is_open
from sopkit.store.tables import (
    Decision,
    Document,
    FreeText,
    Release,
    Revision,
    Submission,
    Withdrawal,
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a procedure, as a list shows it; `at` is when it came to where it stands."""

    document_id: str
    number: str
    language: str
    title: str
    department: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open submission; `given` are the rights with which it was approved so far."""

    submission_id: str
    text: Text
    needed: tuple[str, ...]
    given: tuple[str, ...]
    submitted_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A text that was given back to its author, with why."""

    text: Text
    reason: str


def drafts(
    session: Session, departments: frozenset[str] | None, *, offset: int = 0, at_most: int = 50
) -> tuple[int, tuple[Text, ...]]:
    """Newest texts that are neither released nor under review: how many, and a part of them."""
    return _texts(session, (*_is_draft(), _in_departments(departments)), offset, at_most)


def drafts_of(session: Session, person_id: str, at_most: int) -> tuple[Text, ...]:
    """Those of them that a person saved last, the newest first."""
    rows = session.exec(
        select(Revision, Document)
        .join(Document)
        .where(
            Revision.author_id == person_id,
            Document.kind == DocumentKind.SOP,
            *_is_draft(),
        )
        .order_by(col(Revision.recorded_at).desc())
        .limit(at_most)
    )
    return tuple(_text(revision, document, revision.recorded_at) for revision, document in rows)


def unsaved_of(session: Session, person_id: str, at_most: int) -> tuple[Text, ...]:
    """The texts that a person wrote in and did not save, the newest first."""
    rows = session.exec(
        select(Revision, Document, UnsavedText.changed_at)
        .join(UnsavedText, col(UnsavedText.document_id) == col(Revision.document_id))
        .join(Document, col(Document.id) == col(Revision.document_id))
        .where(UnsavedText.person_id == person_id, _is_newest())
        .order_by(col(UnsavedText.changed_at).desc())
        .limit(at_most)
    )
    return tuple(_text(revision, document, at) for revision, document, at in rows)


def is_bare(session: Session) -> bool:
    """Whether no procedure was ever saved."""
    found = select(Document.id).where(Document.kind == DocumentKind.SOP).limit(1)
    return session.exec(found).first() is None


def under_review(
    session: Session, departments: frozenset[str] | None, *, offset: int = 0, at_most: int = 50
) -> tuple[int, tuple[Text, ...]]:
    """Texts that were submitted and are not released yet."""
    submitted = select(Submission.revision_id).where(is_open())
    return _texts(
        session,
        (col(Revision.id).in_(submitted), _in_departments(departments)),
        offset,
        at_most,
    )


def withdrawn(
    session: Session, departments: frozenset[str] | None, *, offset: int = 0, at_most: int = 50
) -> tuple[int, tuple[Text, ...]]:
    """The newest texts of procedures that were withdrawn, and that nothing took the place of."""
    ended = select(Release.document_id).join(Withdrawal)
    standing = select(LibraryEntry.id).where(LibraryEntry.document_id == Revision.document_id)
    return _texts(
        session,
        (
            _is_newest(),
            col(Revision.document_id).in_(ended),
            ~exists(standing),
            _in_departments(departments),
        ),
        offset,
        at_most,
    )


def waiting(session: Session, departments: frozenset[str] | None) -> tuple[Waiting, ...]:
    """The open submissions of departments, the oldest first."""
    rows = session.exec(
        select(Submission, Revision, Document, FreeText.text)
        .join(Revision, col(Revision.id) == col(Submission.revision_id))
        .join(Document, col(Document.id) == col(Submission.document_id))
        .join(FreeText, col(FreeText.digest) == col(Submission.reason), isouter=True)
        .where(is_open(), _in_departments(departments))
        .order_by(col(Submission.submitted_at))
    ).all()
    given = _given(session, [submission.id for submission, *_ in rows])
    return tuple(
        Waiting(
            submission.id,
            _text(revision, document, submission.submitted_at),
            tuple(submission.needed.split(",")),
            given.get(submission.id, ()),
            submission.submitted_by,
            reason or "",
        )
        for submission, revision, document, reason in rows
    )


def written_by(session: Session, person_id: str, submission_ids: Collection[str]) -> frozenset[str]:
    """Those of these submissions in which a person wrote since the version that they change."""
    base = aliased(Revision)
    submitted = aliased(Revision)
    rows = session.exec(
        select(Submission.id)
        .join(submitted, col(submitted.id) == col(Submission.revision_id))
        .join(base, col(base.id) == col(Submission.base_id), isouter=True)
        .join(Revision, col(Revision.document_id) == col(Submission.document_id))
        .where(
            col(Submission.id).in_(submission_ids),
            Revision.author_id == person_id,
            Revision.ordinal <= submitted.ordinal,
            Revision.ordinal > func.coalesce(base.ordinal, 0),
        )
        .distinct()
    )
    return frozenset(rows)


def decided_by(session: Session, person_id: str, submission_ids: Collection[str]) -> frozenset[str]:
    """Those of these submissions on which a person decided already."""
    rows = session.exec(
        select(Decision.submission_id).where(
            Decision.person_id == person_id, col(Decision.submission_id).in_(submission_ids)
        )
    )
    return frozenset(rows)


def given_back(session: Session, person_id: str) -> tuple[GivenBack, ...]:
    """What somebody submitted and got back, and what nobody changed since, the newest first."""
    newer = aliased(Submission)
    later = select(newer.id).where(
        newer.document_id == Submission.document_id,
        newer.submitted_at > Submission.submitted_at,
    )
    rows = session.exec(
        select(Revision, Document, Decision.decided_at, FreeText.text)
        .join(Submission, col(Submission.revision_id) == col(Revision.id))
        .join(Document, col(Document.id) == col(Revision.document_id))
        .join(Decision, col(Decision.submission_id) == col(Submission.id))
        .join(FreeText, col(FreeText.digest) == col(Decision.reason), isouter=True)
        .where(
            Decision.verdict == Verdict.RETURNED,
            Submission.submitted_by == person_id,
            _is_newest(),
            ~exists(later),
        )
        .order_by(col(Decision.decided_at).desc())
    )
    return tuple(
        GivenBack(_text(revision, document, at), reason or "")
        for revision, document, at, reason in rows
    )


def _texts(
    session: Session, conditions: tuple[ColumnElement[bool], ...], offset: int, at_most: int
) -> tuple[int, tuple[Text, ...]]:
    joined = (col(Document.kind) == DocumentKind.SOP, *conditions)
    total = session.exec(select(func.count(col(Revision.id))).join(Document).where(*joined)).one()
    rows = session.exec(
        select(Revision, Document)
        .join(Document)
        .where(*joined)
        .order_by(col(Document.key), col(Document.language))
        .offset(offset)
        .limit(at_most)
    )
    return total, tuple(
        _text(revision, document, revision.recorded_at) for revision, document in rows
    )


def _text(revision: Revision, document: Document, at: datetime) -> Text:
    return Text(
        document.id, document.key, document.language, revision.title, revision.department, at
    )


def _given(session: Session, submission_ids: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    rows = session.exec(
        select(Decision.submission_id, Decision.right)
        .where(
            Decision.verdict == Verdict.APPROVED, col(Decision.submission_id).in_(submission_ids)
        )
        .order_by(col(Decision.submission_id), col(Decision.ordinal))
    )
    found: dict[str, tuple[str, ...]] = {}
    for submission_id, right in rows:
        found[submission_id] = (*found.get(submission_id, ()), *([right] if right else []))
    return found


def _is_draft() -> tuple[ColumnElement[bool], ...]:
    """The conditions that a revision is the newest of its document, and nothing came of it yet."""
    released = select(Release.id).where(Release.revision_id == Revision.id)
    under_review = select(Submission.id).where(Submission.revision_id == Revision.id, is_open())
    is_text = col(Revision.text_hash).is_not(None)
    return _is_newest(), is_text, ~exists(released), ~exists(under_review)


def _is_newest() -> ColumnElement[bool]:
    newer = aliased(Revision)
    return ~exists(
        select(newer.id).where(
            newer.document_id == Revision.document_id, newer.ordinal > Revision.ordinal
        )
    )


def _in_departments(departments: frozenset[str] | None) -> ColumnElement[bool]:
    return true() if departments is None else col(Revision.department).in_(sorted(departments))
