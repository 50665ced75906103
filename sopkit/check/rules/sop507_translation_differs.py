"""Translation with another flow.

What it finds:
A translation whose flow is not that of the original, the file with the same number in the
organisation's language. Steps pair by order. Compared are their kinds, branches, sub-steps, jumps,
calls and the attributes that steer (`role`, `within`, `overdue`, `wait`, `max`, flags and so on),
not their words, ids or the names of ends. The first difference is reported, with the printed
number of the step.

Why it matters:
Two colleagues then work by two procedures under one number, and training, measurements and release
count them as one.

Example:

In `KS-001.md`:

    1. **Greet the customer.**
    2. **Note the question.** {within=2m}

In `KS-001.nl.md`:

    ---
    number: KS-001
    title: De telefoon aannemen
    department: Klantenservice
    language: nl
    ---

    ## Instructies

    1. **Begroet de klant.**
    2. **Noteer de vraag.** {within=5m}

Use instead:

In `KS-001.md`:

    1. **Greet the customer.**
    2. **Note the question.** {within=2m}

In `KS-001.nl.md`:

    ---
    number: KS-001
    title: De telefoon aannemen
    department: Klantenservice
    language: nl
    ---

    ## Instructies

    1. **Begroet de klant.**
    2. **Noteer de vraag.** {within=2m}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from sopkit.check.rule import Context
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.library import Library
from sopkit.model.sop import Sop
from sopkit.model.step import Attributes, Branch, Duration, Jump, JumpKind, Step
from sopkit.source.span import Span

_NOTHING = "–"


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """Report the first place where a translation's flow departs from the original's."""
    if len(context.library.by_number.get(sop.number, ())) < 2:
        return
    original = context.library.original(sop.number)
    if original is None or original is sop or original.language == sop.language:
        return
    library = context.library
    pair = _Pair(_Side(sop, library), _Side(original, library))
    difference = next(_steps(sop.steps, original.steps, pair, sop.span_of("title")), None)
    if difference is not None:
        yield finding(
            "SOP507",
            sop.path,
            difference.span,
            difference.variant,
            hint="agree",
            original=original.path,
            number=difference.number,
            title=difference.title,
            here=difference.here,
            there=difference.there,
        )


@dataclass(frozen=True, slots=True)
class _Difference:
    """Where two flows differ: the place in the translation, and the message with its facts."""

    span: Span
    variant: str
    number: str
    title: str = ""
    here: object = ""
    there: object = ""


@dataclass(frozen=True)
class _Side:
    """One of the two procedures: turns what steers into text that both can share."""

    sop: Sop
    library: Library
    _numbers: dict[str, str] = field(default_factory=dict)

    def number(self, id: str) -> str | None:
        """The printed number of a step, or None where no step has that id."""
        if not self._numbers:
            for step in self.sop.walk():
                self._numbers.setdefault(step.id, step.number)
        return self._numbers.get(id)

    def jump(self, jump: Jump | None) -> str | None:
        """Where an arrow leads, or None when that is unknown (which is reported elsewhere)."""
        if jump is None:
            return _NOTHING
        if jump.kind is JumpKind.STEP:
            number = self.number(jump.target)
            return None if number is None else f"→ {number}"
        if jump.kind is JumpKind.SOP:
            return self.call(jump.link.number if jump.link else None)
        if jump.kind is JumpKind.UNKNOWN:
            return None
        return f"→ end: {jump.target}" if jump.target else "→ end"

    def call(self, number: str | None) -> str | None:
        """The procedure that is handed over to."""
        return None if number is None else f"→ {number}"

    def role(self, role: str | None) -> str | None:
        """The id of a role, however it is named."""
        known = None if role is None else self.library.organisation.role(role)
        return role if known is None else known.id

    def reference(self, id: str | None) -> str | None:
        """The printed number of the step that `overdue=` names."""
        return None if id is None else self.number(id) or "?"


@dataclass(frozen=True, slots=True)
class _Pair:
    """The translation and the original, with the names of ends that belong together."""

    here: _Side
    there: _Side
    ends: dict[str, str] = field(default_factory=dict)
    ends_back: dict[str, str] = field(default_factory=dict)

    def differ(self, one: Jump | None, other: Jump | None) -> tuple[str, str] | None:
        """What stands here and there where two jumps lead elsewhere; None where they agree.

        An end's name may be translated freely, but two names stay two, and one stays one.
        """
        here, there = self.here.jump(one), self.there.jump(other)
        if here is None or there is None or here == there:
            return None
        if _is_named_end(one) and _is_named_end(other):
            agree = self.ends.setdefault(here, there) == there
            if agree and self.ends_back.setdefault(there, here) == here:
                return None
        return here, there


def _is_named_end(jump: Jump | None) -> bool:
    return jump is not None and jump.kind is JumpKind.END and bool(jump.target)


_ATTRIBUTES: tuple[tuple[str, Callable[[Attributes, _Side], object]], ...] = (
    ("parallel", lambda a, _: a.parallel),
    ("role", lambda a, side: side.role(a.role)),
    ("within", lambda a, _: _time(a.within)),
    ("overdue", lambda a, side: side.reference(a.overdue)),
    ("escalate", lambda a, side: side.role(a.escalate)),
    ("wait", lambda a, _: _time(a.wait)),
    ("max", lambda a, _: a.max),
    ("each", lambda a, _: a.each is not None),
    ("standard", lambda a, _: a.standard),
    ("record", lambda a, _: a.record),
    ("critical", lambda a, _: a.critical),
    ("optional", lambda a, _: a.optional),
    ("unobservable", lambda a, _: a.unobservable),
    ("moment-of-truth", lambda a, _: a.moment_of_truth),
)


def _time(duration: Duration | None) -> object:
    """A length of time that is equal when the times are, however they are written."""
    if duration is None:
        return None
    return duration.seconds or (duration.amount, duration.unit)


def _steps(
    here: Iterable[Step], there: Iterable[Step], pair: _Pair, before: Span
) -> Iterator[_Difference]:
    """The differences between two lists of steps; `before` is the place before the first."""
    for one, other in zip_longest(here, there):
        if one is None:
            yield _Difference(before, "missing", other.number, other.title)
            return
        if other is None:
            yield _Difference(one.title_span, "extra", one.number, one.title)
            return
        yield from _step(one, other, pair)
        before = one.title_span


def _step(one: Step, other: Step, pair: _Pair) -> Iterator[_Difference]:
    if one.kind is not other.kind:
        yield _Difference(one.title_span, "kind", one.number)
        return
    yield from _attributes(one.attributes, other.attributes, pair, one.number, one.title_span)
    called, wanted = (step.call.number if step.call else _NOTHING for step in (one, other))
    if called and wanted and called != wanted:
        span = one.call.span if one.call else one.title_span
        yield _Difference(span, "", one.number, here=called, there=wanted)
    yield from _jumps(one, other, pair, one.number, one.title_span)
    yield from _steps(one.steps, other.steps, pair, one.title_span)
    if len(one.branches) != len(other.branches):
        here, there = len(one.branches), len(other.branches)
        yield _Difference(one.title_span, "branches", one.number, here=here, there=there)
        return
    for branch, wanted_branch in zip(one.branches, other.branches, strict=True):
        yield from _branch(branch, wanted_branch, pair)


def _branch(one: Branch, other: Branch, pair: _Pair) -> Iterator[_Difference]:
    yield from _attributes(one.attributes, other.attributes, pair, one.number, one.label_span)
    yield from _steps(one.steps, other.steps, pair, one.label_span)
    yield from _jumps(one, other, pair, one.number, one.label_span)


def _jumps(
    one: Step | Branch, other: Step | Branch, pair: _Pair, number: str, span: Span
) -> Iterator[_Difference]:
    difference = pair.differ(one.jump, other.jump)
    if difference is not None:
        here, there = difference
        place = one.jump.span if one.jump else span
        yield _Difference(place, "", number, here=here, there=there)


def _attributes(
    one: Attributes, other: Attributes, pair: _Pair, number: str, span: Span
) -> Iterator[_Difference]:
    if not one.spans and not other.spans:
        return
    for key, value in _ATTRIBUTES:
        if _is_reported(key, one, pair.here) or _is_reported(key, other, pair.there):
            continue
        if value(one, pair.here) != value(other, pair.there):
            written = _written(key, one, pair.here)
            wanted = _written(key, other, pair.there)
            place = one.span_of(key) or span
            yield _Difference(place, "", number, here=written, there=wanted)


def _is_reported(key: str, attributes: Attributes, side: _Side) -> bool:
    """Whether the attribute has a value that another finding is about: it may mean anything."""
    if attributes.span_of(key) is None:
        return False
    if key in ("role", "escalate"):
        name = attributes.role if key == "role" else attributes.escalate
        organisation = side.library.organisation
        return organisation.roles is not None and organisation.role(name or "") is None
    if key == "standard":
        return attributes.standard not in side.library.standards
    if key == "overdue":
        return attributes.overdue is None or side.number(attributes.overdue) is None
    return not getattr(attributes, key.replace("-", "_"))


def _written(key: str, attributes: Attributes, side: _Side) -> str:
    """The attribute as text, in the source of its own file where it stands on one line."""
    span = attributes.span_of(key)
    if span is None or span.line != span.end_line:
        return _NOTHING
    return side.sop.source.lines[span.line - 1][span.column - 1 : span.end_column - 1]
