"""Two flows as one: which nodes and ways are new, gone or kept; and which steps lead elsewhere."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sopkit.compare.difference import (
    Aspect,
    Change,
    EdgeDifference,
    Fate,
    FlowDifference,
    NodeDifference,
)
from sopkit.compare.wording import Vocabulary, compare_texts
from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge, EdgeKind, Node, NodeKind
from sopkit.model.control import Nature

_FARTHEST = 500
"""Nodes that are looked through behind one way; a longer row of new steps explains it anyway."""


def match_nodes(
    old: Flow, new: Flow, steps: Mapping[str, str], vocabulary: Vocabulary
) -> dict[str, str]:
    """The id in the new flow of each node of the old one that is still there.

    Waits and joins go with their steps, hand-overs with the SOP that they lead to, ends with their
    names; the name of an end may be spelled otherwise.
    """
    owners, new_owners = _owners(old), _owners(new)
    by_role = {_role(node, new_owners, None): node.id for node in new.nodes}
    found = {
        node.id: by_role[role]
        for node in old.nodes
        if (role := _role(node, owners, steps)) in by_role
    }
    taken = set(found.values())
    free = [node for node in new.nodes if _is_named_end(node) and node.id not in taken]
    for node in old.nodes:
        if node.id in found or not _is_named_end(node):
            continue
        for other in free:
            if compare_texts(node.title, other.title, vocabulary).nature is Nature.EDITORIAL:
                found[node.id] = other.id
                free.remove(other)
                break
    return found


def _is_named_end(node: Node) -> bool:
    return node.kind is NodeKind.END


def _owners(flow: Flow) -> dict[str, str]:
    """The step of every wait and join."""
    waits = {
        node.id: flow.exits[node.id][0].target
        for node in flow.nodes
        if node.kind is NodeKind.WAIT and flow.exits[node.id]
    }
    return waits | {join: step for step, join in joins_of(flow).items()}


def joins_of(flow: Flow) -> dict[str, str]:
    """The join of each parallel, by the id of its step. Both stand at the same line."""
    forks = {node.line: node.id for node in flow.nodes if node.kind is NodeKind.FORK}
    return {
        forks[node.line]: node.id
        for node in flow.nodes
        if node.kind is NodeKind.JOIN and node.line in forks
    }


def _role(node: Node, owners: Mapping[str, str], steps: Mapping[str, str] | None) -> Hashable:
    """What a node is in its flow, told by the ids of the new text where `steps` gives them."""
    if node.kind is NodeKind.START:
        return "start"
    if node.kind is NodeKind.END:
        return "end", node.title
    if node.kind is NodeKind.HANDOFF:
        return "hand-over", node.target, node.target_step
    step = owners.get(node.id, node.id)
    name = step if steps is None else steps.get(step)
    if name is None:
        return "gone", node.id
    kind = node.kind if node.id in owners else "step"
    return kind, name


def compare_flows(
    old: Flow,
    new: Flow,
    nodes: Mapping[str, str],
    changed: Collection[str] = (),
    moved: Collection[str] = (),
) -> FlowDifference:
    """Both flows in one.

    `changed` are the new ids of matched nodes that are `CHANGED`, `moved` of those that moved.
    """
    names = _names(old, new, nodes)
    edges = tuple(_compare_edges(old, new, names))
    differences = tuple(
        replace(node, moved=node.new in moved)
        for node in _compare_nodes(old, new, nodes, names, changed)
    )
    by_id = {names[node.id]: _renamed(node, names) for node in old.nodes}
    by_id |= new.by_id
    drawn = tuple(by_id[difference.id] for difference in differences)
    flow = Flow(
        new.number,
        new.title,
        new.language,
        tuple(_within_drawing(node, by_id) for node in drawn),
        tuple(difference.edge for difference in edges),
        new.path,
    )
    return FlowDifference(flow, differences, edges)


def _renamed(node: Node, names: Mapping[str, str]) -> Node:
    """An old node under its name in the drawing; its number stands in brackets there."""
    step = f"({node.step})" if node.step else node.step
    strand = (names[node.strand[0]], node.strand[1]) if node.strand is not None else None
    return replace(node, id=names[node.id], step=step, strand=strand)


def _within_drawing(node: Node, nodes: Mapping[str, Node]) -> Node:
    """A node without a parallel around it that the drawing of both flows does not have."""
    lost = node.strand is not None and node.strand[0] not in nodes
    return replace(node, strand=None) if lost else node


def _names(old: Flow, new: Flow, nodes: Mapping[str, str]) -> dict[str, str]:
    """The id of every old node in the drawing: the new one's, else its own, made unique."""
    taken = set(new.by_id)
    names: dict[str, str] = {}
    for node in old.nodes:
        name = nodes.get(node.id)
        if name is None:
            name = node.id
            while name in taken:
                name += "-old"
            taken.add(name)
        names[node.id] = name
    return names


