"""A flow as BPMN 2.0 (ISO/IEC 19510), with its diagram laid out like the flowchart.

Each drawn shape of the chart becomes one element, so that an end or hand-over that the chart
draws at several places is several end events here. Where several ways come together before a
step, an exclusive gateway joins them, as BPMN's style guides ask. `overdue` becomes a timer event
at the border of its activity; BPMN has no such thing for a gateway, which gets one exit more.

For an engine, each question is a task of its own before its gateway (`bpmn_executable`), so that
somebody is asked and the timer has a border.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge, EdgeKind, Node, NodeKind
from sopkit.messages import Translate, english
from sopkit.model.step import Duration
from sopkit.render.bpmn_diagram import Diagram, draw_diagram, stacked
from sopkit.render.bpmn_executable import answers, asked, condition, iso_duration, question_of
from sopkit.render.bpmn_joins import is_merge, merged_strands
from sopkit.render.bpmn_names import BPMN, XSI, clean, element_name, name_of, register
from sopkit.render.chart import Chart, Route, Shape
from sopkit.render.layout import lay_out_part
from sopkit.render.options import MOST_NODES, ChartOptions
from sopkit.render.sketch import whole
from sopkit.render.wording import exit_text, node_title

EXPRESSIONS = "https://tc39.es/ecma262/"
"""The language of conditions: JavaScript, which compares two texts as most others do."""

NAMESPACE = "urn:sopkit:"
"""What the target namespace of a procedure begins with; its number follows."""

ACTIVITIES = (NodeKind.ACTION, NodeKind.CALL)
_MOST_LAID_OUT = 150
_JOINING = (NodeKind.JOIN, NodeKind.END, NodeKind.HANDOFF)


@dataclass(frozen=True, slots=True)
class BpmnOptions:
    """How to write.

    `calls_as_tasks` writes tasks for calls, for readers that stumble over call activities.
    `executable` writes a process that an engine may run: people's tasks, questions as tasks,
    and conditions over the answers.
    """

    translate: Translate = english
    roles: Mapping[str, str] | None = None
    calls_as_tasks: bool = False
    executable: bool = False


DEFAULT_OPTIONS = BpmnOptions()


@dataclass(frozen=True, slots=True)
class Connection:
    """A sequence flow: its id, the elements that it joins, and the edge and route it stands for."""

    id: str
    source: str
    target: str
    edge: Edge
    route: Route


def draw_bpmn(flow: Flow, options: BpmnOptions = DEFAULT_OPTIONS) -> str:
    """The BPMN document of a flow, as XML text."""
    register()
    flow = merged_strands(flow)
    if options.executable:
        flow = asked(flow)
    chart_options = ChartOptions(translate=options.translate, roles=options.roles or {})
    widest = max(map(len, flow.exits.values()), default=0)
    if len(flow.nodes) > _MOST_LAID_OUT or widest > MOST_NODES:
        chart = stacked(flow)
    else:
        chart = lay_out_part(flow, whole(flow), 0, chart_options)
    document = _Document(flow, chart, options)
    root = document.write()
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


class _Document:
    """One document while it is written."""

    def __init__(self, flow: Flow, chart: Chart, options: BpmnOptions) -> None:
        self.flow = flow
        self.chart = chart
        self.options = options
        self.process = name_of(flow.number or "SOP")
        self.names = {shape.id: self._name(shape.id) for shape in chart.shapes}
        self.connections = self._connections()
        self.merges = self._merges()
        self.defaults = {
            each.source: each.id for each in self.connections if each.edge.kind is EdgeKind.FLOW
        }
        self.incoming: dict[str, list[str]] = defaultdict(list)
        self.outgoing: dict[str, list[str]] = defaultdict(list)
        for connection in self.connections:
            target = self.merges.get(connection.target, connection.target)
            self.outgoing[connection.source].append(connection.id)
            self.incoming[target].append(connection.id)
        for name, merge in self.merges.items():
            self.outgoing[merge].append(f"{merge}.flow")
            self.incoming[name].append(f"{merge}.flow")

    def write(self) -> ElementTree.Element:
        root = ElementTree.Element(f"{{{BPMN}}}definitions")
        root.set("id", "sopkit.definitions")
        root.set("targetNamespace", f"{NAMESPACE}{self.flow.number or 'SOP'}")
        root.set("exporter", "sopkit")
        if self.options.executable:
            root.set("expressionLanguage", EXPRESSIONS)
        process = _child(root, "process", id=self.process, name=clean(self.flow.title))
        process.set("isExecutable", "true" if self.options.executable else "false")
        for shape in self.chart.shapes:
            self._write_shape(process, shape)
        for connection in self.connections:
            self._write_connection(process, connection)
        draw_diagram(
            root,
            Diagram(
                process=self.process,
                chart=self.chart,
                names=self.names,
                kinds={shape.id: self._node(shape).kind for shape in self.chart.shapes},
                titles={
                    shape.id: clean(node_title(node, self.options.translate))
                    for shape in self.chart.shapes
                    if not is_merge(node := self._node(shape))
                },
                routes=[(each.id, each.route, each.source) for each in self.connections],
                merges=self.merges,
            ),
        )
        return root

    def _name(self, shape: str) -> str:
        name = element_name(shape)
        return f"{name}.step" if name == self.process else name

    def _node(self, shape: Shape) -> Node:
        return self.flow.by_id[shape.node]

    def _connections(self) -> list[Connection]:
        """The routes of the chart with the edges that they draw, in the order of the text."""
        node_of = {shape.id: shape.node for shape in self.chart.shapes}
        waiting: dict[tuple[str, str, bool], list[Route]] = defaultdict(list)
        for route in self.chart.routes:
            key = (node_of[route.source], node_of[route.target], route.dashed)
            waiting[key].append(route)
        found = []
        for index, edge in enumerate(self.flow.edges, start=1):
            overdue = edge.kind is EdgeKind.OVERDUE
            route = waiting[edge.source, edge.target, overdue].pop(0)
            source = self.names[route.source]
            if overdue and self.flow.by_id[edge.source].kind in ACTIVITIES:
                source = f"{source}.overdue"
            target = self.names[route.target]
            found.append(Connection(f"flow.{index}", source, target, edge, route))
        return found

    def _merges(self) -> dict[str, str]:
        """For each step at which several ways come together: the name of their gateway."""
        count = Counter(connection.target for connection in self.connections)
        return {
            name: f"{name}.merge"
            for shape in self.chart.shapes
            if (name := self.names[shape.id]) in count
            and count[name] > 1
            and self._node(shape).kind not in _JOINING
            and not is_merge(self._node(shape))
        }

    def _write_shape(self, process: ElementTree.Element, shape: Shape) -> None:
        node = self._node(shape)
        tag, attributes = _element(node, self.options)
        name = self.names[shape.id]
        if name in self.merges:
            self._write_merge(process, name, self.merges[name])
        if not is_merge(node):
            attributes["name"] = clean(node_title(node, self.options.translate))
        element = _child(process, tag, id=name, **attributes)
        self._document(element, node)
        self._refer(element, name)
        if node.kind is NodeKind.HANDOFF:
            _child(element, "messageEventDefinition", id=f"{name}.message")
        if node.kind is NodeKind.WAIT and node.wait is not None:
            _timer(element, name, node.wait)
        if node.kind is NodeKind.DECISION and name in self.defaults and not is_merge(node):
            element.set("default", self.defaults[name])
        overdue = self.outgoing.get(f"{name}.overdue")
        if overdue and node.within is not None:
            self._write_overdue(process, name, node.within)

    def _write_overdue(self, process: ElementTree.Element, name: str, within: Duration) -> None:
        border = f"{name}.overdue"
        event = _child(process, "boundaryEvent", id=border, name=within.text, attachedToRef=name)
        self._refer(event, border)
        _timer(event, border, within)

    def _write_merge(self, process: ElementTree.Element, name: str, merge: str) -> None:
        gateway = _child(process, "exclusiveGateway", id=merge, gatewayDirection="Converging")
        self._refer(gateway, merge)
        ends = {"sourceRef": merge, "targetRef": name}
        _child(process, "sequenceFlow", id=f"{merge}.flow", **ends)

    def _document(self, element: ElementTree.Element, node: Node) -> None:
        """Who does it and how quickly, for people: BPMN has no place for either in a task."""
        roles = self.options.roles or {}
        lines = [node.step or "", roles.get(node.role or "", node.role or "")]
        if node.within is not None:
            lines.append(f"≤ {node.within.text}")
        if self.options.executable and (decision := question_of(self.flow, node)):
            lines.append(answers(self.flow, decision))
        text = " · ".join(clean(line) for line in lines if line)
        if text:
            _child(element, "documentation").text = text

    def _refer(self, element: ElementTree.Element, name: str) -> None:
        for flow in self.incoming.get(name, ()):
            _child(element, "incoming").text = flow
        for flow in self.outgoing.get(name, ()):
            _child(element, "outgoing").text = flow

    def _write_connection(self, process: ElementTree.Element, connection: Connection) -> None:
        edge = connection.edge
        label = clean(exit_text(edge, self.options.translate) or "")
        flow = _child(
            process,
            "sequenceFlow",
            id=connection.id,
            sourceRef=connection.source,
            targetRef=self.merges.get(connection.target, connection.target),
        )
        kind = self.flow.by_id[edge.source].kind
        if label and (edge.kind is EdgeKind.FLOW or kind not in ACTIVITIES):
            flow.set("name", label)
        is_decision = kind is NodeKind.DECISION
        if is_decision and connection.id != self.defaults.get(connection.source):
            expression = _child(flow, "conditionExpression", id=f"{connection.id}.condition")
            expression.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")
            if self.options.executable:
                expression.text = condition(self.flow, edge)
            else:
                expression.text = label or connection.id


def _element(node: Node, options: BpmnOptions) -> tuple[str, dict[str, str]]:
    """The BPMN element of a node, and the attributes that only it has."""
    if node.kind is NodeKind.CALL and not options.calls_as_tasks:
        return "callActivity", {"calledElement": name_of(node.target or "")}
    if node.kind in ACTIVITIES:
        usual = "userTask" if options.executable else "task"
        return ("manualTask" if node.unobservable else usual), {}
    converging = node.kind is NodeKind.JOIN or is_merge(node)
    direction = "Converging" if converging else "Diverging"
    gateway = {"gatewayDirection": direction}
    return {
        NodeKind.START: ("startEvent", {}),
        NodeKind.END: ("endEvent", {}),
        NodeKind.HANDOFF: ("endEvent", {}),
        NodeKind.WAIT: ("intermediateCatchEvent", {}),
        NodeKind.DECISION: ("exclusiveGateway", gateway),
        NodeKind.FORK: ("parallelGateway", gateway),
        NodeKind.JOIN: ("parallelGateway", gateway),
    }[node.kind]


def _timer(event: ElementTree.Element, name: str, duration: Duration) -> None:
    definition = _child(event, "timerEventDefinition", id=f"{name}.timer")
    time = _child(definition, "timeDuration")
    time.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")
    time.text = iso_duration(duration)


def _child(parent: ElementTree.Element, tag: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, f"{{{BPMN}}}{tag}", attributes)
