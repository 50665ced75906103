"""What holds for all procedures: the organisation, its glossary, its standards."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sopkit.model.library import Library
from sopkit.parse.library import Texts, parse_library
from sopkit.services.compile import catalogue
from sopkit.source.file import SourceFile, decode
from sopkit.store import documents
from sopkit.store.documents import DocumentKind, SavedRevision
from sopkit.store.session import Register

__all__ = ["Library", "house_library"]


def house_library(register: Register) -> Library:
    """Organisation, glossary and standards as they were saved last, without a procedure."""
    with register.reading() as session:
        kept = tuple(documents.revisions_by_id(session, documents.context(session)).values())
        texts = documents.texts_of(session, kept)
    named = tuple((each.document.kind, each.path, texts[each.id]) for each in _by_path(kept))
    return _parsed(named)


def _by_path(found: Sequence[SavedRevision]) -> Sequence[SavedRevision]:
    return sorted(found, key=lambda each: each.path)


@lru_cache(maxsize=4)
def _parsed(named: tuple[tuple[DocumentKind, str, bytes], ...]) -> Library:
    """The library of these texts; the same texts give the same."""

    def read(kind: DocumentKind) -> list[SourceFile]:
        made = (decode(path, text) for each, path, text in named if each is kind)
        return [each for each in made if isinstance(each, SourceFile)]

    made, _findings = parse_library(
        Texts(
            sops=(),
            organisation=next(iter(read(DocumentKind.ORGANISATION)), None),
            glossary=next(iter(read(DocumentKind.GLOSSARY)), None),
            standards=read(DocumentKind.STANDARD),
            catalogue=catalogue(),
        )
    )
    return made
