"""Lists that stand after a step instead of inside it, or count with other marks (SOP205)."""

from __future__ import annotations

from collections.abc import Sequence

from sopkit.diagnostics.diagnostic import Fix
from sopkit.parse.body import span_of
from sopkit.parse.book import Instructions, indent_of
from sopkit.parse.draft import StepDraft
from sopkit.parse.markdown import Element
from sopkit.source.span import Span


def check_indent(
    item: Element, around: Element, before: Sequence[StepDraft], book: Instructions
) -> None:
    """Report sub-steps that are indented, but less than the text of the step above them."""
    first, previous = around.children[0], before[-1] if before else None
    if item is first or previous is None or item.token.info != "1" or first.token.info == "1":
        return
    indent = indent_of(book.lines[item.first - 1])
    if indent <= indent_of(book.lines[first.first - 1]):
        return
    report_outside(item, previous, previous.column - indent, book)


def report_outside(element: Element, step: StepDraft, width: int, book: Instructions) -> None:
    """Report a list that stands after a step instead of inside it; the fix indents it."""
    if width < 1:
        return
    own = book.lines[element.first - 1 : element.last]
    text = "\n".join(" " * width + line if line.strip() else line for line in own)
    whole = Span(element.first, 1, element.last, len(own[-1]) + 1)
    one_line = element.first == element.last
    fix = Fix(Span.at(element.first, 1), " " * width) if one_line else Fix(whole, text)
    book.report.add(
        "SOP205",
        span_of(element, book.lines),
        hint="indent" if width > 1 else "indent_one",
        fix=fix,
        number=step.number,
        width=width,
    )


def report_marks(element: Element, mark: str, book: Instructions) -> None:
    """Report steps that go on counting with another mark (`7)` after `6.`); the fix writes it."""
    own = book.lines[element.first - 1 : element.last]
    other = element.token.markup
    lines = list(own)
    for item in element.children:
        index = item.first - element.first
        lines[index] = lines[index].replace(other, mark, 1)
    number = own[0].lstrip().partition(other)[0]
    column = indent_of(own[0]) + 1
    book.report.add(
        "SOP205",
        Span(element.first, column, element.first, column + len(number) + 1),
        "marks",
        hint="mark",
        fix=Fix(Span(element.first, 1, element.last, len(own[-1]) + 1), "\n".join(lines)),
        number=number,
        mark=number + mark,
    )
