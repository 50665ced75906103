"""Steps to a flow: nodes, edges, and the innermost parallel around each node.

A list is built from its first step; each step is told where control goes after it, so that every
edge is made once, with the place of the text that made it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge, EdgeKind, Node, NodeKind, Strand
from sopkit.model.sop import Sop
from sopkit.model.step import Branch, Jump, JumpKind, SopLink, Step, StepKind

START = "start"
END = "end"
NOWHERE = ""
"""Stands for the plain end until the endings are numbered."""

_TITLES = {"en": ("Start", "End"), "nl": ("Start", "Einde")}


@dataclass(frozen=True, slots=True)
class _Exit:
    """Where control goes after something: a node, reached by a jump or by going on."""

    target: str
    jump: Jump | None = None
    maximum: int | None = None
    known: bool = True
    strand: Strand | None = None


@dataclass(slots=True)
class _Builder:
    """The flow of one SOP while it is built.

    `endings` are the named ends and hand-overs by what they are, `entries` the node at which each
    step is entered (its wait, if it has one), `joins` the join of each parallel; `counts` are how
    often an id was wanted.
    """

    steps: Mapping[str, Step]
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    endings: dict[tuple[str, ...], Node] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    joins: dict[str, str] = field(default_factory=dict)


def build_flow(sop: Sop) -> Flow:
    """The flow of an SOP.

    A jump to an id that is not there and an arrow to nothing lead to the end: each is reported
    by its own rule, and for every other check it may lead anywhere.
    """
    steps = {step.id: step for step in sop.walk()}
    start_title, end_title = _TITLES.get(sop.language.split("-")[0].lower(), _TITLES["en"])
    builder = _Builder(steps, taken={*steps, START})
    _name_parts(builder)
    line = sop.steps[0].line if sop.steps else 1
    builder.nodes.append(Node(START, NodeKind.START, start_title, line))
    _connect(builder, START, _Exit(_entry_of(builder, sop.steps, NOWHERE)))
    _build_list(builder, sop.steps, _Exit(NOWHERE), None)
    nodes, edges = _with_endings(builder, end_title)
    return Flow(sop.number, sop.title, sop.language, nodes, edges, sop.path)


def _with_endings(builder: _Builder, title: str) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    """Number the endings: `end`, `end-2` …, the plain end first if anything leads to it."""
    last = builder.nodes[-1].line
    endings = dict(builder.endings)
    if any(edge.target == NOWHERE for edge in builder.edges):
        endings = {(NOWHERE,): Node(NOWHERE, NodeKind.END, title, last), **endings}
    names = {node.id: _free(builder, END) for node in endings.values()}
    nodes = [replace(node, id=names[node.id]) for node in endings.values()]
    edges = [
        replace(edge, target=names[edge.target]) if edge.target in names else edge
        for edge in builder.edges
    ]
    return (*builder.nodes, *nodes), tuple(edges)


def _name_parts(builder: _Builder) -> None:
    """Name the waits and joins before any edge leads to one."""
    for step in builder.steps.values():
        builder.entries[step.id] = step.id
        if step.attributes.wait is not None:
            builder.entries[step.id] = _free(builder, f"{step.id}-wait")
        if step.kind is StepKind.PARALLEL:
            builder.joins[step.id] = _free(builder, f"{step.id}-join")


def _free(builder: _Builder, wanted: str) -> str:
    """An id that no node has yet, from now on taken: the wanted one, else with a number.

    Counting goes on where it stopped, since a procedure may have thousands of endings.
    """
    count = builder.counts.get(wanted, 0) + 1
    candidate = wanted if count == 1 else f"{wanted}-{count}"
    while candidate in builder.taken:
        count += 1
        candidate = f"{wanted}-{count}"
    builder.counts[wanted] = count
    builder.taken.add(candidate)
    return candidate


def _entry_of(builder: _Builder, steps: Sequence[Step], after: str) -> str:
    return builder.entries[steps[0].id] if steps else after


def _build_list(
    builder: _Builder, steps: Sequence[Step], after: _Exit, strand: Strand | None
) -> None:
    """Steps that follow one another; after the last comes `after`."""
    for index, step in enumerate(steps):
        if index + 1 < len(steps):
            following = _Exit(builder.entries[steps[index + 1].id])
        else:
            following = after
        _build_step(builder, step, following, strand)


def _build_step(builder: _Builder, step: Step, after: _Exit, strand: Strand | None) -> None:
    node = _node(step, strand)
    entry = builder.entries[step.id]
    if entry != step.id:
        wait = step.attributes.wait
        title = wait.text if wait is not None else ""
        builder.nodes.append(replace(node, id=entry, kind=NodeKind.WAIT, title=title, wait=wait))
        builder.edges.append(Edge(entry, step.id))
    builder.nodes.append(node)
    _build_overdue(builder, step, strand)
    if step.kind is StepKind.DECISION:
        _build_decision(builder, step, after, strand)
    elif step.kind is StepKind.PARALLEL:
        _build_parallel(builder, step, node, after)
    else:
        own = after if step.jump is None else _jump_exit(builder, step.jump, strand)
        if step.steps:
            builder.edges.append(Edge(step.id, _entry_of(builder, step.steps, NOWHERE)))
            _build_list(builder, step.steps, own, strand)
        else:
            _connect(builder, step.id, own)


def _node(step: Step, strand: Strand | None) -> Node:
    kinds = {StepKind.DECISION: NodeKind.DECISION, StepKind.PARALLEL: NodeKind.FORK}
    kind = kinds.get(step.kind, NodeKind.ACTION if step.call is None else NodeKind.CALL)
    attributes = step.attributes
    return Node(
        id=step.id,
        kind=kind,
        title=step.title,
        line=step.line,
        step=step.number,
        role=step.role,
        digest=step.digest,
        strand=strand,
        target=_number(step.call),
        target_step=step.call.step if step.call is not None else None,
        phase=step.phase,
        within=attributes.within,
        each=attributes.each,
        critical=attributes.critical,
        optional=attributes.optional,
        unobservable=attributes.unobservable,
        moment_of_truth=attributes.moment_of_truth,
    )


def _number(link: SopLink | None) -> str | None:
    if link is None:
        return None
    return link.number or link.target


def _build_overdue(builder: _Builder, step: Step, strand: Strand | None) -> None:
    attributes = step.attributes
    if attributes.overdue is None or attributes.within is None:
        return
    builder.edges.append(
        Edge(
            step.id,
            builder.entries.get(attributes.overdue, NOWHERE),
            label=attributes.within.text,
            kind=EdgeKind.OVERDUE,
            jump=True,
            known=attributes.overdue in builder.entries,
            strand=strand,
            within=attributes.within,
            span=attributes.span_of("overdue"),
        )
    )


def _build_decision(builder: _Builder, step: Step, after: _Exit, strand: Strand | None) -> None:
    for index, branch in enumerate(step.branches):
        own = _after_branch(builder, branch, after, strand)
        _build_branch(builder, step, branch, own, strand, first=index == 0)
    if not step.branches:
        _connect(builder, step.id, after)


def _after_branch(builder: _Builder, branch: Branch, after: _Exit, strand: Strand | None) -> _Exit:
    """Where a branch goes after its steps: its jump, else on."""
    if branch.jump is None:
        return after
    return replace(_jump_exit(builder, branch.jump, strand), maximum=branch.attributes.max)


def _build_branch(
    builder: _Builder,
    step: Step,
    branch: Branch,
    after: _Exit,
    strand: Strand | None,
    *,
    first: bool,
) -> None:
    label = branch.label or None
    if branch.steps:
        entry = _Exit(_entry_of(builder, branch.steps, NOWHERE))
        _connect(builder, step.id, entry, label=label, first=first)
        _build_list(builder, branch.steps, after, strand)
    else:
        _connect(builder, step.id, after, label=label, first=first)


def _build_parallel(builder: _Builder, step: Step, node: Node, after: _Exit) -> None:
    join = builder.joins[step.id]
    for index, branch in enumerate(step.branches):
        strand = (step.id, index)
        own = _after_branch(builder, branch, _Exit(join), strand)
        _build_branch(builder, step, branch, own, strand, first=index == 0)
    if not step.branches:
        _connect(builder, step.id, _Exit(join), first=True)
    builder.nodes.append(replace(node, id=join, kind=NodeKind.JOIN, title="", step=None))
    _connect(builder, join, after)


def _jump_exit(builder: _Builder, jump: Jump, strand: Strand | None) -> _Exit:
    if jump.kind is JumpKind.STEP and jump.target in builder.entries:
        return _Exit(builder.entries[jump.target], jump, strand=strand)
    if jump.kind is JumpKind.END:
        return _Exit(_named_end(builder, jump), jump, strand=strand)
    if jump.kind is JumpKind.SOP:
        return _Exit(_handoff(builder, jump), jump, strand=strand)
    return _Exit(NOWHERE, jump, known=False, strand=strand)


def _named_end(builder: _Builder, jump: Jump) -> str:
    """The ending of that name; jumps to one name lead to one node."""
    if not jump.target:
        return NOWHERE
    key = ("end", jump.target)
    if key not in builder.endings:
        id = f"\0end {jump.target}"
        builder.endings[key] = Node(id, NodeKind.END, jump.target, jump.span.line)
    return builder.endings[key].id


def _handoff(builder: _Builder, jump: Jump) -> str:
    """The hand-over to that SOP (and step of it)."""
    number = _number(jump.link) or jump.target
    step = jump.link.step if jump.link is not None else None
    key = ("handoff", number, step or "")
    if key not in builder.endings:
        id = f"\0handoff {number} {step or ''}"
        title = jump.text.strip() or number
        builder.endings[key] = Node(
            id, NodeKind.HANDOFF, title, jump.span.line, target=number, target_step=step
        )
    return builder.endings[key].id


def _connect(
    builder: _Builder,
    source: str,
    way: _Exit,
    *,
    label: str | None = None,
    first: bool = False,
) -> None:
    jump = way.jump
    builder.edges.append(
        Edge(
            source,
            way.target,
            label=label,
            first=first,
            jump=jump is not None,
            known=way.known,
            strand=way.strand,
            maximum=way.maximum,
            span=jump.span if jump is not None else None,
        )
    )
