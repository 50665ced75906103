"""Walking through a flow, one stop at a time, as a person who carries a procedure out.

A walk is told by the choices made so far; the same choices lead to the same stop, so a walk can
stand in an address. Every complete way of the flow can be walked, and every walk is one: at a
decision one takes an exit; of a parallel one does the strands one after the other, in any order;
a call can be walked into and leads back, a hand-over goes on in the other procedure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from sopkit.flow.build import START
from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge, EdgeKind, Node, NodeKind
from sopkit.flow.paths import surrounding

MOST_CHOICES = 1000
"""A longer walk is begun anew from where it is."""

_DEEPEST = 20
"""Calls within one another that are walked into."""


class Procedures(Protocol):
    """The procedures that can be walked into, by their number."""

    def knows(self, number: str) -> bool:
        """Whether there is such a procedure."""
        ...

    def flow(self, number: str) -> Flow:
        """Its flow."""
        ...


class ChoiceKind(StrEnum):
    """What a choice does."""

    ONWARD = "onward"
    ANSWER = "answer"
    STRAND = "strand"
    LATE = "late"
    INTO = "into"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Choice:
    """A way on from a stop.

    `edge` is the exit taken; INTO (a call or hand-over) and BACK (to the caller) have none. `taken`
    is how often this edge was taken before, where its author limits that to `maximum`.
    """

    kind: ChoiceKind
    edge: Edge | None = None
    taken: int = 0

    @property
    def maximum(self) -> int | None:
        """How often it may be taken at most."""
        return self.edge.maximum if self.edge else None

    @property
    def used_up(self) -> bool:
        """Whether it was taken as often as it may be."""
        return self.maximum is not None and self.taken >= self.maximum


@dataclass(frozen=True, slots=True)
class Fork:
    """A parallel that is being done: the strands done, and the one under way, if any."""

    node: str
    done: frozenset[int] = frozenset()
    current: int | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A procedure on the way: `node` is where one stands in it."""

    number: str
    flow: Flow
    node: str
    forks: tuple[Fork, ...] = ()
    taken: tuple[tuple[int, int], ...] = ()
    """How often exits with a limit were taken, by their place among the flow's edges."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A node that was passed; `level` is how deep in calls that was."""

    level: int
    number: str
    node: str


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a walk stands: the procedures under way, the innermost last, and what was passed."""

    levels: tuple[Level, ...]
    passed: tuple[Visit, ...] = ()

    @property
    def level(self) -> Level:
        """The procedure in which one stands."""
        return self.levels[-1]

    @property
    def node(self) -> Node:
        """Where one stands in it."""
        return self.level.flow.by_id[self.level.node]

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return len(self.levels) == 1 and self.node.kind is NodeKind.END


def begin(number: str, flow: Flow, step: str | None = None) -> Walk:
    """The first stop of a walk, or that of a step."""
    if step is not None and step in flow.by_id and flow.by_id[step].step is not None:
        return Walk((Level(number, flow, step, _around(flow, step)),))
    return _arrive(Walk((Level(number, flow, START),)), flow.exits[START][0].target)


def choices(walk: Walk, others: Procedures) -> tuple[Choice, ...]:
    """What one can do at a stop, in the order of the text; none when the walk is over."""
    node = walk.node
    if node.kind is NodeKind.FORK:
        return _strands(walk.level)
    ways = tuple(_way(walk.level, edge) for edge in walk.level.flow.exits[node.id])
    if node.kind in {NodeKind.CALL, NodeKind.HANDOFF} and _target(walk, others) is not None:
        ways = (Choice(ChoiceKind.INTO), *ways)
    if node.kind in {NodeKind.END, NodeKind.HANDOFF} and len(walk.levels) > 1:
        ways = (*ways, Choice(ChoiceKind.BACK))
    return ways


def take(walk: Walk, index: int, others: Procedures) -> Walk:
    """The next stop after a choice. Raises IndexError for one that is not there."""
    found = choices(walk, others)
    if not 0 <= index < len(found):
        raise IndexError(index)
    choice = found[index]
    walk = replace(walk, passed=(*walk.passed, _visit(walk)))
    match choice.kind:
        case ChoiceKind.INTO:
            return _into(walk, others)
        case ChoiceKind.BACK:
            return _back(walk)
        case _:
            return _along(walk, choice)


def replay(walk: Walk, indices: Iterable[int], others: Procedures) -> Walk:
    """The stop after these choices. Raises IndexError when one of them is not there."""
    for index in indices:
        walk = take(walk, index, others)
    return walk


def _strands(level: Level) -> tuple[Choice, ...]:
    """The strands of a parallel that are still to be done."""
    fork = _innermost(level)
    done = fork.done if fork and fork.node == level.node else frozenset()
    exits = level.flow.exits[level.node]
    ways = [edge for edge in exits if edge.kind is EdgeKind.FLOW]
    late = [edge for edge in exits if edge.kind is EdgeKind.OVERDUE]
    return (
        *(Choice(ChoiceKind.STRAND, edge) for place, edge in enumerate(ways) if place not in done),
        *(Choice(ChoiceKind.LATE, edge) for edge in late),
    )


def _way(level: Level, edge: Edge) -> Choice:
    if edge.kind is EdgeKind.OVERDUE:
        return Choice(ChoiceKind.LATE, edge)
    kind = ChoiceKind.ONWARD if edge.label is None else ChoiceKind.ANSWER
    return Choice(kind, edge, dict(level.taken).get(_place(level.flow, edge), 0))


def _along(walk: Walk, choice: Choice) -> Walk:
    """Take an edge."""
    level, edge = walk.level, choice.edge
    assert edge is not None  # noqa: S101 - every other kind of choice has one
    if edge.maximum is not None:
        counts = dict(level.taken)
        place = _place(level.flow, edge)
        counts[place] = counts.get(place, 0) + 1
        level = replace(level, taken=tuple(sorted(counts.items())))
    if choice.kind is ChoiceKind.STRAND:
        level = _enter_strand(level, edge)
    return _arrive(_with(walk, level), edge.target)


def _enter_strand(level: Level, edge: Edge) -> Level:
    fork = _innermost(level)
    outer = level.forks
    if fork is None or fork.node != level.node:
        fork = Fork(level.node)
    else:
        outer = outer[:-1]
    ways = [each for each in level.flow.exits[level.node] if each.kind is EdgeKind.FLOW]
    return replace(level, forks=(*outer, replace(fork, current=ways.index(edge))))


def _arrive(walk: Walk, target: str) -> Walk:
    """Come to a node: one stops there, unless there is nothing to do or say at it."""
    level = walk.level
    node = level.flow.by_id[target]
    if node.kind is NodeKind.JOIN:
        return _join(walk, node)
    walk = _with(walk, replace(level, node=target, forks=_still_open(level, node)))
    if node.kind is NodeKind.WAIT:  # told at the step that it stands before
        walk = replace(walk, passed=(*walk.passed, _visit(walk)))
        return _arrive(walk, level.flow.exits[target][0].target)
    return walk


def _join(walk: Walk, join: Node) -> Walk:
    """A strand is done: back to the parallel for the others, or on when it was the last."""
    level = walk.level
    fork = _innermost(level)
    if fork is None or fork.current is None:  # begun from a step in the midst of it
        return _leave(walk, join, level)
    done = fork.done | {fork.current}
    ways = [edge for edge in level.flow.exits[fork.node] if edge.kind is EdgeKind.FLOW]
    if len(done) < len(ways):
        forks = (*level.forks[:-1], Fork(fork.node, done))
        return _with(walk, replace(level, node=fork.node, forks=forks))
    return _leave(walk, join, replace(level, forks=level.forks[:-1]))


def _leave(walk: Walk, join: Node, level: Level) -> Walk:
    walk = _with(walk, replace(level, node=join.id))
    walk = replace(walk, passed=(*walk.passed, _visit(walk)))
    return _arrive(walk, level.flow.exits[join.id][0].target)


def _into(walk: Walk, others: Procedures) -> Walk:
    """Walk into a call, to come back; a hand-over leaves its own procedure behind."""
    number = _target(walk, others)
    assert number is not None  # noqa: S101 - it is offered only where there is one
    outer = walk.levels if walk.node.kind is NodeKind.CALL else walk.levels[:-1]
    begun = begin(number, others.flow(number), walk.node.target_step)
    return replace(walk, levels=(*outer, begun.level))


def _back(walk: Walk) -> Walk:
    """The called procedure is done: on after the call."""
    walk = replace(walk, levels=walk.levels[:-1])
    edge = next(
        edge for edge in walk.level.flow.exits[walk.level.node] if edge.kind is EdgeKind.FLOW
    )
    return _along(walk, Choice(ChoiceKind.ONWARD, edge))


def _target(walk: Walk, others: Procedures) -> str | None:
    """The procedure that a call or hand-over leads to, if it can be walked into."""
    number = walk.node.target
    if number is None or len(walk.levels) >= _DEEPEST or not others.knows(number):
        return None
    return number


def _around(flow: Flow, step: str) -> tuple[Fork, ...]:
    """The parallels around a step in which a walk begins: their other strands are still to do."""
    around = surrounding(flow, flow.by_id[step].strand)
    return tuple(Fork(fork, current=place) for fork, place in around)


def _still_open(level: Level, node: Node) -> tuple[Fork, ...]:
    """The parallels that go on at a node: a way out of one ends it."""
    around = {fork for fork, _place in surrounding(level.flow, node.strand)}
    if node.kind is NodeKind.FORK:
        around.add(node.id)
    return tuple(fork for fork in level.forks if fork.node in around)


def _innermost(level: Level) -> Fork | None:
    return level.forks[-1] if level.forks else None


def _with(walk: Walk, level: Level) -> Walk:
    return replace(walk, levels=(*walk.levels[:-1], level))


def _visit(walk: Walk) -> Visit:
    return Visit(len(walk.levels) - 1, walk.level.number, walk.level.node)


def _place(flow: Flow, edge: Edge) -> int:
    return flow.edges.index(edge)
