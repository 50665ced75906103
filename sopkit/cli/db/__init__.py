"""`sopkit db`: the database of the register."""

from __future__ import annotations

from sopkit.cli.group import Group
from sopkit.cli.session import Session
from sopkit.messages import message

_ = message

COMMANDS = ("status", "upgrade")


def command(session: Session) -> Group:
    """The commands, speaking the user's language."""
    return Group(
        session,
        "db",
        package=__name__,
        commands=COMMANDS,
        summary=_("Make the register, or bring it up to date."),
        usage=_("sopkit db COMMAND …"),
        description=_(
            "The register is one file of SQLite in your data folder, or where SOPKIT_DATABASE_URL "
            "says: another file, or a PostgreSQL database."
        ),
        examples=(
            ("sopkit db status", _("where the register is, and whether it is up to date")),
            ("sopkit db upgrade", _("make it, or bring it up to date")),
        ),
    )
