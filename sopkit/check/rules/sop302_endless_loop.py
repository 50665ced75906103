"""Endless loop.

What it finds:
Steps that lead to one another in a circle that nothing leaves. The finding stands at the jump
that closes the circle. Its trace shows the shortest way there and then once round.

Why it matters:
Whoever comes here can never finish the procedure. In practice people stop somewhere, each at a
point of their own, and nobody knows whether the case was closed.

Example:

    1. **Call the customer.** {#call}
    2. **Does the customer answer?**
       - Yes: tell what you found → [Call the customer](#call)
       - No: leave a message → [Call the customer](#call)

Use instead:

    1. **Call the customer.** {#call}
    2. **Does the customer answer?**
       - Yes: tell what you found → end
       - No, for the first time: leave a message → [Call the customer](#call) {max=1}
       - No, again: send an e-mail → end
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.flow.build import START
from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge
from sopkit.flow.paths import (
    finishing,
    first_edges,
    reachable,
    shortest_path,
    trace,
    walk_back,
)
from sopkit.model.sop import Sop


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """One finding for each circle that can be reached and that no edge leaves."""
    flow = context.flow(sop)
    stuck = reachable(flow) - finishing(flow)
    if not stuck:
        return
    ways = first_edges(flow, START)
    for circle in _closed_circles(flow, stuck):
        yield _report(sop, flow, circle, ways)


def _closed_circles(flow: Flow, stuck: set[str]) -> Iterator[set[str]]:
    """Strongly connected nodes that hold an edge and that no edge leaves."""
    import networkx

    place = {node.id: index for index, node in enumerate(flow.nodes)}
    components = networkx.strongly_connected_components(flow.graph.subgraph(stuck))
    for component in sorted(components, key=lambda found: min(place[node] for node in found)):
        edges = [edge for node in component for edge in flow.exits[node]]
        if edges and all(edge.target in component for edge in edges):
            yield component


def _report(sop: Sop, flow: Flow, circle: set[str], ways: dict[str, Edge]) -> Diagnostic:
    entry = min(
        (node for node in circle if node in ways),
        key=lambda node: len(walk_back(ways, START, node)),
    )
    way = walk_back(ways, START, entry)
    round_trip = shortest_path(flow, entry, entry, circle)
    nodes = [START, *(edge.target for edge in way), *(edge.target for edge in round_trip)]
    closing = _closing_jump(flow, round_trip)
    steps = sum(flow.by_id[node].step is not None for node in circle)
    span = closing.span if closing is not None else None
    return finding(
        "SOP302",
        sop.path,
        span if span is not None else sop.steps[0].title_span,
        "" if steps > 1 else "alone",
        hint="leave" if steps > 1 else "alone",
        trace=trace(flow, nodes),
        count=steps,
    )


def _closing_jump(flow: Flow, round_trip: tuple[Edge, ...]) -> Edge | None:
    """The last jump of the round that leads back in the text, else its last jump."""
    place = {node.id: index for index, node in enumerate(flow.nodes)}
    jumps = [edge for edge in round_trip if edge.jump]
    back = [edge for edge in jumps if place[edge.target] <= place[edge.source]]
    return next(reversed(back or jumps), None)
