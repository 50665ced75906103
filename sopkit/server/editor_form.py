"""What the form of the editor sends, as operations on the text.

Names tell what a field is of: `field.title`, `list.roles`, `target.csat`, `section.2`,
`term.0.name`, `row.5.title`, `row.5.attribute.role`, `row.5.part.0`. Only fields that differ from
the text become operations, so that a page may send all of its fields or the one that was changed.
`act` comes last: a button, such as `up.5`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from starlette.datastructures import FormData

from sopkit.services.writing.changing import (
    RANGE,
    IntervalFields,
    MatterView,
    Operation,
    PartView,
    Row,
    TargetFields,
    TargetView,
    TextView,
    interval_text,
)

FLAGS = ("critical", "optional", "unobservable", "moment-of-truth")
TIMES = ("within", "wait")


def operations_from(
    form: FormData, view: TextView, first_words: Mapping[str, str]
) -> Sequence[Operation]:
    """The operations of a form that was filled in while seeing a text.

    `first_words` are what something new says until its author writes over it.
    """
    fields = [*_matter(form, view), *_sections(form, view), *_rows(form, view)]
    return [*fields, *_act(form, first_words)]


def _text(form: FormData, name: str) -> str | None:
    value = form.get(name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else None


def _texts(form: FormData, name: str) -> list[str]:
    return [value for value in form.getlist(name) if isinstance(value, str)]


def _matter(form: FormData, view: TextView) -> Iterator[Operation]:
    for name in ("title", "department", "owner", "service", "direction"):
        value = _text(form, f"field.{name}")
        if value is not None and value.strip() != view.matter.texts.get(name, ""):
            yield Operation("field", key=name, value=value)
    for name in ("roles", "channels"):
        if f"list.{name}" in form:
            yield from _list(name, _checked(form, name, view.matter.lists.get(name, ())), view)
    for name in ("situations", "tags"):
        typed = _text(form, f"list.{name}")
        if typed is not None:
            yield from _list(
                name, [each.strip() for each in typed.split("\n") if each.strip()], view
            )
    yield from _review(form, view.matter)
    yield from _targets(form, view.matter)


def _list(name: str, values: Sequence[str], view: TextView) -> Iterator[Operation]:
    if tuple(values) != view.matter.lists.get(name, ()):
        yield Operation("field", key=name, value="\n".join(values))


def _checked(form: FormData, name: str, now: Sequence[str]) -> list[str]:
    """The boxes that are checked: first those that were, in the order in which they stand."""
    checked = [each for each in _texts(form, f"list.{name}") if each]
    stay = [each for each in now if each in checked]
    return [*stay, *(each for each in checked if each not in now)]


def _review(form: FormData, matter: MatterView) -> Iterator[Operation]:
    """The time between reviews: its amount and unit, or as it is written if it is no time."""
    typed, unit = _text(form, "field.review"), _text(form, "field.review.unit")
    if typed is None:
        return
    now = matter.texts.get("review", "")
    if unit is None or not re.fullmatch(r"\d*", typed.strip()):
        if typed.strip() != now:
            yield Operation("field", key="review", value=typed)
        return
    wanted = IntervalFields(typed.strip(), unit)
    if wanted != matter.review and (wanted.amount or matter.review is not None):
        language = matter.texts.get("language", "en")
        yield Operation("field", key="review", value=interval_text(wanted, language))


def _targets(form: FormData, matter: MatterView) -> Iterator[Operation]:
    for each in matter.targets:
        typed = _target(form, each)
        if typed is not None:
            yield Operation("target", key=each.id, value=typed)
    added = _text(form, "target.new")
    if added and added not in {each.id for each in matter.targets}:
        yield Operation("add-target", key=added)


def _target(form: FormData, now: TargetView) -> str | None:
    """Another target: in its parts (`target.csat.value`), or as it is written if it is none."""
    prefix = f"target.{now.id}"
    if now.fields is None:
        typed = _text(form, prefix)
        return typed if typed is not None and typed.strip() != now.text else None
    if not any(name.startswith(f"{prefix}.") for name in form):
        return None

    def part(name: str, otherwise: str) -> str:
        typed = _text(form, f"{prefix}.{name}")
        return otherwise if typed is None else typed

    comparison = part("comparison", now.fields.comparison)
    wanted = TargetFields(
        part("statistic", now.fields.statistic),
        comparison,
        _figure(part("value", now.fields.value)),
        _figure(part("upper", now.fields.upper)) if comparison == RANGE else "",
        part("unit", now.fields.unit),
    )
    return wanted.text if wanted != now.fields else None


def _figure(typed: str) -> str:
    return typed.strip().replace(",", ".")


def _sections(form: FormData, view: TextView) -> Iterator[Operation]:
    for section in view.sections:
        typed = _text(form, f"section.{section.index}")
        if typed is not None and typed.strip("\n").rstrip() != section.text.rstrip():
            yield Operation("section", section.index, value=typed)
    for term in view.terms:
        name = _text(form, f"term.{term.index}.name")
        definition = _text(form, f"term.{term.index}.definition")
        wanted = (
            term.name if name is None else name.strip(),
            term.definition if definition is None else definition.strip(),
        )
        if wanted != (term.name, term.definition):
            yield Operation("term", term.index, value=wanted[0], more=wanted[1])
    name, definition = _text(form, "term.new.name"), _text(form, "term.new.definition")
    if name and name.strip() and definition and definition.strip():
        yield Operation("add-term", value=name, more=definition)


def _rows(form: FormData, view: TextView) -> Iterator[Operation]:
    for row in view.rows:
        prefix = f"row.{row.index}."
        if any(name.startswith(prefix) for name in form):
            yield from _row(form, prefix, row)


def _row(form: FormData, prefix: str, row: Row) -> Iterator[Operation]:
    for name, now in (("title", row.title), ("text", row.text), ("label", row.label)):
        typed = _text(form, prefix + name)
        if typed is not None and typed.strip() != now.strip():
            yield Operation(name, row.index, value=typed)
    yield from _attributes(form, prefix, row)
    yield from _goal(form, prefix, row)
    yield from _parts(form, prefix, row)
    phase = _text(form, f"{prefix}phase")
    if phase is not None and row.phase is not None and phase.strip() != row.phase:
        yield Operation("rename-phase", row.index, value=phase)


def _attributes(form: FormData, prefix: str, row: Row) -> Iterator[Operation]:
    for name in ("role", "escalate", "standard", "record", "expected", "why", "each", "max"):
        typed = _text(form, f"{prefix}attribute.{name}")
        if typed is not None and typed.strip() != row.attributes.get(name, ""):
            yield Operation("attribute", row.index, key=name, value=typed)
    for name in TIMES:
        time = _time(form, f"{prefix}attribute.{name}")
        if time is not None and time != _figure(row.attributes.get(name, "")):
            yield Operation("attribute", row.index, key=name, value=time)
    if f"{prefix}flags" in form:
        checked = _texts(form, f"{prefix}flags")
        for flag in FLAGS:
            if (flag in checked) != (flag in row.attributes):
                yield Operation("attribute", row.index, key=flag, value=flag * (flag in checked))
    overdue = _text(form, f"{prefix}overdue")
    if overdue is not None and overdue != row.overdue:
        yield Operation("overdue", row.index, value=overdue)


def _goal(form: FormData, prefix: str, row: Row) -> Iterator[Operation]:
    """`goal` is `next`, `end`, `step.4` or `sop`; the last has its number in `goal-number`."""
    chosen = _text(form, f"{prefix}goal")
    if chosen is None:
        return
    kind, _, target = chosen.partition(".")
    if kind == "sop":
        target = (_text(form, f"{prefix}goal-number") or "").strip().split(" ")[0].upper()
        if not target:
            return
    elif kind == "end":
        target = (_text(form, f"{prefix}goal-end") or "").strip()
    elif kind not in ("step", "next"):
        return
    wanted = None if kind == "next" else (kind, target)
    now = None if row.goal is None else (row.goal.kind.value, row.goal.target)
    if wanted != now:
        yield Operation("goal", row.index, key=kind, value=target)


def _parts(form: FormData, prefix: str, row: Row) -> Iterator[Operation]:
    for part in reversed(row.parts):  # one that is emptied goes, and those behind it move up
        if part.cells:
            yield from _cells(form, f"{prefix}part.{part.number}.cell.", row, part)
            continue
        typed = _text(form, f"{prefix}part.{part.number}")
        alert = _text(form, f"{prefix}part.{part.number}.alert") or part.alert
        if typed is None:
            if alert != part.alert:
                yield Operation("part", row.index, part.number, value=part.words, more=alert)
        elif typed.rstrip() != part.words.rstrip() or alert != part.alert:
            yield Operation("part", row.index, part.number, value=typed, more=alert)


def _cells(form: FormData, prefix: str, row: Row, part: PartView) -> Iterator[Operation]:
    """The cells of a table by their row and column: `row.5.part.0.cell.2-1`."""
    for at, cells in enumerate(part.cells):
        for column, now in enumerate(cells):
            typed = _text(form, f"{prefix}{at}-{column}")
            if typed is not None and typed.strip() != now:
                yield Operation("cell", row.index, part.number, f"{at}-{column}", value=typed)


def _time(form: FormData, name: str) -> str | None:
    """A length of time from its two fields: `name` has the amount, `name.unit` the unit."""
    amount = _text(form, name)
    if amount is None:
        return None
    amount = amount.strip().replace(",", ".")
    unit = _text(form, f"{name}.unit") or ""
    if not re.fullmatch(r"[0-9.]+", amount):
        return amount  # as it was typed, to be refused
    return f"{amount}{unit}"


_ACT = re.compile(
    r"(?P<name>[a-z-]+)(?:\.(?P<item>-?\d+))?(?:\.(?P<key>[\w-]+))?(?:\.(?P<more>\d+))?"
)


def _act(form: FormData, first_words: Mapping[str, str]) -> Iterator[Operation]:
    """A button: the name of an operation, the index of what it is for, a key or part, a row in it.

    What it needs besides stands in `value` and `more`.
    """
    match = _ACT.fullmatch(_text(form, "act") or "")
    if match is None:
        return
    key = match["key"] or ""
    yield Operation(
        match["name"],
        int(match["item"] or -1),
        int(key) if key.isdigit() else 0,
        key,
        _text(form, "value") or first_words.get(key) or first_words.get(match["name"], ""),
        match["more"] or _text(form, "more") or "",
    )
