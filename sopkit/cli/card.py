"""`sopkit card`: makes a card of one procedure, to hang up."""

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
        "card",
        summary=_("Make a one-page card of a procedure, for the wall."),
        usage=_("sopkit card [OPTIONS] FILE -o OUT.pdf"),
        description=_(
            "Writes a card of one procedure as a PDF of one A4 page: the flowchart, or the steps "
            "as a list where that is too large to be read; the words to say; the time limits with "
            "who is told; and the hand-overs. What has no room is left out, and the card says how "
            "much. FILE may be “-” for standard input.\n\n"
            "Exit status: 0; 1 when the procedure has errors; 2 when it could not be done."
        ),
        callback=run,
        params=[
            argument("file", translate(_("FILE"))),
            output_option(session),
            stdin_name_option(session),
        ],
        examples=(("sopkit card KS-003.md -o card.pdf", _("to hang up where it is needed")),),
    )


def _print(session: Session, file: str, output: Path, stdin_name: str | None) -> int:
    from sopkit.services.card import print_card

    return print_one(session, print_card, file, output, stdin_name)
