"""What a folder holds: its documents with their pictures, and the files that are none.

A file that is what it was at the last sync is hashed and not parsed.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from sopkit.services.register.saving import Writing
from sopkit.services.register.snapshot import document_of, parsed, parsed_organisation
from sopkit.services.register.sync_state import Remembered, SyncState
from sopkit.source.discovery import (
    GLOSSARY,
    ORGANISATION,
    PICTURE_SUFFIXES,
    STANDARDS,
    LibraryFiles,
    discover,
)
from sopkit.source.file import ReadFailure, SourceFile, read_file
from sopkit.source.write import read_inside
from sopkit.store.documents import DocumentKey, DocumentKind, content_hash

PICTURE_LIMIT = 16 * 1024 * 1024
"""Bytes of the largest picture that the register takes."""

PATH_LENGTH = 1000


class Unfit(StrEnum):
    """Why a file cannot be a document of the register."""

    NO_NUMBER = "no-number"
    NOT_TEXT = "not-text"
    TOO_LARGE = "too-large"
    PICTURE_TOO_LARGE = "picture-too-large"
    LINK = "link"
    NAME = "name"
    UNREADABLE = "unreadable"
    TWIN = "twin"


@dataclass(frozen=True, slots=True)
class Held:
    """A document in the folder. `text` and `content` are hashes, `pictures` hashes by path."""

    document: DocumentKey
    path: str
    text: str
    content: str
    department: str = ""
    shows: tuple[str, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)

    def remembered(self, revision: str) -> Remembered:
        """What to remember of it, when the register holds it as that revision."""
        return Remembered(
            self.document,
            self.path,
            self.text,
            self.content,
            revision,
            self.department,
            self.shows,
            self.pictures,
        )


@dataclass(frozen=True, slots=True)
class UnfitFile:
    """A file that is no document of the register, and why; `other` is its twin."""

    path: str
    why: Unfit
    document: DocumentKey | None = None
    other: str = ""


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """What was found. `pictures` are hashes by path, of all that some document shows."""

    root: Path
    held: Mapping[DocumentKey, Held]
    unfit: tuple[UnfitFile, ...]
    pictures: Mapping[str, str]

    @property
    def twins(self) -> frozenset[DocumentKey]:
        """The documents that more than one file claims to be."""
        return frozenset(each.document for each in self.unfit if each.document is not None)

    def file_at(self, path: str) -> bool:
        """Whether anything has that path, also a broken link."""
        full = self.root / path
        return full.is_symlink() or full.exists()


def look(root: Path, state: SyncState, language: str, pictures: Iterable[str] = ()) -> WorkingCopy:
    """Read a folder; `language` is that of the organisation. Raises OSError.

    `pictures` are paths that are looked at also where no text shows them.
    """
    return _Reader(root, state, language).read(pictures)


def look_at_organisation(root: Path, state: SyncState) -> Held | None:
    """The organisation's file alone."""
    files = LibraryFiles(root, organisation=(root / ORGANISATION).is_file())
    reader = _Reader(root, state, state.language, files)
    found = reader.document(ORGANISATION) if files.organisation else None
    return found if isinstance(found, Held) else None


def read_writing(root: Path, held: Held) -> Writing:
    """A document's bytes, if they are still what was seen.

    Raises FileChangedError and the other errors of `read_inside`.
    """
    text = read_inside(root, held.path, held.text)
    pictures = {path: read_inside(root, path, digest) for path, digest in held.pictures.items()}
    return Writing(held.path, text, pictures)


