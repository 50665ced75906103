"""`sopkit backup`: writes the register to one file."""

from __future__ import annotations

from pathlib import Path

from sopkit.cli.command import Command, argument
from sopkit.cli.register import opened, tell_anchor
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, file: str) -> int:
        from sopkit.services.register.backing_up import back_up

        with opened(session) as desk:
            made = back_up(desk.register, desk.settings, Path(file), desk.now)
        tell_anchor(session, made.anchored)
        write_text(
            [
                session.text(
                    _("{path} holds the register with {count} events."),
                    path=file,
                    count=made.head.events,
                ),
                session.text(_("SHA-256 of the file: {digest}"), digest=made.digest),
            ]
        )
        return 0

    return Command(
        session,
        "backup",
        summary=_("Write the register to one file."),
        usage=_("sopkit backup FILE"),
        description=_(
            "Writes the whole register, in one state of it, to a file that restores into SQLite "
            "as well as PostgreSQL. Others may go on working meanwhile. The file is read again "
            "before it counts; one that is there is never replaced.\n\n"
            "The file holds everything, also the hashes of the passwords: keep it as safe as the "
            "register itself."
        ),
        callback=run,
        params=[argument("file", session.translate(_("FILE")))],
        examples=(("sopkit backup register.zip", _("a backup in this folder")),),
    )
