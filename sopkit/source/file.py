"""One source file, read as text whose lines are those that an editor shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256


@dataclass(frozen=True)
class SourceFile:
    """A decoded file: `path` relative to the library (forward slashes), `text` with LF only.

    `text` has no byte-order mark, and every CRLF is one LF; `newline` says what the file uses,
    so that it can be written back in its own style.
    """

    path: str
    text: str
    newline: str = "\n"
    byte_order_mark: bool = False

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without their ends; line `n` of an editor is `lines[n - 1]`.

        Only LF ends a line: `str.splitlines` would also break at U+2028, vertical tab and
        form feed, and shift every position after them.
        """
        return tuple(self.text.split("\n"))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the text in UTF-8, as hexadecimal digits."""
        return sha256(self.text.encode()).hexdigest()
