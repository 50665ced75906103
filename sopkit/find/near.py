"""Words that differ by a typing error.

`web/src/near.ts` does the same in the browser.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

_LEAST_LETTERS = 4
_LONG = 8


def trigrams(word: str) -> Iterator[str]:
    """Every three letters in a row, the ends marked by a blank."""
    padded = f" {word} "
    return (padded[index : index + 3] for index in range(len(padded) - 2))


def by_trigram(vocabulary: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """For each trigram the words that hold it, in the order of the vocabulary."""
    found: dict[str, list[str]] = {}
    for word in vocabulary:
        for trigram in dict.fromkeys(trigrams(word)):
            found.setdefault(trigram, []).append(word)
    return {trigram: tuple(words) for trigram, words in found.items()}


def errors_allowed(word: str) -> int:
    """How many typing errors a word may hold: none in a short one, two in a long one."""
    if len(word) < _LEAST_LETTERS or any(sign.isdigit() for sign in word):
        return 0
    return 1 if len(word) < _LONG else 2


def least_shared(word: str) -> int:
    """How many different trigrams a word shares at least with those that it may be meant for.

    A letter too many, missing or replaced spoils three of them, two swapped letters four.
    """
    return max(1, len(set(trigrams(word))) - 4 * errors_allowed(word))


def near(word: str, index: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """The words of a vocabulary that a word may be meant for, each with the number of errors."""
    most = errors_allowed(word)
    if most == 0:
        return {}
    shared = Counter(
        other for trigram in dict.fromkeys(trigrams(word)) for other in index.get(trigram, ())
    )
    found = {}
    for other in shared:
        if abs(len(other) - len(word)) <= most:
            errors = distance(word, other)
            if errors <= most:
                found[other] = errors
    return found


def distance(one: str, other: str) -> int:
    """How many letters must be added, left out, replaced or swapped with their neighbour.

    The optimal string alignment distance: no part is edited twice.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, above, row = row, before, [i]
        for j, sign in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]
