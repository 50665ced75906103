"""Required section missing.

What it finds:
A procedure without one of the three required sections: purpose, terms and instructions. Each may
have its English or its Dutch name, in a second-level heading.

Why it matters:
The purpose says when the procedure applies, the terms how its words are meant, the instructions
what to do. Without terms write “None.”: then it is clear that they were not forgotten.

Example:

    ---
    number: KS-003
    title: Handling a complaint
    department: Customer service
    ---

    ## Purpose

    Every complaint is handled in the same way.

    ## Instructions

    1. Listen to the customer.

Use instead:

    ---
    number: KS-003
    title: Handling a complaint
    department: Customer service
    ---

    ## Purpose

    Every complaint is handled in the same way.

    ## Terms

    None.

    ## Instructions

    1. Listen to the customer.
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.check.text import primary_language
from sopkit.check.wording import NONE
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import SectionKind, Sop
from sopkit.parse.sections import section_name
from sopkit.source.span import Span

_REQUIRED = (SectionKind.PURPOSE, SectionKind.TERMS, SectionKind.INSTRUCTIONS)


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """Report every required section that is missing, at the first line of the file."""
    present = {section.kind for section in sop.sections}
    for kind in _REQUIRED:
        if kind not in present:
            yield finding(
                "SOP201",
                sop.path,
                Span.at(1, 1, len(sop.source.lines[0])),
                hint="none" if kind is SectionKind.TERMS else "add",
                section=section_name(kind, sop.language),
                none=NONE.get(primary_language(sop.language), NONE["en"]),
            )
