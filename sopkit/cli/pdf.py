"""`sopkit pdf`: makes a PDF of one procedure."""

from __future__ import annotations

from pathlib import Path

from sopkit.cli.command import Command, argument
from sopkit.cli.printing import output_option, print_one, stdin_name_option
from sopkit.cli.released import Wish, print_version, version_options
from sopkit.cli.session import Session
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(  # noqa: PLR0913 - the options, each by its name
        *,
        file: str,
        output: str,
        stdin_name: str | None,
        released: bool,
        version: str | None,
        at: str | None,
        language: str | None,
        stamp: bool,
    ) -> int:
        wish = Wish(released, version, at, language, stamp)
        return _print(session, file, Path(output), stdin_name, wish)

    translate = session.translate
    return Command(
        session,
        "pdf",
        summary=_("Make a PDF of a procedure."),
        usage=_("sopkit pdf [OPTIONS] FILE|NUMBER -o OUT.pdf"),
        description=_(
            "Writes one procedure as a PDF to print, keep and read aloud (PDF/A-3a and PDF/UA-1): "
            "its text, its flowchart with links to the steps, and the Markdown file itself as an "
            "attachment. Each page says that it is a draft. The same text gives the same PDF, "
            "byte for byte. FILE may be “-” for standard input.\n\n"
            "With --released, --version or --at, NUMBER is that of a procedure in the register: "
            "the version is printed as it was released, with its dates, signatures and changes. "
            "What is no longer in force is stamped across.\n\n"
            "Exit status: 0; 1 when the procedure has errors; 2 when it could not be done."
        ),
        callback=run,
        params=[
            argument("file", translate(_("FILE|NUMBER"))),
            output_option(session),
            stdin_name_option(session),
            *version_options(session),
        ],
        examples=(
            ("sopkit pdf KS-003.md -o KS-003.pdf", _("to print, or to send round")),
            ("sopkit pdf KS-003 --released -o KS-003.pdf", _("the version in force")),
        ),
    )


def _print(session: Session, file: str, output: Path, stdin_name: str | None, wish: Wish) -> int:
    from sopkit.services.print import print_procedure, procedure_pdf

    if wish.of_register:
        return print_version(session, procedure_pdf, file, output, wish)
    return print_one(session, print_procedure, file, output, stdin_name)
