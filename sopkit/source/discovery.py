"""Finds the files of a library."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ORGANISATION = "organisation.yaml"
GLOSSARY = "glossary.md"
STANDARDS = "standards"

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".svg")


@dataclass(frozen=True, slots=True)
class LibraryFiles:
    """What lies in a library's folder, as sorted relative paths with forward slashes.

    `root` is resolved. `sops` are the files that ought to be procedures.
    """

    root: Path
    sops: tuple[str, ...] = ()
    pictures: frozenset[str] = frozenset()
    standards: tuple[str, ...] = ()
    organisation: bool = False
    glossary: bool = False


def library_root(path: Path, fallback: Path | None = None) -> Path:
    """The library that a file or folder belongs to.

    It is the nearest folder at or above it that holds `organisation.yaml`; without one, `fallback`,
    else the folder itself (of a file: its folder).
    """
    resolved = path.resolve()
    folder = resolved if resolved.is_dir() else resolved.parent
    for candidate in (folder, *folder.parents):
        if (candidate / ORGANISATION).is_file():
            return candidate
    return fallback.resolve() if fallback is not None else folder


def discover(root: Path) -> LibraryFiles:
    """Every file of the library at `root`, without following links to folders.

    Raises OSError when the folder itself cannot be listed; folders in it that cannot be are
    passed over.
    """
    resolved = root.resolve()
    os.scandir(resolved).close()
    sops: list[str] = []
    pictures: list[str] = []
    for folder, folders, names in os.walk(resolved):
        folders[:] = sorted(name for name in folders if not _ignored(name))
        relative = Path(folder).relative_to(resolved)
        for name in names:
            if _ignored(name):
                continue
            path = (relative / name).as_posix()
            suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - a Path each costs more
            if suffix == ".md" and name != "README.md" and path != GLOSSARY:
                sops.append(path)
            elif suffix in PICTURE_SUFFIXES and _stays_inside(resolved, path):
                pictures.append(path)
    return LibraryFiles(
        root=resolved,
        sops=tuple(sorted(sops)),
        pictures=frozenset(pictures),
        standards=_standards(resolved),
        organisation=(resolved / ORGANISATION).is_file(),
        glossary=(resolved / GLOSSARY).is_file(),
    )


def _ignored(name: str) -> bool:
    return name.startswith((".", "_"))


def _stays_inside(root: Path, path: str) -> bool:
    full = root / path
    return not full.is_symlink() or full.resolve().is_relative_to(root)


def _standards(root: Path) -> tuple[str, ...]:
    folder = root / STANDARDS
    if not folder.is_dir() or folder.is_symlink():
        return ()
    return tuple(
        f"{STANDARDS}/{entry.name}"
        for entry in sorted(folder.iterdir())
        if entry.suffix in (".yaml", ".yml") and not _ignored(entry.name)
    )
