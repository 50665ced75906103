"""`sopkit graph`: writes the flow of one procedure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sopkit.cli.command import Command, MeaninglessOptionError, argument, flag, option
from sopkit.cli.failures import FINDINGS, OK
from sopkit.cli.session import Session
from sopkit.cli.standard_input import read_standard_input, stands_for_input
from sopkit.cli.terminal import write_bytes
from sopkit.messages import message

if TYPE_CHECKING:
    from sopkit.services.graph import Choices

_ = message

_FORMATS = ("json", "dot", "svg", "mermaid", "bpmn")


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(
        *, file: str, style: str, lanes: bool, calls: str, executable: bool, stdin_name: str | None
    ) -> int:
        from sopkit.services.graph import Choices

        choices = Choices(lanes, calls_as_tasks=calls == "as-tasks", executable=executable)
        _refuse_meaningless(style, choices)
        return _graph(session, file, style, stdin_name, choices)

    translate = session.translate
    return Command(
        session,
        "graph",
        summary=_("Draw the flow of a procedure."),
        usage=_("sopkit graph [OPTIONS] FILE"),
        description=_(
            "Writes the flow of one procedure to standard output: as a flowchart (SVG), for "
            "other drawing programs (DOT, Mermaid), for programs (JSON), or for process tools "
            "(BPMN 2.0, with the same layout). FILE may be “-” for standard input.\n\n"
            "Exit status: 0; 1 when the procedure has errors, so that the flow may be wrong; 2 "
            "when it could not be done."
        ),
        callback=run,
        params=[
            argument("file", session.translate(_("FILE"))),
            option(
                ["--format", "style"],
                translate(_("What to write.")),
                choices=_FORMATS,
                default="svg",
            ),
            flag(["--lanes"], translate(_("One lane for each role (in SVG)."))),
            option(
                ["--calls"],
                translate(_("Calls as call activities or, for readers without them, as tasks.")),
                choices=("as-calls", "as-tasks"),
                default="as-calls",
            ),
            flag(
                ["--executable"], translate(_("A process that an engine can carry out (in BPMN)."))
            ),
            option(
                ["--stdin-name"],
                translate(_("The path that standard input would have as a file.")),
                metavar=session.translate(_("PATH")),
            ),
        ],
        examples=(
            ("sopkit graph KS-003.md > KS-003.svg", _("the flowchart, as a picture")),
            ("sopkit graph KS-003.md --lanes > KS-003.svg", _("with a lane for each role")),
            ("sopkit graph KS-003.md --format json", _("steps and connections, for a program")),
            ("sopkit graph KS-003.md --format bpmn > KS-003.bpmn", _("for a process tool")),
        ),
    )


def _refuse_meaningless(style: str, choices: Choices) -> None:
    """Refuse what another format would take. Raises MeaninglessOptionError."""
    for chosen, name, meant in (
        (choices.lanes, "--lanes", "svg"),
        (choices.calls_as_tasks, "--calls as-tasks", "bpmn"),
        (choices.executable, "--executable", "bpmn"),
    ):
        if chosen and style != meant:
            raise MeaninglessOptionError(name, "--format", (meant,))


def _graph(
    session: Session,
    file: str,
    style: str,
    stdin_name: str | None,
    choices: Choices,
) -> int:
    from sopkit.services.check import check_text, place_of_text
    from sopkit.services.graph import check_one, draw

    if stands_for_input([file]):
        text = read_standard_input(session)
        checked = check_text(text, place_of_text(session.here, stdin_name))
    else:
        checked = check_one(Path(file))
    drawing = draw(checked, style, file, choices)
    write_bytes(drawing.text.encode())
    if not drawing.errors:
        return OK
    session.note(
        _("{file} has errors, so the flow may be wrong; “sopkit check {file}” tells which."),
        file=file,
    )
    return FINDINGS
