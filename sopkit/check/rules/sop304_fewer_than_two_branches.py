"""Fewer than two branches.

What it finds:
A decision or a parallel with no branch or only one. A step is a decision when its title ends in a
question mark and it holds bullets without boxes.

Why it matters:
A question with one answer is no choice: the reader does not learn what to do otherwise. A parallel
with one branch is an ordinary step.

Example:

    1. **Is the customer at home?**
       - Yes: hand over the parcel
    2. **Sign off the delivery.**

Use instead:

    1. **Is the customer at home?**
       - Yes: hand over the parcel
       - No: leave a card with a new time
    2. **Sign off the delivery.**
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import Sop
from sopkit.model.step import StepKind


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """One finding for each decision or parallel that leaves no choice."""
    for step in sop.walk():
        if step.kind is StepKind.ACTION or len(step.branches) > 1:
            continue
        parallel = step.kind is StepKind.PARALLEL
        yield finding(
            "SOP304",
            sop.path,
            step.title_span,
            "parallel" if parallel else "",
            hint="add_parallel" if parallel else "add",
            title=step.title,
        )
