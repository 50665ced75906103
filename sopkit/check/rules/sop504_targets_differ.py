"""Different targets for one standard.

What it finds:
A procedure that sets another target for a standard than the first procedure (by path) of the same
department does. Targets that say the same in other units, such as `4h` and `240m`, do not differ.

Why it matters:
People of one department then work towards two targets for the same thing, and its figures fit
neither.

Example:

In `KS-001.md`:

    ---
    number: KS-001
    title: Answering the telephone
    department: Customer service
    standards:
      csat: ">= 80%"
    ---

In `KS-002.md`:

    ---
    number: KS-002
    title: Handling a complaint
    department: Customer service
    standards:
      csat: ">= 75%"
    ---

Use instead:

In `KS-001.md`:

    ---
    number: KS-001
    title: Answering the telephone
    department: Customer service
    standards:
      csat: ">= 80%"
    ---

In `KS-002.md`:

    ---
    number: KS-002
    title: Handling a complaint
    department: Customer service
    standards:
      csat: ">= 80%"
    ---
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import Sop
from sopkit.model.standard import Target

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def check_library(context: Context) -> Iterator[Diagnostic]:
    """Report every target that differs from the first one of its department; linear."""
    first: dict[tuple[str, str], tuple[Sop, Target]] = {}
    for sop in context.library.sops:
        if not sop.standards:
            continue
        department = _department(sop, context)
        for standard, target in sop.standards:
            other, holds = first.setdefault((department, standard), (sop, target))
            if _measure(target) != _measure(holds):
                yield finding(
                    "SOP504",
                    sop.path,
                    sop.span_of(f"standards.{standard}"),
                    hint="agree",
                    number=other.number,
                    other=holds.text,
                    standard=standard,
                )


def _department(sop: Sop, context: Context) -> str:
    """The department's id, however the procedure names it."""
    named = context.library.organisation.department(sop.department)
    return sop.department.casefold() if named is None else f"id:{named.id}"


def _measure(target: Target) -> tuple[object, ...]:
    """What makes two targets the same: times in seconds, everything else as it is."""
    factor = _SECONDS.get(target.unit)
    if factor is None:
        return target.key
    upper = None if target.upper is None else target.upper * factor
    return (target.statistic, target.comparison, target.value * factor, upper, "s")
