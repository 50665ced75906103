"""The known name that a mistyped one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable

_SHORTEST_PREFIX = 4
"""Letters that the beginning of a name must have to be taken for the whole name."""

_SEPARATORS = str.maketrans("_ ", "--")


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that is nearest to `word`, or None if nothing is near enough.

    Capitals do not count, nor whether words are joined by a hyphen, underscore or space. Near
    enough is one slip (a letter more, less, other, or two swapped) in a short word, two from five
    letters, three from nine; or else the beginning of the name. The first of equals wins.
    """
    wanted = _folded(word)
    limit = _slips_allowed(len(wanted))
    best: str | None = None
    beginning: str | None = None
    for choice in choices:
        candidate = _folded(choice)
        if candidate == wanted:
            return choice
        slips = _slips(wanted, candidate, limit) if limit > 0 else None
        if slips is not None:
            best, limit = choice, slips - 1
        elif beginning is None and _begins(wanted, candidate):
            beginning = choice
    return best if best is not None else beginning


def _folded(word: str) -> str:
    return word.strip().casefold().translate(_SEPARATORS)


def _slips_allowed(length: int) -> int:
    """How many slips a word of that length may have and still be recognised."""
    if length < 2:
        return 0
    return min(3, 1 + (length - 1) // 4)


def _begins(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORTEST_PREFIX and longer.startswith(shorter)


def _slips(one: str, other: str, limit: int) -> int | None:
    """The number of slips between two words, or None when there are more than `limit`.

    Slips are counted as optimal string alignment does: insertion, deletion, substitution and
    the swap of two neighbours cost one each.
    """
    if abs(len(one) - len(other)) > limit:
        return None
    one, other = _without_common_ends(one, other)
    if not one or not other:
        count = len(one) + len(other)
    else:
        count = _alignment(one, other, limit)
    return count if count <= limit else None


def _without_common_ends(one: str, other: str) -> tuple[str, str]:
    """The two words without the beginning and the end that they share."""
    shortest = min(len(one), len(other))
    start = 0
    while start < shortest and one[start] == other[start]:
        start += 1
    end = 0
    while end < shortest - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]


def _alignment(one: str, other: str, limit: int) -> int:
    """Optimal string alignment of two words; gives up, with a larger number, beyond `limit`."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        current = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (letter != wanted))
            swapped = i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted
            current.append(min(cost, before[j - 2] + 1) if swapped else cost)
        if min(current) > limit and min(row) > limit:
            return limit + 1
        before, row = row, current
    return row[-1]
