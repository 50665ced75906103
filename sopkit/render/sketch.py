"""What one chart shows, before anything has a place: items with their figures, and links.

A sketch differs from the flow in three ways. It holds only the nodes of one part. Ends and
hand-overs that several branches jump to are drawn at each of them, which saves long lines. And
an edge that leaves the part ends in a connector.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge, EdgeKind, Node, NodeKind
from sopkit.messages import fill, message
from sopkit.render.chart import Mark, Symbol
from sopkit.render.options import ChartOptions
from sopkit.render.symbol import Figure, connector, figure_of
from sopkit.render.wording import exit_text, fate_of, fate_of_way, node_name, node_title
from sopkit.render.wrap import drawable, one_line

_TERMINAL = frozenset({NodeKind.END, NodeKind.HANDOFF})


@dataclass(frozen=True, slots=True)
class Item:
    """Something with a place: a node, a copy of an end, or a connector.

    `node` is the flow's node that it stands for (a connector stands for the one it leads to).
    `entry` marks a connector that leads into this part.
    """

    id: str
    node: Node
    figure: Figure
    name: str
    phase: str | None
    target: str | None
    entry: bool = False

    @property
    def symbol(self) -> Symbol:
        """Its symbol."""
        return self.figure.symbol

    @property
    def bar(self) -> bool:
        """Whether it is drawn as bars across the branches of a parallel."""
        return self.figure.symbol is Symbol.PARALLEL


@dataclass(frozen=True, slots=True)
class Link:
    """A line to be drawn from item to item. `first` is the first flow exit of its source."""

    source: str
    target: str
    text: str = ""
    dashed: bool = False
    first: bool = False
    jump: bool = False
    mark: Mark | None = None


@dataclass(slots=True)
class Sketch:
    """The items of a chart in walking order, its links, and its main path."""

    items: dict[str, Item] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    main: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """Which part each node stands in (from 0), and the letters of connectors.

    A letter belongs to a node that other parts lead to.
    """

    part_of: Mapping[str, int]
    parts: tuple[tuple[str, ...], ...]
    letters: Mapping[str, str]


def whole(flow: Flow) -> Division:
    """The division of a flow that is not divided."""
    ids = tuple(node.id for node in flow.nodes)
    return Division(dict.fromkeys(ids, 0), (ids,), {})


def divided(flow: Flow, parts: Iterable[Iterable[str]]) -> Division:
    """A division into parts, with letters for the nodes that lines between parts lead to.

    Ends and hand-overs that something leads to stand in no part: each part draws its own.
    """
    groups = tuple(tuple(part) for part in parts)
    part_of = {node: index for index, group in enumerate(groups) for node in group}
    letters: dict[str, str] = {}
    for edge in flow.edges:
        if edge.target in part_of and edge.source in part_of:
            apart = part_of[edge.source] != part_of[edge.target]
            if apart and flow.by_id[edge.target].kind not in _TERMINAL:
                letters.setdefault(edge.target, _letter(len(letters)))
    return Division(part_of, groups, letters)


def sketch(flow: Flow, division: Division, part: int, options: ChartOptions) -> Sketch:
    """The sketch of one part of a flow."""
    return _Sketcher(flow, division, part, options).sketch()


class _Sketcher:
    """Builds one sketch; its state is the sketch so far."""

    def __init__(self, flow: Flow, division: Division, part: int, options: ChartOptions) -> None:
        self.flow = flow
        self.division = division
        self.part = part
        self.options = options
        self.inside = frozenset(division.parts[part])
        self.nodes = [flow.by_id[id] for id in division.parts[part]]
        self.made = Sketch()
        self.phases = _phases(self.nodes)
        self.shared: dict[str, bool] = {}

    def sketch(self) -> Sketch:
        for node in self.nodes:
            if node.kind in _TERMINAL:
                if not self.flow.entries[node.id]:
                    self._add(node.id, node)  # nothing leads here: shown all the same
                continue
            self._enter(node)
            self._add(node.id, node)
            for edge in self._sorted_exits(node):
                self._leave(node, edge)
        self.made.main = self._main_path()
        return self.made

    def _sorted_exits(self, node: Node) -> list[Edge]:
        """Exits with the flow before the overdue ones, each once."""
        exits = [edge for edge in self.flow.exits[node.id] if edge.target in self.flow.by_id]
        return sorted(exits, key=lambda edge: edge.kind is EdgeKind.OVERDUE)

    def _leave(self, node: Node, edge: Edge) -> None:
        """Add the link of an exit, and the copy or connector that it leads to."""
        flow_exits = [e for e in self.flow.exits[node.id] if e.kind is EdgeKind.FLOW]
        first = bool(flow_exits) and edge is flow_exits[0]
        target = self.flow.by_id[edge.target]
        if target.kind in _TERMINAL:
            goal = self._end(target, edge)
        elif target.id in self.inside:
            goal = target.id
        else:
            goal = self._exit_connector(node, target, edge, first=first)
        text = drawable(self._text_of(edge))
        overdue = edge.kind is EdgeKind.OVERDUE
        mark = self._mark_of(edge)
        self.made.links.append(Link(node.id, goal, text, overdue, first, edge.jump, mark))

    def _text_of(self, edge: Edge) -> str:
        """What stands at an exit.

        In a drawing of two texts, a way that an author wrote and that is new or gone says so,
        unless the step at either end does.
        """
        text = exit_text(edge, self.options.translate)
        fate = fate_of_way(edge, self.options)
        told = (fate_of(self.flow.by_id[id], self.options) for id in (edge.source, edge.target))
        if not fate or fate in told or not (text or edge.jump):
            return text
        return f"{text} ({fate})" if text else fate

    def _mark_of(self, edge: Edge) -> Mark | None:
        revision = self.options.revision
        fate = revision.edges.get(edge) if revision is not None else None
        return None if fate is None else Mark(fate.value)

    def _end(self, node: Node, edge: Edge) -> str:
        """The item of an end or hand-over for one edge: a copy where a line would be long."""
        shared = node.kind is NodeKind.END and not edge.jump
        taken = node.id in self.made.items
        if shared and taken:
            return node.id
        # The node's own id goes to the one that continuing edges share, if there is one.
        needed = node.kind is NodeKind.END and not shared and self._is_shared(node)
        id = self._free_id(node.id) if taken or needed else node.id
        self._add(id, node)
        return id

    def _is_shared(self, end: Node) -> bool:
        """Whether an edge within this part continues to an end, without a jump."""
        if end.id not in self.shared:
            self.shared[end.id] = any(
                edge.target == end.id and not edge.jump
                for node in self.nodes
                for edge in self.flow.exits[node.id]
            )
        return self.shared[end.id]

    def _enter(self, node: Node) -> None:
        """Add the connector that leads to a node from other parts."""
        letter = self.division.letters.get(node.id)
        if letter is None:
            return
        sources = [
            edge.source
            for edge in self.flow.entries[node.id]
            if edge.source in self.division.part_of and edge.source not in self.inside
        ]
        if not sources:
            return
        note = self._places(message("from {place}"), sources)
        id = f"{node.id}~from"
        self._add_connector(id, node, letter, note, entry=True)
        self.made.links.append(Link(id, node.id, first=True))

    def _exit_connector(self, node: Node, target: Node, edge: Edge, *, first: bool) -> str:
        """The connector for an edge to another part; edges that only continue share one."""
        id = f"{target.id}~to"
        if edge.jump and not first:
            id = self._free_id(id)
        elif id in self.made.items:
            return id
        letter = self.division.letters[target.id]
        note = self._places(message("to {place}"), [target.id])
        self._add_connector(id, target, letter, note, phase=self.phases.get(node.id))
        return id

    def _places(self, text: str, nodes: list[str]) -> str:
        """Where a connector leads to or comes from: "to 12, part 2"."""
        translate = self.options.translate
        parts = sorted({self.division.part_of[node] for node in nodes})
        steps = dict.fromkeys(self.flow.by_id[node].step for node in nodes)
        known = [step for step in steps if step]
        shown = ", ".join(known[:2]) + ("…" if len(known) > 2 else "")
        part = fill(
            translate(message("part {part}")), {"part": ", ".join(str(p + 1) for p in parts[:3])}
        )
        place = f"{shown}, {part}" if shown else part
        return one_line(fill(translate(text), {"place": place}))

    def _add_connector(
        self,
        id: str,
        node: Node,
        letter: str,
        note: str,
        *,
        phase: str | None = None,
        entry: bool = False,
    ) -> None:
        name = fill(
            self.options.translate(message("connector {letter}, {place}")),
            {"letter": letter, "place": note},
        )
        where = self.phases.get(node.id) if entry else phase
        figure = connector(letter, note, entry=entry)
        self.made.items[id] = Item(id, node, figure, name, where, _link_target(node), entry)

    def _add(self, id: str, node: Node) -> None:
        if id in self.made.items:
            return
        with_role = self._shows_role(node)
        self.made.items[id] = Item(
            id,
            node,
            figure_of(node, self.options, with_role=with_role),
            node_name(node, self.options, with_role=with_role),
            self.phases.get(node.id),
            _link_target(node),
        )

    def _shows_role(self, node: Node) -> bool:
        """Whether to print who does a step: where that is someone else than just before."""
        if self.options.lanes or node.role is None:
            return False
        before = {
            self.flow.by_id[edge.source].role if edge.source in self.inside else None
            for edge in self.flow.entries[node.id]
            if edge.source in self.flow.by_id
        }
        return before != {node.role}

    def _free_id(self, id: str) -> str:
        count = 2
        while f"{id}~{count}" in self.made.items:
            count += 1
        return f"{id}~{count}"

    def _main_path(self) -> tuple[str, ...]:
        """The main path as far as it runs through this part, with its connectors and end."""
        follow = {link.source: link.target for link in self.made.links if link.first}
        position = self.flow.main_position
        on_main = [node.id for node in self.nodes if node.id in position]
        on_main = [id for id in on_main if id in self.made.items]
        start = min(on_main, key=position.__getitem__, default=next(iter(self.made.items), None))
        if start is not None and f"{start}~from" in self.made.items:
            start = f"{start}~from"
        path: dict[str, None] = {}
        current: str | None = start
        while current is not None and current not in path:
            path[current] = None
            current = follow.get(current)
        return tuple(path)


def _phases(nodes: Iterable[Node]) -> dict[str, str]:
    """The phase of each node; the start stands in the first of them."""
    found = {node.id: drawable(node.phase) for node in nodes if node.phase}
    found = {node: phase for node, phase in found.items() if phase}
    if found:
        first = next(iter(found.values()))
        for node in nodes:
            if node.kind is NodeKind.START:
                found.setdefault(node.id, first)
    return found


def _link_target(node: Node) -> str | None:
    """The step that a node belongs to; starts and ends belong to none."""
    if node.kind in {NodeKind.START, NodeKind.END, NodeKind.HANDOFF}:
        return None
    for suffix in ("-join", "-wait"):
        if node.kind in {NodeKind.JOIN, NodeKind.WAIT} and node.id.endswith(suffix):
            return node.id.removesuffix(suffix)
    return node.id


def _letter(index: int) -> str:
    """The letter of a connector: A, B … Z, AA, AB and so on."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def title_of(node: Node, options: ChartOptions) -> str:
    """The title of a node on one line."""
    return one_line(node_title(node, options.translate))
