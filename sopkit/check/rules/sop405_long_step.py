"""Step too long.

What it finds:
A step of more than 40 words. Its title, text, further paragraphs and plain bullets count. Scripts,
check boxes, tables, alerts, sub-steps, branches and attributes do not: they are read on their own.

Why it matters:
Whoever has a customer on the line reads one glance at a time. Long steps hold several actions, of
which the last ones are forgotten.

Example:

    1. **Check the invoice.** Open the customer system, go to the invoices, look for the invoice
       that the customer means, compare each line with the order and with the delivery note, note
       every difference in the case, and when you are done tell the customer what you found and
       what happens next.

Use instead:

    1. **Check the invoice.**
       1. Open the invoice that the customer means.
       2. Compare each line with the order and with the delivery note.
       3. Note every difference in the case.
    2. **Tell the customer what you found and what happens next.**
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import Sop
from sopkit.model.step import BlockKind, Step

LIMIT = 40
"""The number of words that a step may have."""

_READ_AS_ONE = frozenset((BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.OTHER))
_TARGET = re.compile(
    r"\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\{[^{}\n]*\}|<!--.*?(?:-->|\Z)", re.DOTALL
)
_WORD = re.compile(r"[^\W_]")


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """Report every step with more words than `LIMIT`, at its title."""
    for step in sop.walk():
        # Every word takes a letter and a blank: most steps are too short to count.
        if _length(step) > 2 * LIMIT and (words := _words(step)) > LIMIT:
            yield finding(
                "SOP405",
                sop.path,
                step.title_span,
                hint="divide",
                number=step.number,
                words=words,
                limit=LIMIT,
            )


def _texts(step: Step) -> Iterator[str]:
    yield step.title
    yield step.text
    for block in step.body:
        if block.kind in _READ_AS_ONE:
            yield block.text


def _length(step: Step) -> int:
    return sum(map(len, _texts(step)))


def _words(step: Step) -> int:
    """The number of words; link targets and attributes are none, nor are signs on their own."""
    return sum(
        1 for text in _texts(step) for word in _TARGET.sub("]", text).split() if _WORD.search(word)
    )
