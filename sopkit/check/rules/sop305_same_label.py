"""Two branches with one label.

What it finds:
Two branches of one decision or parallel with the same label. Capitals, spaces and a final full
stop do not count.

Why it matters:
The reader has the same answer twice and cannot know which way to go. Usually one of the two lacks
a condition.

Example:

    1. **Is the bicycle damaged?**
       - Yes: order a new part
       - Yes: take a photo
       - No: continue
    2. **Inform the customer.**

Use instead:

    1. **Is the bicycle damaged?**
       - Yes, a part is missing: order a new part
       - Yes, there are scratches: take a photo
       - No: continue
    2. **Inform the customer.**
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import Sop
from sopkit.model.step import Step


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """Report every branch whose label an earlier branch of the same step has."""
    for step in sop.walk():
        if len(step.branches) > 1:
            yield from _repeated(sop, step)


def _repeated(sop: Sop, step: Step) -> Iterator[Diagnostic]:
    first: dict[str, int] = {}
    for branch in step.branches:
        label = " ".join(branch.label.split()).rstrip(".").casefold()
        if not label:
            continue
        if label in first:
            yield finding(
                "SOP305",
                sop.path,
                branch.label_span,
                hint="rename",
                label=branch.label,
                line=first[label],
            )
        first.setdefault(label, branch.label_span.line)
