"""The card of a procedure: one page for the wall.

It has the flowchart, or where that is too large the steps as a list; the words to say; the time
limits with who is told; the hand-overs. Texts are shortened here to what can be read at a glance,
each with a “…”; the template leaves out what the page has no room for, and says how much.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from sopkit.messages import Translate, fill, message
from sopkit.model.control import Control
from sopkit.model.sop import Sop
from sopkit.model.step import BlockKind, Step
from sopkit.render.html.site import Site
from sopkit.render.html.sop_page import SopPage, sop_page
from sopkit.render.html.step_view import BranchView, Fact, Flag, StepView, Way
from sopkit.render.markdown import Surroundings, render_blocks
from sopkit.render.pdf.document import SHORT_NUMBER, Document, Picture, document
from sopkit.render.pdf.glyphs import Printable

CARD_TITLE_LIMIT = 120
TITLE_LIMIT = 140
ANSWER_LIMIT = 90
SCRIPT_LIMIT = 420
SITUATIONS_LIMIT = 170
NAME_LIMIT = 60
"""Characters of a title, a step's title, an answer, words to say, all situations, a name."""

ANSWERS_TOGETHER = 8
"""So many answers stand in one piece with their question."""

_TIMES = frozenset({"wait", "within", "overdue", "escalate"})
_MARKS = frozenset({"critical", "moment-of-truth"})


def card(
    site: Site,
    sop: Sop,
    pictures: Mapping[str, Picture],
    logo: str | None,
    control: Control | None = None,
) -> Document:
    """The card of an SOP; the arguments are those of `document`."""
    made = document(site, sop, pictures, logo, control=control)
    writer = _CardWriter(site, sop)
    data = {**made.data, **writer.card(made.data)}
    return Document(data, made.pictures, {**made.replaced, **writer.replaced})


