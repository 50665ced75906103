"""SOPs that call each other in a circle.

What it finds:
Procedures that call one another so that the first is called again, or a procedure that calls
itself. Only calls count: a hand-over ends the procedure that hands over. Each circle is reported
once, at its first call; the trace shows the calls around it.

Why it matters:
A call comes back: the first procedure waits for the second, which waits for the first. Nobody who
follows them ever finishes.

Example:

In `KS-001.md`:

    1. Carry out [KS-002 Handling a complaint](KS-002).
    2. **Close the case.**

In `KS-002.md`:

    1. Carry out [KS-001 Answering the telephone](KS-001).
    2. **Offer a solution.**

Use instead:

In `KS-001.md`:

    1. Carry out [KS-002 Handling a complaint](KS-002).
    2. **Close the case.**

In `KS-002.md`:

    1. **Listen to the customer.**
    2. **Offer a solution.**
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sopkit.check.rule import Context
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic, TraceStep
from sopkit.model.step import SopLink, Step


@dataclass(frozen=True, slots=True)
class _Call:
    """One call: the file, number and step that call, and the number that is called."""

    path: str
    caller: str
    step: Step
    link: SopLink
    called: str


_Calls = dict[str, dict[str, _Call]]
"""The first call from each number to each other one."""


def check_library(context: Context) -> Iterator[Diagnostic]:
    """Report every group of procedures that all call one another, at its first call."""
    calls = _calls(context)
    _drop_what_leads_nowhere(calls)
    if not calls:
        return
    import networkx as nx  # it costs 0.12 s, and a circle is rare

    graph: nx.DiGraph[str] = nx.DiGraph((one, other) for one in calls for other in calls[one])
    circles = (group for group in nx.strongly_connected_components(graph))
    found = [_first(calls, group) for group in circles]
    for call, group in sorted(
        ((call, group) for call, group in found if call is not None),
        key=lambda pair: (pair[0].path, pair[0].link.span),
    ):
        around = nx.shortest_path(graph.subgraph(group), call.called, call.caller)
        yield _circle(call, around, calls)


def _calls(context: Context) -> _Calls:
    calls: _Calls = defaultdict(dict)
    for sop in context.library.sops:
        for step in sop.walk():
            link = step.call
            if link is not None and link.number is not None:
                call = _Call(sop.path, sop.number, step, link, link.number)
                calls[sop.number].setdefault(link.number, call)
    return calls


def _drop_what_leads_nowhere(calls: _Calls) -> None:
    """Take out, again and again, numbers that call nothing: without a circle nothing remains."""
    callers: dict[str, list[str]] = defaultdict(list)
    for caller, called in calls.items():
        for number in called:
            callers[number].append(caller)
    ended = [number for number in callers if not calls.get(number)]
    while ended:
        number = ended.pop()
        calls.pop(number, None)
        for caller in callers[number]:
            called = calls.get(caller, {})
            if number in called:
                del called[number]
                if not called:
                    ended.append(caller)


def _first(calls: _Calls, group: set[str]) -> tuple[_Call | None, set[str]]:
    """The first call, by path and place, that stays within the group."""
    inside = [call for one in group for other, call in calls.get(one, {}).items() if other in group]
    return min(inside, key=lambda call: (call.path, call.link.span), default=None), group


def _circle(call: _Call, around: list[str], calls: _Calls) -> Diagnostic:
    """The finding for a call; `around` leads from the number called back to the caller."""
    way = [call, *(calls[one][other] for one, other in pairwise(around))]
    return finding(
        "SOP502",
        call.path,
        call.link.span,
        "self" if call.called == call.caller else "",
        hint="handoff",
        trace=tuple(TraceStep(c.step.line, f"{c.caller}: {c.step.title}") for c in way),
        number=call.caller,
        circle=", ".join(around[:-1]),
    )
