"""`sopkit jobs`: what the register still has to do by itself, such as sending mail."""

from __future__ import annotations

from sopkit.cli.group import Group
from sopkit.cli.session import Session
from sopkit.messages import message

_ = message

COMMANDS = ("run", "list", "retry")


def command(session: Session) -> Group:
    """The commands, speaking the user's language."""
    return Group(
        session,
        "jobs",
        package=__name__,
        commands=COMMANDS,
        summary=_("Send mail, and see what could not be sent."),
        usage=_("sopkit jobs COMMAND …"),
        description=_(
            "Mail is sent by jobs that acts leave behind. “sopkit serve” works at them; where it "
            "does not run, “sopkit jobs run” does."
        ),
        examples=(
            ("sopkit jobs run --once", _("do what is due, and stop")),
            ("sopkit jobs list --state failed", _("what could not be done, and why")),
        ),
    )
