"""Suggestions of a nearest name, within a bound of work for the whole library.

A suggestion is a courtesy: a library with ten thousand broken links among ten thousand names is
reported at once, and without suggestions beyond the bound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sopkit.check.rule import Context
from sopkit.diagnostics.nearest import nearest

LIMIT = 50_000
"""Comparisons of two names, about a second of work at most."""


@dataclass(slots=True)
class _Suggestions:
    """What was suggested for each word, and how many comparisons are left."""

    left: int = field(default_factory=lambda: LIMIT)
    lists: dict[str, Sequence[str]] = field(default_factory=dict)
    found: dict[tuple[str, str], str | None] = field(default_factory=dict)


def suggest(
    word: str, kind: str, choices: Callable[[], Sequence[str]], context: Context
) -> str | None:
    """The nearest of the names of a kind, or None; `choices` is called once for each kind."""
    known = context.once("suggestions", _Suggestions)
    if (kind, word) in known.found:
        return known.found[kind, word]
    if kind not in known.lists:
        known.lists[kind] = choices()
    names = known.lists[kind]
    if known.left < len(names):
        return None
    known.left -= len(names)
    return known.found.setdefault((kind, word), nearest(word, names))
