"""Dividing a large flow into parts, so that each is legible on one sheet of paper.

The nodes are cut in walking order, where few lines cross the cut, best between two phases and
never between a wait and its step. A chart is only ever made of at most `MOST_NODES` nodes, so the
work grows with the length of the procedure and no faster.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable

from sopkit.flow.flow import Flow
from sopkit.flow.node import Node, NodeKind
from sopkit.render.chart import Chart
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
_UNUSED = 40.0
_NEVER = 1000.0

Trial = Callable[[Division], Chart]
"""Lays out part 0 of a division."""

Span = tuple[int, int]
"""The nodes from an index up to, not including, another."""


def is_legible(chart: Chart) -> bool:
    """Whether the smallest text is large enough when the chart is fitted to an A4 page."""
    return chart.width <= PRINTABLE_WIDTH * _LARGEST and chart.height <= PRINTABLE_HEIGHT * _LARGEST


def divide(flow: Flow, trial: Trial) -> Division:
    """The parts of a flow that is too large for one chart."""
    divider = _Divider(flow, trial)
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
        self.legible: dict[Span, bool] = {}
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
        return found

    def _reach(self, first: int) -> int:
        """How far a legible part from here may go: at least one node.

        The search begins at what the part before reached, since parts are much alike.
        """
        most = min(len(self.nodes), first + MOST_NODES)
        low, high = first + 1, most + 1  # low is legible (or all there is), high is not
        guess = min(most, first + self.usual)
        while high - low > 1:
            if self._is_legible((first, guess)):
                low = guess
                guess = min(high - 1, max(low + 1, first + (guess - first) * 4 // 3))
            else:
                high = guess
                guess = max(low + 1, (low + high) // 2)
            guess = min(max(guess, low + 1), high - 1)
        self.usual = max(4, low - first)
        return low

    def _best_cut(self, first: int, last: int) -> int:
        """Where to end a part that may go up to `last`: few lines across, between phases."""

        def cost(index: int) -> float:
            unused = (last - index) / (last - first)
            return self.costs[index] + _UNUSED * unused * unused

        return min(range(last, first + (last - first) // 2, -1), key=cost)

    def _is_legible(self, span: Span) -> bool:
        """Whether a part's chart is legible; each is laid out only once."""
        if span not in self.legible:
            part = tuple(node.id for node in self.nodes[span[0] : span[1]])
            places = ChainMap(dict.fromkeys(part, 0), self.elsewhere)
            self.legible[span] = is_legible(self.trial(Division(places, (part, ()), self.letters)))
        return self.legible[span]


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
