"""What an engine needs of a flow beyond its picture: questions that are asked, and conditions.

A gateway of BPMN asks nobody anything. For each decision a task is put before the gateway, whose
outcome is a variable with the text of the answer; the conditions at the exits compare it. A
parallel that may be overdue gets such a task too, since only tasks have a border for a timer.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge, EdgeKind, Node, NodeKind
from sopkit.model.step import Duration
from sopkit.render.bpmn_joins import is_merge
from sopkit.render.bpmn_names import clean

_ISO_FORMS = {"s": "PT{}S", "m": "PT{}M", "h": "PT{}H", "d": "P{}D", "bd": "P{}D"}
_PARTS = re.compile(r"((?<=[A-Za-z0-9])-(?=[A-Za-z0-9])|[A-Za-z0-9]+)")
_SMALLER = {"m": (60, "s"), "h": (60, "m"), "d": (24, "h"), "bd": (24, "h")}


def asked(flow: Flow) -> Flow:
    """The flow with a task before each gateway that needs one."""
    before = {node.id: _question_id(node) for node in flow.nodes if _needs_task(flow, node)}
    nodes: list[Node] = []
    for node in flow.nodes:
        if node.id in before:
            nodes.append(replace(node, id=before[node.id], kind=NodeKind.ACTION))
            nodes.append(replace(node, role=None, within=None, each=None))
        else:
            nodes.append(node)
    edges = [
        replace(
            edge,
            source=before.get(edge.source, edge.source)
            if edge.kind is EdgeKind.OVERDUE
            else edge.source,
            target=before.get(edge.target, edge.target),
        )
        for edge in flow.edges
    ]
    edges += [Edge(task, gateway) for gateway, task in before.items()]
    return replace(flow, nodes=tuple(nodes), edges=tuple(edges))


def question_of(flow: Flow, node: Node) -> Node | None:
    """The decision that a task asks for."""
    if node.kind is not NodeKind.ACTION:
        return None
    following = [flow.by_id[edge.target] for edge in flow.exits[node.id]]
    return next(
        (
            after
            for after in following
            if after.kind is NodeKind.DECISION and node.id == _question_id(after)
        ),
        None,
    )


def variable_of(id: str) -> str:
    """The variable that holds the answer to a decision; two decisions never share one."""
    return "answer_" + "".join(_part(part) for part in _PARTS.split(id))


def _part(part: str) -> str:
    """Letters and digits stay, a hyphen between two is an underscore, the rest are numbers."""
    if part == "-":
        return "_"
    if part.isascii() and part.isalnum():
        return part
    return "".join(f"__{ord(character):x}__" for character in part)


def answers(flow: Flow, decision: Node) -> str:
    """The variable of a decision and the answers that it may hold: `answer_x: "yes" | "no"`."""
    values = (_quoted(value) for value in answers_of(flow, decision).values())
    return f"{variable_of(decision.id)}: {' | '.join(values)}"


def answers_of(flow: Flow, decision: Node) -> Mapping[int, str]:
    """The answer of each exit by its place; one that is there already gets its number."""
    labels = [clean(edge.label or "") for edge in _ways(flow, decision)]
    count = Counter(labels)
    found: dict[int, str] = {}
    for place, label in enumerate(labels):
        answer = label if label and count[label] == 1 else f"{label} ({place + 1})".strip()
        while answer in found.values():
            answer += " "
        found[place] = answer
    return found


def condition(flow: Flow, edge: Edge) -> str:
    """When an exit of a decision is taken: `answer_x == "yes"`."""
    decision = flow.by_id[edge.source]
    place = next(place for place, way in enumerate(_ways(flow, decision)) if way is edge)
    return f"{variable_of(decision.id)} == {_quoted(answers_of(flow, decision)[place])}"


def iso_duration(duration: Duration) -> str:
    """The time as ISO 8601 writes it, in whole numbers where a smaller unit allows it.

    ISO 8601 knows no business days; they are written as days, which is the least wrong.
    """
    amount, unit = Decimal(str(duration.amount)), duration.unit
    while amount != int(amount) and unit in _SMALLER:
        factor, unit = _SMALLER[unit]
        amount *= factor
    text = str(int(amount)) if amount == int(amount) else f"{amount:f}".rstrip("0")
    return _ISO_FORMS[unit].format(text)


def _ways(flow: Flow, decision: Node) -> list[Edge]:
    """The exits that an answer chooses from."""
    return [edge for edge in flow.exits[decision.id] if edge.kind is EdgeKind.FLOW]


def _needs_task(flow: Flow, node: Node) -> bool:
    if node.kind is NodeKind.DECISION:
        return not is_merge(node)
    overdue = any(edge.kind is EdgeKind.OVERDUE for edge in flow.exits[node.id])
    return node.kind is NodeKind.FORK and overdue


def _question_id(node: Node) -> str:
    """The id of a gateway's task."""
    return f"{node.id}~task"


def _quoted(text: str) -> str:
    """A text as JavaScript, Python and JSON write it."""
    return json.dumps(text, ensure_ascii=False)
