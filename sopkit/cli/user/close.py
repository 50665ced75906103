"""`sopkit user close`: closes an account."""

from __future__ import annotations

from sopkit.cli.command import Command, argument
from sopkit.cli.register import as_option, opened, signed_in
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, login: str, actor: str | None) -> int:
        from sopkit.services.register.persons import close_account

        with opened(session) as desk:
            me = signed_in(desk, actor)
            close_account(desk.register, me.account, login, desk.now)
        write_text([session.text(_("The account of {login} is closed."), login=login)])
        return 0

    translate = session.translate
    return Command(
        session,
        "close",
        summary=_("Close an account."),
        usage=_("sopkit user close [OPTIONS] LOGIN"),
        description=_(
            "Closes the account of a person who leaves: they can do nothing any more, and "
            "what they did stays. An account is not opened again. The last administrator "
            "cannot be closed."
        ),
        callback=run,
        params=[
            argument("login", translate(_("LOGIN"))),
            as_option(session),
        ],
        examples=(("sopkit user close anna", _("Anna leaves")),),
    )
