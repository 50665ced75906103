"""A procedure's flow: a directed multigraph of nodes and edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sopkit.flow.node import Edge, EdgeKind, Node

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True)
class Flow:
    """The flow of one SOP; nodes in walking order (the order of the text, ends last).

    The first node is `start`. `path` is the file in which all of them stand. Two edges may join
    the same nodes: two branches may both continue.
    """

    number: str
    title: str
    language: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    path: str = ""

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """The node of each id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def exits(self) -> Mapping[str, tuple[Edge, ...]]:
        """The edges out of each node, in the order of the text."""
        found: dict[str, list[Edge]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            found[edge.source].append(edge)
        return {node: tuple(edges) for node, edges in found.items()}

    @cached_property
    def entries(self) -> Mapping[str, tuple[Edge, ...]]:
        """The edges into each node, in the order of the text."""
        found: dict[str, list[Edge]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            found[edge.target].append(edge)
        return {node: tuple(edges) for node, edges in found.items()}

    @cached_property
    def main_path(self) -> tuple[str, ...]:
        """Ids from the start along the first flow exit of every node, until an end or a repeat."""
        path: list[str] = []
        seen: set[str] = set()
        current: str | None = self.nodes[0].id if self.nodes else None
        while current is not None and current not in seen:
            path.append(current)
            seen.add(current)
            current = next(
                (edge.target for edge in self.exits[current] if edge.kind is EdgeKind.FLOW), None
            )
        return tuple(path)

    @cached_property
    def main_position(self) -> Mapping[str, int]:
        """The place of each node on the main path, from 0."""
        return {node: index for index, node in enumerate(self.main_path)}

    @cached_property
    def graph(self) -> networkx.MultiDiGraph[str]:
        """The flow as networkx sees it: node data under `node`, edge data under `edge`."""
        import networkx

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(number=self.number)
        for node in self.nodes:
            graph.add_node(node.id, node=node)
        for edge in self.edges:
            graph.add_edge(edge.source, edge.target, edge=edge)
        return graph
