"""`sopkit export`: one procedure as a file that other programs edit."""

from __future__ import annotations

from pathlib import Path

import click

from sopkit.cli.command import Command, OneOf, argument, option
from sopkit.cli.failures import FINDINGS, OK
from sopkit.cli.printing import agreed_date, replaced_characters
from sopkit.cli.session import Session
from sopkit.cli.standard_input import read_standard_input, stands_for_input
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message

FORMATS = ("docx",)


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, style: str, file: str, output: str, stdin_name: str | None) -> int:  # noqa: ARG001 - there is one format yet
        return _export(session, file, Path(output), stdin_name)

    translate = session.translate
    return Command(
        session,
        "export",
        summary=_("Make a Word document of a procedure."),
        usage=_("sopkit export [OPTIONS] docx FILE -o OUT.docx"),
        description=_(
            "Writes one procedure as a document for Word (docx), to edit and to send round: with "
            "headings and a table of contents that work, the steps with their own numbers, links "
            "from each “go to” to its step, and the flowchart as pictures with their text "
            "alternative. Each page says that it is a draft. The same text gives the same file, "
            "byte for byte. FILE may be “-” for standard input.\n\n"
            "Exit status: 0; 1 when the procedure has errors; 2 when it could not be done."
        ),
        callback=run,
        params=[
            click.Argument(["style"], metavar=translate(_("FORMAT")), type=OneOf(*FORMATS)),
            argument("file", translate(_("FILE"))),
            option(
                ["-o", "--output"],
                translate(_("The document to write; one that is there is replaced.")),
                metavar=translate(_("OUT.docx")),
                required=True,
            ),
            option(
                ["--stdin-name"],
                translate(_("The path that standard input would have as a file.")),
                metavar=translate(_("PATH")),
            ),
        ],
        examples=(("sopkit export docx KS-003.md -o KS-003.docx", _("to edit in Word")),),
    )


def _export(session: Session, file: str, output: Path, stdin_name: str | None) -> int:
    from sopkit.services.check import check_text, place_of_text
    from sopkit.services.export import check_docx_name, export_docx, write_docx
    from sopkit.services.graph import check_one
    from sopkit.services.press import UNDATED

    dated = agreed_date(session) or UNDATED
    check_docx_name(output)
    if stands_for_input([file]):
        text = read_standard_input(session)
        checked = check_text(text, place_of_text(session.here, stdin_name))
    else:
        checked = check_one(Path(file))
    made = export_docx(checked, file, dated)
    write_docx(output, made.data)
    write_text([session.text(_("{path} is written."), path=output)])
    if made.replaced:
        session.note(
            _("The font of the flowchart lacks some characters; others are drawn: {characters}"),
            characters=replaced_characters(made.replaced),
        )
    for place in made.left_out:
        session.note(
            _("{path} cannot be shown; its text alternative is printed instead."), path=place
        )
    if not made.errors:
        return OK
    session.note(
        _("{file} has errors, so the flow may be wrong; “sopkit check {file}” tells which."),
        file=file,
    )
    return FINDINGS
