"""The longest sensible match of two sequences, in nearly linear time.

What occurs once on both sides is matched first (the longest chain of such in the same order),
the rest within the gaps between. That keeps a rewritten passage together, where a plain longest
common subsequence would hold on to every stray "the".
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

Match = tuple[int, int]
"""A place in the old sequence and the place in the new one that it goes with."""

_LARGEST = 250_000
"""The product of lengths up to which a gap without anchors is searched; else it is replaced."""


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Match]:
    """Places that go together: equal items, rising on both sides."""
    found: list[Match] = []
    gaps = [(0, len(old), 0, len(new))]
    while gaps:
        low, high, new_low, new_high = gaps.pop()
        while low < high and new_low < new_high and old[low] == new[new_low]:
            found.append((low, new_low))
            low, new_low = low + 1, new_low + 1
        while low < high and new_low < new_high and old[high - 1] == new[new_high - 1]:
            high, new_high = high - 1, new_high - 1
            found.append((high, new_high))
        if low == high or new_low == new_high:
            continue
        anchors = _anchors(old[low:high], new[new_low:new_high])
        if not anchors:
            found += _search(old[low:high], new[new_low:new_high], low, new_low)
            continue
        before, new_before = low, new_low
        for place, new_place in anchors:
            gaps.append((before, low + place, new_before, new_low + new_place))
            found.append((low + place, new_low + new_place))
            before, new_before = low + place + 1, new_low + new_place + 1
        gaps.append((before, high, new_before, new_high))
    return sorted(found)


def runs(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> Iterator[tuple[bool, int, int, int, int]]:
    """The runs of both sequences in order: whether they match, then from and to on both sides."""
    at, new_at = 0, 0
    same: tuple[int, int] | None = None
    for place, new_place in [*matches(old, new), (len(old), len(new))]:
        if place > at or new_place > new_at:
            if same is not None:
                yield True, same[0], at, same[1], new_at
                same = None
            yield False, at, place, new_at, new_place
        if same is None:
            same = (place, new_place)
        at, new_at = place + 1, new_place + 1
    if same is not None and same[0] < len(old):
        yield True, same[0], len(old), same[1], len(new)


def rising(places: Sequence[int]) -> list[int]:
    """The indices of a longest rising subsequence."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for index, place in enumerate(places):
        at = bisect_left(ends, place)
        before.append(last[at - 1] if at else None)
        if at == len(ends):
            ends.append(place)
            last.append(index)
        else:
            ends[at], last[at] = place, index
    chain: list[int] = []
    current = last[-1] if last else None
    while current is not None:
        chain.append(current)
        current = before[current]
    return chain[::-1]


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Match]:
    """What occurs once on both sides, as far as it stands in the same order."""
    counts, new_counts = Counter(old), Counter(new)
    where = {item: place for place, item in enumerate(new) if new_counts[item] == 1}
    pairs = [
        (place, where[item])
        for place, item in enumerate(old)
        if counts[item] == 1 and item in where
    ]
    return [pairs[index] for index in rising([new_place for _, new_place in pairs])]


def _search(
    old: Sequence[Hashable], new: Sequence[Hashable], shift: int, new_shift: int
) -> list[Match]:
    """The matches in a gap in which nothing occurs only once."""
    if len(old) * len(new) > _LARGEST:
        return []
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return [
        (shift + block.a + offset, new_shift + block.b + offset)
        for block in blocks
        for offset in range(block.size)
    ]
