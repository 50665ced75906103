"""A flow as numbered text with "if … go to …": what the chart shows, for those who read or hear.

Each step is a line. Where the way on is not simply the next line, the line says where it goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge, EdgeKind, Node, NodeKind
from sopkit.messages import Translate, english, fill, message
from sopkit.render.options import ChartOptions, Revision
from sopkit.render.wording import (
    duration_text,
    fate_of,
    fate_of_way,
    node_details,
    node_title,
)
from sopkit.render.wrap import one_line


@dataclass(frozen=True, slots=True)
class OutlineExit:
    """A way on from a line: the sentence, and the id of the step that it leads to, if any."""

    text: str
    target: str | None


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A step: its id, printed number, text, and the ways on that need saying."""

    id: str
    step: str | None
    text: str
    exits: tuple[OutlineExit, ...] = ()
    phase: str | None = None


_SILENT = frozenset({NodeKind.START, NodeKind.END, NodeKind.HANDOFF, NodeKind.JOIN, NodeKind.WAIT})


def outline(
    flow: Flow,
    translate: Translate = english,
    roles: Mapping[str, str] | None = None,
    revision: Revision | None = None,
) -> tuple[OutlineLine, ...]:
    """The lines of a flow, in walking order; `roles` are the names of roles by their ids.

    With a `revision`, steps and ways say what became of them.
    """
    return _Outliner(flow, translate, roles or {}, revision).lines()


def outline_text(flow: Flow, translate: Translate = english) -> str:
    """The outline as plain text, with the phases as headings."""
    lines: list[str] = []
    phase: str | None = None
    for line in outline(flow, translate):
        if line.phase != phase and line.phase:
            lines += ["", line.phase] if lines else [line.phase]
        phase = line.phase
        lines.append(f"{line.step}  {line.text}" if line.step else line.text)
        lines += [f"      {way.text}" for way in line.exits]
    return "\n".join(lines) + "\n"


