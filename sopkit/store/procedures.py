"""Procedures a page at a time, as somebody sees them who has business with some departments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, func, or_, select

from sopkit.store.documents import DocumentKind, SavedRevision, as_revision
from sopkit.store.lifecycle import has_version_in_force, has_version_to_come
from sopkit.store.people import EVERY_DEPARTMENT
from sopkit.store.tables import Document, Revision


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody sees besides what is in force: the drafts of some departments, what is to come.

    `*` among the departments stands for all of them.
    """

    drafts: frozenset[str]
    coming: frozenset[str]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which procedures are wanted: of a department, in a language, with a number; None for any."""

    department: str | None = None
    language: str | None = None
    number: str | None = None


ANY = Filter()


def page(
    session: Session,
    sight: Sight,
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
            _seen(sight, now),
            *_filtered(wanted),
        )
        .order_by(key, language)
        .limit(limit)
    )
    return tuple(as_revision(revision, document) for revision, document in rows)


def _seen(sight: Sight, now: datetime) -> ColumnElement[bool]:
    in_force, coming = has_version_in_force(now), has_version_to_come(now)
    draft = or_(col(Revision.text_hash).is_not(None), coming)
    return or_(in_force, and_(_in(sight.drafts), draft), and_(_in(sight.coming), coming))


def _in(departments: Collection[str]) -> ColumnElement[bool]:
    if EVERY_DEPARTMENT in departments:
        return true()
    return col(Revision.department).in_(departments) if departments else false()


def _filtered(wanted: Filter) -> list[ColumnElement[bool]]:
    columns = (
        (col(Revision.department), wanted.department),
        (col(Document.language), wanted.language),
        (col(Document.key), wanted.number),
    )
    return [column == value for column, value in columns if value is not None]
