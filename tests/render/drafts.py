"""Procedures in short notation, and their flows: what the compiler would make of a file.

Kept apart from the parser, so that charts are tested on flows that no parser made.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge, EdgeKind, Node, NodeKind
from sopkit.model.step import Duration


@dataclass
class Branch:
    label: str = ""
    steps: list[Draft] = field(default_factory=list)
    jump: str | None = None
    maximum: int | None = None


@dataclass
class Draft:
    """A step. `jump` is a step's id, `end`, `end: name` or `SOP number`."""

    title: str
    id: str = ""
    branches: list[Branch] = field(default_factory=list)
    steps: list[Draft] = field(default_factory=list)
    parallel: bool = False
    jump: str | None = None
    phase: str | None = None
    call: str | None = None
    wait: str | None = None
    within: str | None = None
    overdue: str | None = None
    flags: dict[str, object] = field(default_factory=dict)


Loose = list[tuple[str, Edge]]


def flow_of(drafts: list[Draft], title: str = "Probe", language: str = "nl") -> Flow:
    """The flow of a procedure in short notation."""
    return _Builder().build(drafts, title, language)


def duration(text: str) -> Duration:
    digits = "".join(c for c in text if c.isdigit())
    return Duration(float(digits), text.removeprefix(digits), text)


class _Builder:
    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.ends: dict[str, Node] = {}
        self.edges: list[tuple[int, Edge]] = []
        self.positions: dict[tuple[str, str | None], int] = {}
        self.entry: dict[str, str] = {}
        self.phase: str | None = None

    def build(self, drafts: list[Draft], title: str, language: str) -> Flow:
        self._number(drafts, "")
        self._add(Node("start", NodeKind.START, "", 1))
        loose = [Edge("start", "?")]
        loose = self._sequence(drafts, loose)
        for edge in loose:
            self._finish(edge, self._end(""))
        self.edges.sort(key=lambda positioned: positioned[0])
        edges = [self._resolved(edge) for _, edge in self.edges]
        nodes = (*self.nodes.values(), *self.ends.values())
        return Flow("KS-000", title, language, nodes, tuple(edges))

    def _number(self, drafts: list[Draft], prefix: str) -> None:
        for index, draft in enumerate(drafts, 1):
            draft.flags.setdefault("step", f"{prefix}{index}")
            step = str(draft.flags["step"])
            draft.id = draft.id or f"s{step}"
            self._number(draft.steps, f"{step}.")
            for letter, branch in enumerate(draft.branches):
                name = f"{step}{chr(97 + letter)}"
                if len(branch.steps) == 1:
                    branch.steps[0].flags.setdefault("step", name)
                self._number(branch.steps, f"{name}.")

    def _add(self, node: Node) -> None:
        self.nodes[node.id] = node

    def _finish(self, edge: Edge, target: str) -> None:
        position = self.positions.setdefault((edge.source, edge.label), len(self.positions))
        self.edges.append((position, _aimed(edge, target)))

    def _sequence(self, drafts: list[Draft], loose: list[Edge]) -> list[Edge]:
        for draft in drafts:
            loose = self._step(draft, loose)
        return loose

    def _step(self, draft: Draft, loose: list[Edge]) -> list[Edge]:
        self.phase = draft.phase or self.phase
        if draft.wait:
            loose = self._wait(draft, loose)
        within = duration(draft.within) if draft.within else None
        self._add_step(draft, within)
        for edge in loose:
            self._finish(edge, draft.id)
        self.entry.setdefault(draft.id, draft.id)
        out = self._branches(draft) if draft.branches else [Edge(draft.id, "?")]
        if draft.parallel:
            out = self._join(draft, out)
        out = self._sequence(draft.steps, out)
        if draft.overdue:
            edge = Edge(draft.id, "?", kind=EdgeKind.OVERDUE, jump=True, within=within)
            self._jump(edge, draft.overdue)
        if not draft.jump:
            return out
        for edge in out:
            self._jump(edge, draft.jump)
        return []

    def _add_step(self, draft: Draft, within: Duration | None) -> None:
        kind = NodeKind.CALL if draft.call else NodeKind.ACTION
        if draft.branches:
            kind = NodeKind.FORK if draft.parallel else NodeKind.DECISION
        flags = dict(draft.flags)
        node = Node(draft.id, kind, draft.title, 1, step=str(flags.pop("step")), phase=self.phase)
        self._add(replace(node, within=within, target=draft.call, **flags))  # type: ignore[arg-type]

    def _wait(self, draft: Draft, loose: list[Edge]) -> list[Edge]:
        id = f"{draft.id}-wait"
        wait = duration(draft.wait or "")
        self._add(Node(id, NodeKind.WAIT, draft.title, 1, phase=self.phase, wait=wait))
        for edge in loose:
            self._finish(edge, id)
        self.entry[draft.id] = id
        return [Edge(id, "?")]

    def _join(self, draft: Draft, loose: list[Edge]) -> list[Edge]:
        join = f"{draft.id}-join"
        self._add(Node(join, NodeKind.JOIN, "", 1, phase=self.phase))
        for edge in loose:
            self._finish(edge, join)
        return [Edge(join, "?")]

    def _branches(self, draft: Draft) -> list[Edge]:
        out: list[Edge] = []
        for index, branch in enumerate(draft.branches):
            edge = Edge(draft.id, "?", label=branch.label, first=index == 0, maximum=branch.maximum)
            self.positions.setdefault((edge.source, edge.label), len(self.positions))
            ends = self._sequence(branch.steps, [edge])
            if branch.jump:
                for end in ends:
                    self._jump(end, branch.jump)
            else:
                out += ends
        return out

    def _jump(self, edge: Edge, target: str) -> None:
        edge = replace(edge, jump=True)
        if target.startswith("end"):
            self._finish(edge, self._end(target.removeprefix("end").lstrip(": ")))
        elif target.isupper():
            id = f"to-{target}-{len(self.nodes)}"
            self._add(Node(id, NodeKind.HANDOFF, target, 1, target=target, phase=self.phase))
            self._finish(edge, id)
        else:
            self._finish(edge, f"#{target}")

    def _end(self, title: str) -> str:
        if title not in self.ends:
            id = f"end-{len(self.ends) + 1}" if self.ends else "end"
            self.ends[title] = Node(id, NodeKind.END, title, 1)
        return self.ends[title].id

    def _resolved(self, edge: Edge) -> Edge:
        if not edge.target.startswith("#"):
            return edge
        target = edge.target.removeprefix("#")
        return _aimed(edge, self.entry.get(target, target))


def _aimed(edge: Edge, target: str) -> Edge:
    return replace(edge, target=target)
