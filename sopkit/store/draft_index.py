"""What stands in the newest texts that the check of others depends on, found without reading them.

Marks are digests of what a text defines (`term`), aims at (`target`), leads to (`link`) or calls
(`call`), and of how it is called (`itself`); which words they are made of is for whoever makes
them. The index passes: it is made again where it is out of date, so that it is never believed for
a text that it was not made of.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, delete, func, insert, select

from sopkit.store import documents
from sopkit.store.concern import Business, is_seen
from sopkit.store.documents import DocumentKind, SavedRevision
from sopkit.store.passing_tables import DraftEntry, DraftMark
from sopkit.store.portions import portions
from sopkit.store.tables import Document, Revision

TERM = "term"
TARGET = "target"
LINK = "link"
CALL = "call"
ITSELF = "itself"


@dataclass(frozen=True, slots=True)
class Marked:
    """The newest revision of a procedure with its marks by kind; one without a text has none."""

    revision: SavedRevision
    marks: Mapping[str, Collection[str]]
    made_by: str


def outdated(session: Session, made_by: str) -> tuple[SavedRevision, ...]:
    """The newest revisions of procedures that the index does not hold as a program makes it."""
    newer = aliased(Revision)
    ids = session.exec(
        select(Revision.id)
        .join(Document)
        .join(
            DraftEntry,
            and_(
                col(DraftEntry.document_id) == col(Revision.document_id),
                col(DraftEntry.revision_id) == col(Revision.id),
                col(DraftEntry.made_by) == made_by,
            ),
            isouter=True,
        )
        .where(
            Document.kind == DocumentKind.SOP,
            col(DraftEntry.document_id).is_(None),
            ~exists(
                select(newer.id).where(
                    newer.document_id == Revision.document_id, newer.ordinal > Revision.ordinal
                )
            ),
        )
    ).all()
    return tuple(documents.revisions_by_id(session, ids).values())


def put(session: Session, marked: Sequence[Marked]) -> None:
    """Hold these texts, in place of what was made of their documents before."""
    if not marked:
        return
    for some in portions(each.revision.document_id for each in marked):
        for table in (DraftMark, DraftEntry):
            session.execute(delete(table).where(col(table.document_id).in_(some)))
    session.execute(
        insert(DraftEntry),
        [
            {
                "document_id": each.revision.document_id,
                "revision_id": each.revision.id,
                "path": each.revision.path,
                "made_by": each.made_by,
            }
            for each in marked
        ],
    )
    marks = [
        {"document_id": each.revision.document_id, "kind": kind, "name": name}
        for each in marked
        for kind, names in each.marks.items()
        for name in sorted(set(names))
    ]
    if marks:
        session.execute(insert(DraftMark), marks)


def first_with(
    session: Session,
    kind: str,
    names: Collection[str],
    but: Collection[str],
    business: Business | None = None,
) -> tuple[SavedRevision, ...]:
    """Of each of these marks the first text, by path, that has it; none of the documents `but`.

    With `business`, only texts that these people see.
    """
    seen = true() if business is None else is_seen(business)
    found: list[str] = []
    for some in portions(names):
        first = (
            select(col(DraftMark.name).label("name"), func.min(DraftEntry.path).label("path"))
            .join(DraftEntry, col(DraftEntry.document_id) == col(DraftMark.document_id))
            .join(Revision, col(Revision.id) == col(DraftEntry.revision_id))
            .where(
                DraftMark.kind == kind,
                col(DraftMark.name).in_(some),
                col(DraftMark.document_id).not_in(but),
                seen,
            )
            .group_by(col(DraftMark.name))
            .subquery()
        )
        rows = session.exec(
            select(DraftEntry.revision_id)
            .join(DraftMark, col(DraftMark.document_id) == col(DraftEntry.document_id))
            .join(first, and_(first.c.name == DraftMark.name, first.c.path == DraftEntry.path))
            .join(Revision, col(Revision.id) == col(DraftEntry.revision_id))
            .where(DraftMark.kind == kind, col(DraftEntry.document_id).not_in(but), seen)
        )
        found += rows
    return tuple(documents.revisions_by_id(session, found).values())


def calls_back(session: Session, called: Collection[str], mark: str) -> bool:
    """Whether those who are called by these marks call a procedure, directly or through others."""
    first, call, other = aliased(DraftMark), aliased(DraftMark), aliased(DraftMark)
    reached = (
        select(col(first.document_id).label("document_id"))
        .where(first.kind == ITSELF, col(first.name).in_(called))
        .cte("reached", recursive=True)
    )
    reached = reached.union(
        select(other.document_id)
        .select_from(reached)
        .join(call, and_(call.document_id == reached.c.document_id, call.kind == CALL))
        .join(other, and_(other.kind == ITSELF, other.name == call.name))
    )
    itself = aliased(DraftMark)
    found = session.execute(
        select(reached.c.document_id)
        .join(itself, col(itself.document_id) == reached.c.document_id)
        .where(itself.kind == ITSELF, itself.name == mark)
        .limit(1)
    )
    return found.first() is not None


def all_with(
    session: Session, kind: str, names: Collection[str], but: Collection[str]
) -> tuple[SavedRevision, ...]:
    """Every text with one of these marks; none of the documents `but`."""
    found: list[str] = []
    for some in portions(names):
        found += session.exec(
            select(DraftEntry.revision_id)
            .join(DraftMark, col(DraftMark.document_id) == col(DraftEntry.document_id))
            .where(
                DraftMark.kind == kind,
                col(DraftMark.name).in_(some),
                col(DraftEntry.document_id).not_in(but),
            )
        )
    return tuple(documents.revisions_by_id(session, found).values())
