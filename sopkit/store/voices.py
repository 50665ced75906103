"""What readers say: whether a procedure helped, and what they looked for in vain. Nobody's name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, delete
from sqlmodel import Session, col, func, select

from sopkit.store.passing_tables import LibraryEntry, ReaderVerdict, SearchMiss


@dataclass(frozen=True, slots=True)
class Miss:
    """Words that were looked for in vain."""

    words: str
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader said, and when."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How often a procedure helped and did not, and what was said last."""

    number: str
    language: str
    title: str
    helped: int
    not_helped: int
    remarks: tuple[Remark, ...]


def note_miss(session: Session, words: str, now: datetime, forgotten_before: datetime) -> None:
    """Note that words were looked for in vain; what was asked long ago is forgotten."""
    session.exec(delete(SearchMiss).where(col(SearchMiss.last_at) < forgotten_before))
    known = session.get(SearchMiss, words)
    if known is None:
        session.add(SearchMiss(words=words, count=1, last_at=now))
    else:
        known.count += 1
        known.last_at = now
        session.add(known)


def misses(session: Session, since: datetime, at_most: int) -> tuple[Miss, ...]:
    """What was looked for in vain, the most often first."""
    rows = session.exec(
        select(SearchMiss)
        .where(col(SearchMiss.last_at) >= since)
        .order_by(col(SearchMiss.count).desc(), col(SearchMiss.last_at).desc())
        .limit(at_most)
    )
    return tuple(Miss(row.words, row.count, row.last_at) for row in rows)


def note_verdict(  # noqa: PLR0913 - one row, each part by name
    session: Session,
    *,
    release_id: str,
    document_id: str,
    department: str,
    helped: bool,
    remark: str,
    now: datetime,
    forgotten_before: datetime,
) -> None:
    """Note whether a version helped; old verdicts are forgotten."""
    session.exec(delete(ReaderVerdict).where(col(ReaderVerdict.given_at) < forgotten_before))
    session.add(
        ReaderVerdict(
            release_id=release_id,
            document_id=document_id,
            department=department,
            helped=helped,
            remark=remark,
            given_at=now,
        )
    )


def verdicts(
    session: Session, departments: frozenset[str] | None, since: datetime, at_most: int
) -> tuple[Verdicts, ...]:
    """What readers said of versions on the shelves, those first that helped least."""
    said = (
        select(
            col(ReaderVerdict.release_id).label("release_id"),
            func.sum(case((col(ReaderVerdict.helped), 1), else_=0)).label("helped"),
            func.sum(case((col(ReaderVerdict.helped), 0), else_=1)).label("not_helped"),
        )
        .where(col(ReaderVerdict.given_at) >= since)
        .group_by(col(ReaderVerdict.release_id))
        .subquery()
    )
    query = (
        select(LibraryEntry, said.c.helped, said.c.not_helped)
        .join(said, said.c.release_id == LibraryEntry.release_id)
        .order_by(said.c.not_helped.desc(), col(LibraryEntry.position))
        .limit(at_most)
    )
    if departments is not None:
        query = query.where(col(LibraryEntry.department).in_(sorted(departments)))
    rows = session.exec(query).all()
    remarks = _remarks(session, [entry.release_id for entry, _, _ in rows])
    return tuple(
        Verdicts(
            entry.number,
            entry.language,
            entry.title,
            helped,
            not_helped,
            remarks.get(entry.release_id, ()),
        )
        for entry, helped, not_helped in rows
    )


_REMARKS = 3


def _remarks(session: Session, release_ids: Collection[str]) -> Mapping[str, tuple[Remark, ...]]:
    rows = session.exec(
        select(ReaderVerdict.release_id, ReaderVerdict.remark, ReaderVerdict.given_at)
        .where(col(ReaderVerdict.release_id).in_(release_ids), ReaderVerdict.remark != "")
        .order_by(col(ReaderVerdict.given_at).desc())
    )
    found: dict[str, tuple[Remark, ...]] = {}
    for release_id, text, at in rows:
        if len(found.get(release_id, ())) < _REMARKS:
            found[release_id] = (*found.get(release_id, ()), Remark(text, at))
    return found
