"""Which documents there are, by what texts call them: numbers, paths, departments, kinds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Select, case, exists, or_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from sopkit.store import documents
from sopkit.store.concern import Business, is_minded
from sopkit.store.documents import DocumentKind, SavedRevision
from sopkit.store.passing_tables import LibraryEntry
from sopkit.store.portions import portions
from sopkit.store.search_index import in_force
from sopkit.store.tables import Document, Release, Revision, RevisionPicture

_Marks = Select[str, str, str, str, str, str | None]


@dataclass(frozen=True, slots=True)
class Shelfmark:
    """A procedure: its number and language, and the department, path and title of its newest."""

    number: str
    language: str
    department: str
    path: str
    title: str
    dropped: bool


def shelfmarks(session: Session) -> tuple[Shelfmark, ...]:
    """Every procedure, also one whose draft was dropped: its number was given."""
    return _shelfmarks(session, _marks().order_by(col(Document.key), col(Document.language)))


def shelfmarks_seen(session: Session, business: Business) -> tuple[Shelfmark, ...]:
    """Those of the newest texts of these people, and of what else is in force."""
    mine = _shelfmarks(session, _marks().where(is_minded(business)))
    taken = {(each.number, each.language) for each in mine}
    standing = session.exec(select(LibraryEntry).where(in_force(business.moment)))
    others = (
        Shelfmark(e.number, e.language, e.department, e.path, e.title, dropped=False)
        for e in standing
        if (e.number, e.language) not in taken
    )
    return (*mine, *others)


def shelfmarks_like(
    session: Session, typed: str, departments: Collection[str] | None, at_most: int
) -> tuple[Shelfmark, ...]:
    """Procedures of departments (None: of all) with something in their number or title.

    Those come first whose number begins with it; dropped drafts are left out.
    """
    wanted = typed.lower()
    number, title = func.lower(col(Document.key)), func.lower(col(Revision.title))
    begins = number.startswith(wanted, autoescape=True)
    query = (
        _marks()
        .where(
            col(Revision.text_hash).is_not(None),
            or_(number.contains(wanted, autoescape=True), title.contains(wanted, autoescape=True)),
        )
        .order_by(case((begins, 0), else_=1), col(Document.key), col(Document.language))
        .limit(at_most)
    )
    if departments is not None:
        query = query.where(col(Revision.department).in_(departments))
    return _shelfmarks(session, query)


def _marks() -> _Marks:
    last = (
        select(Revision.document_id, func.max(Revision.ordinal).label("ordinal"))
        .group_by(col(Revision.document_id))
        .subquery()
    )
    return (
        select_columns(
            col(Document.key),
            col(Document.language),
            col(Revision.department),
            col(Revision.path),
            col(Revision.title),
            col(Revision.text_hash),
        )
        .join(Revision, col(Revision.document_id) == col(Document.id))
        .join(
            last,
            (last.c.document_id == Revision.document_id) & (last.c.ordinal == Revision.ordinal),
        )
        .where(col(Document.kind) == DocumentKind.SOP)
    )


def _shelfmarks(session: Session, query: _Marks) -> tuple[Shelfmark, ...]:
    return tuple(
        Shelfmark(number, language, department, path, title, text is None)
        for number, language, department, path, title, text in session.execute(query)
    )


def newest_ever_at(
    session: Session, numbers: Iterable[str], paths: Iterable[str]
) -> tuple[SavedRevision, ...]:
    """The newest revisions of the procedures with these numbers, and of those ever at a path."""
    found: dict[str, SavedRevision] = {}
    for some in portions(numbers):
        query = select(Document).where(
            Document.kind == DocumentKind.SOP, col(Document.key).in_(some)
        )
        found |= _newest(session, [row.id for row in session.exec(query)])
    for some in portions(paths):
        query_of_paths = (
            select(Revision.document_id)
            .join(Document)
            .where(Document.kind == DocumentKind.SOP, col(Revision.path).in_(some))
            .distinct()
        )
        found |= _newest(session, session.exec(query_of_paths).all())
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture as it was saved with a revision: its path in the library, and its hash."""

    path: str
    hash: str
    revision_id: str


def pictures_ever_at(session: Session, paths: Iterable[str]) -> tuple[KeptPicture, ...]:
    """Every picture that was ever saved at these paths, what was saved last at the end."""
    found: list[KeptPicture] = []
    for some in portions(paths):
        rows = session.exec(
            select(RevisionPicture.path, RevisionPicture.hash, RevisionPicture.revision_id)
            .join(Revision)
            .where(col(RevisionPicture.path).in_(some))
            .order_by(col(Revision.recorded_at))
        )
        found += (KeptPicture(*row) for row in rows)
    return tuple(found)


def picture_paths(session: Session, business: Business | None = None) -> frozenset[str]:
    """The paths of the pictures of every newest text.

    With `business`, of the newest texts of these people, and of what else is in force.
    """
    newer = aliased(Revision)
    newest = ~exists(
        select(newer.id).where(
            newer.document_id == Revision.document_id, newer.ordinal > Revision.ordinal
        )
    )
    paths = select(RevisionPicture.path).distinct()
    of_newest = paths.join(Revision).where(col(Revision.text_hash).is_not(None), newest)
    if business is None:
        return frozenset(session.exec(of_newest))
    minded = select(Revision.document_id).where(newest, is_minded(business))
    standing = (
        paths.join(Release, col(Release.revision_id) == col(RevisionPicture.revision_id))
        .join(LibraryEntry, col(LibraryEntry.release_id) == col(Release.id))
        .where(in_force(business.moment), col(LibraryEntry.document_id).not_in(minded))
    )
    mine = session.exec(of_newest.where(is_minded(business)))
    return frozenset(mine) | frozenset(session.exec(standing))


def _newest(session: Session, ids: Iterable[str]) -> dict[str, SavedRevision]:
    found: dict[str, SavedRevision] = {}
    for some in portions(ids):
        last = (
            select(Revision.document_id, func.max(Revision.ordinal).label("ordinal"))
            .where(col(Revision.document_id).in_(some))
            .group_by(col(Revision.document_id))
            .subquery()
        )
        rows = session.exec(
            select(Revision.id).join(
                last,
                (last.c.document_id == Revision.document_id) & (last.c.ordinal == Revision.ordinal),
            )
        )
        known = documents.revisions_by_id(session, rows.all())
        found |= {each.document_id: each for each in known.values()}
    return found
