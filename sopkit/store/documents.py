"""Documents and their revisions: every saved text, with its pictures, for good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlmodel import Session, col, func, select

from sopkit.store.tables import Content, Document, Revision, RevisionPicture
from sopkit.store.trail import Ledger, canonical, read_text, values_digest


class DocumentKind(StrEnum):
    """What kind of file a document is."""

    SOP = "sop"
    ORGANISATION = "organisation"
    GLOSSARY = "glossary"
    STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """What makes a document that document: of an SOP its number and language."""

    kind: DocumentKind
    key: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to be saved. `pictures` are those that it shows (and the logo), by their path."""

    document: DocumentKey
    path: str
    text: bytes
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    title: str = ""
    department: str = ""

    @property
    def content_hash(self) -> str:
        """SHA-256 of text and pictures, which is what people sign."""
        hashes = {path: digest_of(data) for path, data in self.pictures.items()}
        return content_hash(digest_of(self.text), hashes)


@dataclass(frozen=True, slots=True)
class SavedRevision:
    """A revision as it was recorded. `text_hash` is None where the draft was dropped."""

    id: str
    document_id: str
    document: DocumentKey
    ordinal: int
    parent_id: str | None
    path: str
    text_hash: str | None
    content_hash: str
    title: str
    department: str
    author_id: str
    recorded_at: datetime

    @property
    def dropped(self) -> bool:
        """Whether this revision says that there is no draft any more."""
        return self.text_hash is None


@dataclass(frozen=True, slots=True)
class Past:
    """What a document was at one of its revisions."""

    revision_id: str
    path: str
    content_hash: str


DROPPED = ""
"""The content hash of a revision without a text."""


def digest_of(data: bytes) -> str:
    """SHA-256, as hexadecimal digits."""
    return sha256(data).hexdigest()


def content_hash(text_hash: str, pictures: Mapping[str, str]) -> str:
    """SHA-256 (hexadecimal) over the hash of a text and those of its pictures by path."""
    return values_digest([text_hash, sorted(pictures.items())])


def save(ledger: Ledger, draft: Draft, parent: SavedRevision | None, message: str) -> SavedRevision:
    """The next revision of a document, which is made with its first one."""
    document_id = parent.document_id if parent else _document(ledger, draft.document)
    pictures = {path: _keep(ledger, data) for path, data in sorted(draft.pictures.items())}
    row = Revision(
        document_id=document_id,
        ordinal=parent.ordinal + 1 if parent else 1,
        parent_id=parent.id if parent else None,
        path=draft.path,
        text_hash=_keep(ledger, draft.text),
        content_hash=draft.content_hash,
        title=draft.title,
        department=draft.department,
        author_id=ledger.actor,
        recorded_at=ledger.now,
        message=ledger.text(message) if message else None,
    )
    ledger.add(row)
    for path, digest in pictures.items():
        ledger.add(RevisionPicture(revision_id=row.id, path=path, hash=digest))
    ledger.record(
        "revision.saved",
        subject(document_id),
        after={"revision": row.id, "content": row.content_hash, "path": row.path},
        before={"content": parent.content_hash} if parent else None,
    )
    return _revision(row, draft.document)


def drop(ledger: Ledger, latest: SavedRevision, message: str) -> SavedRevision:
    """Record that a draft was dropped; what was saved before stays."""
    row = Revision(
        document_id=latest.document_id,
        ordinal=latest.ordinal + 1,
        parent_id=latest.id,
        path=latest.path,
        content_hash=DROPPED,
        title=latest.title,
        department=latest.department,
        author_id=ledger.actor,
        recorded_at=ledger.now,
        message=ledger.text(message) if message else None,
    )
    ledger.add(row)
    ledger.record(
        "revision.dropped",
        subject(latest.document_id),
        after={"revision": row.id},
        before={"content": latest.content_hash},
    )
    return _revision(row, latest.document)


def subject(document_id: str) -> str:
    """What a document is called in the trail."""
    return f"document/{document_id}"


def find(session: Session, key: DocumentKey) -> str | None:
    """The id of a document."""
    return session.exec(
        select(Document.id).where(
            Document.kind == key.kind,
            Document.key == key.key,
            Document.language == key.language,
        )
    ).first()


def key_of(session: Session, document_id: str) -> DocumentKey:
    """What document an id means."""
    row = session.get_one(Document, document_id)
    return DocumentKey(DocumentKind(row.kind), row.key, row.language)


def keys_of(session: Session, document_ids: Iterable[str]) -> Mapping[str, DocumentKey]:
    """What makes each of these documents that document, by id."""
    found: dict[str, DocumentKey] = {}
    for some in _portions(document_ids):
        rows = session.exec(select(Document).where(col(Document.id).in_(some)))
        found |= {row.id: _key(row) for row in rows}
    return found


