"""Bad attribute.

What it finds:
In the braces after a step or branch: a word that is no attribute (the nearest is named), a value
that does not fit, an attribute given twice or in the wrong place, `overdue` without `within`, and
`max` where no other branch remains for when it is used up.

Why it matters:
Attributes steer the flow, the roles and the measurements. One that is not understood would be lost
without anybody noticing.

Example:

    1. **Answer the e-mail.** {role=agent witin=4h}
    2. **Close the case.**

Use instead:

    1. **Answer the e-mail.** {role=agent within=4h}
    2. **Close the case.**
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import Sop
from sopkit.model.step import Branch, StepKind


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """One finding for each `max` in a decision that leaves no branch for when it is used up."""
    for step in sop.walk():
        limited = [branch for branch in step.branches if branch.attributes.max is not None]
        if step.kind is StepKind.DECISION and limited and len(limited) == len(step.branches):
            yield _report(sop, limited[0])


def _report(sop: Sop, branch: Branch) -> Diagnostic:
    span = branch.attributes.span_of("max") or branch.label_span
    maximum = branch.attributes.max
    return finding("SOP310", sop.path, span, "max", hint="branch", max=maximum)
