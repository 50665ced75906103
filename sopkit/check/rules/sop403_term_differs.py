"""Term defined otherwise.

What it finds:
A term whose definition differs from the one in the glossary or, where the glossary lacks it, from
the first one in the library. Only definitions in the same language are compared; spaces, a capital
at the beginning and a final full stop do not count. Each differing definition is reported once.

Why it matters:
People take one word for two things. It shows only when a complaint or an audit turns on it.

Example:

In `glossary.md`:

    ## Terms

    complaint
    : Any statement that a customer is not satisfied.

In `KS-001.md`:

    ## Terms

    complaint
    : A letter that asks for money back.

    ## Instructions

    1. **Read the complaint.**

Use instead:

In `glossary.md`:

    ## Terms

    complaint
    : Any statement that a customer is not satisfied.

In `KS-001.md`:

    ## Terms

    claim
    : A complaint that asks for money back.

    ## Instructions

    1. **Read the claim.**
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.check.text import primary_language
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import Sop
from sopkit.model.term import Term

Definitions = dict[tuple[str, str], Term]
"""The definition that holds, by the term's name and language."""


def check_library(context: Context) -> Iterator[Diagnostic]:
    """Report every definition that differs from the one that holds; linear in the terms."""
    library = context.library
    house = primary_language(library.organisation.language)
    glossary: Definitions = {}
    for term in library.glossary:
        language = primary_language(term.language) if term.language else house
        glossary.setdefault((name_of(term), language), term)
    elsewhere: Definitions = {}
    for sop in library.sops:
        yield from _differing(sop, glossary, elsewhere)


def _differing(sop: Sop, glossary: Definitions, elsewhere: Definitions) -> Iterator[Diagnostic]:
    language = primary_language(sop.language)
    for term in sop.terms:
        key = (name_of(term), language)
        holds = glossary.get(key) or elsewhere.setdefault(key, term)
        if holds is not term and _meaning(holds) != _meaning(term):
            yield finding(
                "SOP403",
                sop.path,
                term.span,
                "glossary" if key in glossary else "",
                hint="agree",
                term=term.name,
                other=holds.path,
                line=holds.span.line,
            )


def name_of(term: Term) -> str:
    """The name of a term, as terms are compared by it."""
    return " ".join(term.name.split()).casefold()


def _meaning(term: Term) -> str:
    """The definition without what is no difference in meaning."""
    text = " ".join(term.definition.split()).rstrip(".")
    return text[:1].lower() + text[1:]
