"""Saves a text as the next revision of its document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sopkit.model.organisation import Organisation
from sopkit.refusals import (
    ChangedMeanwhileError,
    NumberMissingError,
    NumberOfOthersError,
    UnderReviewError,
)
from sopkit.services.register.acting import acting, may, require
from sopkit.services.register.snapshot import document_of, organisation, parsed
from sopkit.store import documents, submissions
from sopkit.store.documents import DocumentKey, DocumentKind, Draft, SavedRevision
from sopkit.store.people import EVERY_DEPARTMENT, Account, Right
from sopkit.store.session import Register
from sopkit.store.trail import Ledger

AUTHOR = (Right.AUTHOR,)
ADMINISTRATOR = (Right.ADMINISTRATOR,)
EITHER = (Right.AUTHOR, Right.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Writing:
    """A file to save: its path in the library, its bytes, and those of its pictures by path."""

    path: str
    text: bytes
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def save_revision(
    register: Register,
    actor: Account,
    writing: Writing,
    expected: str | None,
    message: str,
    now: datetime,
) -> SavedRevision:
    """Save a text as a new revision; the same text again makes none.

    `expected` is the id of the revision that the writer read, None for a new document. Writing a
    procedure needs the right of an author in its department, and in the one that it had before;
    the organisation's file needs an administrator, glossary and standards an author or an
    administrator for all departments.

    Raises NumberMissingError, NotAllowedError, NumberOfOthersError, UnderReviewError and
    ChangedMeanwhileError.
    """
    with acting(register, actor, now) as ledger:
        return save(ledger, writing, expected, message)


def save(ledger: Ledger, writing: Writing, expected: str | None, message: str) -> SavedRevision:
    """As `save_revision`, in a transaction that does more. What it refuses leaves no trace."""
    draft = drafted(writing, organisation(ledger.session))
    return save_draft(ledger, draft, expected, message)


def save_draft(ledger: Ledger, draft: Draft, expected: str | None, message: str) -> SavedRevision:
    """As `save`, of a file of which is known already what it says it is."""
    latest = latest_of(ledger, draft.document)
    allow(ledger, draft, latest)
    refuse_under_review(ledger, latest)
    if (latest.id if latest else None) != expected:
        raise ChangedMeanwhileError(name_of(draft.document))
    if latest is not None and same(latest, draft):
        return latest
    return documents.save(ledger, draft, latest, message)


def drop_draft(
    register: Register,
    actor: Account,
    document: DocumentKey,
    message: str,
    now: datetime,
    *,
    expected: str | None = None,
) -> SavedRevision | None:
    """Take the draft of a document out of the library; what was saved and released stays.

    `expected` is the id of the newest revision that one knows, if it must be that one. None when
    there is no draft. Raises NotAllowedError, UnderReviewError and ChangedMeanwhileError.
    """
    with acting(register, actor, now) as ledger:
        latest = latest_of(ledger, document)
        if latest is None or latest.dropped:
            return None
        require(ledger, rights_for(document.kind), latest.department or EVERY_DEPARTMENT)
        if expected is not None and latest.id != expected:
            raise ChangedMeanwhileError(name_of(document))
        refuse_under_review(ledger, latest)
        return documents.drop(ledger, latest, message)


def drafted(writing: Writing, house: Organisation) -> Draft:
    """What a file says it is. Raises NumberMissingError for a procedure without a number."""
    key = document_of(writing.path, writing.text, house.language)
    if key is None:
        raise NumberMissingError(writing.path)
    if key.kind is not DocumentKind.SOP:
        return Draft(key, writing.path, writing.text, writing.pictures)
    sop = parsed(writing.path, writing.text, house.language)
    assert sop is not None  # noqa: S101 - it has a number
    known = house.department(sop.department)
    department = known.id if known else sop.department
    return Draft(key, writing.path, writing.text, writing.pictures, sop.title[:200], department)


def latest_of(ledger: Ledger, document: DocumentKey) -> SavedRevision | None:
    """The newest revision of a document, if there is one."""
    found = documents.find(ledger.session, document)
    return documents.latest(ledger.session, found) if found else None


def allow(ledger: Ledger, draft: Draft, latest: SavedRevision | None) -> None:
    """Refuse who may not write this.

    Readers take all that has one number for one procedure. Who begins a text under the number of
    another, or brings it into another department, must be an author of the other's, too.

    Raises NotAllowedError and NumberOfOthersError.
    """
    kind = draft.document.kind
    if kind is not DocumentKind.SOP:
        require(ledger, rights_for(kind))
        return
    require(ledger, AUTHOR, draft.department)
    if latest is not None and latest.department == draft.department:
        return
    if latest is not None:
        require(ledger, AUTHOR, latest.department)
    if not all(_may_write(ledger, each) for each in _others_with_number(ledger, draft.document)):
        raise NumberOfOthersError(draft.document.key)


def _may_write(ledger: Ledger, department: str) -> bool:
    return may(ledger.session, ledger.actor, AUTHOR, department, ledger.now)


def _others_with_number(ledger: Ledger, document: DocumentKey) -> Iterable[str]:
    """The departments of the texts that have the number of a document in another language."""
    ids = documents.translations(ledger.session, document.key)
    others = [id for language, id in ids.items() if language != document.language]
    return {each.department for each in documents.latest_of(ledger.session, others).values()}


def refuse_under_review(ledger: Ledger, latest: SavedRevision | None) -> None:
    """Raises UnderReviewError while a submission of the document is open."""
    if latest is not None and submissions.open_submission(ledger.session, latest.document_id):
        raise UnderReviewError(name_of(latest.document))


def same(latest: SavedRevision, draft: Draft) -> bool:
    """Whether a draft is what the newest revision is already."""
    return latest.content_hash == draft.content_hash and latest.path == draft.path


def name_of(document: DocumentKey) -> str:
    """What a document is called when one speaks of it: its number, else its file."""
    return document.key or _FILES.get(document.kind, document.kind.value)


_FILES = {
    DocumentKind.ORGANISATION: "organisation.yaml",
    DocumentKind.GLOSSARY: "glossary.md",
}


def rights_for(kind: DocumentKind) -> tuple[Right, ...]:
    """The rights of which one must have one to write a document of that kind."""
    if kind is DocumentKind.SOP:
        return AUTHOR
    return ADMINISTRATOR if kind is DocumentKind.ORGANISATION else EITHER
