"""`sopkit user forget`: makes a person unrecognisable."""

from __future__ import annotations

from sopkit.cli.asking import confirmed
from sopkit.cli.command import Command, argument, flag
from sopkit.cli.failures import OK, USAGE
from sopkit.cli.register import as_option, opened, signed_in
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, login: str, yes: bool, actor: str | None) -> int:
        from sopkit.services.register.persons import make_unrecognisable, person

        with opened(session) as desk:
            name = person(desk.register, login, desk.now).account.name
            me = signed_in(desk, actor)
            question = session.text(
                _(
                    "The names and the login of {name} are taken out for good, from signatures "
                    "too. Go on?"
                ),
                name=name,
            )
            if not confirmed(session, question, yes=yes):
                return USAGE
            make_unrecognisable(desk.register, me.account, login, desk.now)
        write_text([session.text(_("{login} cannot be recognised any more."), login=login)])
        return OK

    translate = session.translate
    return Command(
        session,
        "forget",
        summary=_("Make a person unrecognisable."),
        usage=_("sopkit user forget [OPTIONS] LOGIN"),
        description=_(
            "Takes the names and the login of a person out of the register for good, also "
            "where they signed, and closes the account. What they did stays, as done by "
            "somebody, and the trail still proves itself. What they wrote, such as "
            "reasons, stays as well."
        ),
        callback=run,
        params=[
            argument("login", translate(_("LOGIN"))),
            flag(["--yes"], translate(_("Do it without asking."))),
            as_option(session),
        ],
        examples=(("sopkit user forget anna", _("asks first; there is no way back")),),
    )
