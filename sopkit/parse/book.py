"""What the reading of the instructions keeps at hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sopkit.model.step import NO_ATTRIBUTES, Attributes
from sopkit.parse.body import is_comment
from sopkit.parse.draft import BranchDraft, StepDraft
from sopkit.parse.markdown import Element
from sopkit.parse.paragraph import Paragraph, Surroundings
from sopkit.parse.report import Report
from sopkit.source.span import Span

_IGNORE = re.compile(r"<!--\s*sopkit:\s*ignore\s+(SOP\d{3})\b\s*+(.*?)-->", re.DOTALL)

Ignored = tuple[tuple[str, str], ...]
"""Codes that are switched off before a step, with the reasons."""


@dataclass(slots=True)
class Place:
    """Where steps are read: their number's prefix, depth, content column, inherited branch."""

    prefix: str = ""
    depth: int = 0
    column: int = 0
    branch: Attributes = NO_ATTRIBUTES


@dataclass(slots=True)
class Instructions:
    """What was read from the instructions so far, besides the steps themselves.

    `paragraphs` are all texts in steps, for the search for text that only looks like steering,
    with the step or branch at whose head they stand, if any. `deepest` is the depth of the step
    that is nested deepest.
    """

    lines: Sequence[str]
    around: Surroundings
    report: Report
    paragraphs: list[tuple[Paragraph, StepDraft | BranchDraft | None]] = field(default_factory=list)
    deepest: int = 0


def read_ignore(element: Element) -> Ignored:
    """The codes that a comment switches off before a step, with the reasons."""
    if not is_comment(element):
        return ()
    content = element.token.content
    closed = content.rfind("-->") + 3  # to look for an end that is not there takes for ever
    found = _IGNORE.findall(content, 0, closed)
    return tuple((code, reason.rstrip()) for code, reason in found)


def indent_of(line: str) -> int:
    """Columns of white space before a line."""
    return len(line) - len(line.lstrip())


def item_span(item: Element, book: Instructions) -> Span:
    """From a list item's marker to the end of what it holds."""
    column = indent_of(book.lines[item.first - 1]) + 1
    return Span(item.first, column, item.last, len(book.lines[item.last - 1]) + 1)
