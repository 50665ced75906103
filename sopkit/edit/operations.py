"""Operations on a text by name, as a page sends them: each gives another text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sopkit.edit import branching, inserting, matter, moving, phases, sections, tables
from sopkit.edit.attributes import set_attribute
from sopkit.edit.goals import Goal, set_goal
from sopkit.edit.ids import id_of
from sopkit.edit.items import again
from sopkit.edit.levels import Rearranged
from sopkit.edit.measures import first_target
from sopkit.edit.outline import Outline
from sopkit.edit.parts import add_part, remove_part, set_part
from sopkit.edit.refusals import StepGoneError
from sopkit.edit.wording import set_label, set_text, set_title
from sopkit.model.sop import SectionKind
from sopkit.model.standard import Standard
from sopkit.model.step import BlockKind, JumpKind
from sopkit.parse.frontmatter import LISTS, TEXTS


@dataclass(frozen=True, slots=True)
class Operation:
    """What to do: `name` is one of `NAMES`.

    `item` is the index of a row, section or term; `part` that of a part in a row. `key` names
    what of it, `value` is what a person typed or chose, `more` what belongs to it.
    """

    name: str
    item: int = -1
    part: int = 0
    key: str = ""
    value: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The text after an operation. `line` is that of an item that was made or moved."""

    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What an operation must know of the library: titles by number, standards by id."""

    titles: Mapping[str, str] = field(default_factory=dict)
    standards: Mapping[str, Standard] = field(default_factory=dict)


NOTHING_KNOWN = Known()


def carry_out(outline: Outline, operation: Operation, known: Known = NOTHING_KNOWN) -> Done:
    """The text after an operation.

    Raises StepGoneError for an operation or place that is not there, and what the operations
    raise; then nothing is changed.
    """
    act = _ACTS.get(operation.name)
    if act is None:
        raise StepGoneError
    done = act(outline, operation, known)
    return Done(done.text, done.line) if isinstance(done, Rearranged) else Done(done)


_Act = Callable[[Outline, Operation, Known], "str | Rearranged"]


def _field(outline: Outline, o: Operation, _known: Known) -> str:
    if o.key in TEXTS:
        return matter.set_text(outline.text, o.key, o.value)
    if o.key in LISTS:
        return matter.set_list(outline.text, o.key, o.value.replace("\r", "").split("\n"))
    raise StepGoneError


def _goal(outline: Outline, o: Operation, known: Known) -> str:
    """`key` is the kind of goal, empty for none."""
    goal = Goal(JumpKind(o.key), o.value) if o.key in tuple(JumpKind) else None
    return set_goal(outline, o.item, goal, known.titles)


def _overdue(outline: Outline, o: Operation, _known: Known) -> str:
    """`value` is the index of the step to go to when time is over."""
    if not o.value.isdigit():
        return set_attribute(outline, o.item, "overdue", "")
    step_id, text = id_of(outline, int(o.value))
    return set_attribute(again(outline, text), o.item, "overdue", f"#{step_id}")


def _part(o: Operation) -> BlockKind:
    if o.key not in tuple(BlockKind):
        raise StepGoneError
    return BlockKind(o.key)


def _cell(o: Operation) -> tuple[int, int]:
    """`key` is the row and column of a cell: `2-0`."""
    row, _, column = o.key.partition("-")
    return _number(row), _number(column)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise StepGoneError
    return int(text)


def _section_kind(o: Operation) -> SectionKind:
    return SectionKind(o.key) if o.key in tuple(SectionKind) else SectionKind.OTHER


_ACTS: Mapping[str, _Act] = {
    "field": _field,
    "target": lambda t, o, _k: matter.set_target(t.text, o.key, o.value),
    "add-target": lambda t, o, k: matter.set_target(
        t.text, o.key, first_target(k.standards.get(o.key))
    ),
    "remove-target": lambda t, o, _k: matter.set_target(t.text, o.key, ""),
    "title": lambda t, o, k: set_title(t, o.item, o.value, k.titles),
    "text": lambda t, o, k: set_text(t, o.item, o.value, k.titles),
    "label": lambda t, o, _k: set_label(t, o.item, o.value),
    "attribute": lambda t, o, _k: set_attribute(t, o.item, o.key, o.value),
    "overdue": _overdue,
    "goal": _goal,
    "add-part": lambda t, o, _k: add_part(t, o.item, _part(o), o.value, o.more),
    "part": lambda t, o, _k: set_part(t, o.item, o.part, o.value, o.more or None),
    "remove-part": lambda t, o, _k: remove_part(t, o.item, o.part),
    "add-table": lambda t, o, _k: add_part(
        t, o.item, BlockKind.TABLE, tables.new_table(o.value.split("\n"))
    ),
    "cell": lambda t, o, k: tables.set_cell(t, o.item, o.part, _cell(o), o.value, k.titles),
    "add-row": lambda t, o, _k: tables.add_row(t, o.item, o.part),
    "remove-row": lambda t, o, _k: tables.remove_row(t, o.item, o.part, _number(o.more)),
    "add-column": lambda t, o, _k: tables.add_column(t, o.item, o.part, o.value),
    "remove-column": lambda t, o, _k: tables.remove_column(t, o.item, o.part, _number(o.more)),
    "question": lambda t, o, _k: branching.make_question(t, o.item, o.value.split("\n")),
    "parallel": lambda t, o, _k: branching.make_parallel(t, o.item, o.value.split("\n")),
    "not-parallel": lambda t, o, _k: branching.not_parallel(t, o.item),
    "step": lambda t, o, _k: inserting.insert_step(t, o.item if o.item >= 0 else None, o.value),
    "steps": lambda t, o, _k: inserting.insert_steps(t, o.item, o.value),
    "step-inside": lambda t, o, _k: inserting.insert_inside(t, o.item, o.value),
    "answer": lambda t, o, _k: branching.insert_answer(t, o.item, o.value),
    "phase": lambda t, o, _k: phases.insert_phase(t, o.item, o.value),
    "rename-phase": lambda t, o, _k: phases.rename_phase(t, o.item, o.value),
    "remove": lambda t, o, _k: moving.remove(t, o.item),
    "up": lambda t, o, _k: moving.move(t, o.item, up=True),
    "down": lambda t, o, _k: moving.move(t, o.item, up=False),
    "in": lambda t, o, _k: moving.indent(t, o.item),
    "out": lambda t, o, _k: moving.outdent(t, o.item),
    "section": lambda t, o, _k: sections.set_section(t, o.item, o.value),
    "heading": lambda t, o, _k: sections.set_heading(t, o.item, o.value),
    "add-section": lambda t, o, _k: sections.add_section(t, _section_kind(o), o.value),
    "remove-section": lambda t, o, _k: sections.remove_section(t, o.item),
    "term": lambda t, o, _k: sections.set_term(t, o.item, o.value, o.more),
    "add-term": lambda t, o, _k: sections.add_term(t, o.value, o.more),
    "remove-term": lambda t, o, _k: sections.remove_term(t, o.item),
    "term-up": lambda t, o, _k: sections.move_term(t, o.item, up=True),
    "term-down": lambda t, o, _k: sections.move_term(t, o.item, up=False),
}

NAMES = tuple(_ACTS)
"""The names of all operations."""
