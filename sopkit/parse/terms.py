"""Definition lists as terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from sopkit.diagnostics.diagnostic import Fix
from sopkit.model.term import Term
from sopkit.parse.inline import plain
from sopkit.parse.markdown import Element, Text
from sopkit.parse.report import Report
from sopkit.source.span import Span


def read_terms(elements: Iterable[Element], language: str | None, report: Report) -> list[Term]:
    """The terms of every definition list among the elements."""
    found: list[Term] = []
    for element in elements:
        for inner in element.walk():
            if inner.kind == "dl":
                found += _read_definition_list(inner, language, report)
    return found


def _read_definition_list(element: Element, language: str | None, report: Report) -> Iterable[Term]:
    name: Text | None = None
    definitions: list[Text] = []
    for child in element.children:
        if child.kind == "dt" and child.text is not None:
            yield from _terms(name, definitions, language, report)
            name, definitions = child.text, []
        elif child.kind == "dd":
            definitions += [inner.text for inner in child.walk() if inner.text is not None]
    yield from _terms(name, definitions, language, report)


def _terms(
    name: Text | None, definitions: Sequence[Text], language: str | None, report: Report
) -> Iterable[Term]:
    """One term, and those that its definitions swallowed for want of a blank line."""
    if name is None:
        return
    term, span = plain(name.content), name.whole
    parts: list[str] = []
    for text, following in zip_longest(definitions, definitions[1:]):
        start = _swallowed(text, following)
        parts.append(text.content[: start - 1] if start is not None else text.content)
        if start is not None:
            yield Term(term, "\n\n".join(parts), report.path, span, language)
            term, parts = plain(text.content[start:]), []
            span = text.span(start, len(text.content))
            fix = Fix(Span.at(span.line, 1), "\n")
            report.add("SOP205", span, "terms", hint="blank", fix=fix, term=term)
    yield Term(term, "\n\n".join(parts), report.path, span, language)


def _swallowed(text: Text, following: Text | None) -> int | None:
    """Where a term begins that a definition swallowed.

    It is the definition's last line, not indented, with a definition on the very next line.
    """
    if following is None or len(text.columns) < 2 or text.columns[-1] != 1:
        return None
    last_line = text.line + len(text.columns) - 1
    return text.starts[-1] if following.line == last_line + 1 else None
