"""`glossary.md`: the terms that hold everywhere."""

from __future__ import annotations

from sopkit.model.term import Term
from sopkit.parse.frontmatter import cut
from sopkit.parse.inline import plain
from sopkit.parse.markdown import parse_blocks
from sopkit.parse.report import Report
from sopkit.parse.sections import section_kind
from sopkit.parse.terms import read_terms
from sopkit.source.file import SourceFile


def parse_glossary(source: SourceFile, report: Report) -> tuple[Term, ...]:
    """The glossary's terms; the heading above a list tells the language of its terms."""
    place = cut(source.lines)
    body = place[1] + 1 if place is not None and place[1] > 0 else 0
    language: str | None = None
    terms: list[Term] = []
    for element in parse_blocks(source.lines[body:], body + 1).blocks:
        if element.kind == "heading" and element.text is not None:
            language = section_kind(plain(element.text.content))[1]
        else:
            terms += read_terms([element], language, report)
    return tuple(terms)
