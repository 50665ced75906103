"""Procedures a page at a time, as somebody sees them who has business with some departments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, func, or_, select

from sopkit.store.concern import Concern, is_to_come
from sopkit.store.documents import DocumentKind, SavedRevision, as_revision
from sopkit.store.passing_tables import LibraryEntry
from sopkit.store.releases import has_version_in_force
from sopkit.store.tables import Document, Revision


@dataclass(frozen=True, slots=True)
class Eyes:
    """What somebody sees besides what is in force: drafts of `business`, and what will concern.

    None as `business` stands for all departments.
    """

    business: frozenset[str] | None
    concern: Concern


@dataclass(frozen=True, slots=True)
class Filter:
    """Which procedures are wanted: of a department, in a language, with a number; None for any."""

    department: str | None = None
    language: str | None = None
    number: str | None = None


ANY = Filter()


def page(
    session: Session,
    eyes: Eyes,
    wanted: Filter,
    after: tuple[str, str],
    limit: int,
    now: datetime,
) -> tuple[SavedRevision, ...]:
    """The newest texts of procedures, by number and language, `after` that number and language.

    Dropped drafts are among them only while a version stands.
    """
    newer = aliased(Revision)
    newest = (
        select(func.max(newer.ordinal))
        .where(newer.document_id == Document.id)
        .correlate(Document)
        .scalar_subquery()
    )
    key, language = col(Document.key), col(Document.language)
    rows = session.exec(
        select(Revision, Document)
        .join(Document)
        .where(
            Document.kind == DocumentKind.SOP,
            col(Revision.ordinal) == newest,
            or_(key > after[0], and_(key == after[0], language > after[1])),
            or_(has_version_in_force(now), _draft(eyes), _coming(eyes, now)),
            *_filtered(eyes, wanted, now),
        )
        .order_by(key, language)
        .limit(limit)
    )
    return tuple(as_revision(revision, document) for revision, document in rows)


def _draft(eyes: Eyes) -> ColumnElement[bool]:
    """Whether the Revision, the newest of its document, is a draft that somebody sees."""
    return and_(_minded(eyes), col(Revision.text_hash).is_not(None))


def _minded(eyes: Eyes) -> ColumnElement[bool]:
    if eyes.business is None:
        return true()
    return col(Revision.department).in_(sorted(eyes.business))


def _coming(eyes: Eyes, now: datetime, department: str | None = None) -> ColumnElement[bool]:
    """Whether a version of the Document is to come that concerns somebody."""
    found = select(LibraryEntry.id).where(
        LibraryEntry.document_id == Document.id, is_to_come(eyes.concern, now)
    )
    if department is not None:
        found = found.where(LibraryEntry.department == department)
    return exists(found.correlate(Document))


def _of_department(eyes: Eyes, department: str, now: datetime) -> ColumnElement[bool]:
    """Whether the text that somebody is shown is of a department.

    That is the newest one for those whose business it is; for others the version in force, else
    one that is to come.
    """
    return or_(
        and_(_minded(eyes), col(Revision.department) == department),
        and_(~_minded(eyes), has_version_in_force(now, department)),
        and_(~_minded(eyes), ~has_version_in_force(now), _coming(eyes, now, department)),
    )


def _filtered(eyes: Eyes, wanted: Filter, now: datetime) -> list[ColumnElement[bool]]:
    columns = ((col(Document.language), wanted.language), (col(Document.key), wanted.number))
    found = [column == value for column, value in columns if value is not None]
    if wanted.department is not None:
        found.append(_of_department(eyes, wanted.department, now))
    return found
