"""A flow as DOT, the language of Graphviz, for whoever wants to lay it out otherwise."""

from __future__ import annotations

import re

from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge, EdgeKind, Node, NodeKind
from sopkit.messages import Translate, english
from sopkit.render.wording import exit_text, node_title
from sopkit.render.wrap import one_line

_SHAPES = {
    NodeKind.START: {"shape": "box", "style": "rounded"},
    NodeKind.END: {"shape": "box", "style": "rounded"},
    NodeKind.ACTION: {"shape": "box"},
    NodeKind.DECISION: {"shape": "diamond"},
    NodeKind.CALL: {"shape": "box", "peripheries": "2"},
    NodeKind.HANDOFF: {"shape": "box", "style": "rounded"},
    NodeKind.FORK: {"shape": "box", "style": "bold"},
    NodeKind.JOIN: {"shape": "box", "style": "filled", "fillcolor": "black", "height": "0.06"},
    NodeKind.WAIT: {"shape": "cds"},
}
_PLAIN_NAME = re.compile(r"[\w.-]+")


def draw_dot(flow: Flow, translate: Translate = english) -> str:
    """The DOT source of a flow."""
    import graphviz

    names = {
        node.id: node.id if _PLAIN_NAME.fullmatch(node.id) else f"node {index}"
        for index, node in enumerate(flow.nodes)
    }
    title = one_line(f"{flow.number} {flow.title}")
    graph = graphviz.Digraph(
        name=flow.number,
        graph_attr={"label": graphviz.escape(title), "labelloc": "t"},
        node_attr={"fontname": "Source Sans 3"},
        edge_attr={"fontname": "Source Sans 3"},
    )
    for node in flow.nodes:
        label = graphviz.escape(_label(node, translate))
        graph.node(names[node.id], label, **_SHAPES[node.kind])
    for edge in flow.edges:
        if edge.target in names:
            graph.edge(names[edge.source], names[edge.target], **_edge(edge, flow, translate))
    return str(graph.source)


def _label(node: Node, translate: Translate) -> str:
    if node.kind is NodeKind.JOIN:
        return ""
    title = one_line(node_title(node, translate))
    return f"{node.step} {title}" if node.step and node.kind is not NodeKind.WAIT else title


def _edge(edge: Edge, flow: Flow, translate: Translate) -> dict[str, str]:
    import graphviz

    attributes = {}
    text = one_line(exit_text(edge, translate))
    if text:
        attributes["label"] = graphviz.escape(text)
    if edge.kind is EdgeKind.OVERDUE:
        attributes["style"] = "dashed"
    if (edge.source, edge.target) in zip(flow.main_path, flow.main_path[1:], strict=False):
        attributes["weight"] = "10"
    return attributes