def _compare_nodes(
    old: Flow,
    new: Flow,
    nodes: Mapping[str, str],
    names: Mapping[str, str],
    changed: Collection[str],
) -> tuple[NodeDifference, ...]:
    """Every node in reading order; one that is gone stands behind the one it stood behind."""
    behind: dict[str | None, list[NodeDifference]] = defaultdict(list)
    last: str | None = None
    for node in old.nodes:
        if node.id in nodes:
            last = nodes[node.id]
        else:
            behind[last].append(NodeDifference(names[node.id], Fate.REMOVED, node.id, None))
    sources = {goal: source for source, goal in nodes.items()}
    found: list[NodeDifference] = list(behind[None])
    for node in new.nodes:
        source = sources.get(node.id)
        fate = Fate.CHANGED if node.id in changed else Fate.SAME
        if source is None:
            fate = Fate.ADDED
        found.append(NodeDifference(node.id, fate, source, node.id))
        found += behind.get(node.id, ())
    return tuple(found)


def _compare_edges(old: Flow, new: Flow, names: Mapping[str, str]) -> Iterator[EdgeDifference]:
    """Every way: of the new flow in its order, then those that are gone."""
    renamed = [
        replace(edge, source=names[edge.source], target=names[edge.target]) for edge in old.edges
    ]
    partner = _paired_edges(renamed, new.edges)
    for index, edge in enumerate(new.edges):
        before = partner.get(index)
        if before is None:
            yield EdgeDifference(Fate.ADDED, edge, None, edge)
            continue
        fate = Fate.SAME if _facts(renamed[before]) == _facts(edge) else Fate.CHANGED
        yield EdgeDifference(fate, edge, old.edges[before], edge)
    kept = set(partner.values())
    for place, edge in enumerate(renamed):
        if place not in kept:
            gone = replace(edge, first=False, strand=None)
            yield EdgeDifference(Fate.REMOVED, gone, old.edges[place], None)


def _paired_edges(old: Sequence[Edge], new: Sequence[Edge]) -> dict[int, int]:
    """The old way of each new one, by their indices: the same one, else one between the same."""
    partner: dict[int, int] = {}
    for key in (_facts, _ends):
        taken = set(partner.values())
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for place, edge in enumerate(old):
            if place not in taken:
                waiting[key(edge)].append(place)
        for index, edge in enumerate(new):
            if index not in partner and waiting[key(edge)]:
                partner[index] = waiting[key(edge)].popleft()
    return partner


def _ends(edge: Edge) -> Hashable:
    return edge.source, edge.target, edge.kind


def _facts(edge: Edge) -> Hashable:
    """What a reader sees of a way. An overdue one is labelled by its time."""
    return edge.source, edge.target, edge.kind, edge.label, edge.maximum


