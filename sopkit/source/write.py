"""Writes files safely: only what was read, only inside the library, and all or nothing."""

from __future__ import annotations

import errno
import os
import re
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from sopkit.errors import FileChangedError, NotAFileError, OutsideLibraryError, SymbolicLinkError
from sopkit.source.span import Span

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
"""What the system says where a file cannot have two names, as on a memory stick."""

_LINE_END = re.compile(r"\r\n?|\n")


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
    lines, newline = _lines(text), _newline(text)
    places = sorted(
        (
            _offset(lines, edit.span.line, edit.span.column),
            _offset(lines, edit.span.end_line, edit.span.end_column),
            edit.text.replace("\n", newline),
        )
        for edit in edits
    )
    parts: list[str] = []
    done = 0
    for start, end, replacement in places:
        if start < done or end < start:
            raise ValueError("edits overlap or run backwards")
        parts += (text[done:start], replacement)
        done = end
    parts.append(text[done:])
    return mark + "".join(parts).encode()


def read_inside(root: Path, path: str, digest: str) -> bytes:
    """The bytes of a library's file that was read before, for one who means to write it back.

    `digest` is the SHA-256 of what was read then (`SourceFile.digest`). Raises FileChangedError
    when the file holds something else now, OutsideLibraryError or SymbolicLinkError when the
    path leads out of the library, NotAFileError for anything but an ordinary file, and OSError.
    """
    real = _inside(root, path)
    if not stat.S_ISREG(real.stat().st_mode):
        raise NotAFileError(path)
    data = real.read_bytes()
    if sha256(data).hexdigest() != digest:
        raise FileChangedError(path)
    return data


def replace_file(root: Path, path: str, data: bytes, digest: str) -> None:
    """Replace a file of the library at once, if it still holds what was read (`digest`).

    The new file has the permissions of the old one. A symbolic link inside the library stays a
    link: the file that it names is replaced. Raises what `read_inside` raises; then the old file
    stands and no other is left behind.
    """
    real = _inside(root, path)
    read_inside(root, path, digest)
    write_atomically(real, data, mode=stat.S_IMODE(real.stat().st_mode))


def write_atomically(path: Path, data: bytes, *, mode: int) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part.

    `mode` is the permissions that the file gets. Raises OSError; then the old file stands and no
    other is left behind.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".sopkit-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(path.parent)


def create_file(path: Path, data: bytes) -> None:
    """Make a file that is not there yet, with the folders above it.

    Raises FileExistsError when anything has that name, also a broken link, and OSError; then no
    half-written file is left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        try:
            file.write(data)
            file.flush()
        except OSError:
            path.unlink(missing_ok=True)
            raise


def create_whole(path: Path, data: bytes) -> None:
    """As `create_file`, so that a reader sees no file or all of it, also after a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".sopkit-{token_hex(8)}.tmp")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _give_name(part, path)
    finally:
        with suppress(OSError):
            part.unlink()
    _sync_folder(path.parent)


def remove_file(root: Path, path: str, digest: str) -> None:
    """Remove a file of the library, if it still holds what was read (`digest`).

    Folders that it leaves empty go with it. Raises what `read_inside` raises.
    """
    read_inside(root, path, digest)
    (root / path).unlink()
    for folder in (root / path).parents:
        if folder == root or any(folder.iterdir()):
            break
        folder.rmdir()


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


def _give_name(part: Path, path: Path) -> None:
    """Give a finished file its name, unless something has it."""
    try:
        os.link(part, path)
    except OSError as error:
        if error.errno not in _NO_LINKS or os.path.lexists(path):
            raise
        part.replace(path)


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


def _lines(text: str) -> list[tuple[int, int]]:
    """Where each line begins and ends in the text as stored: LF, CRLF and CR end a line."""
    lines: list[tuple[int, int]] = []
    start = 0
    for ending in _LINE_END.finditer(text):
        lines.append((start, ending.start()))
        start = ending.end()
    lines.append((start, len(text)))
    return lines


def _offset(lines: list[tuple[int, int]], line: int, column: int) -> int:
    """Where a place is in the text as stored."""
    if not 1 <= line <= len(lines):
        raise ValueError(f"line {line} is not in the text")
    start, end = lines[line - 1]
    if not 1 <= column <= end - start + 1:
        raise ValueError(f"column {column} is not on line {line}")
    return start + column - 1


def _newline(text: str) -> str:
    """What ends most lines of a text; LF where there is none."""
    return max(("\n", "\r\n", "\r"), key=[*_LINE_END.findall(text)].count)
