"""A flow as JSON, in the form that the format's contract for programs sets down."""

from __future__ import annotations

import json

from sopkit.flow.flow import Flow


def flow_json(flow: Flow) -> str:
    """The nodes and edges of a flow as JSON text, ending in a line break."""
    return json.dumps(flow_value(flow), ensure_ascii=False, indent=2) + "\n"


def flow_value(flow: Flow) -> dict[str, object]:
    """The same as lists and dictionaries."""
    return {
        "number": flow.number,
        "title": flow.title,
        "language": flow.language,
        "nodes": [
            {
                "id": node.id,
                "kind": node.kind.value,
                "title": node.title,
                "step": node.step,
                "line": node.line,
                "role": node.role,
            }
            for node in flow.nodes
        ],
        "edges": [
            {
                "source": edge.source,
                "target": edge.target,
                "label": edge.label,
                "kind": edge.kind.value,
            }
            for edge in flow.edges
        ],
    }
