"""What stands on the library's shelves, as readers and pages ask for it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, distinct, type_coerce
from sqlmodel import Session, and_, col, func, or_, select

from sopkit.store.columns import Instant
from sopkit.store.concern import Concern, in_departments, is_marked, is_to_come
from sopkit.store.passing_tables import LibraryEntry, LibraryLink, LibraryMark, LibraryText
from sopkit.store.search_index import in_force
from sopkit.store.shelves import ROLE, STANDARD
from sopkit.store.tables import PeriodicReview

DEPARTMENT = "department"
OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A procedure in force that another one leads to, or that leads there."""

    entry_id: int
    number: str
    language: str
    path: str
    title: str
    department: str


def neighbours(session: Session, targets: Collection[str], now: datetime) -> tuple[Neighbour, ...]:
    """The procedures in force with these numbers or paths, in every language."""
    rows = session.exec(
        select(LibraryEntry)
        .where(
            in_force(now),
            or_(col(LibraryEntry.number).in_(targets), col(LibraryEntry.path).in_(targets)),
        )
        .order_by(col(LibraryEntry.position), col(LibraryEntry.path))
    )
    return tuple(_neighbour(entry) for entry in rows)


def matching(session: Session, typed: str, now: datetime, at_most: int) -> tuple[Neighbour, ...]:
    """The procedures in force with something in their number or title, in whatever letters."""
    rows = session.exec(
        select(LibraryEntry)
        .where(
            in_force(now),
            or_(
                func.lower(col(LibraryEntry.number)).contains(typed.lower(), autoescape=True),
                func.lower(col(LibraryEntry.title)).contains(typed.lower(), autoescape=True),
            ),
        )
        .order_by(col(LibraryEntry.position), col(LibraryEntry.path))
        .limit(at_most)
    )
    return tuple(_neighbour(entry) for entry in rows)


def leading_to(
    session: Session, targets: Collection[str], now: datetime
) -> tuple[tuple[Neighbour, str], ...]:
    """The procedures in force whose text leads to one of these numbers or paths, and how."""
    rows = session.exec(
        select(LibraryEntry, LibraryLink.kind)
        .join(LibraryLink, col(LibraryLink.entry_id) == col(LibraryEntry.id))
        .where(in_force(now), col(LibraryLink.target).in_(targets))
        .order_by(col(LibraryEntry.position), col(LibraryEntry.path))
    )
    return tuple((_neighbour(entry), kind) for entry, kind in rows)


def step_ids(session: Session, entry_ids: Collection[int]) -> Mapping[int, frozenset[str]]:
    """The ids of the steps of entries."""
    rows = session.exec(
        select(LibraryText.entry_id, LibraryText.steps).where(
            col(LibraryText.entry_id).in_(entry_ids)
        )
    )
    return {id: frozenset(step[0] for step in json.loads(steps)) for id, steps in rows}


