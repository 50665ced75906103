"""Whom a version to come concerns, as a condition of a query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, true
from sqlmodel import and_, col, or_, select

from sopkit.store.passing_tables import LibraryEntry, LibraryMark
from sopkit.store.shelves import ROLE


@dataclass(frozen=True, slots=True)
class Concern:
    """People of these departments (None: of all), with these roles."""

    departments: frozenset[str] | None
    roles: frozenset[str]


def is_to_come(concern: Concern, moment: datetime) -> ColumnElement[bool]:
    """Whether a LibraryEntry takes effect after a moment, and concerns these people."""
    named = select(LibraryMark.entry_id).where(
        LibraryMark.entry_id == LibraryEntry.id,
        LibraryMark.kind == ROLE,
        col(LibraryMark.name).in_(sorted(concern.roles)),
    )
    return and_(
        col(LibraryEntry.effective_from) > moment,
        or_(in_departments(concern.departments), exists(named)),
    )


def in_departments(departments: frozenset[str] | None) -> ColumnElement[bool]:
    """Whether a LibraryEntry is of one of these departments; None stands for all of them."""
    if departments is None:
        return true()
    return col(LibraryEntry.department).in_(sorted(departments))