@dataclass(frozen=True)
class Rerouting:
    """What is needed to tell whether a step leads elsewhere than before.

    `nodes` are the matched nodes, old to new; `moved` the new ids of steps that moved. What was
    added, removed or moved is looked through: the step before it is not re-routed by that.
    """

    old: Flow
    new: Flow
    nodes: Mapping[str, str]
    moved: Collection[str]
    vocabulary: Vocabulary

    @cached_property
    def kept(self) -> frozenset[str]:
        """The new ids of the matched nodes."""
        return frozenset(self.nodes.values())

    def changes(self, id: str, new_id: str) -> Iterator[Change]:
        """The changes of the ways out of one matched step."""
        before = self.old.exits.get(id, ())
        after = self.new.exits.get(new_id, ())
        pairs = self._pair(before, after)
        for one, other in pairs:
            yield from self._compare(one, other, moved=new_id in self.moved)
        paired = {id_of for pair in pairs for id_of in map(_identity, pair)}
        for edge in before:
            if _identity(edge) not in paired:
                yield self._answer(edge, self.old, gone=True)
        for edge in after:
            if _identity(edge) not in paired:
                yield self._answer(edge, self.new, gone=False)

    def _pair(self, old: Sequence[Edge], new: Sequence[Edge]) -> list[tuple[Edge, Edge]]:
        """Ways that go together: by label, by goal, then by order; overdue ones apart."""
        pairs: list[tuple[Edge, Edge]] = []
        left, right = list(old), list(new)
        for key in (self._label, self._goal, lambda edge, _flow: edge.kind):
            waiting: dict[Hashable, deque[Edge]] = defaultdict(deque)
            for edge in right:
                waiting[key(edge, self.new)].append(edge)
            for edge in left:
                found = waiting[key(edge, self.old)]
                if found:
                    pairs.append((edge, found.popleft()))
            done = {_identity(edge) for pair in pairs for edge in pair}
            left = [edge for edge in left if _identity(edge) not in done]
            right = [edge for edge in right if _identity(edge) not in done]
        return pairs

    def _label(self, edge: Edge, _flow: Flow) -> Hashable:
        return edge.kind, edge.label if edge.kind is EdgeKind.FLOW else None

    def _goal(self, edge: Edge, flow: Flow) -> Hashable:
        target = self.nodes.get(edge.target) if flow is self.old else edge.target
        return edge.kind, target

    def _compare(self, old: Edge, new: Edge, *, moved: bool) -> Iterator[Change]:
        label = new.label or ""
        overdue = new.kind is EdgeKind.OVERDUE
        if not overdue:
            yield from self._compare_labels(old, new)
        if old.maximum != new.maximum:
            yield Change(
                Aspect.MAX,
                Nature.BEHAVIOURAL,
                _text(old.maximum),
                _text(new.maximum),
                label,
            )
        if moved and not (old.jump or new.jump):
            return
        if self._explained(old, new):
            return
        yield Change(
            Aspect.OVERDUE if overdue else Aspect.ROUTE,
            Nature.BEHAVIOURAL,
            goal_name(self.old, old.target),
            goal_name(self.new, new.target),
            "" if overdue else label,
        )

    def _compare_labels(self, old: Edge, new: Edge) -> Iterator[Change]:
        wording = compare_texts(old.label or "", new.label or "", self.vocabulary)
        if wording.nature is None:
            return
        editorial = wording.nature is Nature.EDITORIAL
        yield Change(
            Aspect.ANSWER,
            Nature.EDITORIAL if editorial else Nature.BEHAVIOURAL,
            wording.old,
            wording.new,
            "",
            wording.pieces,
            wording.causes,
        )

    def _answer(self, edge: Edge, flow: Flow, *, gone: bool) -> Change:
        """An answer, strand or time limit that one of the texts does not have."""
        told = edge.label or goal_name(flow, edge.target)
        aspect = Aspect.OVERDUE if edge.kind is EdgeKind.OVERDUE else Aspect.ANSWER
        if aspect is Aspect.OVERDUE:
            told = goal_name(flow, edge.target)
        return Change(aspect, Nature.BEHAVIOURAL, told if gone else "", "" if gone else told)

    def _explained(self, old: Edge, new: Edge) -> bool:
        """Whether both lead to the same, or differ only by what was added, removed or moved."""

        def known(id: str) -> str | None:
            goal = self.nodes.get(id)
            if goal is None and self.old.by_id[id].kind in _ENDINGS:
                return f"{id} of the old text"
            return None if goal in self.moved else goal

        def new_known(id: str) -> str | None:
            ending = self.new.by_id[id].kind in _ENDINGS
            return id if ending or (id in self.kept and id not in self.moved) else None

        goals = _reached(self.old, old.target, known)
        new_goals = _reached(self.new, new.target, new_known)
        return goals <= new_goals or new_goals <= goals


_ENDINGS = frozenset({NodeKind.END, NodeKind.HANDOFF})


def _identity(edge: Edge) -> int:
    """Tells ways apart that say the same: two answers may both continue."""
    return id(edge)


def _reached(flow: Flow, target: str, known: Callable[[str], str | None]) -> frozenset[str]:
    """What a way leads to, by the names that `known` gives, through nodes that it has none for."""
    found: set[str] = set()
    seen = {target}
    queue = deque([target])
    while queue and len(seen) < _FARTHEST:
        id = queue.popleft()
        name = known(id)
        if name is not None:
            found.add(name)
            continue
        for edge in flow.exits[id]:
            if edge.target not in seen:
                seen.add(edge.target)
                queue.append(edge.target)
    return frozenset(found)


def goal_name(flow: Flow, id: str) -> str:
    """Where a way leads, as its reader comes to it: a step behind a wait or join, or an ending."""
    node = flow.by_id[id]
    passed = {id}
    while node.kind in (NodeKind.WAIT, NodeKind.JOIN) and flow.exits[node.id]:
        node = flow.by_id[flow.exits[node.id][0].target]
        if node.id in passed:
            break
        passed.add(node.id)
    return f"{node.step} {node.title}" if node.step else node.title


def _text(value: int | None) -> str:
    return "" if value is None else str(value)
