"""Which step of the new text is which step of the old one.

In this order: an explicit id that both texts have; the same content; the same words; the same id;
then the steps with most words in common. What an author named is trusted, except where the names
were evidently given to other steps: the words of the two differ and the old ones stand elsewhere.
Within each round steps go together in the order of the text as far as they can.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sopkit.compare.sequence import matches, rising
from sopkit.compare.wording import similarity
from sopkit.compare.words import plain_word
from sopkit.model.step import Branch, Step

_LEAST_ALIKE = 0.5
_LEAST_NAMED = 0.4
_COMMONEST = 60
"""A word in more steps than this does not tell them apart (in a procedure of many steps)."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A step with the keys of its words: those of its title and text, and of all it holds."""

    step: Step
    statement: tuple[str, ...]
    every: tuple[str, ...]


def match_steps(old: Sequence[Worded], new: Sequence[Worded]) -> dict[str, str]:
    """The id in the new text of each old step that is still there, by its old id."""
    pairing = _Pairing(old, new)
    pairing.by_name()
    pairing.by(lambda worded: (worded.step.kind, worded.step.digest))
    pairing.by(lambda worded: (worded.step.kind, worded.statement, worded.every))
    pairing.by(lambda worded: worded.statement or None)
    pairing.by(lambda worded: worded.step.id)
    pairing.by_words()
    return {old[one].step.id: new[other].step.id for one, other in pairing.pairs.items()}


class _Pairing:
    """Pairs indices of the old steps with those of the new ones."""

    def __init__(self, old: Sequence[Worded], new: Sequence[Worded]) -> None:
        self.old, self.new = old, new
        self.pairs: dict[int, int] = {}
        self.left = dict.fromkeys(range(len(old)))
        self.right = dict.fromkeys(range(len(new)))

    def pair(self, one: int, other: int) -> None:
        self.pairs[one] = other
        del self.left[one], self.right[other]

    def by_name(self) -> None:
        """Pair by explicit ids."""
        named = {
            worded.step.id: index for index, worded in enumerate(self.new) if _is_named(worded)
        }
        contents = {_content(worded) for worded in self.new}
        for index, worded in enumerate(self.old):
            other = named.get(worded.step.id) if _is_named(worded) else None
            if other is None:
                continue
            alike = similarity(worded.every, self.new[other].every)
            if alike >= _LEAST_NAMED or _content(worded) not in contents:
                self.pair(index, other)

    def by(self, key: Callable[[Worded], Hashable]) -> None:
        """Pair steps with an equal key: first in the order of the text, then the rest."""
        left, right = list(self.left), list(self.right)
        keys = [key(self.old[index]) for index in left]
        new_keys = [key(self.new[index]) for index in right]
        for one, other in matches(keys, new_keys):
            if keys[one] is not None:
                self.pair(left[one], right[other])
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for place in reversed(range(len(right))):
            if right[place] in self.right and new_keys[place] is not None:
                waiting[new_keys[place]].append(right[place])
        for place, index in enumerate(left):
            if index in self.left and waiting.get(keys[place]):
                self.pair(index, waiting[keys[place]].pop())

    def by_words(self) -> None:
        """Pair what has most words in common, the likeliest pairs first."""
        scored = sorted(self._scores(), key=lambda found: (-found[0], found[1], found[2]))
        for _, _, one, other in scored:
            if one in self.left and other in self.right:
                self.pair(one, other)

    def _scores(self) -> Iterable[tuple[float, float, int, int]]:
        """Likeness, distance in the text, and both indices of pairs that may go together."""
        holding: dict[str, list[int]] = defaultdict(list)
        for other in self.right:
            for word in set(self.new[other].every):
                holding[word].append(other)
        for one in self.left:
            told = Counter(
                other
                for word in set(self.old[one].every)
                if len(holding.get(word, ())) <= _COMMONEST
                for other in holding[word]
            )
            for other, _ in told.most_common(_COMMONEST):
                alike = self._likeness(self.old[one], self.new[other])
                if alike >= _LEAST_ALIKE:
                    yield alike, self._distance(one, other), one, other

    def _likeness(self, old: Worded, new: Worded) -> float:
        every = similarity(old.every, new.every)
        return max(every, (every + similarity(old.statement, new.statement)) / 2)

    def _distance(self, one: int, other: int) -> float:
        return abs(one / len(self.old) - other / len(self.new))


