"""Nodes and edges of a flow: the values that the networkx graph carries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sopkit.model.step import Duration
from sopkit.source.span import Span


class NodeKind(StrEnum):
    """What a node is; the ISO 5807 symbol and BPMN element follow from it."""

    START = "start"
    END = "end"
    ACTION = "action"
    DECISION = "decision"
    CALL = "call"
    HANDOFF = "handoff"
    FORK = "fork"
    JOIN = "join"
    WAIT = "wait"


class EdgeKind(StrEnum):
    """How control passes along an edge."""

    FLOW = "flow"
    OVERDUE = "overdue"


Strand = tuple[str, int]
"""The innermost parallel around a node: the fork's id and the index of the branch."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the flow.

    `step` is the printed number (None for start, end, join), `line` the line of the step,
    `digest` the hash of the step's own content. `strand` is the innermost parallel's branch
    around it. `target` is the SOP number of a call or hand-over, `target_step` the step named
    in the link. `phase` is the title of the band it stands in.
    """

    id: str
    kind: NodeKind
    title: str
    line: int
    step: str | None = None
    role: str | None = None
    digest: str = ""
    strand: Strand | None = None
    target: str | None = None
    target_step: str | None = None
    phase: str | None = None
    within: Duration | None = None
    wait: Duration | None = None
    each: str | None = None
    critical: bool = False
    optional: bool = False
    unobservable: bool = False
    moment_of_truth: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of the flow. `label` stands on the exits of decisions and forks.

    `first` marks the first exit of a decision: the main path. `jump` marks an edge that the
    author wrote as an arrow (or `overdue=`); `span` is the place of that text and `strand` the
    parallel's branch that it stands in. `known` is false where the author's target is not there:
    the edge then leads to the end. `maximum` is `max=` of the branch, `within` the time of an
    overdue edge.
    """

    source: str
    target: str
    label: str | None = None
    kind: EdgeKind = EdgeKind.FLOW
    first: bool = False
    jump: bool = False
    known: bool = True
    strand: Strand | None = None
    maximum: int | None = None
    within: Duration | None = None
    span: Span | None = None
