"""Jump to a missing step.

What it finds:
A jump, or `overdue=`, to an id that no step of this procedure has. The nearest id that exists is
named. Other checks assume that the missing step may lead anywhere, so one mistake gives one
finding.

Why it matters:
Ids are written by hand or made from a step's title. When a title changes, a jump to its old id no
longer leads anywhere.

Example:

    1. **Collect the details.** {#details}
    2. **Is everything there?**
       - Yes: continue
       - No: ask again → [Collect the details](#detials) {max=2}
    3. **Answer the question.**

Use instead:

    1. **Collect the details.** {#details}
    2. **Is everything there?**
       - Yes: continue
       - No: ask again → [Collect the details](#details) {max=2}
       - No, also after two questions: ask the team lead to join
    3. **Answer the question.**
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.check.suggest import suggest
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import RESERVED_IDS, Sop
from sopkit.model.step import JumpKind
from sopkit.source.span import Span

_ENDS = RESERVED_IDS - {"start"}
"""What somebody writes who wants to end the procedure; no step can have such an id."""


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """One finding for each jump or `overdue` whose step is not there."""
    ids = {step.id for step in sop.walk()}
    for jump in sop.jumps():
        if jump.kind is not JumpKind.STEP or jump.target in ids:
            continue
        if jump.target in _ENDS:
            word = "einde" if sop.language.startswith("nl") else "end"
            yield finding("SOP306", sop.path, jump.span, hint="end", id=jump.target, end=word)
        else:
            yield _report(sop, jump.target, jump.span, ids, context)
    for step in sop.walk():
        target, span = step.attributes.overdue, step.attributes.span_of("overdue")
        if target is not None and target not in ids and span is not None:
            yield _report(sop, target, span, ids, context)


def _report(sop: Sop, id: str, span: Span, ids: set[str], context: Context) -> Diagnostic:
    near = suggest(id, f"steps of {sop.path}", lambda: sorted(ids), context)
    hint = "define" if near is None else "nearest"
    return finding("SOP306", sop.path, span, hint=hint, id=id, nearest=near or "")
