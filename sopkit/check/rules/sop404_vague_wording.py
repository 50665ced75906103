"""Vague wording.

What it finds:
Words in a step that leave open what to do, when or how much: “as soon as possible”, “if
necessary”, “as appropriate”, “etc.” and others; in Dutch “zo snel mogelijk”, “indien nodig”,
“waar nodig”, “regelmatig”. Titles, texts, labels and bodies of steps are searched; scripts are
left out, since they are words to say to somebody else, and so are code and attributes.

Why it matters:
Everybody fills the gap in a different way, and nobody can check whether the step was done.

Example:

    1. **Call the customer back as soon as possible.**

Use instead:

    1. **Call the customer back.** {within=2h}
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sopkit.check.rule import Context
from sopkit.check.text import primary_language, prose_of
from sopkit.check.wording import VAGUE
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import Sop
from sopkit.model.step import BlockKind
from sopkit.source.span import Span


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """Report vague wording in the steps, in the procedure's own language."""
    language = primary_language(sop.language)
    if language not in VAGUE or not sop.steps:
        return
    pattern = _vague(language)
    if pattern.search(sop.source.text.lower()) is None:
        return
    prose = prose_of(sop, context)
    steps = _Places(step.span for step in sop.steps)
    scripts = _Places(_scripts(sop))
    for match in pattern.finditer(prose.folded):
        if _is_whole_word(prose.folded, match):
            span = prose.span(match.start(), match.end())
            if steps.hold(span) and not scripts.hold(span):
                words = " ".join(prose.text[match.start() : match.end()].split())
                yield finding("SOP404", sop.path, span, hint="exact", words=words)


@lru_cache(maxsize=8)
def _vague(language: str) -> re.Pattern[str]:
    """One pattern for all wording of a language.

    It begins with letters, not with a word boundary, and alternatives are gathered by their first
    letters: so the search skips quickly to the few places where a match may begin.
    """
    by_letter: dict[str, list[str]] = defaultdict(list)
    for words in sorted(VAGUE[language], key=len, reverse=True):
        by_letter[words[0]].append(words[1:])
    groups = (
        f"{re.escape(letter)}(?:{'|'.join(_flexible(rest) for rest in rests)})"
        for letter, rests in by_letter.items()
    )
    return re.compile("|".join(groups))


def _flexible(words: str) -> str:
    """The pattern of a text whose words may stand on two lines."""
    return r"\s+".join(re.escape(word) for word in words.split(" "))


def _is_whole_word(text: str, match: re.Match[str]) -> bool:
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return not before.isalnum() and not after.isalnum() and before != "-" and after != "-"


def _scripts(sop: Sop) -> Iterator[Span]:
    for step in sop.walk():
        for block in step.body:
            if block.kind is BlockKind.SCRIPT:
                yield block.span


class _Places:
    """Stretches of text that do not overlap, in their order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [(span.line, span.column) for span in self._spans]

    def hold(self, span: Span) -> bool:
        """Whether the beginning of `span` lies in one of the stretches."""
        start = (span.line, span.column)
        index = bisect_right(self._starts, start) - 1
        if index < 0:
            return False
        place = self._spans[index]
        return start < (place.end_line, place.end_column)
