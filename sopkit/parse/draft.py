"""Steps while they are read: ids, inherited roles and numbers are filled in before freezing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from sopkit.model.step import (
    NO_ATTRIBUTES,
    Attributes,
    Block,
    Branch,
    Jump,
    SopLink,
    Step,
    StepKind,
)
from sopkit.source.span import Span


@dataclass(slots=True)
class BranchDraft:
    """A branch while it is read; see `model.step.Branch`."""

    label: str
    number: str
    span: Span
    label_span: Span
    attributes: Attributes = NO_ATTRIBUTES
    jump: Jump | None = None
    steps: list[StepDraft] = field(default_factory=list)

    def freeze(self, role: str | None) -> Branch:
        """The branch as a value; its steps inherit the role around it."""
        return Branch(
            label=self.label,
            number=self.number,
            span=self.span,
            label_span=self.label_span,
            steps=tuple(step.freeze(role) for step in self.steps),
            jump=self.jump,
            attributes=self.attributes,
        )


@dataclass(slots=True)
class StepDraft:
    """A step while it is read; see `model.step.Step`.

    `column` is that of its text (from 0): what stands inside the step is indented so far.
    """

    title: str
    title_source: str
    number: str
    span: Span
    title_span: Span
    depth: int
    kind: StepKind = StepKind.ACTION
    text: str = ""
    attributes: Attributes = NO_ATTRIBUTES
    body: list[Block] = field(default_factory=list)
    branches: list[BranchDraft] = field(default_factory=list)
    steps: list[StepDraft] = field(default_factory=list)
    jump: Jump | None = None
    call: SopLink | None = None
    links: list[SopLink] = field(default_factory=list)
    phase: str | None = None
    ignored: tuple[tuple[str, str], ...] = ()
    id: str = ""
    column: int = 0

    def walk(self) -> Iterator[StepDraft]:
        """This step and all in it, in the order of the text."""
        yield self
        yield from walk(self.steps)
        for branch in self.branches:
            yield from walk(branch.steps)

    def freeze(self, role: str | None) -> Step:
        """The step as a value; `role` is that of the step or branch around it."""
        own_role = self.attributes.role or role
        return Step(
            id=self.id,
            kind=self.kind,
            title=self.title,
            title_source=self.title_source,
            number=self.number,
            span=self.span,
            title_span=self.title_span,
            text=self.text,
            body=tuple(self.body),
            attributes=self.attributes,
            role=own_role,
            branches=tuple(branch.freeze(own_role) for branch in self.branches),
            steps=tuple(step.freeze(own_role) for step in self.steps),
            jump=self.jump,
            call=self.call,
            links=tuple(self.links),
            phase=self.phase,
            depth=self.depth,
            ignored=self.ignored,
            digest=self._digest(),
        )

    def _digest(self) -> str:
        """SHA-256 of what the step itself says, not of its place, number or nested steps."""
        parts = [self.kind, self.title_source, self.text, repr(_values(self.attributes))]
        parts += [block.text.strip() for block in self.body]
        parts.append(_jump_text(self.jump))
        for branch in self.branches:
            parts += [branch.label, repr(_values(branch.attributes)), _jump_text(branch.jump)]
        return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


def walk(steps: Iterable[StepDraft]) -> Iterator[StepDraft]:
    """All of these steps and all in them, in the order of the text."""
    for step in steps:
        yield from step.walk()


def _jump_text(jump: Jump | None) -> str:
    return "" if jump is None else f"{jump.kind}:{jump.target}"


def _values(attributes: Attributes) -> tuple[object, ...]:
    """What the attributes say, without their places."""
    if attributes is NO_ATTRIBUTES:
        return ()
    within = attributes.within.text if attributes.within else None
    wait = attributes.wait.text if attributes.wait else None
    return (
        attributes.role,
        within,
        attributes.overdue,
        attributes.escalate,
        wait,
        attributes.max,
        attributes.each,
        attributes.standard,
        attributes.expected,
        attributes.why,
        attributes.record,
        attributes.parallel,
        attributes.critical,
        attributes.optional,
        attributes.unobservable,
        attributes.moment_of_truth,
    )
