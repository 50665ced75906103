"""The folder that a site is written to: nothing outside it is touched, nothing foreign removed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from sopkit.errors import AlreadyThereError, NotAFolderError, UnwritableError

MANIFEST = ".sopkit-site.json"
"""Which files of the folder sopkit wrote, and from what."""

_FORMAT = 1
_OURS = (b'<meta name="generator" content="sopkit">', b"<pdf:Keywords>sopkit<")
"""What a page has near its beginning, and a PDF anywhere."""


class SiteOutput:
    """One folder. File names are relative to it, with forward slashes.

    Every method raises UnwritableError when the system refuses.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if folder.exists() and not folder.is_dir():
            raise NotAFolderError(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(folder, error) from error

    def read_manifest(self) -> Mapping[str, str]:
        """For each file that sopkit wrote, the hash of what it was made from.

        A manifest that cannot be read counts as none. Names that lead out of the folder are not
        believed, whoever wrote them.
        """
        try:
            manifest = json.loads((self.folder / MANIFEST).read_bytes())
            files = manifest["files"] if manifest["format"] == _FORMAT else {}
            return {
                str(name): str(digest) for name, digest in files.items() if _is_inside(str(name))
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}

    def write_manifest(self, files: Mapping[str, str]) -> None:
        """Record what the folder holds, unless it is recorded already."""
        content = {"format": _FORMAT, "files": dict(sorted(files.items()))}
        self.put(MANIFEST, (json.dumps(content, indent=0, ensure_ascii=False) + "\n").encode())

    def has(self, name: str) -> bool:
        """Whether an ordinary file of that name is there."""
        path = self.folder / name
        return path.is_file() and not path.is_symlink()

    def check_ours(self, names: Iterable[str]) -> None:
        """Raise AlreadyThereError if a file would replace one that sopkit did not write."""
        for name in names:
            path = self.folder / name
            if path.is_dir():
                raise AlreadyThereError(path)
            try:
                with path.open("rb") as file:
                    begin = file.read(None if path.suffix == ".pdf" else 4096)
                    if not any(mark in begin for mark in _OURS):
                        raise AlreadyThereError(path)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise _unwritable(path, error) from error

    def put(self, name: str, data: bytes) -> bool:
        """Write a file at once, unless it holds these bytes already. True if it was written.

        A symbolic link in its place is replaced, not followed. Not written through to the disk:
        a site can always be built again.
        """
        path = self.folder / name
        try:
            if self.has(name) and path.stat().st_size == len(data) and path.read_bytes() == data:
                return False
            self._replace(path, data)
        except OSError as error:
            raise _unwritable(path, error) from error
        return True

    def remove(self, name: str) -> bool:
        """Remove a file that an earlier build wrote, and folders that are empty then."""
        path = self.folder / name
        if not _is_inside(name) or not path.parent.resolve().is_relative_to(self.folder.resolve()):
            return False
        try:
            path.unlink()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise _unwritable(path, error) from error
        for above in PurePosixPath(name).parents:
            if above == PurePosixPath():
                break
            with suppress(OSError):
                (self.folder / above).rmdir()
        return True

    @staticmethod
    def _replace(path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The process's number keeps apart two builds into one folder.
        draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            draft.write_bytes(data)
            draft.replace(path)
        except BaseException:
            with suppress(OSError):
                draft.unlink()
            raise


def _is_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and parts[0] != "/" and ".." not in parts and "\\" not in name


def _unwritable(path: Path, error: OSError) -> UnwritableError:
    return UnwritableError(path, error.strerror or str(error))
