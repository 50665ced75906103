"""Phases called otherwise, new or gone: told once, not at each of their steps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sopkit.compare.difference import Aspect, Change, Fate, SectionDifference
from sopkit.compare.wording import Vocabulary, compare_texts
from sopkit.model.control import Nature
from sopkit.model.step import Step

Pair = tuple[Step, Step]
"""A step as the old and as the new text has it."""


class Phases:
    """The phases of both texts, and which of the new ones is which of the old ones."""

    def __init__(self, old: Sequence[str], new: Sequence[str], pairs: Sequence[Pair]) -> None:
        self.old = dict.fromkeys(old)
        self.new = dict.fromkeys(new)
        self.renamed = self._renamed(pairs)

    def _renamed(self, pairs: Sequence[Pair]) -> Mapping[str, str]:
        """The new title of each phase that lost its own: that of most of its steps."""
        goals: dict[str, Counter[str]] = defaultdict(Counter)
        for one, other in pairs:
            if one.phase and other.phase and one.phase not in self.new:
                goals[one.phase][other.phase] += 1
        found: dict[str, str] = {}
        for title, counts in goals.items():
            goal = counts.most_common(1)[0][0]
            if goal not in self.old and goal not in found.values():
                found[title] = goal
        return found

    def differences(self, vocabulary: Vocabulary) -> Iterator[SectionDifference]:
        """What became of the phases themselves."""
        for title, goal in self.renamed.items():
            wording = compare_texts(title, goal, vocabulary)
            editorial = wording.nature is Nature.EDITORIAL
            nature = Nature.EDITORIAL if editorial else Nature.CLARIFYING
            change = Change(Aspect.PHASE, nature, title, goal, "", wording.pieces)
            yield SectionDifference(Fate.CHANGED, goal, nature, (change,))
        for title in self.new:
            if title not in self.old and title not in self.renamed.values():
                change = Change(Aspect.PHASE, Nature.CLARIFYING, "", title)
                yield SectionDifference(Fate.ADDED, title, Nature.CLARIFYING, (change,))
        for title in self.old:
            if title not in self.new and title not in self.renamed:
                change = Change(Aspect.PHASE, Nature.CLARIFYING, title, "")
                yield SectionDifference(Fate.REMOVED, title, Nature.CLARIFYING, (change,))

    def change(self, old: Step, new: Step) -> Iterator[Change]:
        """The change of a step that stands in another phase, where both texts have both."""
        before, after = self.renamed.get(old.phase or "", old.phase or ""), new.phase or ""
        kept = before in self.new and (after in self.old or after in self.renamed.values())
        if before != after and kept:
            yield Change(Aspect.PHASE, Nature.CLARIFYING, old.phase or "", after)
