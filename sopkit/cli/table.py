"""Tables for people, that stay within the terminal's width: what is too wide is folded."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

from sopkit.cli.terminal import width

_USUAL = 80
_WIDEST = 140
_LONGEST_WORD = 24
"""Cells; a longer word may be broken."""

_GAP = "  "


def table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, whole: Sequence[int] = ()
) -> list[str]:
    """The lines of a table. Columns that are empty all the way down are left out.

    The cells of the columns `whole`, counted from 0, are never folded.
    """
    from sopkit.services.report import harmless_text

    cells = [[harmless_text(cell) for cell in row] for row in rows]
    kept = [i for i in range(len(headings)) if any(row[i] for row in cells)]
    shown = [[headings[i] for i in kept], *([row[i] for i in kept] for row in cells)]
    firm = [kept.index(i) for i in whole if i in kept]
    wide = _fitted(shown, width(_WIDEST, _USUAL), firm)
    lines: list[str] = []
    for row in shown:
        lines += _folded(row, wide)
    lines.insert(1, _GAP.join("-" * cells_wide for cells_wide in wide))
    return lines


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(_cells_of(character) for character in text)


def _cells_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"F", "W"} else 1


def _fitted(rows: Sequence[Sequence[str]], room: int, firm: Sequence[int]) -> list[int]:
    """The width of each column: as its widest cell, the widest ones less until all fits."""
    wide = [max(cells(row[i]) for row in rows) for i in range(len(rows[0]))]
    least = [
        wide[i]
        if i in firm
        else min(_LONGEST_WORD, max(cells(word) for row in rows for word in row[i].split() or [""]))
        for i in range(len(rows[0]))
    ]
    room -= len(_GAP) * (len(wide) - 1)
    while sum(wide) > room:
        over = [has - keeps for has, keeps in zip(wide, least, strict=True)]
        widest = max(range(len(wide)), key=lambda i: (over[i] > 0, wide[i]))
        if over[widest] <= 0:
            break
        wide[widest] -= 1
    return wide


def _folded(row: Sequence[str], wide: Sequence[int]) -> list[str]:
    parts = [
        textwrap.wrap(cell, max(room, 1)) or [""] for cell, room in zip(row, wide, strict=True)
    ]
    height = max(len(part) for part in parts)
    lines = []
    for line in range(height):
        found = [part[line] if line < len(part) else "" for part in parts]
        padded = [text + " " * (room - cells(text)) for text, room in zip(found, wide, strict=True)]
        lines.append(_GAP.join(padded).rstrip())
    return lines
