"""A flow as Mermaid, for pages and tools that draw such text."""

from __future__ import annotations

from itertools import groupby

from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge, EdgeKind, Node, NodeKind
from sopkit.messages import Translate, english
from sopkit.render.wording import exit_text, node_title
from sopkit.render.wrap import one_line

_SHAPES = {
    NodeKind.START: '(["{}"])',
    NodeKind.END: '(["{}"])',
    NodeKind.ACTION: '["{}"]',
    NodeKind.DECISION: '{{"{}"}}',
    NodeKind.CALL: '[["{}"]]',
    NodeKind.HANDOFF: '(["{}"])',
    NodeKind.FORK: '[/"{}"\\]',
    NodeKind.JOIN: '[\\"{}"/]',
    NodeKind.WAIT: '>"{}"]',
}
# Mermaid reads these within quotes, or would read them as Markdown or HTML.
_ENTITIES = {ord(character): f"#{ord(character)};" for character in '#"`<>&\\{}[]()|;*_~$%^'}


def draw_mermaid(flow: Flow, translate: Translate = english) -> str:
    """The Mermaid source of a flow.

    Nodes are named n0, n1 … because names such as `end` are words of the language.
    """
    names = {node.id: f"n{index}" for index, node in enumerate(flow.nodes)}
    lines = ["flowchart TD"]
    for number, (phase, nodes) in enumerate(groupby(flow.nodes, lambda node: node.phase)):
        indent = "    "
        if phase:
            lines.append(f'    subgraph phase{number}["{_quoted(phase)}"]')
            indent = "        "
        lines += [f"{indent}{names[node.id]}{_node(node, translate)}" for node in nodes]
        if phase:
            lines.append("    end")
    lines += [_edge(edge, names, translate) for edge in flow.edges if edge.target in names]
    return "\n".join(lines) + "\n"


def _node(node: Node, translate: Translate) -> str:
    title = one_line(node_title(node, translate))
    if node.step and node.kind not in {NodeKind.WAIT, NodeKind.JOIN}:
        title = f"{node.step}\u2002{title}"  # a plain space would make "1. …" a list
    return _SHAPES[node.kind].format(_quoted(title))


def _edge(edge: Edge, names: dict[str, str], translate: Translate) -> str:
    arrow = "-.->" if edge.kind is EdgeKind.OVERDUE else "-->"
    text = one_line(exit_text(edge, translate))
    label = f'|"{_quoted(text)}"|' if text else ""
    return f"    {names[edge.source]} {arrow}{label} {names[edge.target]}"


def _quoted(text: str) -> str:
    """A text as it may stand between quotes; never empty, which Mermaid refuses."""
    return one_line(text).translate(_ENTITIES) or " "
