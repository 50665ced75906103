"""Text of strangers on a terminal: made harmless, and measured in cells.

A procedure may hold characters that move the cursor, recolour the screen or turn the order of
the text around. Each is shown as what it is instead of being obeyed.
"""

from __future__ import annotations

import re
import unicodedata

TAB = 4
"""Cells between two tab stops, as CommonMark counts them."""

_JOINERS = frozenset("\u200c\u200d")
"""Format characters that scripts and emoji need, and that do no harm."""

_BREAKS = re.compile(r"(?<! ) *[\t\r\n][\t\r\n ]*")


def visible(character: str) -> str:
    """One character as a terminal may get it; a tab is left to the caller."""
    if " " <= character <= "~":
        return character
    if character < " ":
        return chr(0x2400 + ord(character))
    if character == "\x7f":
        return "\u2421"
    category = unicodedata.category(character)
    if category in {"Cc", "Cs", "Zl", "Zp"} or (category == "Cf" and character not in _JOINERS):
        return f"<U+{ord(character):04X}>"
    return character


def harmless(text: str) -> str:
    """A text of one line, for a terminal; a line break or tab with what surrounds it is a space."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(visible, _BREAKS.sub(" ", text)))
    return text


def width_of(text: str) -> int:
    """The cells that a harmless text takes: two for wide characters, none for marks."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def _width(character: str) -> int:
    if character in _JOINERS or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    if "\u1160" <= character <= "\u11ff":  # vowels and finals that join the jamo before them
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
