"""Term never used.

What it finds:
A term that this procedure defines and that stands nowhere else in it: not in its title, its other
sections, its steps, scripts or attributes such as `expected`, and not in the definition of another
term. Plurals and other endings count as use, and in Dutch also compounds (“intakegesprek” uses
“intake”). A term “First Contact Resolution (FCR)” is used by either of its two names.

Why it matters:
Readers learn words that they do not need. Often the text says the same thing with another word,
and then it is unclear whether that is the same.

Example:

    ## Terms

    known address
    : An e-mail address that has been in the customer system for more than 14 days.

    ## Instructions

    1. **Send a code by e-mail.**

Use instead:

    ## Terms

    known address
    : An e-mail address that has been in the customer system for more than 14 days.

    ## Instructions

    1. **Send a code to a known address.**
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sopkit.check.rule import Context
from sopkit.check.text import primary_language, prose_of
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.find.forms import SHORTEST, beginnings, forms_compounds, names_of
from sopkit.model.sop import Sop

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MOST_TERMS = 1000
"""Nobody defines as many; a file that does is made to keep the check busy."""


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """Report every term of the procedure's own that the procedure does not use."""
    if not sop.terms:
        return
    prose = prose_of(sop, context)
    vocabulary: _Vocabulary | None = None
    for term in sop.terms[:_MOST_TERMS]:
        start = prose.offset(term.span.line, 1)
        end = _end_of_definition(prose.text, prose.offset(term.span.end_line, 1))
        names = names_of(term.name)
        if not any(names) or any(_stands_in(name, prose.folded, start, end) for name in names):
            continue
        # Not as written: so with other endings, or not at all.
        vocabulary = vocabulary or _vocabulary(sop, prose.folded)
        own = Counter(_WORD.findall(prose.folded[start:end]))
        if not any(_is_inflected_in(name, vocabulary, own) for name in names if name):
            yield finding("SOP402", sop.path, term.span, hint="remove", term=term.name)


def _end_of_definition(text: str, offset: int) -> int:
    """The offset behind the definition that follows a term: up to the next blank line."""
    end = text.find("\n\n", offset)
    return len(text) if end < 0 else end


def _stands_in(name: str, text: str, start: int, end: int) -> bool:
    """Whether the name stands in the text as whole words, outside `start` to `end`."""
    if not name:
        return False
    found = text.find(name)
    while found >= 0:
        behind = found + len(name)
        inside = start <= found < end
        whole = (found == 0 or not text[found - 1].isalnum()) and not text[
            behind : behind + 1
        ].isalnum()
        if whole and not inside:
            return True
        found = text.find(name, end if inside else behind)
    return False


@dataclass(frozen=True)
class _Vocabulary:
    """The words of a procedure, in lower case: how often, and one after another in `listed`."""

    language: str
    counts: Counter[str]
    listed: str


def _vocabulary(sop: Sop, folded: str) -> _Vocabulary:
    counts = Counter(_WORD.findall(folded))
    for text in _attribute_texts(sop):
        counts.update(_WORD.findall(text.casefold()))
    language = primary_language(sop.language)
    return _Vocabulary(language, counts, "\n" + "\n".join(counts) + "\n")


def _attribute_texts(sop: Sop) -> Iterator[str]:
    """What is printed of the attributes: results, reasons, repetitions."""
    for step in sop.walk():
        for attributes in (step.attributes, *(branch.attributes for branch in step.branches)):
            for text in (attributes.expected, attributes.why, attributes.each):
                if text:
                    yield text


def _is_inflected_in(name: str, vocabulary: _Vocabulary, own: Counter[str]) -> bool:
    """Whether each word of the name stands in the procedure with any ending.

    `own` are the words of the definition itself, which do not count.
    """
    return all(
        any(
            _has_form(stem, word, vocabulary, own) for stem in beginnings(word, vocabulary.language)
        )
        for word in _WORD.findall(name)
    )


def _has_form(stem: str, word: str, vocabulary: _Vocabulary, own: Counter[str]) -> bool:
    """Whether a word begins with the stem or, where words are compounded, holds it."""
    short = len(word) <= SHORTEST
    sought = stem if forms_compounds(word, vocabulary.language) else f"\n{stem}"
    found = vocabulary.listed.find(sought)
    while found >= 0:
        begin = vocabulary.listed.rfind("\n", 0, found + 1) + 1
        end = vocabulary.listed.find("\n", begin)
        found_word = vocabulary.listed[begin:end]
        fits = not short or len(found_word) <= len(word) + SHORTEST
        if fits and vocabulary.counts[found_word] > own[found_word]:
            return True
        found = vocabulary.listed.find(sought, end)
    return False
