"""A translation of a procedure: begun with the text of the original, saved at once."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from datetime import datetime

from sopkit.edit.matter import set_text
from sopkit.edit.outline import outline_of
from sopkit.edit.sections import set_heading
from sopkit.errors import BadTitleError
from sopkit.model.sop import SectionKind
from sopkit.parse.sections import section_kind, section_name
from sopkit.refusals import TranslatedAlreadyError, UnknownDocumentError
from sopkit.services.new_sop import TITLE_LIMIT, file_name
from sopkit.services.register.acting import Account, acting, refuse_without
from sopkit.services.register.saving import AUTHOR, Writing, save
from sopkit.services.register.snapshot import organisation
from sopkit.source.file import SourceFile, decode
from sopkit.store import documents
from sopkit.store.documents import DocumentKey, DocumentKind, SavedRevision
from sopkit.store.session import Register, Session

SAVED = "translation begun"


@dataclass(frozen=True, slots=True)
class Original:
    """The text that a translation begins with, by its number and language."""

    number: str
    language: str


def original_of(
    register: Register, account: Account, original: Original, now: datetime
) -> SavedRevision:
    """The newest text of an original. Raises UnknownDocumentError and NotAllowedError."""
    with register.reading() as session:
        return _found(session, account, original, now)


def translate(
    register: Register,
    account: Account,
    original: Original,
    language: str,
    title: str,
    now: datetime,
) -> SavedRevision:
    """Save the original's text as the first one in another language, to be written over.

    Its headings are those of the language already, its pictures come along. Raises BadTitleError,
    UnknownDocumentError, TranslatedAlreadyError, NotAllowedError, NumberOfOthersError and
    ParticularsUnreadableError.
    """
    named = " ".join(title.split())
    if not 1 <= len(named) <= TITLE_LIMIT or not named.isprintable():
        raise BadTitleError(TITLE_LIMIT)
    with acting(register, account, now) as ledger:
        session = ledger.session
        found = _found(session, account, original, ledger.now)
        if documents.find(session, DocumentKey(DocumentKind.SOP, original.number, language)):
            raise TranslatedAlreadyError(original.number, language)
        house = organisation(session)
        read = decode(found.path, documents.text_of(session, found))
        text = read.text if isinstance(read, SourceFile) else ""
        department = house.department(found.department)
        if department is not None:
            text = set_text(text, "department", department.name(language))
        text = set_text(set_text(text, "title", named), "language", language)
        text = _with_headings(text, found.path, language)
        folder = posixpath.dirname(found.path)
        path = file_name(folder, original.number, named, language, house.language)
        hashes = documents.picture_hashes(session, found.id)
        pictures = {path: documents.content(session, digest) for path, digest in hashes.items()}
        return save(ledger, Writing(path, text.encode(), pictures), None, SAVED)


def _found(session: Session, account: Account, original: Original, now: datetime) -> SavedRevision:
    id = documents.find(session, DocumentKey(DocumentKind.SOP, original.number, original.language))
    found = documents.latest(session, id) if id else None
    if found is None or found.dropped:
        raise UnknownDocumentError(original.number, original.language)
    refuse_without(session, account.id, AUTHOR, found.department, now)
    return found


def _with_headings(text: str, path: str, language: str) -> str:
    """The text with the usual names of its sections in a language."""
    for index in range(len(outline_of(text, path, language).sections)):
        outline = outline_of(text, path, language)
        kind, _named_in = section_kind(outline.sections[index].heading)
        if kind is not SectionKind.OTHER:
            text = set_heading(outline, index, section_name(kind, language))
    return text
