"""One answer missing.

What it finds:
A decision that answers “yes” but not “no”, or “no” but not “yes” (`ja` and `nee` in Dutch). The
answer is a label's first word, alone or before a comma, semicolon, dash or bracket: “No, nobody
answers” is a “no”. A branch “otherwise” (`anders`) stands for the answer that is missing.

Why it matters:
The reader with the other answer finds no way on, and guesses.

Example:

    1. **Is the customer satisfied?**
       - Yes, entirely: close the case
       - Yes, but with remarks: note the remarks
    2. **Thank the customer.**

Use instead:

    1. **Is the customer satisfied?**
       - Yes, entirely: close the case
       - Yes, but with remarks: note the remarks
       - No: ask what is missing
    2. **Thank the customer.**
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.check.wording import OPPOSITES, OTHERWISE
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import Sop
from sopkit.model.step import Branch, Step, StepKind

_FIRST_WORD = re.compile(r"[\s*_]*+(\w++)[\s*_.!]*+(?:$|[,;(–—]|-\s)")


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """Report every yes/no question with only one of the two answers."""
    for step in sop.walk():
        # With one branch SOP304 says that others are missing.
        if step.kind is StepKind.DECISION and len(step.branches) > 1:
            yield from _half_answered(sop, step)


def _half_answered(sop: Sop, step: Step) -> Iterator[Diagnostic]:
    answers: dict[str, tuple[str, Branch]] = {}
    for branch in step.branches:
        match = _FIRST_WORD.match(branch.label)
        if match is not None:
            answers.setdefault(match[1].casefold(), (match[1], branch))
    if not OTHERWISE.isdisjoint(answers):
        return
    for answer, (written, branch) in answers.items():
        missing = OPPOSITES.get(answer)
        if missing is not None and missing not in answers:
            yield finding(
                "SOP308",
                sop.path,
                step.title_span,
                hint="add",
                title=step.title,
                label=branch.label,
                missing=_as_written(missing, written),
            )
            return


def _as_written(word: str, model: str) -> str:
    """The word with a capital, or in capitals, when the other answer has them."""
    if model.isupper():
        return word.upper()
    return word.capitalize() if model[0].isupper() else word
