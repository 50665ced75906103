"""Ways through a flow: what can be reached, what can finish, and shortest counter-examples."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping

from sopkit.diagnostics.diagnostic import TraceStep
from sopkit.flow.build import START
from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge, NodeKind, Strand


def first_edges(flow: Flow, source: str, within: Collection[str] | None = None) -> dict[str, Edge]:
    """For each node that `source` reaches by an edge: the edge of a shortest way to it.

    `within` limits the search to these nodes. The source is among the keys if a way leads back.
    """
    found: dict[str, Edge] = {}
    queue = deque([source])
    while queue:
        for edge in flow.exits[queue.popleft()]:
            target = edge.target
            if target not in found and (within is None or target in within):
                found[target] = edge
                if target != source:
                    queue.append(target)
    return found


def reachable(flow: Flow) -> set[str]:
    """The nodes that a path from the start reaches, joins being as ordinary as the rest."""
    return {START, *first_edges(flow, START)}


def finishing(flow: Flow) -> set[str]:
    """The nodes from which a path leads to an end or a hand-over."""
    ends = (NodeKind.END, NodeKind.HANDOFF)
    found = {node.id for node in flow.nodes if node.kind in ends}
    queue = deque(found)
    while queue:
        for edge in flow.entries[queue.popleft()]:
            if edge.source not in found:
                found.add(edge.source)
                queue.append(edge.source)
    return found


def shortest_path(
    flow: Flow, source: str, target: str, within: Collection[str] | None = None
) -> tuple[Edge, ...]:
    """The edges of a shortest path of at least one edge, or none when there is no path."""
    return walk_back(first_edges(flow, source, within), source, target)


def walk_back(found: Mapping[str, Edge], source: str, target: str) -> tuple[Edge, ...]:
    """The edges from `source` to `target` that a search found."""
    path: list[Edge] = []
    current = target
    while current in found:
        edge = found[current]
        path.append(edge)
        current = edge.source
        if current == source:
            return tuple(reversed(path))
    return ()


def trace(flow: Flow, nodes: Iterable[str]) -> tuple[TraceStep, ...]:
    """The steps among these nodes, as a diagnostic tells them; a wait is told as its step."""
    steps: list[TraceStep] = []
    waited = None
    for id in nodes:
        node = flow.by_id[id]
        if node.kind is NodeKind.WAIT:
            waited = flow.exits[id][0].target
            node = flow.by_id[waited]
        elif id == waited:
            waited = None
            continue
        if node.step is not None:
            steps.append(TraceStep(node.line, node.title))
    return tuple(steps)


def way_to(flow: Flow, edge: Edge) -> tuple[str, ...]:
    """The nodes of a shortest way from the start over an edge, both its ends included.

    When nothing leads from the start to the edge, only its two ends.
    """
    path = shortest_path(flow, START, edge.source)
    way = (START, *(step.target for step in path)) if path else (edge.source,)
    return (*way, edge.target)


def surrounding(flow: Flow, strand: Strand | None) -> tuple[Strand, ...]:
    """The parallels' branches around a place, the outermost first, the place's own last."""
    found: list[Strand] = []
    while strand is not None:
        found.append(strand)
        strand = flow.by_id[strand[0]].strand
    return tuple(reversed(found))
