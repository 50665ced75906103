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
from collections.abc import Iterator
from itertools import chain

from sopkit.check.rule import Context
from sopkit.check.text import primary_language, prose_of
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import Sop
from sopkit.model.step import Attributes
from sopkit.model.term import Term

_NAMES = re.compile(r"[^(),;/]+")
_DOUBLE_VOWEL = re.compile(r"([aeou])\1([b-df-hj-np-tv-z])$")
_COMPOUNDING = frozenset(("nl", "de"))
_SHORTEST_STEM = 3


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """Report every term of the procedure's own that the procedure does not use."""
    if not sop.terms:
        return
    prose = prose_of(sop, context)
    for term in sop.terms:
        start = prose.offset(term.span.line, 1)
        end = _end_of_definition(prose.text, prose.offset(term.span.end_line, 1))
        before, after = prose.folded[:start], prose.folded[end:]
        if not _is_used(term, sop, before, after):
            yield finding("SOP402", sop.path, term.span, hint="remove", term=term.name)


def _end_of_definition(text: str, offset: int) -> int:
    """The offset behind the definition that follows a term: up to the next blank line."""
    end = text.find("\n\n", offset)
    return len(text) if end < 0 else end


def _is_used(term: Term, sop: Sop, before: str, after: str) -> bool:
    compounds = primary_language(sop.language) in _COMPOUNDING
    names = [name.strip().casefold() for name in _NAMES.findall(term.name)]
    names = [name for name in names if name]
    if not names:
        return True
    if any(_stands_in(name, text) for name in names for text in (before, after)):
        return True
    texts = (before, after, _attribute_texts(sop))
    patterns = [_pattern(name, sop.language, compounds=compounds) for name in names]
    return any(pattern.search(text) for pattern in patterns for text in texts)


def _stands_in(name: str, text: str) -> bool:
    """Whether the name stands in the text as written, as whole words: the usual, quick answer."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        starts = start == 0 or not text[start - 1].isalnum()
        if starts and (end == len(text) or not text[end].isalnum()):
            return True
        start = text.find(name, end)
    return False


def _attribute_texts(sop: Sop) -> str:
    """What is printed of the attributes: results, reasons, repetitions."""
    steps = list(sop.walk())
    branches = (branch.attributes for step in steps for branch in step.branches)
    texts: list[str] = []
    for attributes in chain((step.attributes for step in steps), branches):
        texts.extend(_texts(attributes))
    return "\n".join(texts).casefold()


def _texts(attributes: Attributes) -> Iterator[str]:
    for text in (attributes.expected, attributes.why, attributes.each):
        if text:
            yield text


def _pattern(name: str, language: str, *, compounds: bool) -> re.Pattern[str]:
    """A pattern for the name with any ending on each of its words."""
    words = [f"(?:{'|'.join(map(re.escape, _stems(word, language)))})" for word in name.split()]
    start = "" if compounds and len(name) > _SHORTEST_STEM else r"(?<!\w)"
    ending = r"(?:['’]?\w{1,3})?(?!\w)" if len(name) <= _SHORTEST_STEM else r"\w*"
    return re.compile(start + r"\w*[\s-]+".join(words) + ending)


def _stems(word: str, language: str) -> list[str]:
    """The beginnings that the forms of a word share: `case` and `cas`, `baas` and `baz`."""
    stems = [word]
    if len(word) > _SHORTEST_STEM:
        for ending, replaced in (("ies", "y"), ("y", "ie"), ("en", ""), ("e", ""), ("s", "")):
            if word.endswith(ending):
                stems.append(word[: -len(ending)] + replaced)
        if primary_language(language) == "nl":
            stems.extend(_softened(stem) for stem in list(stems))
    return [stem for stem in dict.fromkeys(stems) if len(stem) >= min(_SHORTEST_STEM, len(word))]


def _softened(stem: str) -> str:
    """The Dutch stem before an ending: `raam` becomes `ram`, `baas` `baz`, `brief` `briev`."""
    shortened = _DOUBLE_VOWEL.sub(r"\1\2", stem)
    if shortened.endswith("s"):
        return shortened[:-1] + "z"
    return shortened[:-1] + "v" if shortened.endswith("f") else shortened
