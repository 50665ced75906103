"""The flow of one procedure in the formats that programs, people and other tools take."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sopkit.diagnostics.diagnostic import Severity
from sopkit.errors import FolderGivenError, NoFlowError, ProcedureUnusableError
from sopkit.flow.flow import Flow
from sopkit.messages import translator
from sopkit.model.organisation import Organisation
from sopkit.model.sop import Sop
from sopkit.resources import locales
from sopkit.services.check import Checked, check, select
from sopkit.services.compile import Compiled


@dataclass(frozen=True, slots=True)
class Choices:
    """How to draw: lanes in SVG; calls as tasks and an executable process in BPMN."""

    lanes: bool = False
    calls_as_tasks: bool = False
    executable: bool = False


DEFAULT_CHOICES = Choices()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A flow in some format, as text; `errors` is how many its procedure has."""

    text: str
    errors: int


def check_one(path: Path) -> Checked:
    """Compile the one procedure of a file.

    Raises FolderGivenError and what `select` and `check` raise.
    """
    if path.is_dir():
        raise FolderGivenError(path)
    [selection] = select([path])
    return check(selection)


def draw(checked: Checked, style: str, name: str, choices: Choices = DEFAULT_CHOICES) -> Drawing:
    """The flow of the one procedure that was checked, as json, dot, mermaid, bpmn or svg.

    `name` is how the user calls its file.

    Raises NoFlowError for a file that is no procedure, and ProcedureUnusableError for one that
    is too broken to be read as one.
    """
    compiled = checked.compiled
    [path] = checked.selection.files
    sop = compiled.library.by_path.get(path)
    if path not in compiled.library.files:
        raise NoFlowError(name)
    if sop is None:
        raise ProcedureUnusableError(name)
    errors = sum(
        found.path == path and found.severity is Severity.ERROR for found in compiled.diagnostics
    )
    return Drawing(draw_flow(compiled, sop, style, choices), errors)


def draw_flow(compiled: Compiled, sop: Sop, style: str, choices: Choices = DEFAULT_CHOICES) -> str:
    """The flow of a procedure of a compiled library, as json, dot, mermaid, bpmn or svg."""
    return _drawn(compiled.context.flow(sop), style, compiled.library.organisation, choices)


def _drawn(flow: Flow, style: str, organisation: Organisation, choices: Choices) -> str:
    """The text of a drawing; the modules that make it are loaded when they are needed."""
    if style == "json":
        from sopkit.render.flow_json import flow_json

        return flow_json(flow)
    if style == "dot":
        from sopkit.render.dot import draw_dot

        return draw_dot(flow)
    if style == "mermaid":
        from sopkit.render.mermaid import draw_mermaid

        return draw_mermaid(flow)
    roles = {role.id: role.name(flow.language) for role in organisation.roles or ()}
    translate = translator(flow.language, locales())
    if style == "bpmn":
        from sopkit.render.bpmn import BpmnOptions, draw_bpmn

        options = BpmnOptions(translate, roles, choices.calls_as_tasks, choices.executable)
        return draw_bpmn(flow, options)
    from sopkit.render.options import ChartOptions
    from sopkit.render.svg import draw_svg

    return draw_svg(flow, ChartOptions(translate=translate, roles=roles, lanes=choices.lanes))
