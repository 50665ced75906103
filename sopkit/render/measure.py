"""How wide a text is in the font that sopkit ships, on every machine alike.

Widths come from the font's own table of advances through fontTools, never from the fonts of the
machine. Kerning is left out: it only makes a line narrower (by 0.6% at most in Source Sans), so
what is measured here is a safe upper bound. A character that the font lacks (Arabic, Han, emoji)
is drawn by another font, whose width nobody knows beforehand: it counts as a typical width of
its kind, and the drawing holds the line to what was measured.

All lengths are in points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from sopkit.resources import font_path

ASCENT = 0.74
"""How far letters reach above the baseline, in ems (ascenders of Source Sans: 0.712)."""
DESCENT = 0.22
"""How far letters reach below the baseline, in ems (descenders of Source Sans: 0.205)."""


class Weight(StrEnum):
    """The two weights that charts use."""

    REGULAR = "Regular"
    SEMIBOLD = "Semibold"


@lru_cache(maxsize=1 << 15)  # the same words come back all the time
def text_width(text: str, size: float, weight: Weight = Weight.REGULAR) -> float:
    """The width of one line of text at a font size, in points."""
    advances = _cache(weight)
    total = 0.0
    for character in text:
        advance = advances.get(character)
        if advance is None:
            advance = advances[character] = _advance(character, weight)
        total += advance
    return total * size


def has_glyph(character: str) -> bool:
    """Whether the font can draw a character."""
    return ord(character) in _advances(Weight.REGULAR)


def _advance(character: str, weight: Weight) -> float:
    """The advance of one character in ems."""
    known = _advances(weight).get(ord(character))
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"}:
        return 0.0
    if known is not None:
        return known
    return _foreign_advance(character)


def _foreign_advance(character: str) -> float:
    """A typical advance in ems of a character that another font has to draw."""
    if 0x1F000 <= ord(character) <= 0x1FAFF:
        return 1.3  # emoji are wider than an em in the common fonts
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1.0
    return 0.75


@lru_cache(maxsize=2)
def _cache(weight: Weight) -> dict[str, float]:
    """The advances by character that were looked up so far. `weight` keys the cache."""
    del weight
    return {}


@lru_cache(maxsize=2)
def _advances(weight: Weight) -> Mapping[int, float]:
    """The advance in ems of each code point in a face."""
    from fontTools.ttLib import TTFont

    with TTFont(font_path(weight.value), lazy=True) as font:
        units = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return {code: metrics[name][0] / units for code, name in font.getBestCmap().items()}
