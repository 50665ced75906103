"""The ends of a parallel's strands, as BPMN wants them.

A parallel gateway waits for a token on each of the lines that lead into it. A strand with a
question in it may end along several lines and only ever one of them is taken, so the gateway
would wait for ever. Those lines come together first, in an exclusive gateway of the strand.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge, Node, NodeKind, Strand

MERGE = "~merge"
"""What the ids of these gateways end in."""


def is_merge(node: Node) -> bool:
    """Whether a node is such a gateway."""
    return node.id.endswith(MERGE)


def merged_strands(flow: Flow) -> Flow:
    """The flow with one line from each strand into its join."""
    ends = [(edge, _strand_before(flow, edge)) for edge in flow.edges]
    count = Counter((edge.target, strand) for edge, strand in ends if strand is not None)
    names: dict[tuple[str, Strand | None], str] = {}
    edges: list[Edge] = []
    for edge, strand in ends:
        place = edge.target, strand
        if strand is None or count[edge.target, strand] < 2:
            edges.append(edge)
            continue
        if place not in names:
            names[place] = f"{edge.target}~{strand[1] + 1}{MERGE}"
            edges.append(Edge(names[place], edge.target))
        edges.append(replace(edge, target=names[place]))
    if not names:
        return flow
    nodes: list[Node] = []
    for node in flow.nodes:
        nodes += [
            Node(name, NodeKind.DECISION, "·", node.line, strand=strand, phase=node.phase)
            for (join, strand), name in names.items()
            if join == node.id
        ]
        nodes.append(node)
    return replace(flow, nodes=tuple(nodes), edges=tuple(edges))


def _strand_before(flow: Flow, edge: Edge) -> Strand | None:
    """The strand that an edge ends, if it leads to a join from within one.

    A strand without steps is one line anyway, from the fork, which stands where its join stands.
    """
    source, target = flow.by_id[edge.source], flow.by_id[edge.target]
    if target.kind is not NodeKind.JOIN or source.strand == target.strand:
        return None
    return source.strand
