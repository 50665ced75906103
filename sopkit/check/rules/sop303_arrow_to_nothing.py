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
from sopkit.check.suggest import suggest
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic, Fix
from sopkit.model.sop import Sop
from sopkit.model.step import Jump, JumpKind


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """One finding for each arrow whose target means nothing."""
    for jump in sop.jumps():
        if jump.kind is JumpKind.UNKNOWN:
            yield _report(sop, jump, context)


def _titles(sop: Sop) -> list[str]:
    return list(dict.fromkeys(step.title for step in sop.walk()))


def _report(sop: Sop, jump: Jump, context: Context) -> Diagnostic:
    end = "einde" if sop.language.startswith("nl") else "end"
    if not jump.target:
        return finding("SOP303", sop.path, jump.span, "empty", hint="write", end=end)
    target = jump.target.rstrip(".")
    if target in context.library.by_number:
        fix = Fix(jump.span, f"→ [{target}]({target})")
        return finding("SOP303", sop.path, jump.span, "number", hint="link", fix=fix, target=target)
    near = suggest(jump.text, f"titles of {sop.path}", lambda: _titles(sop), context)
    if near is None:
        return finding("SOP303", sop.path, jump.span, hint="write", target=jump.target, end=end)
    step = next(step for step in sop.walk() if step.title == near)
    return finding(
        "SOP303",
        sop.path,
        jump.span,
        hint="nearest",
        target=jump.target,
        title=step.title,
        nearest=step.id,
    )
