"""Writes files safely: only what was read, only inside the library, and all or nothing."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sopkit.errors import FileChangedError, NotAFileError, OutsideLibraryError, SymbolicLinkError
from sopkit.source.span import Span

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Edit:
    """The text of `span` becomes `text`, whose lines end in LF."""

    span: Span
    text: str


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes of a UTF-8 file with some spans replaced; every other byte stays.

    Spans are places in the text as `SourceFile` gives it (no byte-order mark, LF only). New lines
    get the newline of the file. The edits must not overlap. Raises ValueError for a span that is
    not in the text, and UnicodeDecodeError for bytes that are no UTF-8.
    """
    mark = _BYTE_ORDER_MARK if data.startswith(_BYTE_ORDER_MARK) else b""
    text = data[len(mark) :].decode()
    starts = _line_starts(text)
    newline = "\r\n" if _uses_carriage_returns(text) else "\n"
    places = sorted(
        (_offset(text, starts, e.span.line, e.span.column),
         _offset(text, starts, e.span.end_line, e.span.end_column),
         e.text.replace("\n", newline))
        for e in edits
    )  # fmt: skip
    parts: list[str] = []
    done = 0
    for start, end, replacement in places:
        if start < done or end < start:
            raise ValueError("edits overlap or run backwards")
        parts += (text[done:start], replacement)
        done = end
    parts.append(text[done:])
    return mark + "".join(parts).encode()


def text_digest(data: bytes) -> str | None:
    """The digest that `SourceFile` gives these bytes, or None when they are no UTF-8."""
    try:
        text = data.removeprefix(_BYTE_ORDER_MARK).decode()
    except UnicodeDecodeError:
        return None
    return sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def read_inside(root: Path, path: str) -> bytes:
    """The bytes of a library's file, for one who means to write it back.

    Raises OutsideLibraryError or SymbolicLinkError when the path leads out of the library,
    NotAFileError for anything but an ordinary file, and OSError when the system refuses.
    """
    real = _inside(root, path)
    if not stat.S_ISREG(real.stat().st_mode):
        raise NotAFileError(path)
    return real.read_bytes()


def replace_file(root: Path, path: str, data: bytes, *, read: bytes) -> None:
    """Replace a file of the library at once, if it still holds the bytes that were `read`.

    The new file has the permissions of the old one. A symbolic link inside the library stays a
    link: the file that it names is replaced. Raises FileChangedError, OutsideLibraryError,
    SymbolicLinkError, or OSError (then the old file stands untouched and no other is left behind).
    """
    real = _inside(root, path)
    if read_inside(root, path) != read:
        raise FileChangedError(path)
    write_atomically(real, data, mode=stat.S_IMODE(real.stat().st_mode))


def write_atomically(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part.

    A new file gets the permissions that the process's mask leaves, unless `mode` says otherwise.
    Raises OSError.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".sopkit-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), _new_file_mode() if mode is None else mode)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(path.parent)


def create_file(path: Path, data: bytes) -> None:
    """Make a file that is not there yet, with the folders above it.

    Raises FileExistsError when anything has that name, also a broken link, and OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)


def _inside(root: Path, path: str) -> Path:
    """The real place of a library's file, or an error when that lies elsewhere."""
    home = root.resolve(strict=True)
    written = home / path
    real = written.resolve(strict=True)
    if real.is_relative_to(home):
        return real
    if Path(os.path.normpath(written)).is_relative_to(home):
        raise SymbolicLinkError(path)
    raise OutsideLibraryError(path, root)


def _new_file_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself survive a power cut, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _line_starts(text: str) -> list[int]:
    starts = [0]
    position = text.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = text.find("\n", position + 1)
    return starts


def _offset(text: str, starts: list[int], line: int, column: int) -> int:
    """Where a place is in the text as stored, in which a line may end in CRLF."""
    if not 1 <= line <= len(starts):
        raise ValueError(f"line {line} is not in the text")
    start = starts[line - 1]
    end = starts[line] - 1 if line < len(starts) else len(text)
    if line < len(starts) and text[start:end].endswith("\r"):
        end -= 1
    if not 1 <= column <= end - start + 1:
        raise ValueError(f"column {column} is not on line {line}")
    return start + column - 1


def _uses_carriage_returns(text: str) -> bool:
    """Whether most lines end in CRLF."""
    return text.count("\r\n") * 2 > text.count("\n")
