"""Starts a library: an organisation, a glossary and a first procedure."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from sopkit.errors import (
    AlreadyThereError,
    InsideLibraryError,
    NotAFolderError,
    UnwritableError,
)
from sopkit.resources import web_path
from sopkit.source.discovery import ORGANISATION, library_root
from sopkit.source.write import create_file


def new_library(folder: Path, language: str, name: str | None = None) -> tuple[str, ...]:
    """Write the files of a new library; gives their paths in the folder.

    `name` is the organisation's; without it, the folder's. Nothing is overwritten, and when one
    file cannot be written none is left. Raises NotAFolderError, AlreadyThereError,
    InsideLibraryError or UnwritableError.
    """
    _refuse_unsuitable(folder)
    template = web_path(f"templates/init/{language}")
    files = sorted(path for path in template.rglob("*") if path.is_file())
    names = [path.relative_to(template).as_posix() for path in files]
    for each in names:
        if (folder / each).exists() or (folder / each).is_symlink():
            raise AlreadyThereError(folder / each)
    organisation = (name or folder.resolve().name).strip()
    made: list[Path] = []
    try:
        for path, each in zip(files, names, strict=True):
            create_file(folder / each, _filled(path, organisation))
            made.append(folder / each)
    except OSError as error:
        for each_made in made:
            with suppress(OSError):
                each_made.unlink()
        raise UnwritableError(error.filename or folder, error.strerror) from error
    return tuple(names)


def _refuse_unsuitable(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise NotAFolderError(folder)
    root = library_root(folder)
    if (root / ORGANISATION).exists():
        if root == folder.resolve():
            raise AlreadyThereError(folder / ORGANISATION)
        raise InsideLibraryError(folder, root)


def _filled(path: Path, organisation: str) -> bytes:
    """A template's text with the organisation's name, which stands in double quotes there."""
    text = path.read_text(encoding="utf-8")
    return text.replace("@NAME@", json.dumps(organisation, ensure_ascii=False)[1:-1]).encode()
