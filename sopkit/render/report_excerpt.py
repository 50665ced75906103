"""The lines of a source that a finding is about, with its span underlined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sopkit.render.report_characters import TAB, visible, width_of
from sopkit.source.span import Span

_SHOWN_LINES = 4
"""A longer span shows its first lines and its last."""

_CUT = "…"


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """One line of an excerpt: `text` as shown; the underlining starts after `before` cells.

    `number` is None where lines are left out.
    """

    number: int | None
    text: str = ""
    before: int = 0
    length: int = 0


def excerpt(lines: Sequence[str], span: Span, room: int) -> tuple[ExcerptLine, ...]:
    """The lines of a span, cut around it to at most `room` cells (at least 20).

    Nothing for a span outside the text.
    """
    if not 1 <= span.line <= len(lines):
        return ()
    return tuple(_shown(lines, _trimmed(lines, span), max(room, 20)))


def _trimmed(lines: Sequence[str], span: Span) -> Span:
    """The span without the line that it only touches, and not beyond the text."""
    end_line, end_column = min(span.end_line, len(lines)), span.end_column
    if end_line > span.line and (end_column <= 1 or end_line < span.end_line):
        end_line -= end_column <= 1
        end_column = len(lines[end_line - 1]) + 1
    return Span(span.line, span.column, end_line, end_column)


def _shown(lines: Sequence[str], span: Span, room: int) -> Iterator[ExcerptLine]:
    count = span.end_line - span.line + 1
    for number in range(span.line, span.end_line + 1):
        index = number - span.line
        if count > _SHOWN_LINES and _SHOWN_LINES - 2 <= index < count - 1:
            if index == _SHOWN_LINES - 2:
                yield ExcerptLine(None)
            continue
        text = lines[number - 1]
        start = span.column - 1 if number == span.line else len(text) - len(text.lstrip())
        end = span.end_column - 1 if number == span.end_line else len(text.rstrip())
        yield _line(number, text, min(start, len(text)), min(max(end, start), len(text)), room)


def _line(number: int, text: str, start: int, end: int, room: int) -> ExcerptLine:
    """One line with the characters from `start` to `end` underlined."""
    glyphs = _glyphs(text[: end + room])
    widths = [width_of(glyph) for glyph in glyphs]
    first, last = _window(widths, start, end, room, more=len(text) > len(glyphs))
    shown_end = min(end, last)
    left = _CUT if first > 0 else ""
    right = _CUT if last < len(text) else ""
    return ExcerptLine(
        number,
        (left + "".join(glyphs[first:last]) + right).rstrip(),
        len(left) + sum(widths[first:start]),
        max(sum(widths[start:shown_end]) + (len(right) if end > last else 0), 1),
    )


def _glyphs(text: str) -> list[str]:
    """What is shown for each character; a tab reaches to the next stop."""
    glyphs: list[str] = []
    cell = 0
    for character in text:
        glyph = " " * (TAB - cell % TAB) if character == "\t" else visible(character)
        cell += width_of(glyph)
        glyphs.append(glyph)
    return glyphs


def _window(
    widths: Sequence[int], start: int, end: int, room: int, *, more: bool
) -> tuple[int, int]:
    """The characters to show: the span first, then what surrounds it, as far as there is room."""
    if not more and sum(widths) <= room:
        return 0, len(widths)
    free = room - 2 * width_of(_CUT)
    first = last = start
    while last < end and widths[last] <= free:
        free -= widths[last]
        last += 1
    lead = min(free, max(free // 2, 10))
    while first > 0 and widths[first - 1] <= lead:
        first -= 1
        lead -= widths[first]
        free -= widths[first]
    while last < len(widths) and last >= end and widths[last] <= free:
        free -= widths[last]
        last += 1
    while first > 0 and widths[first - 1] <= free:
        first -= 1
        free -= widths[first]
    return first, last
