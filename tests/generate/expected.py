"""What is wrong with a made-up procedure's flow, worked out the simple way from its meaning.

The definitions of the format are followed to the letter on a plain graph, with searches from
every node, however slow. `token_game` in turn checks the definitions themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.generate.procedure import (
    OUTSIDE,
    Aim,
    Branch,
    Form,
    Goto,
    Procedure,
    Step,
    Strand,
)
from tests.generate.write import mark_of_branch, mark_of_limit, mark_of_step

Place = str
"""A node of the plain graph: a step's key, `KEY join`, `start`, `end`, `end NAME`, `to NUMBER`."""

NOWHERE = "nowhere"
"""Where an arrow leads whose id is not there."""


@dataclass(frozen=True, slots=True)
class Way:
    """An edge of the plain graph; `mark` is that of the jump that made it, if one did."""

    source: Place
    target: Place
    mark: str | None = None


@dataclass(slots=True)
class Graph:
    """The plain graph of a procedure. `strand` has the innermost strand of every node."""

    ways: list[Way] = field(default_factory=list)
    strand: dict[Place, Strand] = field(default_factory=lambda: {"start": OUTSIDE})
    order: list[str] = field(default_factory=list)  # the steps' keys in the order of the text
    waits: set[str] = field(default_factory=set)  # the steps before which one waits
    unknown: dict[str, Place] = field(default_factory=dict)  # mark of the jump → its source
    nothing: dict[str, Place] = field(default_factory=dict)

    def exits(self, node: Place) -> list[Place]:
        """Where one comes from a node in one go."""
        return [way.target for way in self.ways if way.source == node]

    def reached(self, sources: Iterable[Place]) -> set[Place]:
        """All nodes to which some way leads from the sources, themselves included."""
        found = set(sources)
        waiting = list(found)
        while waiting:
            for target in self.exits(waiting.pop()):
                if target not in found:
                    found.add(target)
                    waiting.append(target)
        return found


Source = tuple[Place, str | None]
"""A loose end: the node it comes from, and the mark of the jump that it is, if it is one."""


def graph_of(procedure: Procedure) -> Graph:
    """The plain graph: a join is a node like any other, an unknown id leads `nowhere`."""
    builder = _Builder(procedure)
    return builder.build()


class _Builder:
    """Walks the steps with the loose ends that the next step will take up."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self.graph = Graph()

    def build(self) -> Graph:
        ends = self._series(self.procedure.steps, [("start", None)], OUTSIDE)
        self._tie(ends, "end", OUTSIDE)
        return self.graph

    def _tie(self, ends: list[Source], target: Place, strand: Strand) -> None:
        self.graph.strand[target] = strand
        for source, mark in ends:
            self.graph.ways.append(Way(source, target, mark))

    def _series(self, steps: list[Step], ends: list[Source], strand: Strand) -> list[Source]:
        for step in steps:
            self.graph.order.append(step.key)
            if step.wait:
                self.graph.waits.add(step.key)
            self._tie(ends, step.key, strand)
            ends = self._step(step, strand)
            if step.overdue:
                self._goto(step.overdue, [(step.key, None)], mark_of_limit(step))
        return ends

    def _step(self, step: Step, strand: Strand) -> list[Source]:
        """The loose ends after a step."""
        if step.form is Form.GROUP:
            return self._series(step.steps, [(step.key, None)], strand)
        if step.form is Form.DECISION:
            ends = []
            for index, branch in enumerate(step.branches):
                ends += self._branch(step, index, branch, strand)
            return ends
        if step.form is Form.PARALLEL:
            return self._parallel(step, strand)
        if step.jump:
            self._goto(step.jump, [(step.key, None)], mark_of_step(step))
            return []
        return [(step.key, None)]

    def _branch(self, step: Step, index: int, branch: Branch, strand: Strand) -> list[Source]:
        ends = self._series(branch.all_steps, [(step.key, None)], strand)
        if branch.jump:
            self._goto(branch.jump, ends, mark_of_branch(step, index))
            return []
        return ends

    def _parallel(self, step: Step, strand: Strand) -> list[Source]:
        """A strand that may be skipped has no edge of its own: the game shows it needs none."""
        join = f"{step.key} join"
        for index, branch in enumerate(step.branches):
            ends = self._branch(step, index, branch, (step.key, index))
            self._tie(ends, join, strand)
        self.graph.strand[join] = strand
        return [(join, None)]

    def _goto(self, goto: Goto, ends: list[Source], mark: str) -> None:
        if goto.aim is Aim.STEP:
            for source, _ in ends:
                self.graph.ways.append(Way(source, goto.target, mark))
        elif goto.aim is Aim.END:
            self._tie([(s, mark) for s, _ in ends], f"end {goto.target}".strip(), OUTSIDE)
        elif goto.aim is Aim.SOP:
            self._tie([(s, mark) for s, _ in ends], f"to {goto.target}", OUTSIDE)
        else:
            known = self.graph.unknown if goto.aim is Aim.UNKNOWN else self.graph.nothing
            for source, _ in ends:
                known[mark] = source
                self.graph.ways.append(Way(source, NOWHERE))


@dataclass(slots=True)
class Expected:
    """The findings that a procedure should have.

    `unreachable` has the steps of each region; `loops` those of each endless loop, with the
    marks of the jumps in it; the rest are marks of jumps.
    """

    unreachable: list[list[str]] = field(default_factory=list)
    loops: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)
    crossing: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    nothing: set[str] = field(default_factory=set)

    @property
    def sound(self) -> bool:
        """Whether nothing at all is wrong."""
        return not (self.unreachable or self.loops or self.crossing or self.unknown or self.nothing)


def expected_of(procedure: Procedure, graph: Graph | None = None) -> Expected:
    """The findings of a procedure, by the definitions of the format."""
    graph = graph or graph_of(procedure)
    found = Expected(unknown=set(graph.unknown), nothing=set(graph.nothing))
    reached = graph.reached(["start"])
    found.crossing = {
        way.mark
        for way in graph.ways
        if way.mark and graph.strand[way.source] != graph.strand[way.target]
    }
    if NOWHERE not in reached:  # else the unknown id may have meant any of them
        found.unreachable = _regions(graph, reached)
    found.loops = _endless(graph, reached)
    return found


def _regions(graph: Graph, reached: set[Place]) -> list[list[str]]:
    """The steps that are not reached, region by region, in the order of the text."""
    left = [key for key in graph.order if key not in reached]
    if left and (graph.unknown or graph.nothing):
        return [left]  # an unknown id among them may have meant any of them
    regions = []
    while left:
        inside = {left[0]}
        grown = True
        while grown:
            size = len(inside)
            for way in graph.ways:
                both = {way.source, way.target}
                if not both & reached and both & inside:
                    inside |= both
            grown = len(inside) > size
        regions.append([key for key in left if key in inside])
        left = [key for key in left if key not in inside]
    return regions


def _endless(graph: Graph, reached: set[Place]) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Sets of nodes that all reach one another and nothing else, with an edge inside."""
    loops = []
    seen: set[Place] = set()
    for node in graph.order:
        if node in seen or node not in reached:
            continue
        inside = graph.reached([node])
        bottom = all(node in graph.reached([other]) for other in inside)
        if bottom and graph.exits(node):
            marks = {way.mark for way in graph.ways if way.source in inside and way.mark}
            loops.append((frozenset(inside & set(graph.order)), frozenset(marks)))
            seen |= inside
    return loops