class _Reader:
    def __init__(
        self, root: Path, state: SyncState, language: str, files: LibraryFiles | None = None
    ) -> None:
        self.root = root
        self.language = language
        self.files = files or discover(root)
        known = state.files.values() if state.language == language else ()
        self.known = {each.path: each for each in known}
        self.pictures: dict[str, str | None] = {}

    def read(self, pictures: Iterable[str]) -> WorkingCopy:
        """The whole folder."""
        for path in pictures:
            with suppress(OSError, _PictureTooLargeError):
                self._picture(path)
        found = [self.document(path) for path in self._paths()]
        claims: dict[DocumentKey, list[Held]] = {}
        for each in found:
            if isinstance(each, Held):
                claims.setdefault(each.document, []).append(each)
        unfit = [each for each in found if isinstance(each, UnfitFile)]
        for document, helds in claims.items():
            paths = [each.path for each in helds]
            unfit += [
                UnfitFile(path, Unfit.TWIN, document, next(o for o in paths if o != path))
                for path in paths
                if len(paths) > 1
            ]
        return WorkingCopy(
            self.root,
            {document: helds[0] for document, helds in claims.items() if len(helds) == 1},
            tuple(sorted(unfit, key=lambda each: each.path)),
            {path: digest for path, digest in self.pictures.items() if digest},
        )

    def document(self, path: str) -> Held | UnfitFile:
        """One file as a document."""
        if not path.isprintable() or len(path) > PATH_LENGTH:
            return UnfitFile(path, Unfit.NAME)
        if (self.root / path).is_symlink():
            return UnfitFile(path, Unfit.LINK)
        file = read_file(self.root, path)
        if not isinstance(file, SourceFile):
            return UnfitFile(path, _UNFIT.get(file.failure, Unfit.UNREADABLE))
        known = self.known.get(path)
        found = known if known is not None and known.text == file.digest else self._parsed(file)
        if found is None:
            return UnfitFile(path, Unfit.NO_NUMBER)
        try:
            return self._with_pictures(found)
        except _PictureTooLargeError:
            return UnfitFile(path, Unfit.PICTURE_TOO_LARGE)
        except OSError:
            return UnfitFile(path, Unfit.UNREADABLE)

    def _paths(self) -> Iterator[str]:
        yield from [ORGANISATION] if self.files.organisation else []
        yield from [GLOSSARY] if self.files.glossary else []
        yield from (*self.files.standards, *self.files.sops)

    def _parsed(self, file: SourceFile) -> Remembered | None:
        """What a file says it is; of what it holds, only what is worth remembering."""
        path, data = file.path, file.text.encode()
        document = None
        department, targets = "", []
        if path == ORGANISATION:
            logo = parsed_organisation(data).logo
            targets = [logo] if logo else []
        if file.path in (ORGANISATION, GLOSSARY) or path in self.files.standards:
            document = document_of(path, data, self.language)
        elif (sop := parsed(path, data, self.language)) is not None and sop.number:
            document = DocumentKey(DocumentKind.SOP, sop.number, sop.language)
            department = sop.department
            targets = [unquote(image.target) for image in sop.images]
        if document is None:
            return None
        shows = sorted(
            {place for each in targets if (place := picture_place(path, each)) is not None}
        )
        return Remembered(document, path, file.digest, "", "", department, tuple(shows))

    def _with_pictures(self, known: Remembered) -> Held:
        found = {path: digest for path in known.shows if (digest := self._picture(path))}
        content = content_hash(known.text, found)
        return Held(
            known.document, known.path, known.text, content, known.department, known.shows, found
        )

    def _picture(self, path: str) -> str | None:
        """The hash of a picture; None if it is not in the folder. Raises OSError."""
        if path not in self.pictures:
            there = is_plain_file(self.root, path)
            self.pictures[path] = self._hashed(path) if there else None
        return self.pictures[path]

    def _hashed(self, path: str) -> str:
        full = self.root / path
        if full.stat().st_size > PICTURE_LIMIT:
            raise _PictureTooLargeError
        return sha256(full.read_bytes()).hexdigest()


class _PictureTooLargeError(ValueError):
    """A picture that the register would not take."""


_UNFIT: Mapping[ReadFailure, Unfit] = {
    ReadFailure.NOT_UTF8: Unfit.NOT_TEXT,
    ReadFailure.DOCUMENT: Unfit.NOT_TEXT,
    ReadFailure.TOO_LARGE: Unfit.TOO_LARGE,
    ReadFailure.OUTSIDE: Unfit.LINK,
}


def picture_place(path: str, target: str) -> str | None:
    """The path in the library of a picture that a file shows; None for one elsewhere."""
    if target.startswith(("/", "\\")) or "://" in target:
        return None
    place = normpath(join(dirname(path), target))
    return place if is_inside(place) and place.lower().endswith(PICTURE_SUFFIXES) else None


def is_inside(path: str) -> bool:
    """Whether a path names a file of a library that the compiler does not pass over."""
    parts = path.split("/")
    return (
        path == normpath(path)
        and path.isprintable()
        and len(path) <= PATH_LENGTH
        and not any(each.startswith((".", "_")) or not each for each in parts)
        and not any(character in path for character in "\\:")
    )


def fits(document: DocumentKey, path: str) -> bool:
    """Whether a file at this path would be read as a document of that kind."""
    folder, _, name = path.rpartition("/")
    if not is_inside(path):
        return False
    match document.kind:
        case DocumentKind.ORGANISATION:
            return path == ORGANISATION
        case DocumentKind.GLOSSARY:
            return path == GLOSSARY
        case DocumentKind.STANDARD:
            return folder == STANDARDS and name.endswith((".yaml", ".yml"))
        case DocumentKind.SOP:
            return name.lower().endswith(".md") and name != "README.md" and path != GLOSSARY


def is_plain_file(root: Path, path: str) -> bool:
    """Whether a path is an ordinary file that no symbolic link leads to."""
    full = root / path
    try:
        return stat.S_ISREG(full.lstat().st_mode) and full.parent.resolve() == full.parent
    except OSError:
        return False
