"""Checks the procedures that a user points at, each in its own library."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sopkit.diagnostics.diagnostic import Severity
from sopkit.errors import (
    NoProceduresError,
    NotAFileError,
    NotAFolderError,
    NotAProcedureError,
    PathMissingError,
    UnreadableError,
)
from sopkit.render.report_entry import Report, ReportEntry
from sopkit.services.compile import Compiled, compile_library, compile_text
from sopkit.services.workers import cores
from sopkit.source.discovery import ORGANISATION, STANDARDS, library_root

_UNNAMED = "stdin.md"

Progress = Callable[[int, int], None]
"""Told after each file: how many are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of one library: the files of these names, and all that lie below these folders.

    `files` and `folders` are paths relative to the library; the folder `""` is all of it.
    """

    root: Path
    files: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()

    def holds(self, path: str) -> bool:
        """Whether a file of the library belongs to the selection."""
        return path in self.files or any(
            folder == "" or path.startswith(f"{folder}/") for folder in self.folders
        )

    def join(self, other: Selection) -> Selection:
        """Both selections of one library together."""
        return Selection(self.root, self.files | other.files, self.folders | other.folders)

    @property
    def limit(self) -> frozenset[str] | None:
        """The files to look at, where no folder is meant; None for a whole library."""
        return None if self.folders else self.files


@dataclass(frozen=True, slots=True)
class Checked:
    """A compiled library with the part of it that was asked for."""

    selection: Selection
    compiled: Compiled

    @property
    def files(self) -> int:
        """How many files were asked for: procedures, and others that were named."""
        procedures = self.compiled.library.files
        others = self.selection.files.difference(procedures)
        return sum(self.selection.holds(path) for path in procedures) + len(others)

    @property
    def broken(self) -> tuple[str, ...]:
        """The paths of the files that have errors."""
        found = {f.path for f in self.compiled.diagnostics if f.severity is Severity.ERROR}
        return tuple(sorted(path for path in found if self.selection.holds(path)))


def select(paths: Sequence[Path]) -> tuple[Selection, ...]:
    """The parts of libraries that these paths name, in the order of their first mention.

    Raises PathMissingError, NotAFileError, NotAProcedureError or UnreadableError.
    """
    found: dict[Path, Selection] = {}
    for path in paths:
        selection = _selection(path)
        known = found.get(selection.root)
        found[selection.root] = selection if known is None else known.join(selection)
    return tuple(found.values())


def check(selection: Selection, progress: Progress | None = None) -> Checked:
    """Check one selection.

    Raises NoProceduresError when it holds no procedure and there is nothing else to report, and
    UnreadableError when the library's folder cannot be listed.
    """
    try:
        compiled = compile_library(
            selection.root, paths=selection.limit, progress=progress, jobs=cores()
        )
    except OSError as error:
        raise UnreadableError(error.filename or selection.root, error.strerror) from error
    return _checked(selection, compiled)


def check_library(folder: Path, progress: Progress | None = None) -> Checked:
    """Check the whole library that a folder belongs to.

    Raises NotAFolderError and what `select` and `check` raise.
    """
    if folder.exists() and not folder.is_dir():
        raise NotAFolderError(folder)
    [selection] = select([folder])
    return check(Selection(selection.root, folders=frozenset({""})), progress)


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where a text that is no file would lie: a path in the library at `root`, if it has one.

    `guessed` marks a place that the user did not name.
    """

    path: str
    root: Path | None
    guessed: bool = False


def place_of_text(here: Path, name: str | None) -> TextPlace:
    """Where a text would lie whose file would be `name`, seen from the folder `here`."""
    file = here.resolve() / (name or _UNNAMED)
    root = library_root(file.parent)
    path = Path(os.path.normpath(file)).relative_to(root).as_posix()
    in_library = (root / ORGANISATION).is_file()
    return TextPlace(path, root if in_library else None, guessed=name is None)


def check_text(text: bytes, place: TextPlace) -> Checked:
    """Check a text that is no file, as if it lay at its place.

    A text without a name that is a version of a procedure of the library (the same number and
    language) takes that one's place, so that it is not reported as its double.
    """
    path = place.path
    compiled = compile_text(text, name=path, root=place.root)
    if place.guessed and place.root is not None:
        path = _double(compiled, path) or path
        if path != place.path:
            compiled = compile_text(text, name=path, root=place.root)
    return Checked(Selection(compiled.root, files=frozenset({path})), compiled)


def _double(compiled: Compiled, path: str) -> str | None:
    """The file of the library that the text at `path` is a version of."""
    sop = compiled.library.by_path.get(path)
    if sop is None:
        return None
    others = compiled.library.by_number.get(sop.number, ())
    same = (o.path for o in others if o.path != path and o.language == sop.language)
    return next(same, None)


def report_on(checked: Sequence[Checked], here: Path, *, text: bool = False) -> Report:
    """What was found, with places relative to the folder `here`.

    For a `text` that is no file, the place is the name that it was given.
    """
    entries = [entry for each in checked for entry in _entries(each, here, text=text)]
    return Report(tuple(entries), sum(each.files for each in checked))


def place_of(root: Path, path: str, here: Path) -> str:
    """A file of a library as one opens it from `here`: relative, unless it lies elsewhere."""
    full = root / path
    try:
        return full.relative_to(here.resolve()).as_posix()
    except ValueError:
        return full.as_posix()


def _selection(path: Path) -> Selection:
    try:
        if not path.exists():
            raise PathMissingError(path)
        if path.is_dir():
            root = library_root(path)
            relative = path.resolve().relative_to(root).as_posix()
            return Selection(root, folders=frozenset({"" if relative == "." else relative}))
        if not path.is_file():
            raise NotAFileError(path)
    except OSError as error:
        raise UnreadableError(path, error.strerror) from error
    if path.suffix.lower() != ".md" and not _configures(path):
        raise NotAProcedureError(path)
    # The file's folder is resolved, not the file: a symbolic link is judged where it stands.
    home = path.parent.resolve()
    root = library_root(home)
    return Selection(root, files=frozenset({(home / path.name).relative_to(root).as_posix()}))


def _configures(path: Path) -> bool:
    """Whether a file is one of those that the whole library depends on."""
    return path.name == ORGANISATION or (
        path.parent.resolve().name == STANDARDS and path.suffix in {".yaml", ".yml"}
    )


def _checked(selection: Selection, compiled: Compiled) -> Checked:
    known = {*compiled.library.files, *compiled.sources}
    missing = sorted(selection.files - known)
    if missing:
        raise NotAProcedureError(missing[0])
    checked = Checked(selection, compiled)
    if checked.files == 0 and not selection.files and not compiled.diagnostics:
        folder = next(iter(selection.folders), "")
        raise NoProceduresError(selection.root / folder)
    return checked


def _entries(checked: Checked, here: Path, *, text: bool) -> Iterator[ReportEntry]:
    compiled = checked.compiled
    for found in compiled.diagnostics:
        if checked.selection.holds(found.path):
            place = found.path if text else place_of(compiled.root, found.path, here)
            yield ReportEntry(found, place.replace(os.sep, "/"), compiled.sources.get(found.path))
