"""Section twice.

What it finds:
A section that stands in the procedure for the second time, under the same name or another one
(“Terms” and “Definitions”). Headings that the format does not know may be repeated.

Why it matters:
A reader who found one of the two does not look for the other.

Example:

    ## Scope

    Complaints by telephone.

    ## Instructions

    1. Listen to the customer.

    ## Scope

    Complaints by e-mail.

Use instead:

    ## Scope

    Complaints by telephone and by e-mail.

    ## Instructions

    1. Listen to the customer.
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import SectionKind, Sop


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """Report every section of a kind that stood in the procedure before."""
    first: dict[SectionKind, int] = {}
    for section in sop.sections:
        if section.kind is SectionKind.OTHER:
            continue
        line = first.setdefault(section.kind, section.span.line)
        if line != section.span.line:
            yield finding(
                "SOP203", sop.path, section.span, hint="merge", section=section.heading, line=line
            )
