"""The changes of one step that both texts have, each with what it asks of people.

Flow, role, times, limits, flags, standards, results, records, scripts, checklists, tables, code and
grave alerts are what people act on: they are behavioural as soon as more than spelling differs. So
are the question and the answers of a decision, since they decide the way. Title, text, lists,
notes and reasons are judged by their words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sopkit.compare.difference import Aspect, Change, StepMark
from sopkit.compare.passages import (
    Passage,
    Surroundings,
    compare_links,
    compare_passages,
    passage_of_text,
    passages,
)
from sopkit.compare.wording import compare_texts
from sopkit.model.control import Nature
from sopkit.model.step import Attributes, Duration, Step, StepKind

_ENDS = ("?", "!", ":", ".", "…")


@dataclass(frozen=True, slots=True)
class Reading:
    """A step as a reader sees it: what it says first, and the passages below."""

    step: Step
    statement: Passage
    body: tuple[Passage, ...]

    @property
    def statement_keys(self) -> tuple[str, ...]:
        """The words of the statement."""
        return self.statement.keys

    @property
    def every_key(self) -> tuple[str, ...]:
        """The words of all of it, with the answers of a decision."""
        return (*self.statement.keys, *(key for passage in self.body for key in passage.keys))


def read_step(step: Step, around: Surroundings) -> Reading:
    """A step as its reader sees it.

    Title and text are one statement: which part of it is bold does not matter.
    """
    title = step.title_source
    text = step.text.strip()
    if text:
        joint = " " if step.title.endswith(_ENDS) else ". "
        title = f"{title}{joint}{text}"
    return Reading(step, passage_of_text(title, around), passages(step.body, around))


def mark_of(step: Step) -> StepMark:
    """How a text knows a step."""
    return StepMark(step.id, step.number, step.title, step.role, step.digest, step.line)


def whole_step(reading: Reading, around: Surroundings, *, added: bool) -> tuple[Change, ...]:
    """All that a step says as changes, for one that only one of the texts has."""
    nothing: tuple[Passage, ...] = ()
    told = (reading.statement, *reading.body)
    changes = (
        compare_passages(nothing, told, around)
        if added
        else compare_passages(told, nothing, around)
    )
    first, *rest = changes or (None,)
    if first is None:
        return ()
    statement = Change(
        Aspect.STATEMENT, first.nature, first.old, first.new, "", first.pieces, first.causes
    )
    return (statement, *rest)


def compare_steps(old: Reading, new: Reading, around: Surroundings) -> tuple[Change, ...]:
    """The changes of a step but for its ways and its place."""
    return tuple(_changes(old, new, around))


def _changes(old: Reading, new: Reading, around: Surroundings) -> Iterator[Change]:
    yield from _statement(old, new, around)
    yield from compare_passages(old.body, new.body, around)
    if old.step.kind is not new.step.kind:
        yield Change(Aspect.KIND, Nature.BEHAVIOURAL, old.step.kind.value, new.step.kind.value)
    yield from _called(old.step, new.step)
    if old.step.role != new.step.role:
        yield Change(Aspect.ROLE, Nature.BEHAVIOURAL, old.step.role or "", new.step.role or "")
    yield from compare_attributes(old.step.attributes, new.step.attributes, around)
    yield from _about(old.step, new.step)


def _statement(old: Reading, new: Reading, around: Surroundings) -> Iterator[Change]:
    one, other = old.statement, new.statement
    wording = compare_texts(one.text, other.text, around.vocabulary)
    nature = wording.nature
    if nature not in (None, Nature.EDITORIAL) and _asks_otherwise(old.step, new.step, around):
        nature = Nature.BEHAVIOURAL
    if one.code != other.code:
        nature = Nature.BEHAVIOURAL
    if nature is not None:
        yield Change(
            Aspect.STATEMENT, nature, one.text, other.text, "", wording.pieces, wording.causes
        )
    links = [
        [target for target in passage.links if target != _target_of_call(step)]
        for passage, step in ((one, old.step), (other, new.step))
    ]
    yield from compare_links(links[0], links[1])


def _target_of_call(step: Step) -> str | None:
    if step.call is None:
        return None
    return step.call.target + (f"#{step.call.step}" if step.call.step else "")


def _asks_otherwise(old: Step, new: Step, around: Surroundings) -> bool:
    """Whether a decision asks another question."""
    if StepKind.DECISION not in (old.kind, new.kind):
        return False
    wording = compare_texts(old.title, new.title, around.vocabulary)
    return wording.nature not in (None, Nature.EDITORIAL)


def _called(old: Step, new: Step) -> Iterator[Change]:
    one, other = _call_text(old), _call_text(new)
    if one != other:
        yield Change(Aspect.CALL, Nature.BEHAVIOURAL, one, other)


def _call_text(step: Step) -> str:
    """The procedure that a step carries out, and the step of it that the link names."""
    call = step.call
    if call is None:
        return ""
    return f"{call.number or call.target} {call.step or ''}".strip()


def compare_attributes(
    old: Attributes, new: Attributes, around: Surroundings, label: str = ""
) -> Iterator[Change]:
    """The changes of what stands in braces, but for id, role, parallel, overdue and max."""
    for aspect, before, after in (
        (Aspect.WITHIN, old.within, new.within),
        (Aspect.WAIT, old.wait, new.wait),
    ):
        if _length(before) != _length(after):
            yield Change(aspect, Nature.BEHAVIOURAL, _written(before), _written(after), label)
    for aspect, one, other in (
        (Aspect.ESCALATE, old.escalate, new.escalate),
        (Aspect.STANDARD, old.standard, new.standard),
        (Aspect.RECORD, old.record, new.record),
    ):
        if one != other:
            yield Change(aspect, Nature.BEHAVIOURAL, one or "", other or "", label)
    yield from _flags(old, new, label)
    for aspect, one, other, strict in (
        (Aspect.EACH, old.each, new.each, True),
        (Aspect.EXPECTED, old.expected, new.expected, True),
        (Aspect.WHY, old.why, new.why, False),
    ):
        yield from _worded(aspect, one or "", other or "", around, label, strict=strict)


def _worded(
    aspect: Aspect, old: str, new: str, around: Surroundings, label: str, *, strict: bool
) -> Iterator[Change]:
    wording = compare_texts(old, new, around.vocabulary)
    nature = wording.nature
    if nature is None:
        return
    if strict and nature is not Nature.EDITORIAL:
        nature = Nature.BEHAVIOURAL
    yield Change(aspect, nature, old, new, label, wording.pieces, wording.causes)


def _flags(old: Attributes, new: Attributes, label: str) -> Iterator[Change]:
    """Flags by the word that stands for them: what must or may be done, then what is only told."""
    for aspect, nature, one, other in (
        (Aspect.CRITICAL, Nature.BEHAVIOURAL, old.critical, new.critical),
        (Aspect.OPTIONAL, Nature.BEHAVIOURAL, old.optional, new.optional),
        (Aspect.UNOBSERVABLE, Nature.CLARIFYING, old.unobservable, new.unobservable),
        (Aspect.MOMENT_OF_TRUTH, Nature.CLARIFYING, old.moment_of_truth, new.moment_of_truth),
    ):
        if one is not other:
            value = aspect.value
            yield Change(aspect, nature, value if one else "", value if other else "", label)


def _length(duration: Duration | None) -> object:
    """What two lengths of time must share to be the same, however they are written."""
    if duration is None:
        return None
    seconds = duration.seconds
    return seconds if seconds is not None else (duration.amount, duration.unit)


def _written(duration: Duration | None) -> str:
    return duration.text if duration is not None else ""


def _about(old: Step, new: Step) -> Iterator[Change]:
    """What no reader sees: its id."""
    if old.attributes.id != new.attributes.id:
        yield Change(Aspect.ID, Nature.EDITORIAL, old.attributes.id or "", new.attributes.id or "")
