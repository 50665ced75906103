"""Definition lists as terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sopkit.diagnostics.diagnostic import Fix
from sopkit.model.term import Term
from sopkit.parse.inline import plain
from sopkit.parse.markdown import Element, Text
from sopkit.parse.report import Report
from sopkit.source.span import Span

_SWALLOWED = re.compile(r"\n(?P<term>[^\n:][^\n]*)\n(?P<mark>[ \t]*[:~][ \t]+)")


def read_terms(
    elements: Iterable[Element], language: str | None, report: Report
) -> list[Term]:
    """The terms of every definition list among the elements."""
    found: list[Term] = []
    for element in elements:
        for inner in element.walk():
            if inner.kind == "dl":
                found += _read_definition_list(inner, language, report)
    return found


def _read_definition_list(
    element: Element, language: str | None, report: Report
) -> Iterable[Term]:
    names: list[Text] = []
    definitions: list[Text] = []
    for child in element.children:
        if child.kind == "dt" and child.text is not None:
            yield from _terms(names, definitions, language, report)
            names, definitions = [child.text], []
        elif child.kind == "dd":
            definitions += [inner.text for inner in child.walk() if inner.text is not None]
    yield from _terms(names, definitions, language, report)


def _terms(
    names: Sequence[Text], definitions: Sequence[Text], language: str | None, report: Report
) -> Iterable[Term]:
    """One term, and those that its definition swallowed for want of a blank line."""
    for name in names:
        rest = "\n\n".join(text.content for text in definitions)
        span = name.whole
        swallowed = _swallowed(definitions)
        term = plain(name.content)
        for next_name, next_span, before, after in swallowed:
            yield Term(term, before, report.path, span, language)
            fix = Fix(Span.at(next_span.line, 1), "\n")
            report.add("SOP205", next_span, "terms", hint="blank", fix=fix, term=next_name)
            term, span, rest = next_name, next_span, after
        yield Term(term, rest.strip(), report.path, span, language)


def _swallowed(definitions: Sequence[Text]) -> list[tuple[str, Span, str, str]]:
    """Each swallowed term with its place, and the definitions before and after it."""
    found = []
    for text in definitions:
        start = 0
        while (match := _SWALLOWED.search(text.content, start)) is not None:
            following = _SWALLOWED.search(text.content, match.end())
            end = following.start() if following is not None else len(text.content)
            span = text.span(match.start("term"), match.end("term"))
            before = text.content[start : match.start()].strip()
            after = text.content[match.end() : end].strip()
            found.append((plain(match["term"]), span, before, after))
            start = match.end()
    return found
