"""The instructions of a procedure: steps, branches and jumps, as the author nested them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sopkit.source.span import Span

_QUOTE_MARK = re.compile(r"^ {0,3}> ?")


class StepKind(StrEnum):
    """What a step is, by the way it is written."""

    ACTION = "action"
    DECISION = "decision"
    PARALLEL = "parallel"


class BlockKind(StrEnum):
    """The parts of a step's or section's body that a reader tells apart."""

    PARAGRAPH = "paragraph"
    SCRIPT = "script"
    CHECKLIST = "checklist"
    ALERT = "alert"
    TABLE = "table"
    IMAGE = "image"
    LIST = "list"
    CODE = "code"
    HEADING = "heading"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Block:
    """A block of body text: its Markdown without the indentation of its container.

    `alert` is the kind of a GitHub alert (`note`, `tip`, `important`, `warning`, `caution`).
    """

    kind: BlockKind
    text: str
    span: Span
    alert: str | None = None

    @property
    def inner(self) -> str:
        """The Markdown inside a script or alert: without quote marks and the alert's mark."""
        if self.kind not in (BlockKind.SCRIPT, BlockKind.ALERT):
            return self.text
        lines = [_QUOTE_MARK.sub("", line, count=1) for line in self.text.split("\n")]
        return "\n".join(lines[1:] if self.kind is BlockKind.ALERT else lines)


@dataclass(frozen=True, slots=True)
class SopLink:
    """A link to another procedure: by number, or by the relative path of its file.

    `number` is filled by linking: None when the SOP is not there, empty when its file is there
    and gives no good number.
    """

    target: str
    step: str | None
    text: str
    span: Span
    number: str | None = None


class JumpKind(StrEnum):
    """Where an arrow leads."""

    STEP = "step"
    SOP = "sop"
    END = "end"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Jump:
    """An arrow at the end of a first paragraph.

    `target` is a step id, an SOP number or path, or the name of an end (empty for the plain end).
    `link` is set for a hand-over; `text` is the link's text.
    """

    kind: JumpKind
    target: str
    text: str
    span: Span
    link: SopLink | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as written: `unit` is one of `s m h d bd w months years`."""

    amount: float
    unit: str
    text: str

    @property
    def seconds(self) -> float | None:
        """Seconds of clock time, or None for business days, months and years."""
        factor = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}.get(self.unit)
        return None if factor is None else self.amount * factor


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in braces after a step or branch. `spans` holds the place of each key."""

    id: str | None = None
    parallel: bool = False
    role: str | None = None
    within: Duration | None = None
    overdue: str | None = None
    escalate: str | None = None
    wait: Duration | None = None
    max: int | None = None
    each: str | None = None
    standard: str | None = None
    expected: str | None = None
    why: str | None = None
    record: str | None = None
    critical: bool = False
    optional: bool = False
    unobservable: bool = False
    moment_of_truth: bool = False
    spans: tuple[tuple[str, Span], ...] = ()

    def span_of(self, key: str) -> Span | None:
        """The place of one attribute, by its name in the source (`moment-of-truth`)."""
        return next((span for name, span in self.spans if name == key), None)


NO_ATTRIBUTES = Attributes()


@dataclass(frozen=True, slots=True)
class Branch:
    """One answer of a decision, or one strand of a parallel.

    `label` is empty for a strand without one. A branch without steps and without a jump goes on
    to the step after the decision. `jump` comes after all of its steps. The attributes are those
    of the branch's paragraph; where it has a text, they are its step's (but for `max`).
    """

    label: str
    number: str
    span: Span
    label_span: Span
    steps: tuple[Step, ...] = ()
    jump: Jump | None = None
    attributes: Attributes = NO_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class Step:
    """One step as written, with all that is nested in it.

    `title` is plain text without emphasis or link syntax; `title_source` is its Markdown.
    `text` is the Markdown of the first paragraph after the title, without attributes and jump.
    `role` is its own or inherited role. `text_of_branch` marks the text of a branch (`3a`).
    `digest` is the hash of its own content, without its sub-steps and branches.
    """

    id: str
    kind: StepKind
    title: str
    title_source: str
    number: str
    span: Span
    title_span: Span
    text: str = ""
    body: tuple[Block, ...] = ()
    attributes: Attributes = NO_ATTRIBUTES
    role: str | None = None
    branches: tuple[Branch, ...] = ()
    steps: tuple[Step, ...] = ()
    jump: Jump | None = None
    call: SopLink | None = None
    links: tuple[SopLink, ...] = ()
    phase: str | None = None
    depth: int = 0
    ignored: tuple[tuple[str, str], ...] = ()
    digest: str = ""

    @property
    def line(self) -> int:
        """The line on which the step begins."""
        return self.span.line

    def walk(self) -> Iterator[Step]:
        """This step and all in it, in the order of the text."""
        yield self
        for step in self.steps:
            yield from step.walk()
        for branch in self.branches:
            for step in branch.steps:
                yield from step.walk()


@dataclass(frozen=True, slots=True)
class Phase:
    """A third-level heading in the instructions: a band of the flowchart.

    `first_step` is the index of its first top-level step.
    """

    title: str
    span: Span
    first_step: int
