"""The steps of a procedure as a numbered document: values that a template shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from markupsafe import Markup

from sopkit.flow.node import Edge, EdgeKind, NodeKind
from sopkit.messages import Translate, fill, message
from sopkit.model.sop import Sop
from sopkit.model.step import (
    NO_ATTRIBUTES,
    Attributes,
    Block,
    BlockKind,
    Branch,
    Jump,
    JumpKind,
    Step,
    StepKind,
)
from sopkit.render.html import wording
from sopkit.render.html.site import Site, title_of
from sopkit.render.markdown import Surroundings, render_blocks, render_inline


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to know about a step. `kind` is the attribute; `address` is where it leads."""

    kind: str
    label: str
    value: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A mark on a step, such as a moment of truth, with the words that explain it."""

    kind: str
    label: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Way:
    """Where a reader goes next: `text` says it, `title` is that of the step or SOP there.

    `limit` says how often a reader may go there.
    """

    kind: str
    text: str
    title: str | None = None
    address: str | None = None
    limit: str | None = None


@dataclass(frozen=True, slots=True)
class BranchView:
    """One answer of a decision or one strand of a parallel."""

    label: str
    steps: tuple[StepView, ...]
    way: Way | None
    facts: tuple[Fact, ...] = ()
    flags: tuple[Flag, ...] = ()
    why: str | None = None
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class StepView:
    """One step. `body` stands before its sub-steps and branches, `after` behind them.

    `kind` is `action`, `decision`, `parallel` or `call`, the text of a branch also `answer`.
    """

    id: str
    number: str
    kind: str
    depth: int
    title: Markup
    text: Markup
    body: Markup
    flags: tuple[Flag, ...]
    facts: tuple[Fact, ...]
    why: str | None
    expected: str | None
    steps: tuple[StepView, ...]
    branches: tuple[BranchView, ...]
    after: Markup
    way: Way | None


def step_address(step_id: str) -> str:
    """The address of a step on its own page."""
    return f"#{quote(step_id)}"


def role_name(site: Site, sop: Sop, role: str) -> str:
    """A role's name in the language of an SOP, else as written."""
    known = site.library.organisation.role(role)
    return known.name(sop.language) if known else role


_FLAGS: Sequence[tuple[str, str, str]] = (
    (
        "critical",
        message("Critical"),
        message("This step must never be skipped."),
    ),
    (
        "moment_of_truth",
        message("Moment of truth"),
        message("This shapes how the customer judges us."),
    ),
    (
        "optional",
        message("Optional"),
        message("This step may be skipped."),
    ),
    (
        "unobservable",
        message("Not visible in systems"),
        message("This step leaves no trace in any system."),
    ),
)


