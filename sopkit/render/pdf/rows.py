"""The steps of a procedure as rows down the page.

Steps nest up to twenty deep, a page does not: each step, answer and way on becomes one row with
its depth. A row says whether it may be broken over pages and whether the next row must follow it
on the same page, so that no step is torn from its number or title, nor a way on from its step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from sopkit.messages import Translate, message
from sopkit.render.html.step_view import BranchView, Fact, Flag, StepView, Way
from sopkit.render.pdf.content import ContentReader, Node
from sopkit.render.pdf.glyphs import Printable

Row = dict[str, Any]
"""`kind` is `step`, `branch`, `text` or `way`; `depth` counts from 0.

`whole`: its words take little of a page, so it is not broken over two; with `pictures`
only if they fit on one.
"""

_LONG = 1500  # characters: about a third of a page, which may be broken
_MANY = 24  # lines of HTML: about as many lines on the page
_ROWS = 5  # of a table: more may be broken, under a repeated heading


def _is_short(*texts: str) -> bool:
    """Whether texts (of HTML) take little of a page, as far as they are words."""
    size, lines = sum(map(len, texts)), sum(text.count("\n") for text in texts)
    return size < _LONG and lines < _MANY and sum(text.count("<tr") for text in texts) <= _ROWS


class RowWriter:
    """Makes rows of step views; each step's anchor is set once."""

    def __init__(self, reader: ContentReader, printable: Printable, translate: Translate) -> None:
        self._reader = reader
        self._printable = printable
        self._translate = translate
        self._anchors: set[str] = set()

    def rows(self, steps: Iterable[StepView]) -> list[Row]:
        """The rows of these steps and of all in them."""
        found = [row for step in steps for row in self._step(step, 0)]
        for row, following in pairwise(found):
            if following["kind"] == "way":
                row["keep"] = True
        return found

    def _step(self, step: StepView, depth: int) -> Iterator[Row]:
        rest = bool(step.steps or step.branches or step.after)
        yield {
            "kind": "step",
            "depth": depth,
            "keep": bool(step.steps or step.branches),
            "whole": _is_short(
                step.title, step.text, step.body, step.expected or "", step.why or ""
            ),
            "pictures": "<img" in step.body or "<img" in step.text,
            "anchor": self._anchor(step.id),
            "number": step.number,
            "title": self._reader.read(step.title),
            "text": self._reader.read(step.text),
            "body": self._reader.read(step.body),
            "way": None if rest else self._way(step.way),
            **self._remarks(step),
        }
        for inner in step.steps:
            yield from self._step(inner, depth + 1)
        if step.kind == "parallel" and step.branches:
            text = self._printable.text(self._translate(message("Do all of these, in any order:")))
            yield self._text([text], depth, keep=True)
        for branch in step.branches:
            yield from self._branch(branch, depth + 1)
        if step.after:
            yield self._text(self._reader.read(step.after), depth)
        if rest and step.way:
            yield {"kind": "way", "depth": depth, "keep": False, "way": self._way(step.way)}

    def _text(self, nodes: Sequence[Node], depth: int, *, keep: bool = False) -> Row:
        return {"kind": "text", "depth": depth, "keep": keep, "body": list(nodes)}

    def _branch(self, branch: BranchView, depth: int) -> Iterator[Row]:
        remarks = self._remarks(branch)
        if branch.label or any(remarks.values()) or not branch.steps:
            yield {
                "kind": "branch",
                "depth": depth,
                "keep": bool(branch.steps),
                "whole": _is_short(branch.label, branch.expected or "", branch.why or ""),
                "label": self._printable.breakable(branch.label),
                "way": None if branch.steps else self._way(branch.way),
                **remarks,
            }
        for step in branch.steps:
            yield from self._step(step, depth)
        if branch.steps and branch.way:
            yield {"kind": "way", "depth": depth, "keep": False, "way": self._way(branch.way)}

    def _anchor(self, step_id: str) -> str | None:
        """The place of a step, unless another step has its id (which the check reports)."""
        if step_id in self._anchors:
            return None
        self._anchors.add(step_id)
        return self._reader.places.own.step(step_id)

    def _remarks(self, about: StepView | BranchView) -> dict[str, Any]:
        return {
            "flags": [self._flag(flag) for flag in about.flags],
            "facts": [self._fact(fact) for fact in about.facts],
            "expected": self._reader.read(Markup.escape(about.expected or "")),
            "why": self._reader.read(Markup.escape(about.why or "")),
        }

    def _flag(self, flag: Flag) -> dict[str, str]:
        return {"kind": flag.kind, "label": self._printable.text(flag.label)}

    def _fact(self, fact: Fact) -> dict[str, str | None]:
        return {
            "label": self._printable.text(fact.label),
            "value": self._printable.breakable(fact.value),
            "to": self._reader.places.find(fact.address),
        }

    def _way(self, way: Way | None) -> dict[str, Any] | None:
        if way is None:
            return None
        return {
            "kind": way.kind,
            "text": self._printable.breakable(way.text),
            "title": self._printable.breakable(way.title or ""),
            "limit": self._printable.text(way.limit or ""),
            "to": self._reader.places.find(way.address),
        }
