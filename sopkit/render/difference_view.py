"""A difference as a reader is told it: entries with lines, in the words of a language.

The report for terminals and the page show these values; nothing is computed there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sopkit.compare.difference import (
    Aspect,
    Change,
    Difference,
    Fate,
    Piece,
    SectionDifference,
    StepDifference,
    highest,
)
from sopkit.messages import Translate, fill, message
from sopkit.model.control import Nature
from sopkit.render.difference_wording import (
    MEANINGS,
    NATURES,
    Names,
    cause_text,
    count_texts,
    fate_text,
    label_text,
    value_text,
)


@dataclass(frozen=True, slots=True)
class NatureView:
    """A nature with its word; `id` is the same in every language."""

    id: str
    word: str


@dataclass(frozen=True, slots=True)
class Line:
    """One change: its name, then either pieces of text or an old and a new value.

    `notes` say why it weighs as it does, or where a moved passage went.
    """

    label: str
    nature: NatureView
    old: str = ""
    new: str = ""
    pieces: tuple[Piece, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A part that changed: a step, a section, the particulars.

    `fates` are words such as "new" or "moved"; `fate` is the chief one, the same in every language.
    `number` is the step's, `was` tells its old number or title; `step` is the id of a step that
    the new text has.
    """

    title: str
    nature: NatureView
    fate: str
    fates: tuple[str, ...] = ()
    number: str = ""
    was: str = ""
    role: str = ""
    lines: tuple[Line, ...] = ()
    step: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a heading."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """The whole: what it comes to, then the groups. `nature` is None when nothing differs."""

    number: str
    title: str
    nature: NatureView | None
    meaning: str
    counts: tuple[str, ...]
    groups: tuple[Group, ...]


def view(difference: Difference, names: Names) -> DifferenceView:
    """A difference in words."""
    translate = names.translate
    particulars = tuple(_line(change, names) for change in difference.fields)
    nature = highest(change.nature for change in difference.fields)
    fields = (
        (Entry("", nature_view(nature, translate), "changed", lines=particulars),) if nature else ()
    )
    groups = (
        Group(translate(message("Particulars")), fields),
        Group(translate(message("Steps")), _steps(difference.changed_steps, names)),
        Group(
            translate(message("Other sections")),
            tuple(_section(section, names) for section in difference.sections),
        ),
        Group(translate(message("Terms")), tuple(_term(one, names) for one in difference.terms)),
    )
    return DifferenceView(
        difference.number,
        difference.title,
        nature_view(difference.nature, translate) if difference.nature else None,
        _meaning(difference, translate),
        count_texts(difference.count, translate),
        tuple(group for group in groups if group.entries),
    )


def nature_view(nature: Nature, translate: Translate) -> NatureView:
    """A nature with its word."""
    return NatureView(nature.value, translate(NATURES[nature]))


def _meaning(difference: Difference, translate: Translate) -> str:
    if difference.nature is not None:
        return translate(MEANINGS[difference.nature])
    return translate(message("Both texts are the same."))


def _steps(steps: Iterable[StepDifference], names: Names) -> tuple[Entry, ...]:
    return tuple(_step(step, names) for step in steps)


def _step(step: StepDifference, names: Names) -> Entry:
    translate = names.translate
    mark = step.mark
    fates = [fate_text(step.fate, translate)]
    if step.fate is Fate.CHANGED:
        told = (
            (step.moved, message("moved")),
            (step.rerouted, message("re-routed")),
            (step.reworded, message("reworded")),
            (step.corrected, message("corrected")),
        )
        fates = [translate(text) for holds, text in told if holds] or fates
    lone = step.fate is not Fate.CHANGED
    changes = [change for change in step.changes if not (lone and _says_title(change, mark.title))]
    return Entry(
        mark.title,
        nature_view(step.nature or Nature.EDITORIAL, translate),
        step.fate.value,
        tuple(fates),
        mark.number,
        _was(step, translate),
        names.roles.get(mark.role, mark.role) if lone and mark.role else "",
        tuple(_line(change, names, lone=lone) for change in changes),
        step.new.id if step.new else "",
    )


def _says_title(change: Change, title: str) -> bool:
    """Whether the words of a new or removed step are only its title, which stands there already."""
    return change.aspect is Aspect.STATEMENT and (change.new or change.old) == title


def _was(step: StepDifference, translate: Translate) -> str:
    """The old number of a step that has another one now."""
    if step.old is None or step.new is None or step.old.number == step.new.number:
        return ""
    return fill(translate(message("was {number}")), {"number": step.old.number})


def _section(section: SectionDifference, names: Names) -> Entry:
    return Entry(
        section.heading or names.translate(message("Before the first heading")),
        nature_view(section.nature or Nature.EDITORIAL, names.translate),
        section.fate.value,
        (fate_text(section.fate, names.translate),),
        lines=tuple(_line(change, names) for change in section.changes),
    )


def _term(change: Change, names: Names) -> Entry:
    fate = Fate.CHANGED if change.old and change.new else Fate.ADDED if change.new else Fate.REMOVED
    line = _line(change, names)
    return Entry(
        change.label or change.new,
        line.nature,
        fate.value,
        (fate_text(fate, names.translate),),
        lines=(Line("", line.nature, line.old, line.new, line.pieces, line.notes),),
    )


def _line(change: Change, names: Names, *, lone: bool = False) -> Line:
    """One change. In a step that only one text has, why its words weigh does not matter."""
    translate = names.translate
    notes = [] if lone else [cause_text(cause, translate) for cause in change.causes]
    if change.elsewhere:
        text = message("moved here from {place}") if change.new else message("moved to {place}")
        notes.append(fill(translate(text), {"place": change.elsewhere}))
    if change.aspect is Aspect.PLACE:
        return _place_line(change, names)
    if change.aspect is Aspect.LAYOUT:
        notes.append(translate(message("emphasis or arrangement differs")))
    return Line(
        label_text(change, names),
        nature_view(change.nature, translate),
        value_text(change, change.old, names),
        value_text(change, change.new, names),
        change.pieces,
        tuple(notes),
    )


def _place_line(change: Change, names: Names) -> Line:
    translate = names.translate
    old, new = (
        fill(translate(message("after “{step}”")), {"step": before})
        if before
        else translate(message("at the beginning"))
        for before in (change.old, change.new)
    )
    return Line(label_text(change, names), nature_view(change.nature, translate), old, new)
