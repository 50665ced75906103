"""Required section empty.

What it finds:
A heading of a required section with nothing under it. Instructions without steps are reported as
SOP204.

Why it matters:
A reader cannot tell whether there is nothing to say or whether somebody forgot it.

Example:

    ## Terms

    ## Instructions

    1. Listen to the customer.

Use instead:

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

_REQUIRED = (SectionKind.PURPOSE, SectionKind.TERMS)


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """Report purpose and terms without text, at their (first) heading."""
    for kind in _REQUIRED:
        sections = [section for section in sop.sections if section.kind is kind]
        if sections and not any(section.blocks for section in sections):
            yield finding(
                "SOP202",
                sop.path,
                sections[0].span,
                hint="none" if kind is SectionKind.TERMS else None,
                section=sections[0].heading,
                none=NONE.get(primary_language(sop.language), NONE["en"]),
            )
