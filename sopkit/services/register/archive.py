"""The file that a backup and an audit bundle are: a ZIP of tables as lines of JSON.

`manifest.json` says what is in it, with the SHA-256 of every other member. The file is written
beside its place and moved there when it is whole, so a half-written one is never found there.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from sopkit.errors import AlreadyThereError, UnwritableError
from sopkit.refusals import BrokenArchiveError, NotABackupError

MANIFEST = "manifest.json"

Progress = Callable[[int, int], None]


class ArchiveWriter:
    """Writes the members of an archive, and at last its manifest."""

    def __init__(self, archive: zipfile.ZipFile, made_at: str) -> None:
        self._archive = archive
        self._made_at = made_at
        self.hashes: dict[str, str] = {}
        self.counts: dict[str, int] = {}

    def add(self, name: str, data: bytes) -> None:
        """Add a member."""
        with self._open(name) as member:
            member.write(data)
        self.hashes[name] = sha256(data).hexdigest()

    def add_lines(self, name: str, values: Iterable[object]) -> None:
        """Add a member with a line of JSON for each value, as they come."""
        digest, count = sha256(), 0
        with self._open(name) as member:
            for value in values:
                line = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                member.write(line)
                digest.update(line)
                count += 1
        self.hashes[name] = digest.hexdigest()
        self.counts[name] = count

    def finish(self, facts: dict[str, Any]) -> str:
        """Write the manifest; gives its SHA-256 (hexadecimal), which stands for all of it."""
        manifest = {**facts, "made_at": self._made_at, "members": self.hashes, "rows": self.counts}
        data = json.dumps(manifest, indent=1, sort_keys=True).encode() + b"\n"
        with self._open(MANIFEST) as member:
            member.write(data)
        return sha256(data).hexdigest()

    def _open(self, name: str) -> IO[bytes]:
        year, month, day = (int(part) for part in self._made_at[:10].split("-"))
        entry = zipfile.ZipInfo(name, (max(year, 1980), month, day, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        return self._archive.open(entry, "w", force_zip64=True)


@contextmanager
def writing_archive(target: Path, made_at: str) -> Iterator[ArchiveWriter]:
    """An archive that appears under its name when the block ends without an exception.

    Raises AlreadyThereError, UnwritableError and OSError.
    """
    if target.exists() or target.is_symlink():
        raise AlreadyThereError(target)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".sopkit-", suffix=".tmp")
    except OSError as error:  # told by the name that the user knows
        raise UnwritableError(target, error.strerror) from error
    try:
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                yield ArchiveWriter(archive, made_at)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(name, target)  # fails if somebody made the target meanwhile
        except FileExistsError as error:
            raise AlreadyThereError(target) from error
    finally:
        with suppress(OSError):
            Path(name).unlink()


class ArchiveReader:
    """Reads an archive and compares each member with the manifest."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.manifest = self._manifest()

    def lines(self, name: str) -> Iterator[Any]:
        """The values of a member, one a line.

        Raises BrokenArchiveError at its end when it is not what the manifest says.
        """
        digest = sha256()
        try:
            with self._archive.open(name) as member:
                for line in member:
                    digest.update(line)
                    yield json.loads(line)
        except (KeyError, ValueError, zipfile.BadZipFile, EOFError, OSError) as error:
            raise BrokenArchiveError(name) from error
        if digest.hexdigest() != self.manifest["members"].get(name):
            raise BrokenArchiveError(name)

    def _manifest(self) -> dict[str, Any]:
        try:
            found = json.loads(self._archive.read(MANIFEST))
        except KeyError as error:
            raise NotABackupError(Path(self._archive.filename or "").name) from error
        except (ValueError, zipfile.BadZipFile, EOFError) as error:
            raise BrokenArchiveError(MANIFEST) from error
        if not isinstance(found, dict) or not isinstance(found.get("members"), dict):
            raise BrokenArchiveError(MANIFEST)
        return found


@contextmanager
def reading_archive(source: Path) -> Iterator[ArchiveReader]:
    """An archive to read. Raises BrokenArchiveError, NotABackupError and OSError."""
    try:
        archive = zipfile.ZipFile(source)
    except zipfile.BadZipFile as error:
        raise BrokenArchiveError(source.name) from error
    with archive:
        yield ArchiveReader(archive)


def file_digest(path: Path) -> str:
    """SHA-256 (hexadecimal) of a file."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
