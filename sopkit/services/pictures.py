"""Where the pictures of a library come from: a folder, or whatever else keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

_KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}


def media_type(path: str) -> str | None:
    """The media type of a picture that the format allows, by the end of its name."""
    return _KINDS.get(PurePosixPath(path).suffix.lower())


class Pictures(Protocol):
    """The pictures of a library by their path in it."""

    def holds(self, path: str) -> bool:
        """Whether there is such a picture."""
        ...

    def read(self, path: str) -> bytes:
        """The picture at a path. Raises LookupError or OSError if there is none."""
        ...


@dataclass(frozen=True, slots=True)
class FolderPictures:
    """The pictures in a folder; what leads out of it is not there."""

    folder: Path

    def holds(self, path: str) -> bool:
        """Whether there is such a file inside the folder."""
        home = self.folder.resolve()
        real = (home / path).resolve()
        return real.is_relative_to(home) and real.is_file()

    def read(self, path: str) -> bytes:
        """The file at a path. Raises LookupError if it is outside, and OSError."""
        if not self.holds(path):
            raise LookupError(path)
        return (self.folder / path).read_bytes()


@dataclass(frozen=True, slots=True)
class KeptPictures:
    """Pictures that are held in memory."""

    kept: Mapping[str, bytes] = field(default_factory=dict)

    def holds(self, path: str) -> bool:
        """Whether there is such a picture."""
        return path in self.kept

    def read(self, path: str) -> bytes:
        """The picture at a path. Raises LookupError."""
        return self.kept[path]
