"""`sopkit audit`: what an auditor takes along."""

from __future__ import annotations

from sopkit.cli.group import Group
from sopkit.cli.session import Session
from sopkit.messages import message

_ = message

COMMANDS = ("export",)


def command(session: Session) -> Group:
    """The commands, speaking the user's language."""
    return Group(
        session,
        "audit",
        package=__name__,
        commands=COMMANDS,
        summary=_("Hand the record to an auditor."),
        usage=_("sopkit audit COMMAND …"),
        description=_("What an auditor takes along, and verifies without sopkit."),
        examples=(("sopkit audit export audit.zip", _("the whole record in one file")),),
    )
