"""Characters that the shipped font cannot draw, and what is printed in their place.

A PDF that must be readable in fifty years may not name a character without drawing it, so each
one gets a substitute: its plain form where it has one, a word's sign for some signs of warning
and joy, else an empty box. Whoever prints is told which characters these were.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from sopkit.render.measure import has_glyph

BOX = "□"
"""What stands for a character that has no plain form."""

LONG_WORD = 30
"""A word with more characters may be broken anywhere, so that it stays on the page."""

LONG_IN_A_TABLE = 12
"""The same in a table of many columns."""

_PIECE = 12
_BREAK = "\u200b"  # the zero-width space: a line may end here
_SIGNS: Mapping[str, str] = {
    "⚠": "(!)",
    "✅": "✓",
    "✔": "✓",
    "❌": "×",
    "✖": "×",
    "✗": "×",
    "✘": "×",
    "➡": "→",
    "⇒": "→",
    "➔": "→",
    "⭐": "*",
    "☎": "tel.",
    "📞": "tel.",
    "🙂": ":-)",
    "😀": ":-)",
    "😊": ":-)",
    "🙁": ":-(",
    "☹": ":-(",
}
_KEPT = "\n\t\u00ad" + _BREAK
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters, with a sign that there was more."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


class Printable:
    """Makes texts printable, and remembers in `replaced` what was put for which character."""

    def __init__(self, long_word: int = LONG_WORD) -> None:
        self.replaced: dict[str, str] = {}
        self._long_word = long_word

    @property
    def narrow(self) -> Printable:
        """The same for narrow columns: what it replaces is remembered here too."""
        made = Printable(LONG_IN_A_TABLE)
        made.replaced = self.replaced
        return made

    def text(self, text: str) -> str:
        """The text in characters that the font has."""
        if text.isascii() and text.isprintable():
            return text
        found = {character: self._character(character) for character in set(text)}
        other = {ord(seen): put for seen, put in found.items() if seen != put}
        return text.translate(other) if other else text

    def breakable(self, text: str) -> str:
        """The same, with places where a very long word may be broken."""
        return " ".join(self._breakable(word) for word in self.text(text).split(" "))

    def _breakable(self, word: str) -> str:
        if len(word) <= self._long_word or (word.isalpha() and len(word) <= LONG_WORD):
            return word  # in a table, a word of a language is hyphenated
        piece = min(_PIECE, self._long_word // 2)
        return _BREAK.join(word[start : start + piece] for start in range(0, len(word), piece))

    def _character(self, character: str) -> str:
        if character in _KEPT or has_glyph(character):
            return character
        if unicodedata.category(character) in _UNSEEN or character in "\ufe0e\ufe0f":
            return ""
        found = self.replaced.get(character)
        if found is None:
            found = self.replaced[character] = _substitute(character)
        return found


def _substitute(character: str) -> str:
    sign = _SIGNS.get(character)
    plain = unicodedata.normalize("NFKD", character)
    for candidate in (sign, plain, "".join(part for part in plain if not _combines(part))):
        if candidate and all(has_glyph(part) for part in candidate):
            return candidate
    return "" if _combines(character) else BOX


def _combines(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Me", "Mc"}