def ids_of(session: Session, numbers: Iterable[str], language: str) -> Mapping[str, str]:
    """The ids of the procedures in a language, by their numbers."""
    found: dict[str, str] = {}
    for some in _portions(numbers):
        rows = session.exec(
            select(Document.key, Document.id).where(
                Document.kind == DocumentKind.SOP,
                Document.language == language,
                col(Document.key).in_(some),
            )
        )
        found |= dict(rows.all())
    return found


def translations(session: Session, number: str) -> Mapping[str, str]:
    """The ids of the documents with a number, by their language."""
    rows = session.exec(
        select(Document.language, Document.id).where(
            Document.kind == DocumentKind.SOP, Document.key == number
        )
    )
    return dict(rows.all())


def latest(session: Session, document_id: str) -> SavedRevision | None:
    """The newest revision of a document."""
    row = session.exec(
        select(Revision)
        .where(Revision.document_id == document_id)
        .order_by(col(Revision.ordinal).desc())
        .limit(1)
    ).first()
    return None if row is None else _revision(row, key_of(session, document_id))


def newest(session: Session) -> tuple[SavedRevision, ...]:
    """The newest revision of every document, by path."""
    last = (
        select(Revision.document_id, func.max(Revision.ordinal).label("ordinal"))
        .group_by(col(Revision.document_id))
        .subquery()
    )
    rows = session.exec(
        select(Revision, Document)
        .join(Document)
        .join(
            last,
            (last.c.document_id == Revision.document_id) & (last.c.ordinal == Revision.ordinal),
        )
        .order_by(col(Revision.path), col(Revision.id))
    )
    return tuple(_revision(revision, _key(document)) for revision, document in rows)


def latest_of(session: Session, document_ids: Iterable[str]) -> Mapping[str, SavedRevision]:
    """The newest revision of each of these documents."""
    found: dict[str, SavedRevision] = {}
    for some in _portions(document_ids):
        last = (
            select(Revision.document_id, func.max(Revision.ordinal).label("ordinal"))
            .where(col(Revision.document_id).in_(some))
            .group_by(col(Revision.document_id))
            .subquery()
        )
        rows = session.exec(
            select(Revision, Document)
            .join(Document)
            .join(
                last,
                (last.c.document_id == Revision.document_id) & (last.c.ordinal == Revision.ordinal),
            )
        )
        found |= {row.document_id: _revision(row, _key(document)) for row, document in rows}
    return found


def context(session: Session) -> tuple[str, ...]:
    """The ids of the newest revisions of what holds for all procedures, dropped ones left out."""
    kinds = [kind for kind in DocumentKind if kind is not DocumentKind.SOP]
    ids = session.exec(select(Document.id).where(col(Document.kind).in_(kinds))).all()
    newest = latest_of(session, ids).values()
    return tuple(sorted(each.id for each in newest if not each.dropped))


def fingerprint(session: Session) -> str:
    """What is the same as long as no document got a newer revision."""
    rows = session.exec(
        select(Revision.document_id, func.max(Revision.ordinal))
        .group_by(col(Revision.document_id))
        .order_by(col(Revision.document_id))
    )
    return digest_of(canonical([list(row) for row in rows]).encode())


def revision(session: Session, revision_id: str) -> SavedRevision:
    """A revision by its id."""
    row, document = session.exec(
        select(Revision, Document).join(Document).where(Revision.id == revision_id)
    ).one()
    return _revision(row, _key(document))


def revisions_by_id(session: Session, ids: Iterable[str]) -> Mapping[str, SavedRevision]:
    """Many revisions by their ids, read together."""
    found: dict[str, SavedRevision] = {}
    for some in _portions(ids):
        rows = session.exec(
            select(Revision, Document).join(Document).where(col(Revision.id).in_(some))
        )
        found |= {row.id: _revision(row, _key(document)) for row, document in rows}
    return found


def pasts(session: Session, document_ids: Iterable[str]) -> Mapping[str, tuple[Past, ...]]:
    """What many documents were: every revision by the document's id, the oldest first."""
    found: dict[str, list[Past]] = {}
    for some in _portions(document_ids):
        rows = session.exec(
            select(Revision.document_id, Revision.id, Revision.path, Revision.content_hash)
            .where(col(Revision.document_id).in_(some))
            .order_by(col(Revision.ordinal))
        )
        for document_id, *past in rows:
            found.setdefault(document_id, []).append(Past(*past))
    return {document_id: tuple(each) for document_id, each in found.items()}