def shortened(text: str, limit: int) -> str:
    """A text of at most so many characters, with a “…” where something was left out."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    words = kept.rpartition(" ")[0]
    return f"{(words if len(words) > limit // 2 else kept).rstrip(' ,;:.')}…"


class _CardWriter:
    """Writes what a card has besides the document of its procedure."""

    def __init__(self, site: Site, sop: Sop) -> None:
        self._sop = sop
        self._page: SopPage = sop_page(site, sop, None)
        self._translate: Translate = site.translate(site.interface_language(sop.language))
        self._printable = Printable()

    @property
    def replaced(self) -> Mapping[str, str]:
        """What was printed for characters that the font lacks."""
        return self._printable.replaced

    def card(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The values of the card, from those of the document.

        A chart that was divided is too large for a page.
        """
        return {
            "card-facts": self._facts(data["control"]["facts"]),
            "card-title": self._text(self._page.title, CARD_TITLE_LIMIT),
            "card-number": self._text(self._page.number, SHORT_NUMBER),
            "situations": self._text(", ".join(self._page.situations), SITUATIONS_LIMIT),
            "chart": data["charts"][0] if len(data["charts"]) == 1 else None,
            "steps": [piece for phase in self._phases() for piece in phase],
            "scripts": self._scripts(),
            "times": list(self._times(self._views())),
            "handovers": self._handovers(),
            "card-words": self._words(),
        }

    def _facts(self, record: Iterable[tuple[str, str]]) -> list[list[str]]:
        facts = (
            (self._translate(message("Department")), self._page.department),
            (self._translate(message("Owner")), self._page.owner or ""),
            *record,
        )
        return [
            [self._text(label), self._text(value, NAME_LIMIT)] for label, value in facts if value
        ]

    def _words(self) -> dict[str, str]:
        """The texts of sopkit itself."""
        texts = {
            "steps": message("Steps"),
            "scripts": message("What to say or write"),
            "times": message("Time limits, and who is told"),
            "handovers": message("Handing over"),
            "critical": message("must never be skipped"),
            "moment": message("moment of truth"),
            "use": message("Use this when"),
            "see": message("The whole procedure: {number}"),
            "more": message("… {count} more: see {number}"),
            "empty": message("This procedure has no steps yet."),
            "any-order": message("all of this, in any order"),
        }
        name = self._page.number or shortened(self._page.title, NAME_LIMIT)
        return {
            key: self._text(fill(self._translate(text), {"number": name, "count": "{count}"}))
            for key, text in texts.items()
        }

    # The steps, in pieces that stay in one column

    def _views(self) -> tuple[StepView, ...]:
        return tuple(
            step
            for section in self._page.sections
            for phase in section.phases
            for step in phase.steps
        )

    def _phases(self) -> Iterator[list[dict[str, Any]]]:
        for section in self._page.sections:
            for phase in section.phases:
                pieces = [piece for step in phase.steps for piece in self._step(step, 0)]
                if pieces:
                    pieces[0]["phase"] = self._text(phase.title, NAME_LIMIT)
                yield pieces

    def _step(
        self, step: StepView, depth: int, label: str = "", way: Way | None = None
    ) -> Iterator[dict[str, Any]]:
        """The pieces of a step and of all in it.

        `label` is the answer that it is the text of, `way` where that answer leads.
        """
        piece = self._piece(depth)
        title = _plain(step.title)
        label = "" if label == title else label  # a strand may be no more than its label
        piece["lines"].append(
            {
                "kind": step.kind.split(" ")[0],
                "number": self._text(step.number),
                "label": self._text(label, ANSWER_LIMIT),
                "title": self._text(title, TITLE_LIMIT),
                "marks": _marks(step.flags),
                "way": self._way(None if step.steps or step.branches else step.way or way),
            }
        )
        pending = piece
        for inner in step.steps:
            if pending:
                yield pending
                pending = {}
            yield from self._step(inner, depth + 1)
        for branch in step.branches:
            pending = yield from self._branch(branch, depth, pending)
        if step.way and (step.steps or step.branches):
            pending = pending or self._piece(depth)
            pending["lines"].append(self._answer("", step.way, ()))
        if pending:
            yield pending

    def _branch(
        self, branch: BranchView, depth: int, pending: dict[str, Any]
    ) -> Generator[dict[str, Any], None, dict[str, Any]]:
        """The pieces of an answer; gives the piece that what comes next belongs to."""
        if not branch.steps:
            if not pending or len(pending["lines"]) > ANSWERS_TOGETHER:
                if pending:
                    yield pending
                pending = self._piece(depth)
            pending["lines"].append(self._answer(branch.label, branch.way, branch.flags))
            return pending
        if pending:
            yield pending
        first, rest = branch.steps[0], branch.steps
        alone = len(rest) == 1 and not (first.steps or first.branches or first.way)
        if "answer" in first.kind:
            yield from self._step(first, depth + 1, branch.label, branch.way if alone else None)
            rest = branch.steps[1:]
        elif branch.label:
            question = self._piece(depth)
            question["lines"].append(self._answer(branch.label, None, branch.flags))
            yield question
        for step in rest:
            yield from self._step(step, depth + 1, way=branch.way if alone else None)
        if branch.way and not alone:
            after = self._piece(depth + 1)
            after["lines"].append(self._answer("", branch.way, ()))
            yield after
        return {}

    def _piece(self, depth: int) -> dict[str, Any]:
        return {"phase": "", "depth": depth, "lines": []}

    def _answer(self, label: str, way: Way | None, flags: Sequence[Flag]) -> dict[str, Any]:
        return {
            "kind": "way",
            "label": self._text(label, ANSWER_LIMIT),
            "marks": _marks(flags),
            "way": self._way(way),
        }

    def _way(self, way: Way | None) -> str:
        if way is None:
            return ""
        title = way.title if way.kind == "end" and way.title else ""
        limit = f" ({way.limit})" if way.limit else ""
        return self._text(f"{way.text}{': ' if title else ''}{title}{limit}", ANSWER_LIMIT)

    # What stands beside the flow

    def _scripts(self) -> list[dict[str, Any]]:
        """The words to say in their order; `rank` tells which go first when room is short."""
        found = [
            (step, block.inner)
            for step in self._sop.walk()
            for block in step.body
            if block.kind is BlockKind.SCRIPT
        ]
        order = sorted(range(len(found)), key=lambda index: not _matters(found[index][0]))
        rank = {index: place for place, index in enumerate(order)}
        return [
            {
                "number": self._text(step.number),
                "marks": _marks_of(step),
                "text": self._text(_spoken(text), SCRIPT_LIMIT),
                "rank": rank[index],
            }
            for index, (step, text) in enumerate(found)
        ]

    def _times(self, steps: Iterable[StepView]) -> Iterator[dict[str, Any]]:
        for step in steps:
            yield from self._limit(step.number, _plain(step.title), step.facts)
            yield from self._times(step.steps)
            for branch in step.branches:
                yield from self._limit(step.number, branch.label, branch.facts)
                yield from self._times(branch.steps)

    def _limit(self, number: str, name: str, facts: Iterable[Fact]) -> Iterator[dict[str, Any]]:
        told = [fact for fact in facts if fact.kind in _TIMES]
        if told:
            yield {
                "number": self._text(number),
                "name": self._text(name, NAME_LIMIT),
                "facts": [
                    [self._text(fact.label), self._text(fact.value, NAME_LIMIT)] for fact in told
                ],
            }

    def _handovers(self) -> list[dict[str, Any]]:
        """Where it is handed over to, each with the steps and answers that lead there."""
        found: dict[tuple[str, str], list[str]] = {}
        for number, label, way in _ways(self._views()):
            if way is not None and way.kind == "sop":
                place = found.setdefault((way.text, way.title or ""), [])
                place.append(f"{number} “{shortened(label, NAME_LIMIT)}”" if label else number)
        return [
            {
                "to": self._text(to),
                "title": self._text(title, NAME_LIMIT),
                "from": self._text(", ".join(places), SCRIPT_LIMIT),
            }
            for (to, title), places in found.items()
        ]

    def _text(self, text: str, limit: int | None = None) -> str:
        return self._printable.breakable(shortened(text, limit) if limit else text)


def _ways(steps: Iterable[StepView], label: str = "") -> Iterator[tuple[str, str, Way | None]]:
    """Every way on, with the number of its step and the answer that it belongs to."""
    for step in steps:
        yield step.number, label, step.way
        yield from _ways(step.steps)
        for branch in step.branches:
            last = branch.steps[-1].number if branch.steps else step.number
            yield last, branch.label, branch.way
            for inner in branch.steps:
                yield from _ways([inner], branch.label if "answer" in inner.kind else "")


def _plain(text: Markup) -> str:
    return text.striptags()


def _spoken(text: str) -> str:
    """Words to say or write, without Markdown."""
    at = Surroundings(link=lambda target: target, picture=lambda _: None)
    return render_blocks(text, at).striptags()


def _marks(flags: Iterable[Flag]) -> list[str]:
    return [flag.kind for flag in flags if flag.kind in _MARKS]


def _marks_of(step: Step) -> list[str]:
    named = (
        ("critical", step.attributes.critical),
        ("moment-of-truth", step.attributes.moment_of_truth),
    )
    return [name for name, holds in named if holds]


def _matters(step: Step) -> bool:
    return step.attributes.critical or step.attributes.moment_of_truth
