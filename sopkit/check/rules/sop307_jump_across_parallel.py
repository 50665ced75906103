"""Jump across a parallel's edge.

What it finds:
A jump, an `overdue`, an end or a hand-over that leaves a branch of a parallel, enters one, or goes
from one branch into another.

Why it matters:
The step after a parallel waits for all of its branches. A branch that leaves never arrives there,
so the others wait for ever; a branch that is entered from outside runs without the others.

Example:

    1. **Prepare the delivery.** {parallel}
       - Goods: pick the goods
       - Is anything out of stock?
         1. Call the customer. → [Cancel the order](#cancel)
    2. **Load the van.** → end
    3. **Cancel the order.** {#cancel}

Use instead:

    1. **Prepare the delivery.** {parallel}
       - Goods: pick the goods
       - Is anything out of stock?
         1. Call the customer.
    2. **Does the customer still want the order?**
       - Yes: load the van → end
       - No → [Cancel the order](#cancel)
    3. **Cancel the order.** {#cancel}
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic, Fix
from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge, NodeKind, Strand
from sopkit.flow.paths import surrounding, trace, way_to
from sopkit.model.sop import Sop
from sopkit.source.span import Span


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """One finding for each jump whose two ends lie in different branches of parallels."""
    flow = context.flow(sop)
    reported: set[Span] = set()
    for edge in flow.edges:
        span = edge.span
        if span is None or not edge.jump or not edge.known or span in reported:
            continue
        if edge.strand != flow.by_id[edge.target].strand:
            reported.add(span)
            yield _report(sop, flow, edge, span)


def _report(sop: Sop, flow: Flow, edge: Edge, span: Span) -> Diagnostic:
    variant, crossed = _crossing(flow, edge)
    certain = _leads_on_anyway(flow, edge)
    return finding(
        "SOP307",
        sop.path,
        span,
        variant,
        hint="delete" if certain else "move",
        fix=Fix(_with_space_before(sop, span), "") if certain else None,
        trace=trace(flow, way_to(flow, edge)),
        parallel=flow.by_id[crossed[0]].title,
    )


def _crossing(flow: Flow, edge: Edge) -> tuple[str, Strand]:
    """How the edge crosses, and the outermost branch whose border it crosses."""
    target = flow.by_id[edge.target]
    left, entered = surrounding(flow, edge.strand), surrounding(flow, target.strand)
    shared = sum(1 for a, b in zip(left, entered, strict=False) if a == b)
    out, into = left[shared:], entered[shared:]
    if target.kind is NodeKind.END:
        return "end", out[0]
    if target.kind is NodeKind.HANDOFF:
        return "handoff", out[0]
    if out and into and out[0][0] == into[0][0]:
        return "across", out[0]
    return ("", out[0]) if out else ("in", into[0])


def _leads_on_anyway(flow: Flow, edge: Edge) -> bool:
    """Whether the target is the step after the parallel, where its join leads in any case."""
    if edge.strand is None or (edge.label is not None and edge.maximum is not None):
        return False
    joins = [node for node in flow.nodes if node.kind is NodeKind.JOIN]
    after = [
        out.target
        for join in joins
        if join.line == flow.by_id[edge.strand[0]].line
        for out in flow.exits[join.id]
    ]
    return edge.target in after and flow.by_id[edge.target].kind is not NodeKind.END


def _with_space_before(sop: Sop, span: Span) -> Span:
    """The jump with the blanks before it, so that deleting it leaves none behind."""
    before = sop.source.lines[span.line - 1][: span.column - 1]
    column = len(before.rstrip()) + 1
    return Span(span.line, column, span.end_line, span.end_column)
