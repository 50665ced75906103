"""`sopkit user`: the people of the register."""

from __future__ import annotations

from sopkit.cli.group import Group
from sopkit.cli.session import Session
from sopkit.messages import message

_ = message

COMMANDS = (
    "add",
    "list",
    "show",
    "import",
    "right",
    "role",
    "team",
    "rename",
    "email",
    "password",
    "close",
    "forget",
)


def command(session: Session) -> Group:
    """The commands, speaking the user's language."""
    return Group(
        session,
        "user",
        package=__name__,
        commands=COMMANDS,
        summary=_("Keep the people of the register."),
        usage=_("sopkit user COMMAND …"),
        description=_(
            "A right says what somebody may do in a department: read, write, review, approve, "
            "train, administer. A role is what they do at work. A team has members and a lead. "
            "All of it is kept with its time; nothing is overwritten."
        ),
        examples=(
            ('sopkit user add anna --name "Anna Smit"', _("the first one is the administrator")),
            ("sopkit user right anna author --department sales", _("Anna may write for sales")),
            ("sopkit user import people.csv --dry-run", _("what a list would change")),
        ),
    )
