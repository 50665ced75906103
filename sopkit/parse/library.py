"""Texts to a library: parse every file, then link them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Protocol

from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.library import Library
from sopkit.model.organisation import Organisation
from sopkit.model.sop import Sop
from sopkit.model.standard import Standard
from sopkit.model.term import Term
from sopkit.parse.glossary import parse_glossary
from sopkit.parse.link import Linker
from sopkit.parse.organisation import parse_organisation
from sopkit.parse.report import Report
from sopkit.parse.sop import parse_sop
from sopkit.parse.standards import parse_standard
from sopkit.source.file import SIZE_LIMIT, ReadFailure, SourceFile, UnreadableFile
from sopkit.source.span import START_OF_FILE

Read = SourceFile | UnreadableFile
Parsed = tuple[Sop | None, tuple[Diagnostic, ...]]


class Each(Protocol):
    """Applies a function to every file, as `map` does."""

    def __call__(
        self, work: Callable[[Read], Parsed], files: Sequence[Read], /
    ) -> Iterable[Parsed]:
        """The results, in the order of the files."""


Progress = Callable[[int, int], None]


_REMEMBERED = 256
"""Texts whose parse is kept: a program that goes on, such as the web application, reads the same
ones again and again. Some ten kilobytes each."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The files of a library as read; `catalogue` are the built-in standards."""

    sops: Sequence[Read]
    organisation: Read | None = None
    glossary: Read | None = None
    standards: Sequence[Read] = ()
    catalogue: Sequence[SourceFile] = ()
    pictures: frozenset[str] = frozenset()


def parse_library(
    texts: Texts, progress: Progress | None = None, each: Each = map
) -> tuple[Library, tuple[Diagnostic, ...]]:
    """The linked library and what was found while parsing it.

    `progress` is told how many SOPs are done, of how many. `each` applies a function to every
    file, in their order; the caller may spread that over processes.
    """
    diagnostics: list[Diagnostic] = []
    organisation = _organisation(texts, diagnostics)
    parsed = _sops(texts.sops, organisation.language, diagnostics, progress, each)
    linker = Linker(parsed, (read.path for read in texts.sops))
    library = Library(
        sops=tuple(linker.link(sop) for sop in parsed),
        organisation=organisation,
        glossary=_glossary(texts.glossary, diagnostics),
        standards=_standards(texts, diagnostics),
        files=tuple(read.path for read in texts.sops),
        pictures=texts.pictures,
    )
    return library, tuple(diagnostics)


def _sops(
    files: Sequence[Read],
    language: str,
    diagnostics: list[Diagnostic],
    progress: Progress | None,
    each: Each,
) -> list[Sop]:
    found = []
    for done, (sop, findings) in enumerate(each(partial(parse_file, language), files), start=1):
        diagnostics += findings
        if sop is not None:
            found.append(sop)
        if progress is not None:
            progress(done, len(files))
    return found


@lru_cache(maxsize=_REMEMBERED)
def parse_file(language: str, file: Read) -> Parsed:
    """The procedure of one file, not linked yet, and what was found; None if it is no text.

    `language` is that of procedures that name none.
    """
    if isinstance(file, UnreadableFile):
        return None, (unreadable(file),)
    parsed = parse_sop(file, language)
    return parsed.sop, parsed.diagnostics


def unreadable(file: UnreadableFile) -> Diagnostic:
    """The finding for a file that gave no text."""
    if file.failure is ReadFailure.TOO_LARGE:
        size, limit = -(-file.size // 1024), SIZE_LIMIT // 1024
        return finding("SOP102", file.path, START_OF_FILE, hint="split", size=size, limit=limit)
    if file.failure is ReadFailure.NOT_UTF8:
        byte = f"0x{file.byte:02X}"
        return finding(
            "SOP101", file.path, START_OF_FILE, hint="save", byte=byte, position=file.position + 1
        )
    hint = "text" if file.failure is ReadFailure.DOCUMENT else None
    return finding("SOP101", file.path, START_OF_FILE, file.failure.name.lower(), hint=hint)


def _organisation(texts: Texts, diagnostics: list[Diagnostic]) -> Organisation:
    file = texts.organisation
    if isinstance(file, UnreadableFile):
        diagnostics.append(unreadable(file))
    if not isinstance(file, SourceFile):
        return Organisation()
    report = Report(file.path, diagnostics)
    return parse_organisation(file, texts.pictures, report)


def _glossary(file: Read | None, diagnostics: list[Diagnostic]) -> tuple[Term, ...]:
    if isinstance(file, UnreadableFile):
        diagnostics.append(unreadable(file))
    if not isinstance(file, SourceFile):
        return ()
    return parse_glossary(file, Report(file.path, diagnostics))


def _standards(texts: Texts, diagnostics: list[Diagnostic]) -> Mapping[str, Standard]:
    """The built-in standards with the library's own, which override them."""
    found = {standard.id: standard for standard in built_in(tuple(texts.catalogue))}
    own: dict[str, str] = {}
    for file in texts.standards:
        if isinstance(file, UnreadableFile):
            diagnostics.append(unreadable(file))
            continue
        standard = parse_standard(file, Report(file.path, diagnostics))
        if standard is None:
            continue
        if standard.id in own:
            diagnostics.append(
                finding(
                    "SOP107",
                    file.path,
                    START_OF_FILE,
                    "twice",
                    hint="once",
                    key=f"id: {standard.id}",
                )
            )
        own[standard.id] = file.path
        found[standard.id] = standard
    return found


@lru_cache(maxsize=4)
def built_in(catalogue: tuple[SourceFile, ...]) -> tuple[Standard, ...]:
    """The standards of the shipped catalogue, read once: a server compiles often."""
    found = (parse_standard(file, Report(file.path)) for file in catalogue)
    return tuple(standard for standard in found if standard is not None)