class StepWriter:
    """Makes the views of one SOP's steps; `at` gives the surroundings of each."""

    def __init__(
        self, site: Site, sop: Sop, translate: Translate, at: Callable[[], Surroundings]
    ) -> None:
        self._site = site
        self._sop = sop
        self._translate = translate
        self._at = at
        self._flow = site.flow(sop)
        self._role_before: str | None = None
        self._phase_before: str | None = None
        self._many_roles = len({step.role for step in sop.walk() if step.role}) > 1
        self._by_id = {step.id: step for step in sop.walk()}

    def step(self, step: Step, depth: int = 0, *, answer: bool = False) -> StepView:
        """The view of a step and of all in it; `answer` marks the text of a branch.

        Steps must be asked for in the order of the text: who carries one out is said where it
        changes, and where a reader may not know it from the step before: at the beginning of a
        phase or branch, at a step in which others have a part, and after it.
        """
        shared = any(inside.role != step.role for inside in step.walk())
        if shared or self._begins_phase(step):
            self._role_before = None
        inner = _first_line_inside(step)
        attributes = step.attributes
        at = self._at()
        view = StepView(
            id=step.id,
            number=step.number,
            kind=_kind(step, answer=answer),
            depth=depth,
            title=render_inline(step.title_source, at),
            text=render_inline(step.text, at) if step.text.strip() else Markup(""),
            body=_blocks((block for block in step.body if block.span.line < inner), at),
            flags=self._flags(attributes),
            facts=self._facts(attributes, step.role),
            why=attributes.why,
            expected=attributes.expected,
            steps=tuple(self.step(inside, depth + 1) for inside in step.steps),
            branches=self._branches(step, depth),
            after=_blocks((block for block in step.body if block.span.line >= inner), at),
            way=self._jump(step.jump, attributes.max),
        )
        if shared:
            self._role_before = None
        return view

    def _begins_phase(self, step: Step) -> bool:
        """Whether a step is the first of a phase, where more than one role has steps."""
        if step.depth or step.phase == self._phase_before:
            return False
        self._phase_before = step.phase
        return self._many_roles

    def _flags(self, attributes: Attributes) -> tuple[Flag, ...]:
        if attributes is NO_ATTRIBUTES:
            return ()
        return tuple(
            Flag(name.replace("_", "-"), self._translate(label), self._translate(explanation))
            for name, label, explanation in _FLAGS
            if getattr(attributes, name)
        )

    def _facts(self, attributes: Attributes, role: str | None) -> tuple[Fact, ...]:
        """What the attributes say; `role` is who carries it out, by inheritance too."""
        facts = []
        if role and role != self._role_before:
            self._role_before = role
            facts.append(self._fact("role", self._role(role)))
        if attributes.each:
            facts.append(self._fact("each", attributes.each))
        facts.extend(self._times(attributes))
        if attributes.standard:
            facts.append(self._standard(attributes.standard))
        if attributes.record:
            value = wording.record(attributes.record, self._translate)
            facts.append(self._fact("record", value))
        return tuple(facts)

    def _times(self, attributes: Attributes) -> Iterator[Fact]:
        if attributes.wait:
            yield self._fact("wait", wording.duration(attributes.wait, self._translate))
        if attributes.within:
            yield self._fact("within", wording.duration(attributes.within, self._translate))
        if attributes.overdue:
            later = self._by_id.get(attributes.overdue)
            value = f"{later.number} {later.title}" if later else attributes.overdue
            yield self._fact("overdue", value, step_address(later.id) if later else None)
        if attributes.escalate:
            yield self._fact("escalate", self._role(attributes.escalate))

    def _standard(self, name: str) -> Fact:
        known = self._site.library.standards.get(name)
        text = known.name(wording.primary(self._sop.language)) if known else name
        target = dict(self._sop.standards).get(name) or (known.target if known else None)
        if target:
            text = f"{text}, {wording.target(target, self._translate)}"
        return self._fact("standard", text)

    def _fact(self, kind: str, value: str, address: str | None = None) -> Fact:
        return Fact(kind, self._translate(_FACTS[kind]), value, address)

    def _role(self, role: str) -> str:
        return role_name(self._site, self._sop, role)

    def _branches(self, step: Step, depth: int) -> tuple[BranchView, ...]:
        exits = self._exits(step)
        return tuple(
            self._branch(step, branch, depth, exits[index] if exits else None)
            for index, branch in enumerate(step.branches)
        )

    def _branch(
        self, parent: Step, branch: Branch, depth: int, exit_edge: Edge | None
    ) -> BranchView:
        if self._role_before != parent.role:  # who takes this branch did not read the one before
            self._role_before = None
        if branch.steps:
            steps = tuple(
                self.step(step, depth + 1, answer=step.number == branch.number)
                for step in branch.steps
            )
            return BranchView(branch.label, steps, self._jump(branch.jump, branch.attributes.max))
        attributes = branch.attributes
        way = self._jump(branch.jump, attributes.max) or self._continuation(exit_edge)
        return BranchView(
            branch.label,
            (),
            way,
            self._facts(attributes, attributes.role),
            self._flags(attributes),
            attributes.why,
            attributes.expected,
        )

    def _exits(self, step: Step) -> tuple[Edge, ...]:
        """The flow's edges of a step's branches, one each, or none if they do not pair."""
        edges = tuple(
            edge for edge in self._flow.exits.get(step.id, ()) if edge.kind is EdgeKind.FLOW
        )
        return edges if len(edges) == len(step.branches) else ()

    def _continuation(self, edge: Edge | None) -> Way:
        """The way out of a branch that does nothing of its own."""
        node = self._flow.by_id.get(edge.target) if edge else None
        if node is not None and node.kind is NodeKind.END:
            return Way("end", self._translate(_END))
        later = self._by_id.get(node.id.removesuffix("-wait")) if node else None
        if node is None or later is None or node.kind is NodeKind.JOIN:
            return Way("continue", self._translate(message("Continue")))
        text = fill(
            self._translate(message("Continue with step {number}")), {"number": later.number}
        )
        return Way("continue", text, None, step_address(later.id))

    def _jump(self, jump: Jump | None, maximum: int | None) -> Way | None:
        if jump is None:
            return None
        way = self._target(jump)
        if maximum is None:
            return way
        one, many = message("at most once"), message("at most {count} times")
        limit = fill(self._translate(one if maximum == 1 else many), {"count": str(maximum)})
        return replace(way, limit=limit)

    def _target(self, jump: Jump) -> Way:
        match jump.kind:
            case JumpKind.STEP:
                return self._to_step(jump)
            case JumpKind.SOP:
                return self._to_sop(jump)
            case JumpKind.END:
                return Way("end", self._translate(_END), title=jump.target or None)
            case JumpKind.UNKNOWN:
                return Way("missing", jump.text or jump.target)

    def _to_step(self, jump: Jump) -> Way:
        later = self._by_id.get(jump.target)
        if later is None:
            return Way("missing", jump.text or jump.target)
        text = fill(self._translate(message("Go to step {number}")), {"number": later.number})
        return Way("step", text, later.title, step_address(later.id))

    def _to_sop(self, jump: Jump) -> Way:
        written = jump.target if jump.link is None else jump.link.target
        step = jump.link.step if jump.link else None
        found = self._site.addresses.linked(self._sop, f"{written}#{step}" if step else written)
        if found is None:
            return Way("missing", jump.text or jump.target)
        sop, step = found
        text = fill(self._translate(message("Hand over to {number}")), {"number": sop.number})
        return Way("sop", text, title_of(sop), self._site.addresses.page(sop, step))


_END = message("End")

_FACTS: Mapping[str, str] = {
    "role": message("Who"),
    "each": message("For each"),
    "wait": message("Wait first"),
    "within": message("Within"),
    "overdue": message("If late, go to"),
    "escalate": message("If late, tell"),
    "standard": message("Standard"),
    "record": message("Note down"),
}


def _blocks(blocks: Iterable[Block], at: Surroundings) -> Markup:
    return Markup("").join(
        render_blocks(block.text, at, script=block.kind is BlockKind.SCRIPT) for block in blocks
    )


def _kind(step: Step, *, answer: bool) -> str:
    if step.kind is not StepKind.ACTION:
        return step.kind.value
    kind = "call" if step.call else "action"
    return f"{kind} answer" if answer else kind


def _first_line_inside(step: Step) -> int:
    """The line of the first sub-step or branch, beyond all lines if there is none."""
    lines = [inner.span.line for inner in step.steps]
    lines += [branch.span.line for branch in step.branches]
    return min(lines, default=step.span.end_line + 1)
