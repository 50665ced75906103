"""What people see of drafts and of versions to come, as conditions of queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, true
from sqlmodel import and_, col, or_, select

from sopkit.store.passing_tables import LibraryEntry, LibraryMark
from sopkit.store.search_index import in_force
from sopkit.store.shelves import ROLE
from sopkit.store.tables import Release, Revision


@dataclass(frozen=True, slots=True)
class Concern:
    """People of these departments (None: of all), with these roles."""

    departments: frozenset[str] | None
    roles: frozenset[str]


def is_to_come(concern: Concern, moment: datetime) -> ColumnElement[bool]:
    """Whether a LibraryEntry takes effect after a moment, and concerns these people."""
    return and_(
        col(LibraryEntry.effective_from) > moment,
        or_(in_departments(concern.departments), is_marked(ROLE, concern.roles)),
    )


def is_marked(kind: str, names: Collection[str]) -> ColumnElement[bool]:
    """Whether a LibraryEntry has one of these marks: standards that it meets, roles it names."""
    return exists(
        select(LibraryMark.entry_id).where(
            LibraryMark.entry_id == LibraryEntry.id,
            LibraryMark.kind == kind,
            col(LibraryMark.name).in_(sorted(names)),
        )
    )


def in_departments(departments: frozenset[str] | None) -> ColumnElement[bool]:
    """Whether a LibraryEntry is of one of these departments; None stands for all of them."""
    if departments is None:
        return true()
    return col(LibraryEntry.department).in_(sorted(departments))


@dataclass(frozen=True, slots=True)
class Business:
    """People who have business with the drafts of these departments, looking at a moment."""

    departments: frozenset[str]
    moment: datetime


def is_minded(business: Business) -> ColumnElement[bool]:
    """Whether a Revision is the business of these people."""
    return col(Revision.department).in_(sorted(business.departments))


def is_seen(business: Business) -> ColumnElement[bool]:
    """Whether a Revision is the business of these people, or in force."""
    standing = (
        select(LibraryEntry.id)
        .join(Release, col(Release.id) == col(LibraryEntry.release_id))
        .where(Release.revision_id == Revision.id, in_force(business.moment))
        .correlate(Revision)
    )
    return or_(is_minded(business), exists(standing))
