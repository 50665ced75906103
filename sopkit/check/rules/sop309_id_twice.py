"""Id used twice.

What it finds:
A step whose written id is also the written id of another step, or is one of the reserved ids
`start`, `end` and `einde`. Ids that are made from titles never clash: they get a number.

Why it matters:
A jump to that id could mean either step. Training records, measurements and links from other
procedures point to steps by their ids as well.

Example:

    1. **Call the customer.** {#contact}
    2. **Is the customer reached?**
       - Yes: continue
       - No: send an e-mail {#contact}
    3. **Note the result.**

Use instead:

    1. **Call the customer.** {#call}
    2. **Is the customer reached?**
       - Yes: continue
       - No: send an e-mail {#mail}
    3. **Note the result.**
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import RESERVED_IDS, Sop
from sopkit.model.step import Step


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """One finding for each explicit id that another step, or the flow itself, has already."""
    first: dict[str, Step] = {}
    for step in sop.walk():
        id, span = step.attributes.id, step.attributes.span_of("id")
        if id is None or span is None:
            continue
        if id in RESERVED_IDS:
            yield finding("SOP309", sop.path, span, "reserved", hint="rename_reserved", id=id)
        elif id in first:
            line = first[id].line
            yield finding("SOP309", sop.path, span, hint="rename", id=id, line=line)
        else:
            first[id] = step