def _is_named(worded: Worded) -> bool:
    return worded.step.attributes.id == worded.step.id


def _content(worded: Worded) -> Hashable:
    return worded.step.kind, worded.every


Container = tuple[str | None, int]
"""What holds a step: the step around it, and the index of its branch (-1: none)."""


def containers(steps: Iterable[Step]) -> dict[str, Container]:
    """The container of every step, by the step's id."""
    found: dict[str, Container] = {}

    def visit(inside: Iterable[Step], container: Container) -> None:
        for step in inside:
            found[step.id] = container
            visit(step.steps, (step.id, -1))
            for index, branch in enumerate(step.branches):
                visit(branch.steps, (step.id, index))

    visit(steps, (None, -1))
    return found


def match_branches(
    old: Sequence[Branch], new: Sequence[Branch], pairs: Mapping[str, str]
) -> dict[int, int]:
    """Which branch of the new step is which of the old one, by their indices.

    By the label, then by the first step they hold, then by what they lead to, then by order.
    """
    found: dict[int, int] = {}
    free = dict.fromkeys(range(len(new)))
    for keys, new_keys in _rounds(old, new, pairs):
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for other in reversed(list(free)):
            waiting[new_keys[other]].append(other)
        for index, key in enumerate(keys):
            if index not in found and key is not None and waiting.get(key):
                found[index] = waiting[key].pop()
                del free[found[index]]
    return found


Keys = Sequence[Hashable]


def _rounds(
    old: Sequence[Branch], new: Sequence[Branch], pairs: Mapping[str, str]
) -> Iterator[tuple[Keys, Keys]]:
    """What branches may have in common, the surest first; None goes with nothing."""
    yield [branch.label for branch in old], [branch.label for branch in new]
    labels = [[plain_word(branch.label).strip(" .,;:") for branch in side] for side in (old, new)]
    yield labels[0], labels[1]
    yield (
        [pairs.get(branch.steps[0].id) if branch.steps else None for branch in old],
        [branch.steps[0].id if branch.steps else None for branch in new],
    )
    yield [_goal(branch, pairs) for branch in old], [_goal(branch, {}) for branch in new]
    yield [0] * len(old), [0] * len(new)


def _goal(branch: Branch, pairs: Mapping[str, str]) -> Hashable:
    jump = branch.jump
    return None if jump is None else (jump.kind, pairs.get(jump.target, jump.target))


def branch_pairs(
    old: Sequence[Step], new: Sequence[Step], pairs: Mapping[str, str]
) -> dict[tuple[str, int], int]:
    """For each branch of a matched step (its old id and index): its index in the new step."""
    by_id = {step.id: step for top in new for step in top.walk()}
    return {
        (step.id, index): other
        for top in old
        for step in top.walk()
        if step.branches and step.id in pairs
        for index, other in match_branches(
            step.branches, by_id[pairs[step.id]].branches, pairs
        ).items()
    }


def moved_steps(
    old: Sequence[Step], new: Sequence[Step], pairs: Mapping[str, str]
) -> frozenset[str]:
    """The steps (by their new ids) that stand at another place among the others.

    A step within a moved one has not moved itself. Of two steps that changed places, one moved.
    """
    places = containers(old)
    new_places = containers(new)
    branches = branch_pairs(old, new, pairs)
    moved: set[str] = set()
    groups: dict[Container, list[str]] = defaultdict(list)
    for id, (around, branch) in places.items():
        goal = pairs.get(id)
        if goal is None:
            continue
        expected = (pairs.get(around, "") if around is not None else None, branch)
        if branch >= 0 and around is not None:
            expected = (expected[0], branches.get((around, branch), -2))
        if new_places[goal] == expected:
            groups[new_places[goal]].append(goal)
        else:
            moved.add(goal)
    order = {id: index for index, id in enumerate(new_places)}
    for ids in groups.values():
        staying = {ids[index] for index in rising([order[id] for id in ids])}
        moved.update(id for id in ids if id not in staying)
    return frozenset(moved)
