"""Number and language used twice.

What it finds:
A procedure with the number and the language of another file of the library. The first file, by
path, keeps the number; every later one is reported. Two files with one number and different
languages are translations of one procedure and may stand side by side.

Why it matters:
The number is how people, links and training records name a procedure. When two procedures share
it, nobody can tell which of them is meant.

Example:

In `complaint.md`:

    ---
    number: KS-003
    title: Handling a complaint
    department: Customer service
    ---

In `invoice.md`:

    ---
    number: KS-003
    title: Disputed invoice
    department: Finance
    ---

Use instead:

In `complaint.md`:

    ---
    number: KS-003
    title: Handling a complaint
    department: Customer service
    ---

In `invoice.md`:

    ---
    number: KS-004
    title: Disputed invoice
    department: Finance
    ---
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic


def check_library(context: Context) -> Iterator[Diagnostic]:
    """Report every file whose number and language an earlier file has; linear in the files."""
    first: dict[tuple[str, str], str] = {}
    for sop in context.library.sops:
        if not sop.number:
            continue
        other = first.setdefault((sop.number, sop.language.lower()), sop.path)
        if other != sop.path:
            yield finding(
                "SOP108",
                sop.path,
                sop.span_of("number"),
                hint="renumber",
                number=sop.number,
                language=sop.language,
                other=other,
            )
