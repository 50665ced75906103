"""What the commands that make a PDF have in common: its name and date, and what they tell of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from sopkit.cli.command import option
from sopkit.cli.session import Session
from sopkit.errors import BadDateError
from sopkit.messages import message

if TYPE_CHECKING:
    import click

    from sopkit.services.build import BuildResult
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


def tell_replaced(session: Session, printed: Printed | BuildResult) -> None:
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
