"""What stands on the library's shelves: the versions that are or will be in force.

Everything here is made from released texts and can be made again: it is filled when a version is
released, and where it is missing or was made by another program. Versions whose time is over are
taken off.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, select

from sopkit.store import search_index
from sopkit.store.passing_tables import LibraryEntry, LibraryLink, LibraryMark, LibraryText
from sopkit.store.portions import portions
from sopkit.store.search_index import Indexed
from sopkit.store.stages import Released

STANDARD = "standard"
ROLE = "role"


@dataclass(frozen=True, slots=True)
class Shelving:
    """A version to be put on the shelves, with what readers find it by.

    `links` holds the kind of each link by its target: a number, or the path of a file. `steps`
    are ids, printed numbers and titles; `postings` weight and passages by the stem.
    """

    released: Released
    until: datetime | None
    number: str
    position: str
    language: str
    spoken: str
    path: str
    title: str
    department: str
    owner: str
    situations: Sequence[str]
    steps: Sequence[Sequence[str]]
    links: Mapping[str, str]
    standards: Collection[str]
    roles: Collection[str]
    postings: Mapping[str, tuple[int, Sequence[int]]]
    words: Collection[str]
    made_by: str


def put(session: Session, versions: Sequence[Shelving]) -> None:
    """Put versions on the shelves, in place of what was made of them before."""
    _take_off(session, [each.released.id for each in versions])
    if not versions:
        return
    session.execute(insert(LibraryEntry), [_entry(each) for each in versions])
    ids = _ids(session, (each.released.id for each in versions))
    texts, links, marks, indexed = [], [], [], []
    for each in versions:
        entry_id = ids[each.released.id]
        texts.append(
            {
                "entry_id": entry_id,
                "situations": json.dumps(each.situations, ensure_ascii=False),
                "steps": json.dumps(each.steps, ensure_ascii=False),
                "words": json.dumps(sorted(each.words), ensure_ascii=False),
            }
        )
        links += [
            {"entry_id": entry_id, "target": target, "kind": kind}
            for target, kind in each.links.items()
        ]
        marks += [
            {"entry_id": entry_id, "kind": kind, "name": name}
            for kind, names in ((STANDARD, each.standards), (ROLE, each.roles))
            for name in sorted({name[:200] for name in names})
        ]
        indexed.append(Indexed(entry_id, each.spoken, each.postings, each.words))
    session.execute(insert(LibraryText), texts)
    for table, rows in ((LibraryLink, links), (LibraryMark, marks)):
        if rows:
            session.execute(insert(table), rows)
    search_index.add(session, indexed)


def set_ends(session: Session, ends: Mapping[str, datetime | None]) -> None:
    """Until when versions are in force, by their ids: known anew after each release."""
    for release_id, until in ends.items():
        session.execute(
            update(LibraryEntry)
            .where(col(LibraryEntry.release_id) == release_id)
            .values(effective_until=until)
        )


def take_off(session: Session, document_id: str, now: datetime) -> None:
    """Take the versions of a document off whose time is over."""
    over = session.exec(
        select(LibraryEntry.release_id).where(
            LibraryEntry.document_id == document_id, col(LibraryEntry.effective_until) <= now
        )
    )
    _take_off(session, over.all())


def shelved(session: Session, made_by: str) -> frozenset[str]:
    """The ids of the versions of which an entry was made by a program."""
    rows = session.exec(select(LibraryEntry.release_id).where(LibraryEntry.made_by == made_by))
    return frozenset(rows)


def shelved_of(session: Session, document_id: str) -> frozenset[str]:
    """The ids of the versions of a document that stand on the shelves."""
    rows = session.exec(
        select(LibraryEntry.release_id).where(LibraryEntry.document_id == document_id)
    )
    return frozenset(rows)


def _take_off(session: Session, release_ids: Collection[str]) -> None:
    ids = list(_ids(session, release_ids).values())
    if not ids:
        return
    search_index.remove(session, ids)
    for table in (LibraryText, LibraryLink, LibraryMark):
        session.execute(delete(table).where(col(table.entry_id).in_(ids)))
    session.execute(delete(LibraryEntry).where(col(LibraryEntry.id).in_(ids)))


def _ids(session: Session, release_ids: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in portions(release_ids):
        rows = session.exec(
            select(LibraryEntry.release_id, LibraryEntry.id).where(
                col(LibraryEntry.release_id).in_(some)
            )
        )
        found |= {release_id: id for release_id, id in rows if id is not None}
    return found


def _entry(each: Shelving) -> dict[str, object]:
    return {
        "release_id": each.released.id,
        "document_id": each.released.document_id,
        "number": each.number,
        "position": each.position,
        "language": each.language,
        "spoken": each.spoken,
        "path": each.path,
        "title": each.title,
        "department": each.department,
        "owner": each.owner,
        "version": str(each.released.version),
        "effective_from": each.released.effective_from,
        "effective_until": each.until,
        "review_due": each.released.review_due,
        "made_by": each.made_by,
    }
