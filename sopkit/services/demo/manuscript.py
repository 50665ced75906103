"""The procedures of the example library, with their texts as they once were and are to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sopkit.model.organisation import Organisation
from sopkit.services.demo import story
from sopkit.services.demo.story import Change, Edit
from sopkit.services.register.saving import Writing
from sopkit.services.register.snapshot import parsed_organisation
from sopkit.services.register.sync_state import SyncState
from sopkit.services.register.working_copy import look, read_writing
from sopkit.source.discovery import ORGANISATION
from sopkit.store.documents import DocumentKey, DocumentKind


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A procedure in one language: its file, its changes, its texts before and after each."""

    number: str
    translated: bool
    language: str
    file: Writing
    changes: tuple[Change, ...]
    texts: tuple[bytes, ...]

    def after(self, changes: int) -> Writing:
        """What is saved after so many of its changes."""
        return Writing(self.file.path, self.texts[changes], self.file.pictures)

    @property
    def letters(self) -> str:
        """The letters of its number, which tell whose it is."""
        return self.number.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Library:
    """The example library: what holds for all procedures, and these."""

    organisation: Organisation
    house: tuple[Writing, ...]
    manuscripts: tuple[Manuscript, ...]


def read_library(root: Path) -> Library:
    """The files of a folder, each procedure with its past, and the one that was withdrawn."""
    organisation = parsed_organisation((root / ORGANISATION).read_bytes())
    copy = look(root, SyncState(), organisation.language)
    files = {key: read_writing(copy.root, held) for key, held in copy.held.items()}
    # The organisation first: what it says decides how the others are read.
    house = sorted(
        (each for key, each in files.items() if key.kind is not DocumentKind.SOP),
        key=lambda each: (each.path != ORGANISATION, each.path),
    )
    withdrawn = DocumentKey(DocumentKind.SOP, story.WITHDRAWN_NUMBER, organisation.language)
    files[withdrawn] = Writing(story.WITHDRAWN_PATH, story.WITHDRAWN.encode())
    manuscripts = (
        _manuscript(key, file, organisation.language)
        for key, file in sorted(files.items(), key=lambda each: each[1].path)
        if key.kind is DocumentKind.SOP
    )
    return Library(organisation, tuple(house), tuple(manuscripts))


def _manuscript(key: DocumentKey, file: Writing, original: str) -> Manuscript:
    found = [c for c in story.CHANGES if c.number == key.key and c.wording(key.language)]
    known = [edits_of(each, key.language) for each in found if each.in_library]
    planned = [edits_of(each, key.language) for each in found if not each.in_library]
    texts = texts_of(file.text, known, planned)
    return Manuscript(key.key, key.language != original, key.language, file, tuple(found), texts)


def edits_of(change: Change, language: str) -> tuple[Edit, ...]:
    """The passages that a change is made of, in a language."""
    wording = change.wording(language)
    return wording.edits if wording is not None else ()


def texts_of(
    file: bytes, known: Iterable[Iterable[Edit]], planned: Iterable[Iterable[Edit]]
) -> tuple[bytes, ...]:
    """The texts of a procedure, the oldest first.

    `known` are the changes that the file has already, `planned` those that it has not, both in
    the order of time. Raises LookupError for a passage that does not stand there exactly once.
    """
    texts = [file.decode()]
    for edits in reversed(list(known)):
        undone = [(after, before) for before, after in reversed(list(edits))]
        texts.insert(0, _changed(texts[0], undone))
    for edits in planned:
        texts.append(_changed(texts[-1], edits))
    return tuple(each.encode() for each in texts)


def _changed(text: str, edits: Iterable[Edit]) -> str:
    for old, new in edits:
        if text.count(old) != 1:
            raise LookupError(f"this stands there {text.count(old)} times: {old!r}")
        text = text.replace(old, new)
    return text
