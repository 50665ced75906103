"""Changes of a text by its places: stretches replaced, everything else as it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from sopkit.source.file import SourceFile, decode
from sopkit.source.span import Span
from sopkit.source.write import Edit, edited


def replaced(text: str, changes: Iterable[tuple[Span, str]]) -> str:
    """The text with some of its stretches replaced."""
    edits = [Edit(span, new) for span, new in changes]
    return edited(text.encode(), edits).decode()


def with_lines(lines: Sequence[str], begin: int, end: int, new: Iterable[str]) -> str:
    """The text of lines of which those from index `begin` to `end` are others."""
    return "\n".join([*lines[:begin], *new, *lines[end:]])


def indented(text: str, column: int) -> str:
    """A text of several lines, all but the first indented."""
    return text.replace("\n", "\n" + " " * column)


def shifted(lines: Iterable[str], by: int) -> list[str]:
    """Lines moved to the right, or to the left as far as they are indented."""
    return [_shifted(line, by) for line in lines]


def _shifted(line: str, by: int) -> str:
    if not line.strip() or by == 0:
        return line
    if by > 0:
        return " " * by + line
    room = len(line) - len(line.lstrip(" "))
    return line[min(room, -by) :]


def blank_count(lines: Sequence[str]) -> int:
    """How many lines at the beginning are blank."""
    return sum(1 for _ in takewhile(lambda line: not line.strip(), lines))


def rewritten(data: bytes, text: str) -> bytes:
    """The bytes of a file with another text: the part in which the two differ is replaced.

    Byte-order mark and newlines of all that stays are kept, and new lines end as the others.
    Raises ValueError for bytes that are no text.
    """
    file = decode("", data)
    if not isinstance(file, SourceFile):
        raise ValueError("these bytes are no text")  # noqa: TRY004 - it is not about a type
    old = file.text
    if old == text:
        return data
    start = _common(old, text)
    tail = min(_common(old[start:][::-1], text[start:][::-1]), len(old) - start, len(text) - start)
    end = len(old) - tail
    span = Span(*_place(old, start), *_place(old, end))
    return edited(data, [Edit(span, text[start : len(text) - tail])])


def _common(a: str, b: str) -> int:
    """How many characters two texts begin with in common."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[:middle] == b[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _place(text: str, offset: int) -> tuple[int, int]:
    line = text.count("\n", 0, offset)
    return line + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1
