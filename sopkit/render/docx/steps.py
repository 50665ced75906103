"""The steps of a procedure, down the page.

The numbers of the steps are text, not numbering by Word: `3a.1` stands on the flowchart, in the
sentences that say where to go next and in the memory of people. Word's own numbers would change
as soon as somebody inserts a paragraph, and the chart would not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sopkit.messages import Translate, message
from sopkit.render.docx import styles
from sopkit.render.docx.content import ContentWriter
from sopkit.render.docx.story import Place, Story
from sopkit.render.docx.text import Format, runs
from sopkit.render.docx.xml import Element

Row = Mapping[str, Any]
"""As `render.pdf.rows` makes it."""

_FIRST, _DEEPER = 9.0, 11.0  # millimetres for a number
_DIGIT = 2.2
_DEEPEST = 6
_LONG_NUMBER = 9
_LONG_LABEL = 90


class StepWriter:
    """Draws rows of steps; `words` is how the words of sopkit look, `text` how the author's do."""

    def __init__(
        self,
        story: Story,
        content: ContentWriter,
        translate: Translate,
        *,
        text: Format,
        words: Format,
        room: float,
    ) -> None:
        self._story = story
        self._content = content
        self._translate = translate
        self._text = text
        self._words = words
        self._room = room

    def rows(self, rows: Iterable[Row]) -> None:
        """Draw rows, each below the one before."""
        width = _FIRST
        for row in rows:
            place = Place(0, self._room, self._text).moved(_indent(row["depth"]))
            if row["kind"] == "step":
                width = _number_width(row)
                self._step(row, place, width)
            elif row["kind"] == "branch":
                self._branch(row, place)
            elif row["kind"] == "way":
                self._way(row["way"], place.moved(width))
            else:
                inner = replace(place.moved(width), keep=row["keep"])
                self._content.blocks(row["body"], inner)

    def _step(self, row: Row, place: Place, width: float) -> None:
        is_first = row["depth"] == 0
        look = replace(self._text, bold=is_first)
        inner = place.moved(width)
        long_number = len(row["number"]) > _LONG_NUMBER
        title = replace(
            inner,
            look=look,
            style=styles.STEP if is_first else styles.SUB_STEP,
            hanging=width,
            keep=True,
        )
        parts = self._content.inline(row["title"], look, inner.room)
        bookmark = self._story.bookmarks.get(row["anchor"] or "")
        if bookmark:
            parts = self._story.marked(bookmark, parts)
        gap = "\n\t" if long_number else "\t"
        number = runs(f"{row['number']}{gap}", replace(self._words, bold=True))
        self._story.paragraph(
            replace(title, keep=_goes_on(row)), number, parts, self._flags(row["flags"])
        )
        self._content.blocks(row["text"], inner)
        self._remarks(row, inner)
        self._content.blocks(row["body"], inner)
        self._way(row["way"], inner)

    def _branch(self, row: Row, place: Place) -> None:
        label: Iterator[Element] = iter(())
        if row["label"]:
            framed = len(row["label"]) <= _LONG_LABEL
            shown = f"\u00a0{row['label']}\u00a0" if framed else row["label"]
            label = runs(shown, replace(self._text, bold=True, framed=framed))
        way = row["way"]
        told = [*self._way_parts(way)] if way is not None else []
        space = runs("  ", self._words) if row["label"] and told else iter(())
        parts = [*label, *self._flags(row["flags"]), *space, *told]
        if parts:
            self._story.paragraph(replace(place, keep=row["keep"]), parts)
        self._remarks(row, place)

    def _flags(self, flags: Iterable[Mapping[str, str]]) -> Iterator[Element]:
        for flag in flags:
            yield from runs("  ", self._words)
            framed = replace(self._words, bold=True, framed=True, size=8)
            yield from runs(f"\u00a0{flag['label']}\u00a0", framed)

    def _remarks(self, row: Row, place: Place) -> None:
        """Who, how quickly, what comes of it and why."""
        small = replace(place, style=styles.SMALL)
        facts = [[*self._fact(fact)] for fact in row["facts"]]
        if facts:
            for fact in facts[:-1]:
                fact.extend(runs("    ", self._words))
            self._story.paragraph(small, *facts)
        for name, label in (("expected", message("Result")), ("why", message("Why"))):
            if row[name]:
                look = replace(self._text, italic=name == "why")
                told = runs(f"{self._translate(label)}: ", replace(self._words, bold=True))
                self._story.paragraph(small, told, self._content.inline(row[name], look, 0))

    def _fact(self, fact: Mapping[str, Any]) -> Iterator[Element]:
        yield from runs(f"{fact['label']}: ", replace(self._words, bold=True))
        link = self._content.link(fact)
        look = self._text if link is None else replace(self._text, linked=True)
        yield from self._story.linked(link, runs(fact["value"], look))

    def _way(self, way: Mapping[str, str] | None, place: Place) -> None:
        if way is not None:
            self._story.paragraph(place, self._way_parts(way))

    def _way_parts(self, way: Mapping[str, Any]) -> Iterator[Element]:
        """Where to go next, as a link to the step there."""
        yield from runs("→ ", self._words)
        link = self._content.link(way)
        look = replace(self._words, bold=True, linked=link is not None)
        yield from self._story.linked(link, runs(way["text"], look))
        if way["title"]:
            gap = ": " if way["kind"] == "end" else " "
            yield from runs(f"{gap}{way['title']}", self._text)
        if way["limit"]:
            yield from runs(f" ({way['limit']})", self._words)


def _goes_on(row: Row) -> bool:
    """Whether the title of a step must stand on the page of what follows it."""
    parts = ("text", "body", "way", "facts", "expected", "why")
    return bool(row["keep"]) or any(row[part] for part in parts)


def _indent(depth: int) -> float:
    return 0.0 if depth == 0 else _FIRST + (min(depth, _DEEPEST) - 1) * _DEEPER


def _number_width(row: Row) -> float:
    least = _FIRST if row["depth"] == 0 else _DEEPER
    length = len(row["number"])
    return least if length > _LONG_NUMBER else max(least, length * _DIGIT + 2)
