"""A text for people who know neither Markdown nor YAML: fields, sections, and steps as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from sopkit.edit import words
from sopkit.edit.measures import IntervalFields, TargetFields, interval_fields, target_fields
from sopkit.edit.moving import movable
from sopkit.edit.outline import Item, ItemKind, Outline
from sopkit.edit.parts import part_text, picture_of
from sopkit.edit.sections import section_text, terms_of
from sopkit.edit.tables import Cells, cells_of
from sopkit.model.sop import SectionKind
from sopkit.model.step import Attributes, BlockKind, Duration, JumpKind, StepKind
from sopkit.parse.frontmatter import read_front_matter
from sopkit.parse.report import Report


@dataclass(frozen=True, slots=True)
class TargetView:
    """A standard with its target: as written, and in its parts if it is a target."""

    id: str
    text: str
    fields: TargetFields | None


@dataclass(frozen=True, slots=True)
class MatterView:
    """The front matter as fields. `readable` is false where it is no YAML.

    `review` is None where no time or something else than a time stands there.
    """

    readable: bool
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    targets: tuple[TargetView, ...]
    review: IntervalFields | None


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section: its Markdown, and the lines that it takes up."""

    index: int
    kind: SectionKind
    heading: str
    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class TermView:
    """A term and its definition. `moves` are the ways in which it can be moved: `up`, `down`."""

    index: int
    name: str
    definition: str
    first: int
    last: int
    moves: frozenset[str]


@dataclass(frozen=True, slots=True)
class PartView:
    """A script, checklist, alert, picture or text in a step.

    `words` are without marks; `picture` is the target of a picture, `alert` the kind of an alert,
    `cells` are the words of a table, row by row.
    """

    number: int
    kind: BlockKind
    words: str
    alert: str = ""
    picture: str = ""
    cells: Cells = ()


@dataclass(frozen=True, slots=True)
class GoalView:
    """Where a row leads: `target` as `Goal` has it, `title` for a person."""

    kind: JumpKind
    target: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """A step, answer or strand. `phase` is the heading that begins before it, if one does.

    `overdue` is the index of the row to go to when time is over. `attributes` are those in its own
    braces, by their names in the text. `first` and `last` are the lines that it takes up. `moves`
    are the ways in which it can be moved: `up`, `down`, `in`, `out`.
    """

    index: int
    kind: ItemKind
    decides: bool
    parallel: bool
    depth: int
    number: str
    id: str
    label: str
    title: str
    text: str
    parts: tuple[PartView, ...]
    attributes: Mapping[str, str]
    goal: GoalView | None
    overdue: str
    phase: str | None
    first: int
    last: int
    children: int
    moves: frozenset[str]
    editable: bool


@dataclass(frozen=True, slots=True)
class GoalChoice:
    """A step that others can lead to."""

    index: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class TextView:
    """All of a text that can be changed without seeing it."""

    matter: MatterView
    sections: tuple[SectionView, ...]
    terms: tuple[TermView, ...]
    rows: tuple[Row, ...]
    goals: tuple[GoalChoice, ...]


def view(outline: Outline) -> TextView:
    """The text as a form shows it."""
    moves = movable(outline)
    return TextView(
        _matter(outline),
        tuple(_section(outline, index) for index in range(len(outline.sections))),
        _terms(outline),
        tuple(_row(outline, item, moves[item.index]) for item in outline.items),
        tuple(
            GoalChoice(item.index, item.step.number, item.step.title)
            for item in outline.items
            if item.step is not None and item.head is not None
        ),
    )


def _matter(outline: Outline) -> MatterView:
    report = Report("")
    matter, _ = read_front_matter(outline.lines, report)
    broken = any(each.code == "SOP104" for each in report.diagnostics)
    open_end = outline.matter is not None and outline.matter[1] < 0
    targets = tuple(
        TargetView(name, target.text, target_fields(target.text))
        for name, target in matter.standards
    )
    review = interval_fields(matter.texts.get("review", ""))
    return MatterView(not broken and not open_end, matter.texts, matter.lists, targets, review)


