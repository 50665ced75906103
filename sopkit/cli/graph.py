"""`sopkit graph`: writes the flow of one procedure."""

from __future__ import annotations

from pathlib import Path

from sopkit.cli.command import Command, argument, flag, option
from sopkit.cli.failures import FINDINGS, OK
from sopkit.cli.session import Session
from sopkit.cli.standard_input import read_standard_input, stands_for_input
from sopkit.cli.terminal import write_bytes
from sopkit.errors import FormatNotYetError
from sopkit.messages import message

_ = message

_FORMATS = ("json", "dot", "svg", "mermaid", "bpmn")


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, file: str, style: str, lanes: bool, stdin_name: str | None) -> int:
        return _graph(session, file, style, stdin_name, lanes=lanes)

    translate = session.translate
    return Command(
        session,
        "graph",
        summary=_("Draw the flow of a procedure."),
        usage=_("sopkit graph [OPTIONS] FILE"),
        description=_(
            "Writes the flow of one procedure to standard output: as a flowchart (SVG), for "
            "other drawing programs (DOT, Mermaid), or for programs (JSON). FILE may be “-” for "
            "standard input.\n\n"
            "Exit status: 0; 1 when the procedure has errors, so that the flow may be wrong; 2 "
            "when it could not be done."
        ),
        callback=run,
        params=[
            argument("file", session.translate(_("FILE"))),
            option(
                ["--format", "style"],
                translate(_("What to write; bpmn is still to come.")),
                choices=_FORMATS,
                default="svg",
            ),
            flag(["--lanes"], translate(_("One lane for each role (in SVG)."))),
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
        ),
    )


def _graph(
    session: Session,
    file: str,
    style: str,
    stdin_name: str | None,
    *,
    lanes: bool,
) -> int:
    from sopkit.services.check import check_text, place_of_text
    from sopkit.services.graph import FORMATS, check_one, draw

    if style not in FORMATS:
        raise FormatNotYetError(style, ", ".join(FORMATS))
    if stands_for_input([file]):
        text = read_standard_input(session)
        checked = check_text(text, place_of_text(session.here, stdin_name))
    else:
        checked = check_one(Path(file))
    drawing = draw(checked, style, file, lanes=lanes)
    write_bytes(drawing.text.encode())
    if not drawing.errors:
        return OK
    session.note(
        _("{file} has errors, so the flow may be wrong; “sopkit check {file}” tells which."),
        file=file,
    )
    return FINDINGS
