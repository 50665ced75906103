"""`sopkit restore`: makes a register of a backup."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sopkit.cli.command import Command, argument
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, file: str) -> int:
        from sopkit.services.register.backing_up import restore
        from sopkit.settings import read_settings

        settings = read_settings(session.environment)
        restored = restore(Path(file), settings, datetime.now(UTC))
        write_text(
            [
                session.text(
                    _("{place} has the {count} events of {path}, and verifies."),
                    place=restored.place,
                    count=restored.head.events,
                    path=file,
                )
            ]
        )
        return 0

    return Command(
        session,
        "restore",
        summary=_("Make a register of a backup."),
        usage=_("sopkit restore FILE"),
        description=_(
            "Makes the register of a backup, where there is none yet: in the place that "
            "SOPKIT_DATABASE_URL names, or in your data folder. Every part of the file is "
            "compared with its hash, and the register that comes of it is verified; it is all "
            "restored or nothing."
        ),
        callback=run,
        params=[argument("file", session.translate(_("FILE")))],
        examples=(
            (
                "SOPKIT_DATABASE_URL=copy.sqlite sopkit restore register.zip",
                _("try a backup out, beside the register"),
            ),
        ),
    )
