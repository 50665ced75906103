"""Dividing a large flow into parts, so that each is legible on one sheet of paper.

The nodes are cut in walking order, where few lines cross the cut, best between two phases and
never between a wait and its step. A chart is only ever made of at most `MOST_NODES` nodes, so the
work grows with the length of the procedure and no faster.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable
from typing import Protocol

from sopkit.flow.flow import Flow
from sopkit.flow.node import Node, NodeKind
from sopkit.render.options import (
    LEAST_PRINTED_SIZE,
    MOST_NODES,
    PRINTABLE_HEIGHT,
    PRINTABLE_WIDTH,
    SMALL_SIZE,
)
from sopkit.render.sketch import Division, divided

_LARGEST = SMALL_SIZE / LEAST_PRINTED_SIZE
_PHASE_BONUS = 3.0
_IN_PARALLEL = 4.0
_CAUTION = 1.01  # the final numbers in connectors may be longer than those tried
_UNUSED = 40.0
_NEVER = 1000.0


class Size(Protocol):
    """How large a chart is."""

    @property
    def width(self) -> float: ...  # noqa: D102

    @property
    def height(self) -> float: ...  # noqa: D102


Trial = Callable[[Division], Size]
"""How large the chart of part 0 of a division is."""

Span = tuple[int, int]
"""The nodes from an index up to, not including, another."""


def excess(size: Size) -> float:
    """How many times too large a chart is to be legible on an A4 page; up to 1 it is legible."""
    widest, highest = PRINTABLE_WIDTH * _LARGEST, PRINTABLE_HEIGHT * _LARGEST
    return max(size.width / widest, size.height / highest)


def divide(flow: Flow, trial: Trial, whole: Size | None = None) -> Division:
    """The parts of a flow; `whole` is the size of it in one piece, which turned out too large."""
    divider = _Divider(flow, trial)
    if whole is not None:
        count = len(divider.nodes)
        divider.tried[0, count] = excess(whole)
        divider.usual = int(count / excess(whole))
    spans = divider.spans()
    parts = [[node.id for node in divider.nodes[first:last]] for first, last in spans]
    parts[-1] += [
        node.id for node in flow.nodes if node.kind in _TERMINAL and not flow.entries[node.id]
    ]
    return divided(flow, parts)


_TERMINAL = frozenset({NodeKind.END, NodeKind.HANDOFF})


class _Divider:
    """Cuts one flow; knows what each cut costs and which parts it tried."""

    def __init__(self, flow: Flow, trial: Trial) -> None:
        self.flow = flow
        self.trial = trial
        self.nodes = [node for node in flow.nodes if node.kind not in _TERMINAL]
        self.costs = _cut_costs(flow, self.nodes)
        self.elsewhere = dict.fromkeys(flow.by_id, 1)
        self.letters = dict.fromkeys(flow.by_id, "A")
        self.tried: dict[Span, float] = {}
        self.usual = 24

    def spans(self) -> list[Span]:
        """The parts from the first to the last, each as large as is legible."""
        found: list[Span] = []
        first = 0
        while first < len(self.nodes):
            last = self._reach(first)
            if last < len(self.nodes):
                last = self._best_cut(first, last)
            found.append((first, last))
            first = last
        return self._evened(found)

    def _evened(self, spans: list[Span]) -> list[Span]:
        """Move the last cut back if it leaves only a scrap, and both parts stay legible."""
        if len(spans) < 2 or (spans[-1][1] - spans[-1][0]) * 3 > spans[-2][1] - spans[-2][0]:
            return spans
        first, last = spans[-2][0], spans[-1][1]
        quarter = (last - first) // 4
        cuts = range(first + 1 + quarter, last - quarter)
        cut = min(cuts, key=lambda index: self.costs[index], default=0)
        if cut and all(self._excess(span) <= 1 for span in ((first, cut), (cut, last))):
            return [*spans[:-2], (first, cut), (cut, last)]
        return spans

    def _reach(self, first: int) -> int:
        """How far a legible part from here may go: at least one node.

        A part's size is nearly in proportion to its nodes, so the next guess follows from the
        last; the first is what the part before reached.
        """
        low, high = first + 1, min(len(self.nodes), first + MOST_NODES) + 1
        guess = first + self.usual
        while high - low > 1:  # low is legible (or all there is), high is not
            guess = min(max(guess, low + 1), high - 1)
            excess = self._excess((first, guess))
            if excess <= 1:
                low = guess
            else:
                high = guess
            guess = first + int((guess - first) / excess)
        self.usual = max(4, low - first)
        return low

    def _best_cut(self, first: int, last: int) -> int:
        """Where to end a part that may go up to `last`: few lines across, between phases."""

        def cost(index: int) -> float:
            unused = (last - index) / (last - first)
            return self.costs[index] + _UNUSED * unused * unused

        return min(range(last, first + (last - first) // 2, -1), key=cost)

    def _excess(self, span: Span) -> float:
        """How many times too large a part's chart is; each is laid out only once."""
        if span not in self.tried:
            part = tuple(node.id for node in self.nodes[span[0] : span[1]])
            places = ChainMap(dict.fromkeys(part, 0), self.elsewhere)
            self.tried[span] = excess(self.trial(Division(places, (part, ()), self.letters)))
        return self.tried[span] * _CAUTION


def _cut_costs(flow: Flow, nodes: list[Node]) -> list[float]:
    """What a cut before each node costs."""
    position = {node.id: index for index, node in enumerate(nodes)}
    steps = [0.0] * (len(nodes) + 1)
    for edge in flow.edges:
        if edge.source in position and edge.target in position:
            ends = sorted((position[edge.source], position[edge.target]))
            steps[ends[0] + 1] += 1
            steps[min(ends[1] + 1, len(nodes))] -= 1
    costs = []
    crossing = 0.0
    for index, node in enumerate(nodes):
        crossing += steps[index]
        cost = crossing
        if node.strand is not None:
            cost += _IN_PARALLEL
        if index:
            before = nodes[index - 1]
            if node.phase != before.phase:
                cost -= _PHASE_BONUS
            if before.kind in {NodeKind.WAIT, NodeKind.START}:
                cost += _NEVER
        costs.append(cost)
    return costs
