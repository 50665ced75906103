"""A made-up procedure: what an author means, before it is written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Form(StrEnum):
    """What a made-up step is."""

    ACTION = "action"
    GROUP = "group"  # a step with sub-steps
    DECISION = "decision"
    PARALLEL = "parallel"


class Aim(StrEnum):
    """Where a jump leads."""

    STEP = "step"
    END = "end"
    SOP = "sop"
    UNKNOWN = "unknown"  # an id that no step has
    NOTHING = "nothing"  # neither a step, an SOP nor an end


@dataclass(slots=True)
class Goto:
    """A jump: `target` is a step's key, the name of an end, an SOP's number or a false id."""

    aim: Aim
    target: str = ""


@dataclass(slots=True)
class Step:
    """A made-up step. `key` is unique in its procedure and never written down itself.

    `named` steps carry their key as an explicit id. `title_is_label` marks the step of a branch
    that holds only a script: its title is the branch's label. `body` lists the parts to write
    below the title, `flags` what else stands in the braces.
    """

    key: str
    form: Form
    title: str
    bold: bool = True
    named: bool = False
    title_is_label: bool = False
    steps: list[Step] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)
    jump: Goto | None = None
    overdue: Goto | None = None
    wait: bool = False
    call: str | None = None
    body: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    phase: str | None = None


@dataclass(slots=True)
class Branch:
    """A made-up branch: a label, perhaps a text or script (`text`), perhaps a list of steps.

    `if_asked` marks a parallel's strand whose label is a question: it may be skipped.
    `jump` comes after all of the branch's steps. `at_most` is its `max=`.
    """

    label: str
    text: Step | None = None
    steps: list[Step] = field(default_factory=list)
    jump: Goto | None = None
    if_asked: bool = False
    at_most: int | None = None
    says_continue: bool = False

    @property
    def all_steps(self) -> list[Step]:
        """The branch's steps in the order in which they are carried out."""
        return ([self.text] if self.text else []) + self.steps


@dataclass(slots=True)
class Procedure:
    """A made-up procedure in a language (`nl` or `en`)."""

    number: str
    title: str
    language: str
    steps: list[Step]

    def walk(self) -> Iterator[Step]:
        """Every step, in the order of the text."""
        for step in self.steps:
            yield from walk(step)


def walk(step: Step) -> Iterator[Step]:
    """A step and all that is nested in it, in the order of the text."""
    yield step
    for inner in step.steps:
        yield from walk(inner)
    for branch in step.branches:
        for inner in branch.all_steps:
            yield from walk(inner)


Strand = tuple[str, int]
"""A branch of a parallel: the parallel's key and the index of the branch."""

OUTSIDE: Strand = ("", -1)
"""Outside every parallel."""


def strands(procedure: Procedure) -> dict[str, Strand]:
    """The innermost strand around each step, by the step's key."""
    found: dict[str, Strand] = {}

    def visit(steps: list[Step], strand: Strand) -> None:
        for step in steps:
            found[step.key] = strand
            visit(step.steps, strand)
            for index, branch in enumerate(step.branches):
                inner = (step.key, index) if step.form is Form.PARALLEL else strand
                visit(branch.all_steps, inner)

    visit(procedure.steps, OUTSIDE)
    return found


def continues(steps: list[Step]) -> bool:
    """Whether something can come after these steps: their last does not always jump away."""
    if not steps:
        return True
    last = steps[-1]
    if last.form is Form.ACTION:
        return last.jump is None
    if last.form is Form.GROUP:
        return continues(last.steps)
    if last.form is Form.DECISION:
        return any(branch.jump is None and continues(branch.all_steps) for branch in last.branches)
    return True  # a join can always be followed