def roles_of(session: Session, release_ids: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Those whom versions concern, by the version's id."""
    rows = session.exec(
        select(LibraryEntry.release_id, LibraryMark.name)
        .join(LibraryMark, col(LibraryMark.entry_id) == col(LibraryEntry.id))
        .where(LibraryMark.kind == ROLE, col(LibraryEntry.release_id).in_(release_ids))
    )
    found: dict[str, frozenset[str]] = {}
    for release_id, name in rows:
        found[release_id] = found.get(release_id, frozenset()) | {name}
    return found


def _neighbour(entry: LibraryEntry) -> Neighbour:
    assert entry.id is not None  # noqa: S101 - every row that was read has one
    return Neighbour(
        entry.id, entry.number, entry.language, entry.path, entry.title, entry.department
    )


# Listing


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries are listed; empty stands for all. `roles`: those that name one of these."""

    department: str = ""
    owner: str = ""
    standard: str = ""
    roles: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry in a list."""

    release_id: str
    document_id: str
    number: str
    language: str
    title: str
    department: str
    owner: str
    version: str
    effective_from: datetime
    review_due: datetime


def listed(
    session: Session,
    wanted: Filter,
    languages: Sequence[str],
    now: datetime,
    *,
    coming: Concern | None = None,
    offset: int = 0,
    at_most: int = 50,
) -> tuple[int, tuple[Listed, ...]]:
    """How many procedures there are, and a part of them, by number.

    Each stands there once, in the first of these languages that it has. With `coming`, they are
    those that take effect later and concern these people.
    """
    conditions = _conditions(wanted, now, coming)
    count = session.exec(
        select(func.count(distinct(col(LibraryEntry.number)))).where(*conditions)
    ).one()
    ranked = (
        select(
            col(LibraryEntry.id).label("id"),
            func.row_number()
            .over(
                partition_by=col(LibraryEntry.number),
                order_by=(
                    case(
                        {each: place for place, each in enumerate(languages)},
                        value=col(LibraryEntry.language),
                        else_=len(languages),
                    ),
                    col(LibraryEntry.effective_from),
                    col(LibraryEntry.path),
                ),
            )
            .label("place"),
        )
        .where(*conditions)
        .subquery()
    )
    rows = session.exec(
        select(LibraryEntry)
        .join(ranked, ranked.c.id == LibraryEntry.id)
        .where(ranked.c.place == 1)
        .order_by(col(LibraryEntry.position))
        .offset(offset)
        .limit(at_most)
    )
    return count, tuple(_listed(entry) for entry in rows)


def languages_of(
    session: Session, numbers: Collection[str], now: datetime
) -> Mapping[str, tuple[str, ...]]:
    """The languages in which each of these procedures is in force."""
    rows = session.exec(
        select(LibraryEntry.number, LibraryEntry.language)
        .where(in_force(now), col(LibraryEntry.number).in_(numbers))
        .order_by(col(LibraryEntry.language))
    )
    found: dict[str, tuple[str, ...]] = {}
    for number, language in rows:
        found[number] = (*found.get(number, ()), language)
    return found


def counted(session: Session, kind: str, now: datetime) -> Mapping[str, int]:
    """How many procedures are in force for each department, owner, standard or role."""
    if kind in {STANDARD, ROLE}:
        named = col(LibraryMark.name)
        query = select(named, func.count(distinct(col(LibraryEntry.number)))).join(
            LibraryMark,
            and_(
                col(LibraryMark.entry_id) == col(LibraryEntry.id),
                col(LibraryMark.kind) == kind,
            ),
        )
    else:
        named = col(LibraryEntry.owner if kind == OWNER else LibraryEntry.department)
        query = select(named, func.count(distinct(col(LibraryEntry.number))))
    rows = session.exec(query.where(in_force(now), named != "").group_by(named).order_by(named))
    return dict(rows.all())


def total(session: Session, now: datetime) -> int:
    """How many procedures are in force."""
    query = select(func.count(distinct(col(LibraryEntry.number)))).where(in_force(now))
    return session.exec(query).one()


def changed(session: Session, since: datetime, now: datetime, at_most: int) -> tuple[Listed, ...]:
    """What took effect lately and is still in force, the newest first."""
    rows = session.exec(
        select(LibraryEntry)
        .where(in_force(now), col(LibraryEntry.effective_from) > since)
        .order_by(col(LibraryEntry.effective_from).desc(), col(LibraryEntry.position))
        .limit(at_most)
    )
    return tuple(_listed(entry) for entry in rows)


def due(
    session: Session,
    departments: frozenset[str] | None,
    before: datetime,
    now: datetime,
    at_most: int,
) -> tuple[int, tuple[tuple[Listed, datetime], ...]]:
    """What is to be reviewed before a moment: how much, and the first of it with when.

    None as departments stands for all of them.
    """
    last = (
        select(
            col(PeriodicReview.release_id).label("release_id"),
            func.max(PeriodicReview.next_due).label("next_due"),
        )
        .group_by(col(PeriodicReview.release_id))
        .subquery()
    )
    when = case(
        (
            and_(last.c.next_due.is_not(None), last.c.next_due > LibraryEntry.review_due),
            last.c.next_due,
        ),
        else_=col(LibraryEntry.review_due),
    )
    conditions = (
        in_force(now),
        col(LibraryEntry.review_due) < before,
        when < type_coerce(before, Instant),
        in_departments(departments),
    )
    joined = select(LibraryEntry, when).join(
        last, last.c.release_id == LibraryEntry.release_id, isouter=True
    )
    count = session.exec(
        select(func.count(col(LibraryEntry.id)))
        .join(last, last.c.release_id == LibraryEntry.release_id, isouter=True)
        .where(*conditions)
    ).one()
    rows = session.exec(
        joined.where(*conditions).order_by(when, col(LibraryEntry.position)).limit(at_most)
    )
    return count, tuple((_listed(entry), moment) for entry, moment in rows)


def _conditions(
    wanted: Filter, now: datetime, coming: Concern | None
) -> tuple[ColumnElement[bool], ...]:
    found = [in_force(now) if coming is None else is_to_come(coming, now)]
    if wanted.department:
        found.append(col(LibraryEntry.department) == wanted.department)
    if wanted.owner:
        found.append(col(LibraryEntry.owner) == wanted.owner)
    if wanted.standard:
        found.append(is_marked(STANDARD, {wanted.standard}))
    if wanted.roles is not None:
        found.append(is_marked(ROLE, wanted.roles))
    return tuple(found)


def _listed(entry: LibraryEntry) -> Listed:
    return Listed(
        entry.release_id,
        entry.document_id,
        entry.number,
        entry.language,
        entry.title,
        entry.department,
        entry.owner,
        entry.version,
        entry.effective_from,
        entry.review_due,
    )
