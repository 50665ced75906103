"""The library as the register holds it, compiled without a folder of files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sopkit.model.organisation import Organisation
from sopkit.model.sop import Sop
from sopkit.parse.library import Texts, parse_file
from sopkit.parse.organisation import parse_organisation
from sopkit.parse.report import Report
from sopkit.services.compile import Compiled, catalogue, compile_texts
from sopkit.services.kept import Kept
from sopkit.source.discovery import GLOSSARY, ORGANISATION
from sopkit.source.file import SourceFile, decode
from sopkit.store import documents
from sopkit.store.documents import DocumentKey, DocumentKind, SavedRevision
from sopkit.store.session import Session


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Revisions that belong together, with their texts by the revision's id."""

    revisions: tuple[SavedRevision, ...]
    texts: Mapping[str, bytes]
    pictures: frozenset[str]


def snapshot(session: Session, revisions: Iterable[SavedRevision]) -> Snapshot:
    """These revisions, with their texts."""
    kept = tuple(each for each in revisions if not each.dropped)
    return Snapshot(kept, documents.texts_of(session, kept), documents.picture_paths(session, kept))


def compiled(
    snapped: Snapshot, paths: Iterable[str] | None = None, *, names: Iterable[Sop] = ()
) -> Compiled:
    """The library of a snapshot; `paths` limits the findings.

    `names` are procedures of which only the name is known: they are there to be named.
    """

    def read(kind: DocumentKind) -> list[SourceFile]:
        found = [each for each in snapped.revisions if each.document.kind is kind]
        made = (decode(each.path, snapped.texts[each.id]) for each in found)
        return [each for each in made if isinstance(each, SourceFile)]

    texts = Texts(
        sops=sorted(read(DocumentKind.SOP), key=lambda each: each.path),
        organisation=next(iter(read(DocumentKind.ORGANISATION)), None),
        glossary=next(iter(read(DocumentKind.GLOSSARY)), None),
        standards=read(DocumentKind.STANDARD),
        catalogue=catalogue(),
        pictures=snapped.pictures,
    )
    wanted = None if paths is None else frozenset(paths)
    return compile_texts(Path(), texts, paths=wanted, names=names)


def organisation(session: Session) -> Organisation:
    """The organisation as it was saved last."""
    found = documents.find(session, DocumentKey(DocumentKind.ORGANISATION))
    latest = documents.latest(session, found) if found else None
    if latest is None or latest.dropped:
        return Organisation()
    return _ORGANISATIONS.get(
        latest.text_hash, lambda: parsed_organisation(documents.text_of(session, latest))
    )


_ORGANISATIONS: Kept[Organisation] = Kept(16)
"""By the hash of its text: every page and every act asks for the same one."""


def zone_of(timezone: str) -> ZoneInfo:
    """The time zone of that name; UTC if there is none such."""
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def parsed_organisation(data: bytes) -> Organisation:
    """The organisation of a text; its mistakes are reported elsewhere."""
    file = decode(ORGANISATION, data)
    if not isinstance(file, SourceFile):
        return Organisation()
    return parse_organisation(file, AnyPicture(), Report(ORGANISATION))


def parsed(path: str, data: bytes, language: str) -> Sop | None:
    """The procedure of a text; None if the bytes are no text."""
    return parse_file(language, decode(path, data))[0]


def document_of(path: str, data: bytes, language: str) -> DocumentKey | None:
    """Which document a file of a library is; None for one without a number or id."""
    if path == ORGANISATION:
        return DocumentKey(DocumentKind.ORGANISATION)
    if path == GLOSSARY:
        return DocumentKey(DocumentKind.GLOSSARY)
    if path.endswith((".yaml", ".yml")):
        return DocumentKey(DocumentKind.STANDARD, path)
    sop = parsed(path, data, language)
    if sop is None or not sop.number:
        return None
    return DocumentKey(DocumentKind.SOP, sop.number, sop.language)


class AnyPicture(frozenset[str]):
    """Holds every path: whether the logo is there is looked at where the pictures are."""

    __slots__ = ()

    def __contains__(self, _path: object) -> bool:
        return True