class _Outliner:
    """Knows the flow and which line follows which."""

    def __init__(
        self,
        flow: Flow,
        translate: Translate,
        roles: Mapping[str, str],
        revision: Revision | None,
    ) -> None:
        self.flow = flow
        self.translate = translate
        self.options = ChartOptions(translate=translate, roles=roles, revision=revision)
        shown = [node.id for node in flow.nodes if node.kind not in _SILENT]
        self.following = dict(pairwise(shown))
        self.shown = shown

    def lines(self) -> tuple[OutlineLine, ...]:
        return tuple(self._line(self.flow.by_id[id]) for id in self.shown)

    def _line(self, node: Node) -> OutlineLine:
        words = [one_line(node_title(node, self.translate))]
        words += [fate for fate in (fate_of(node, self.options),) if fate]
        words += node_details(node, self.options)
        waits = [
            self.flow.by_id[edge.source]
            for edge in self.flow.entries[node.id]
            if edge.source in self.flow.by_id and self.flow.by_id[edge.source].kind is NodeKind.WAIT
        ]
        for wait in waits:
            if wait.wait is not None:
                facts = {"time": duration_text(wait.wait, self.translate)}
                words.append(fill(self.translate(message("first wait {time}")), facts))
        if node.critical:
            words.append(self.translate(message("must never be skipped")))
        text = words[0] if len(words) == 1 else f"{words[0]} ({'; '.join(words[1:])})"
        return OutlineLine(node.id, node.step, one_line(text), self._exits(node), node.phase)

    def _exits(self, node: Node) -> tuple[OutlineExit, ...]:
        edges = [edge for edge in self.flow.exits[node.id] if edge.target in self.flow.by_id]
        edges.sort(key=lambda edge: edge.kind is not EdgeKind.OVERDUE)
        if node.kind is NodeKind.FORK:
            return self._fork_exits(node, edges)
        if node.kind is NodeKind.DECISION or len(edges) > 1:
            return tuple(self._marked(self._choice(edge), edge) for edge in edges)
        if edges and self._next_step(edges[0].target) != self.following.get(node.id, ""):
            goal = self._goal(edges[0].target)
            way = OutlineExit(_sentence(goal.text), goal.target)
            return (self._marked(way, edges[0]),)
        return ()

    def _marked(self, way: OutlineExit, edge: Edge) -> OutlineExit:
        """A way on with what became of it, in an outline of two texts."""
        fate = fate_of_way(edge, self.options)
        return OutlineExit(f"{way.text} ({fate})", way.target) if fate else way

    def _fork_exits(self, node: Node, edges: list[Edge]) -> tuple[OutlineExit, ...]:
        """All strands of a parallel, in any order."""
        head = OutlineExit(self.translate(message("Do all of this, in any order:")), None)
        strands = [edge for edge in edges if edge.target != f"{node.id}-join"]
        return (head, *(self._marked(self._strand(edge), edge) for edge in strands))

    def _strand(self, edge: Edge) -> OutlineExit:
        target = self._next_step(edge.target)
        facts = {"label": one_line(edge.label or ""), "step": self._number(target)}
        text = message("{label}: {step}") if edge.label else message("{step}")
        return OutlineExit(one_line(fill(self.translate(text), facts)), target)

    def _choice(self, edge: Edge) -> OutlineExit:
        """The way on at one exit: if what, where to."""
        goal = self._goal(edge.target)
        if edge.kind is EdgeKind.OVERDUE:
            time = duration_text(edge.within, self.translate) if edge.within else "?"
            text = message("If it is not done within {time}: {goal}.")
            return OutlineExit(
                fill(self.translate(text), {"time": time, "goal": goal.text}), goal.target
            )
        if not edge.label:
            return OutlineExit(_sentence(goal.text), goal.target)
        facts = {"label": one_line(edge.label), "goal": goal.text, "count": str(edge.maximum)}
        text = message("If “{label}”: {goal}.")
        if edge.maximum is not None:
            text = message("If “{label}” (at most {count} times): {goal}.")
        return OutlineExit(fill(self.translate(text), facts), goal.target)

    def _goal(self, target: str) -> OutlineExit:
        """What a way on says: go to a step, hand over, end, or wait for the other strands."""
        node = self.flow.by_id[target]
        if node.kind is NodeKind.END:
            text = message("stop here: {title}") if node.title else message("stop here")
            facts = {"title": one_line(node.title)}
            return OutlineExit(fill(self.translate(text), facts), None)
        if node.kind is NodeKind.HANDOFF:
            title = one_line(node_title(node, self.translate)).removeprefix("→ ")
            text = message("go on with {title} instead")
            return OutlineExit(fill(self.translate(text), {"title": title}), None)
        if node.kind is NodeKind.JOIN:
            return self._after_join(node)
        step = self._next_step(target)
        text = message("go to {step}")
        return OutlineExit(fill(self.translate(text), {"step": self._number(step)}), step)

    def _after_join(self, join: Node) -> OutlineExit:
        exits = self.flow.exits[join.id]
        if not exits or exits[0].target not in self.flow.by_id:
            return OutlineExit(self.translate(message("this part is done")), None)
        after = self._goal(exits[0].target)
        text = message("when all parts are done, {goal}")
        return OutlineExit(fill(self.translate(text), {"goal": after.text}), after.target)

    def _next_step(self, target: str) -> str | None:
        """The step that one comes to at a node, past a wait."""
        node = self.flow.by_id[target]
        if node.kind is NodeKind.WAIT:
            exits = self.flow.exits[target]
            return exits[0].target if exits else None
        return None if node.kind in _SILENT else target

    def _number(self, target: str | None) -> str:
        if target is None or target not in self.flow.by_id:
            return "?"
        node = self.flow.by_id[target]
        return node.step or one_line(node.title)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
