"""`sopkit user password`: sets a password."""

from __future__ import annotations

from sopkit.cli.asking import new_password
from sopkit.cli.command import Command, argument
from sopkit.cli.register import as_option, opened, signed_in
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, login: str, actor: str | None) -> int:
        from sopkit.services.register.persons import set_password

        with opened(session) as desk:
            me = signed_in(desk, actor)
            chosen = new_password(session, login)
            set_password(desk.register, me.account, login, chosen, desk.now)
        write_text([session.text(_("The password of {login} is set."), login=login)])
        return 0

    translate = session.translate
    return Command(
        session,
        "password",
        summary=_("Set a password."),
        usage=_("sopkit user password [OPTIONS] LOGIN"),
        description=_(
            "Sets a password: your own, or as an administrator that of somebody else. It "
            "is asked twice on a terminal; else it is that of SOPKIT_NEW_PASSWORD. A "
            "password has at least 12 characters."
        ),
        callback=run,
        params=[
            argument("login", translate(_("LOGIN"))),
            as_option(session),
        ],
        examples=(("sopkit user password anna --as ada", _("Ada sets a password for Anna")),),
    )
