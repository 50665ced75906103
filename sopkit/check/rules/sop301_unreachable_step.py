"""Unreachable step.

What it finds:
Steps that no path from the start leads to. Steps that hang together are reported once, at the
first of them, also when they only lead around among themselves. Behind a jump to an unknown id
nothing is reported: that id may lead anywhere.

Why it matters:
Nobody who follows the procedure ever comes to these steps. Either they are left over from an
older version, or a jump that should lead to them is missing.

Example:

    1. **Is the invoice right?**
       - Yes: confirm it to the customer → end
       - No → [Correct the invoice](#correct)
    2. **Ask for a copy of the invoice.**
    3. **Correct the invoice.** {#correct}

Use instead:

    1. **Is the invoice right?**
       - Yes: confirm it to the customer → end
       - No: continue
    2. **Ask for a copy of the invoice.**
    3. **Correct the invoice.** {#correct}
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge
from sopkit.flow.paths import reachable
from sopkit.model.sop import Sop


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """One finding for each connected region that no path reaches, at its first step.

    Behind a jump to an unknown step nothing is reported: that jump may have meant any of them.
    """
    flow = context.flow(sop)
    found = reachable(flow)
    if len(found) == len(flow.nodes) or any(edge.source in found for edge in _unknown(flow)):
        return
    steps = {step.id: step for step in sop.walk()}
    order = {node.id: index for index, node in enumerate(flow.nodes)}
    for region in _regions(flow, found):
        inside = sorted(region & steps.keys(), key=order.__getitem__)
        if not inside:
            continue
        step = steps[inside[0]]
        more = len(inside) - 1
        yield finding(
            "SOP301",
            sop.path,
            step.title_span,
            "more" if more else "",
            hint="jump",
            number=step.number,
            title=step.title,
            count=more,
        )


def _unknown(flow: Flow) -> Iterator[Edge]:
    """The edges of jumps to what is not there."""
    return (edge for edge in flow.edges if not edge.known)


def _regions(flow: Flow, found: set[str]) -> Iterator[set[str]]:
    """The weakly connected regions of what is not reached, in the order of the text.

    With a jump to an unknown step among it, all of it may hang together.
    """
    import networkx

    unreached = [node.id for node in flow.nodes if node.id not in found]
    if any(_unknown(flow)):
        yield set(unreached)
        return
    regions = networkx.weakly_connected_components(flow.graph.subgraph(unreached))
    place = {node: index for index, node in enumerate(unreached)}
    yield from sorted(regions, key=lambda region: min(place[node] for node in region))