def _section(outline: Outline, index: int) -> SectionView:
    section = outline.sections[index]
    _, end = outline.section_lines(index)
    text = section_text(outline, index)
    return SectionView(index, section.kind, section.heading, text, section.span.line, end)


def _terms(outline: Outline) -> tuple[TermView, ...]:
    terms = terms_of(outline)
    last = len(terms) - 1
    found = []
    for index, each in enumerate(terms):
        ways = {"up": index > 0, "down": index < last}
        moves = frozenset(way for way, open_way in ways.items() if open_way)
        place = each.begin + 1, each.end
        found.append(TermView(index, each.name, each.definition, *place, moves))
    return tuple(found)


def _row(outline: Outline, item: Item, moves: frozenset[str]) -> Row:
    own, head = item.words, item.head
    says = title = text = ""
    if own is not None and head is not None:
        title = words.shown(own.title_source)
        says = head.content[own.text[0] : own.text[1]].strip()
        text = words.shown(says)
    return Row(
        index=item.index,
        kind=item.kind,
        decides=item.decides,
        parallel=item.step is not None and item.step.kind is StepKind.PARALLEL,
        depth=item.depth,
        number=item.step.number if item.step is not None and item.branch is None else _number(item),
        id=item.step.id if item.step is not None else "",
        label=item.branch.label if item.branch is not None else "",
        title=title,
        text=text,
        parts=tuple(_parts(item)),
        attributes=attribute_texts(item.own),
        goal=_goal(outline, item),
        overdue=_overdue(outline, item),
        phase=_phase(outline, item),
        first=item.first,
        last=item.last,
        children=len(item.children),
        moves=moves,
        editable=head is not None,
    )


def _number(item: Item) -> str:
    return item.branch.number if item.branch is not None else ""


def _parts(item: Item) -> list[PartView]:
    found = []
    for number, (element, block) in enumerate(item.parts):
        picture = picture_of(block) if block.kind is BlockKind.IMAGE else ""
        cells = cells_of(element) if block.kind is BlockKind.TABLE else ()
        said = part_text(block)
        found.append(PartView(number, block.kind, said, block.alert or "", picture, cells))
    return found


def attribute_texts(attributes: Attributes) -> Mapping[str, str]:
    """Attributes by their names in the text; a flag's value is its name."""
    found: dict[str, str] = {}
    for each in fields(Attributes):
        value = getattr(attributes, each.name)
        name = each.name.replace("_", "-")
        if value is True:
            found[name] = name
        elif isinstance(value, Duration):
            found[name] = value.text
        elif isinstance(value, str | int) and value is not False:
            found[name] = str(value)
    return found


def _goal(outline: Outline, item: Item) -> GoalView | None:
    jump = item.jump
    if jump is None:
        return None
    if jump.kind is not JumpKind.STEP:
        return GoalView(jump.kind, jump.target, jump.text)
    for other in outline.items:
        if other.step is not None and other.step.id == jump.target:
            return GoalView(jump.kind, str(other.index), other.step.title)
    return GoalView(JumpKind.UNKNOWN, jump.target, jump.text)


def _overdue(outline: Outline, item: Item) -> str:
    """The index of the row to go to when time is over; empty for none, or one that is not there."""
    wanted = item.own.overdue
    at = (e.index for e in outline.items if e.step is not None and wanted and e.step.id == wanted)
    return str(next(at, ""))


def _phase(outline: Outline, item: Item) -> str | None:
    """The heading between an item of the top level and the one before it."""
    if item.parent is not None:
        return None
    tops = [each for each in outline.items if each.parent is None]
    place = tops.index(item)
    for phase in outline.sop.phases:
        if phase.first_step == place:
            return phase.title
    return None
