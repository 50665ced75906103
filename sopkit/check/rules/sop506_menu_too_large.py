"""Menu too deep or too wide.

What it finds:
In a procedure for the channel `ivr`: decisions that stand more than 3 deep inside one another, and
decisions with more than 5 choices. A branch for a caller who chooses nothing (`no choice`,
`otherwise`) is no choice.

Why it matters:
Callers remember few choices and give up in deep menus. A menu that is not clear costs more goodwill
than it saves work.

Example:

    ---
    number: KS-006
    title: Menu on the telephone
    department: Customer service
    channels: [ivr]
    ---

    ## Instructions

    1. **What is your question about?**
       - 1, an order: read out the state of the order
       - 2, an invoice: put through to finance
       - 3, a repair: put through to the workshop
       - 4, returning: send the return link
       - 5, opening hours: read out the opening hours
       - 6, a complaint: put through to an agent
       - No choice: continue
    2. **Put the caller through to an agent.**

Use instead:

    ---
    number: KS-006
    title: Menu on the telephone
    department: Customer service
    channels: [ivr]
    ---

    ## Instructions

    1. **What is your question about?**
       - 1, an order or returning it: read out the state of the order
       - 2, an invoice: put through to finance
       - 3, a repair: put through to the workshop
       - No choice: continue
    2. **Put the caller through to an agent.**
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sopkit.check.rule import Context
from sopkit.check.wording import NO_CHOICE
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import Sop
from sopkit.model.step import Step, StepKind

DEEPEST = 3
WIDEST = 5

_HEAD = re.compile(r"[^,;:(–—]*")


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """Report too deep and too wide menus of a procedure for the telephone's menu."""
    if "ivr" in sop.channels:
        yield from _in_steps(sop, sop.steps, 0)


def _in_steps(sop: Sop, steps: Iterable[Step], depth: int) -> Iterator[Diagnostic]:
    """Findings in steps that stand inside `depth` menus."""
    for step in steps:
        inside = depth
        if step.kind is StepKind.DECISION:
            inside += 1
            yield from _menu(sop, step, inside)
        yield from _in_steps(sop, step.steps, inside)
        for branch in step.branches:
            yield from _in_steps(sop, branch.steps, inside)


def _menu(sop: Sop, step: Step, depth: int) -> Iterator[Diagnostic]:
    # Menus inside one that is too deep already are the same mistake.
    if depth == DEEPEST + 1:
        yield finding(
            "SOP506", sop.path, step.title_span, hint="shorten", depth=depth, limit=DEEPEST
        )
    width = sum(not _is_no_choice(branch.label) for branch in step.branches)
    if width > WIDEST:
        yield finding(
            "SOP506", sop.path, step.title_span, "wide", hint="shorten", width=width, limit=WIDEST
        )


def _is_no_choice(label: str) -> bool:
    head = _HEAD.match(label)
    return head is not None and head.group().strip(" *_.").casefold() in NO_CHOICE
