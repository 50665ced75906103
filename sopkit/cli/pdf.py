"""`sopkit pdf`: makes a PDF of one procedure."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sopkit.cli.command import Command, argument, option
from sopkit.cli.failures import FINDINGS, OK
from sopkit.cli.session import Session
from sopkit.cli.standard_input import read_standard_input, stands_for_input
from sopkit.cli.terminal import write_text
from sopkit.errors import BadDateError
from sopkit.messages import message

if TYPE_CHECKING:
    from sopkit.services.press import Printed

_ = message

_TOLD = 20  # replaced characters


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
            option(
                ["-o", "--output"],
                translate(_("The PDF to write; one that is there is replaced.")),
                metavar=translate(_("OUT.pdf")),
                required=True,
            ),
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
    from sopkit.services.print import print_procedure, write_pdf

    dated = _date(session.environment.get("SOURCE_DATE_EPOCH")) or UNDATED
    if stands_for_input([file]):
        text = read_standard_input(session)
        checked = check_text(text, place_of_text(session.here, stdin_name))
    else:
        checked = check_one(Path(file))
    printed = print_procedure(checked, file, dated)
    write_pdf(output, printed.data)
    write_text([session.text(_("{path} is written."), path=output)])
    _tell(session, printed)
    if not printed.errors:
        return OK
    session.note(
        _("{file} has errors, so the flow may be wrong; “sopkit check {file}” tells which."),
        file=file,
    )
    return FINDINGS


def _tell(session: Session, printed: Printed) -> None:
    """Say what stands in the PDF otherwise than in the text."""
    if printed.replaced:
        pairs = [f"{character} → {put}" for character, put in sorted(printed.replaced.items())]
        more = ["…"] if len(pairs) > _TOLD else []
        session.note(
            _("The font lacks some characters; others are printed instead: {characters}"),
            characters=", ".join(pairs[:_TOLD] + more),
        )
    for place in printed.left_out:
        session.note(
            _("{path} cannot be shown; its text alternative is printed instead."), path=place
        )


def _date(text: str | None) -> date | None:
    """The day that SOURCE_DATE_EPOCH means, the agreed way to date what must come out the same."""
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise BadDateError(text) from error
