"""`sopkit user role`: gives a role, or ends it."""

from __future__ import annotations

from sopkit.cli.command import Command, argument, flag
from sopkit.cli.register import as_option, opened, signed_in
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, login: str, role: str, end: bool, actor: str | None) -> int:
        from sopkit.services.register.persons import end_role, give_role

        with opened(session) as desk:
            me = signed_in(desk, actor)
            change = end_role if end else give_role
            change(desk.register, me.account, login, role, desk.now)
            template = (
                _("{login} no longer has the role “{role}”.")
                if end
                else _("{login} has the role “{role}”.")
            )
            told = session.text(template, login=login, role=desk.role(role))
        write_text([told])
        return 0

    translate = session.translate
    return Command(
        session,
        "role",
        summary=_("Give a role, or end it."),
        usage=_("sopkit user role [OPTIONS] LOGIN ROLE"),
        description=_(
            "Gives a person a role of the organisation from now on, by id or name, or "
            "ends it. It takes an administrator."
        ),
        callback=run,
        params=[
            argument("login", translate(_("LOGIN"))),
            argument("role", translate(_("ROLE"))),
            flag(["--end"], translate(_("End it now, instead of giving it."))),
            as_option(session),
        ],
        examples=(("sopkit user role anna agent", _("Anna works as an agent")),),
    )
