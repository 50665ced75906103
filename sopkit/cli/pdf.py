"""`sopkit pdf`: makes a PDF of one procedure."""

from __future__ import annotations

from pathlib import Path

from sopkit.cli.command import Command, argument
from sopkit.cli.printing import output_option, print_one, stdin_name_option
from sopkit.cli.session import Session
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
            stdin_name_option(session),
        ],
        examples=(("sopkit pdf KS-003.md -o KS-003.pdf", _("to print, or to send round")),),
    )


def _print(session: Session, file: str, output: Path, stdin_name: str | None) -> int:
    from sopkit.services.print import print_procedure

    return print_one(session, print_procedure, file, output, stdin_name)
