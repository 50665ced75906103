"""Passages that were moved from one step or section to another: told as such, not as two changes.

A passage that is struck here and written there with the same words keeps both changes, each with
the place of the other, so that a reader knows that it need not be read again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sopkit.compare.difference import Aspect, Change, SectionDifference, StepDifference
from sopkit.compare.words import plain_word, tokens

_FEWEST = 3
"""Passages of fewer words are no sign of having been moved."""

_PASSAGES = frozenset(
    {
        Aspect.TEXT,
        Aspect.SCRIPT,
        Aspect.CHECKLIST,
        Aspect.ALERT,
        Aspect.TABLE,
        Aspect.LIST,
        Aspect.CODE,
    }
)
_Words = tuple[Aspect, tuple[str, ...]]


def tell_moved(
    steps: Sequence[StepDifference], sections: Sequence[SectionDifference]
) -> tuple[tuple[StepDifference, ...], tuple[SectionDifference, ...]]:
    """The same differences, with the other place of each passage that was moved."""
    struck: dict[_Words, list[str]] = defaultdict(list)
    written: dict[_Words, list[str]] = defaultdict(list)
    for place, change in _places(steps, sections):
        words = _words(change)
        if words is not None:
            (written if change.new else struck)[words].append(place)
    moved = {words for words in struck if len(struck[words]) == len(written.get(words, ())) == 1}
    if not moved:
        return tuple(steps), tuple(sections)

    def told(change: Change) -> Change:
        words = _words(change)
        if words not in moved:
            return change
        return replace(change, elsewhere=(struck if change.new else written)[words][0])

    return (
        tuple(replace(step, changes=tuple(map(told, step.changes))) for step in steps),
        tuple(replace(one, changes=tuple(map(told, one.changes))) for one in sections),
    )


def _places(
    steps: Iterable[StepDifference], sections: Iterable[SectionDifference]
) -> Iterable[tuple[str, Change]]:
    for step in steps:
        for change in step.changes:
            mark = step.new if change.new else step.old
            if mark is not None:
                yield f"{mark.number} {mark.title}", change
    for section in sections:
        yield from ((section.heading, change) for change in section.changes)


def _words(change: Change) -> _Words | None:
    """The words of a passage that only one of the texts has at this place."""
    if change.aspect not in _PASSAGES or bool(change.old) is bool(change.new):
        return None
    found = tuple(
        plain_word(token) for token in tokens(change.old or change.new) if token[0].isalnum()
    )
    return (change.aspect, found) if len(found) >= _FEWEST else None