def revisions(session: Session, document_id: str) -> tuple[SavedRevision, ...]:
    """Every revision of a document, the oldest first."""
    key = key_of(session, document_id)
    rows = session.exec(
        select(Revision).where(Revision.document_id == document_id).order_by(col(Revision.ordinal))
    )
    return tuple(_revision(row, key) for row in rows)


def message_of(session: Session, revision_id: str) -> str:
    """What its author said about a revision."""
    return read_text(session, session.get_one(Revision, revision_id).message)


def text_of(session: Session, saved: SavedRevision) -> bytes:
    """The text of a revision. Raises LookupError for a dropped draft."""
    if saved.text_hash is None:
        raise LookupError("a dropped draft has no text")
    return session.get_one(Content, saved.text_hash).data


def content_hashes(session: Session) -> tuple[str, ...]:
    """The hash of everything that was ever saved."""
    return tuple(session.exec(select(Content.hash).order_by(col(Content.hash))))


def content(session: Session, digest: str) -> bytes:
    """A text or picture by its hash."""
    return session.get_one(Content, digest).data


def texts_of(session: Session, saved: Iterable[SavedRevision]) -> Mapping[str, bytes]:
    """The texts of revisions by the revision's id, read together; dropped drafts are left out."""
    wanted = {each.id: each.text_hash for each in saved if each.text_hash is not None}
    data = contents(session, wanted.values())
    return {id: data[digest] for id, digest in wanted.items()}


def contents(session: Session, hashes: Iterable[str]) -> Mapping[str, bytes]:
    """Texts and pictures by their hash, read together."""
    data: dict[str, bytes] = {}
    for some in _portions(hashes):
        rows = session.exec(select(Content.hash, Content.data).where(col(Content.hash).in_(some)))
        data |= dict(rows.all())
    return data


def picture_hashes(session: Session, revision_id: str) -> Mapping[str, str]:
    """The pictures of a revision: hash by path."""
    rows = session.exec(
        select(RevisionPicture.path, RevisionPicture.hash)
        .where(RevisionPicture.revision_id == revision_id)
        .order_by(col(RevisionPicture.path))
    )
    return dict(rows.all())


def picture_paths(session: Session, saved: Iterable[SavedRevision]) -> frozenset[str]:
    """The paths of all pictures that belong to these revisions."""
    paths: set[str] = set()
    for some in _portions(each.id for each in saved):
        rows = session.exec(
            select(RevisionPicture.path)
            .where(col(RevisionPicture.revision_id).in_(some))
            .distinct()
        )
        paths.update(rows)
    return frozenset(paths)


def picture_hashes_of(
    session: Session, revision_ids: Iterable[str]
) -> Mapping[str, Mapping[str, str]]:
    """The pictures of many revisions: by the revision's id, hash by path; without those of none."""
    found: dict[str, dict[str, str]] = {}
    for some in _portions(revision_ids):
        rows = session.exec(
            select(RevisionPicture).where(col(RevisionPicture.revision_id).in_(some))
        )
        for row in rows:
            found.setdefault(row.revision_id, {})[row.path] = row.hash
    return found


def pictures_of(session: Session, revision_id: str) -> Mapping[str, bytes]:
    """The pictures of a revision by their path."""
    rows = session.exec(
        select(RevisionPicture.path, Content.data)
        .join(Content)
        .where(RevisionPicture.revision_id == revision_id)
        .order_by(col(RevisionPicture.path))
    )
    return dict(rows.all())


def _document(ledger: Ledger, key: DocumentKey) -> str:
    found = find(ledger.session, key)
    if found is not None:
        return found
    row = Document(kind=key.kind, key=key.key, language=key.language, created_at=ledger.now)
    ledger.add(row)
    return row.id


def _keep(ledger: Ledger, data: bytes) -> str:
    digest = digest_of(data)
    if ledger.session.get(Content, digest) is None:
        ledger.session.add(Content(hash=digest, data=data))
        ledger.session.flush()
    return digest


def _portions(values: Iterable[str]) -> Iterable[list[str]]:
    """The values without doubles, as many at a time as a statement takes."""
    each = sorted(set(values))
    return (each[start : start + 500] for start in range(0, len(each), 500))


def _key(row: Document) -> DocumentKey:
    return DocumentKey(DocumentKind(row.kind), row.key, row.language)


def as_revision(row: Revision, document: Document) -> SavedRevision:
    """The revision of two rows."""
    return _revision(row, _key(document))


def _revision(row: Revision, key: DocumentKey) -> SavedRevision:
    return SavedRevision(
        row.id,
        row.document_id,
        key,
        row.ordinal,
        row.parent_id,
        row.path,
        row.text_hash,
        row.content_hash,
        row.title,
        row.department,
        row.author_id,
        row.recorded_at,
    )
