"""`sopkit user rename`: another name for a person."""

from __future__ import annotations

from sopkit.cli.command import Command, argument, option
from sopkit.cli.register import as_option, opened, signed_in
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, login: str, name: str, actor: str | None) -> int:
        from sopkit.services.register.persons import rename

        with opened(session) as desk:
            me = signed_in(desk, actor)
            rename(desk.register, me.account, login, name, desk.now)
        write_text(
            [session.text(_("{login} is called {name} from now on."), login=login, name=name)]
        )
        return 0

    translate = session.translate
    return Command(
        session,
        "rename",
        summary=_("Change the name of a person."),
        usage=_("sopkit user rename [OPTIONS] LOGIN --name NAME"),
        description=_(
            "Gives a person another name from now on. What they signed before keeps the "
            "name of its time. It takes an administrator."
        ),
        callback=run,
        params=[
            argument("login", translate(_("LOGIN"))),
            option(
                ["--name"],
                translate(_("The new name.")),
                metavar=translate(_("NAME")),
                required=True,
            ),
            as_option(session),
        ],
        examples=(('sopkit user rename anna --name "Anna de Wit"', _("from now on")),),
    )
