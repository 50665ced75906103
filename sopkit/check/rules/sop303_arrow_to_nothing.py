"""Arrow to nothing.

What it finds:
An arrow at the end of a step or branch whose target is neither a step, nor another procedure, nor
an end: plain words, a web address, or nothing at all.

Why it matters:
A reader guesses where the arrow leads; the flowchart cannot. Without a target the flow stops here
and no end is reached.

Example:

    1. **Is the parcel damaged?**
       - Yes: take a photo → the team lead
       - No: continue
    2. **Hand over the parcel.**

Use instead:

    1. **Is the parcel damaged?**
       - Yes: take a photo → [Inform the team lead](#inform)
       - No: continue
    2. **Hand over the parcel.** → end
    3. **Inform the team lead.** {#inform}
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic, Fix
from sopkit.diagnostics.nearest import nearest
from sopkit.model.sop import Sop
from sopkit.model.step import Jump, JumpKind


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """One finding for each arrow whose target means nothing."""
    for jump in sop.jumps():
        if jump.kind is JumpKind.UNKNOWN:
            yield _report(sop, jump, context)


def _report(sop: Sop, jump: Jump, context: Context) -> Diagnostic:
    end = "einde" if sop.language.startswith("nl") else "end"
    if not jump.target:
        return finding("SOP303", sop.path, jump.span, "empty", hint="write", end=end)
    target = jump.target.rstrip(".")
    if target in context.library.by_number:
        fix = Fix(jump.span, f"→ [{target}]({target})")
        return finding("SOP303", sop.path, jump.span, "number", hint="link", fix=fix, target=target)
    by_title = {step.title: step for step in sop.walk()}
    near = nearest(jump.text, by_title)
    if near is None:
        return finding("SOP303", sop.path, jump.span, hint="write", target=jump.target, end=end)
    step = by_title[near]
    return finding(
        "SOP303",
        sop.path,
        jump.span,
        hint="nearest",
        target=jump.target,
        title=step.title,
        nearest=step.id,
    )
