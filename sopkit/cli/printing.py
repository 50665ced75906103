"""What the commands that make a PDF have in common: reading, writing, and what they tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sopkit.cli.command import option
from sopkit.cli.failures import FINDINGS, OK
from sopkit.cli.session import Session
from sopkit.cli.standard_input import read_standard_input, stands_for_input
from sopkit.cli.terminal import write_text
from sopkit.errors import BadDateError
from sopkit.messages import message

if TYPE_CHECKING:
    import click

    from sopkit.services.build import BuildResult
    from sopkit.services.check import Checked
    from sopkit.services.press import Printed

_ = message

_TOLD = 20  # replaced characters


def output_option(session: Session) -> click.Option:
    """`--output`: the PDF to write."""
    translate = session.translate
    return option(
        ["-o", "--output"],
        translate(_("The PDF to write; one that is there is replaced.")),
        metavar=translate(_("OUT.pdf")),
        required=True,
    )


def stdin_name_option(session: Session) -> click.Option:
    """`--stdin-name`: where standard input belongs."""
    translate = session.translate
    return option(
        ["--stdin-name"],
        translate(_("The path that standard input would have as a file.")),
        metavar=translate(_("PATH")),
    )


class Print(Protocol):
    """Makes a PDF of a procedure; `name` is how the user calls its file."""

    def __call__(self, checked: Checked, name: str, dated: date) -> Printed:
        """The PDF, dated in its properties."""
        ...


def print_one(
    session: Session, make: Print, file: str, output: Path, stdin_name: str | None
) -> int:
    """Make and write a PDF of one procedure; gives the exit status."""
    from sopkit.services.check import check_text, place_of_text
    from sopkit.services.graph import check_one
    from sopkit.services.press import UNDATED
    from sopkit.services.print import check_pdf_name, refuse_number, write_pdf

    dated = agreed_date(session) or UNDATED
    check_pdf_name(output)
    if stands_for_input([file]):
        text = read_standard_input(session)
        checked = check_text(text, place_of_text(session.here, stdin_name))
    else:
        refuse_number(file)
        checked = check_one(Path(file))
    printed = make(checked, file, dated)
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


def agreed_date(session: Session) -> date | None:
    """The day that SOURCE_DATE_EPOCH means, the agreed way to date what must come out the same.

    Raises BadDateError.
    """
    text = session.environment.get("SOURCE_DATE_EPOCH")
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise BadDateError(text) from error


def replaced_characters(replaced: Mapping[str, str]) -> str:
    """The first of the replaced characters, each with what stands for it."""
    pairs = [f"{character} → {put}" for character, put in sorted(replaced.items())]
    return ", ".join(pairs[:_TOLD] + (["…"] if len(pairs) > _TOLD else []))


def tell_replaced(session: Session, printed: Printed | BuildResult) -> None:
    """Say what stands in the PDF otherwise than in the text."""
    if not (printed.replaced or printed.left_out):
        return
    from sopkit.services.press import replacements

    scripts, pairs = replacements(printed.replaced)
    if scripts:
        session.note(
            _("The font has no letters of these scripts; a box is printed for each: {scripts}"),
            scripts=", ".join(scripts),
        )
    if pairs:
        more = ["…"] if len(pairs) > _TOLD else []
        session.note(
            _("The font lacks some characters; others are printed instead: {characters}"),
            characters=", ".join([*pairs[:_TOLD], *more]),
        )
    for place in printed.left_out:
        session.note(
            _("{path} cannot be shown; its text alternative is printed instead."), path=place
        )
