"""One source file, read as text whose lines are those that an editor shows."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from pathlib import Path

SIZE_LIMIT = 1024 * 1024
"""Bytes of the largest file that is read."""

_LINE_END = re.compile(r"\r\n?|\n")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"{\\rtf")
"""How files of Word and LibreOffice, old ones of Word, PDF and rich text begin."""


@dataclass(frozen=True)
class SourceFile:
    """A decoded file: `path` relative to the library (forward slashes), `text` with LF only.

    `text` has no byte-order mark, and every CRLF or lone CR is one LF. `digest` is the SHA-256
    of the bytes as they were read, as hexadecimal digits.
    """

    path: str
    text: str
    digest: str = ""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without their ends; line `n` of an editor is `lines[n - 1]`.

        Only LF ends a line: `str.splitlines` would also break at U+2028, vertical tab and
        form feed, and shift every position after them.
        """
        return tuple(self.text.split("\n"))


class ReadFailure(StrEnum):
    """Why a file gave no text."""

    NOT_UTF8 = "not utf-8"
    DOCUMENT = "document"
    TOO_LARGE = "too large"
    MISSING = "missing"
    OUTSIDE = "outside"
    NOT_A_FILE = "not a file"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class UnreadableFile:
    """A file that gave no text, and why; `size` in bytes, `position` of the bad byte from 0."""

    path: str
    failure: ReadFailure
    size: int = 0
    position: int = 0
    byte: int = 0


def decode(path: str, data: bytes) -> SourceFile | UnreadableFile:
    """The text of a file's bytes."""
    if len(data) > SIZE_LIMIT:
        return UnreadableFile(path, ReadFailure.TOO_LARGE, size=len(data))
    if data.startswith(_DOCUMENTS):
        return UnreadableFile(path, ReadFailure.DOCUMENT, size=len(data))
    try:
        text = data.removeprefix(_BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        shift = len(data) - len(data.removeprefix(_BYTE_ORDER_MARK))
        position = error.start + shift
        return UnreadableFile(
            path, ReadFailure.NOT_UTF8, size=len(data), position=position, byte=data[position]
        )
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    return SourceFile(path, text, sha256(data).hexdigest())


def read_file(root: Path, path: str) -> SourceFile | UnreadableFile:
    """Read one file of a library. `root` must be resolved.

    A symbolic link is followed only to a file inside the library; devices and pipes, which
    would block or never end, are not opened.
    """
    full = root / path
    try:
        if not full.resolve().is_relative_to(root):
            return UnreadableFile(path, ReadFailure.OUTSIDE)
        status = full.stat()
        if not stat.S_ISREG(status.st_mode):
            return UnreadableFile(path, ReadFailure.NOT_A_FILE)
        if status.st_size > SIZE_LIMIT:
            return UnreadableFile(path, ReadFailure.TOO_LARGE, size=status.st_size)
        with full.open("rb") as file:
            return decode(path, file.read(SIZE_LIMIT + 1))
    except FileNotFoundError:
        return UnreadableFile(path, ReadFailure.MISSING)
    except (OSError, RuntimeError, ValueError):
        return UnreadableFile(path, ReadFailure.DENIED)
