"""`sopkit pdf`: makes a PDF of one procedure."""

from __future__ import annotations

from pathlib import Path

from sopkit.cli.command import Command, argument, option
from sopkit.cli.failures import FINDINGS, OK
from sopkit.cli.printing import agreed_date, output_option, tell_replaced
from sopkit.cli.session import Session
from sopkit.cli.standard_input import read_standard_input, stands_for_input
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, file: str, output: str, stdin_name: str | None) -> int:
        return _print(session, file, Path(output), stdin_name)

    translate = session.translate
    return Command(
        session,
        "pdf",
        summary=_("Make a PDF of a procedure."),
        usage=_("sopkit pdf [OPTIONS] FILE -o OUT.pdf"),
        description=_(
            "Writes one procedure as a PDF to print, keep and read aloud (PDF/A-3a and PDF/UA-1): "
            "its text, its flowchart with links to the steps, and the Markdown file itself as an "
            "attachment. Each page says that it is a draft. The same text gives the same PDF, "
            "byte for byte. FILE may be “-” for standard input.\n\n"
            "Exit status: 0; 1 when the procedure has errors; 2 when it could not be done."
        ),
        callback=run,
        params=[
            argument("file", translate(_("FILE"))),
            output_option(session),
            option(
                ["--stdin-name"],
                translate(_("The path that standard input would have as a file.")),
                metavar=translate(_("PATH")),
            ),
        ],
        examples=(("sopkit pdf KS-003.md -o KS-003.pdf", _("to print, or to send round")),),
    )


def _print(session: Session, file: str, output: Path, stdin_name: str | None) -> int:
    from sopkit.services.check import check_text, place_of_text
    from sopkit.services.graph import check_one
    from sopkit.services.press import UNDATED
    from sopkit.services.print import check_pdf_name, print_procedure, write_pdf

    dated = agreed_date(session) or UNDATED
    check_pdf_name(output)
    if stands_for_input([file]):
        text = read_standard_input(session)
        checked = check_text(text, place_of_text(session.here, stdin_name))
    else:
        checked = check_one(Path(file))
    printed = print_procedure(checked, file, dated)
    write_pdf(output, printed.data)
    write_text([session.text(_("{path} is written."), path=output)])
    tell_replaced(session, printed)
    if not printed.errors:
        return OK
    session.note(
        _("{file} has errors, so the flow may be wrong; “sopkit check {file}” tells which."),
        file=file,
    )
    return FINDINGS
