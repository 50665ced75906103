"""`sopkit user team`: puts a person in a team, or takes them out."""

from __future__ import annotations

from sopkit.cli.command import Command, argument, flag
from sopkit.cli.register import as_option, opened, signed_in
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message
from sopkit.refusals import TwoWishesError

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, login: str, team: str, lead: bool, end: bool, actor: str | None) -> int:
        from sopkit.services.register.persons import join_team, leave_team

        if lead and end:
            raise TwoWishesError("--lead", "--end")
        with opened(session) as desk:
            me = signed_in(desk, actor)
            if end:
                leave_team(desk.register, me.account, login, team, desk.now)
                template = _("{login} is no longer in the team {team}.")
            else:
                join_team(desk.register, me.account, login, team, desk.now, lead=lead)
                template = (
                    _("{login} leads the team {team}.")
                    if lead
                    else _("{login} is in the team {team}.")
                )
        write_text([session.text(template, login=login, team=team)])
        return 0

    translate = session.translate
    return Command(
        session,
        "team",
        summary=_("Put a person in a team, or take them out."),
        usage=_("sopkit user team [OPTIONS] LOGIN TEAM"),
        description=_(
            "Puts a person in a team from now on, as a member or as its lead, or takes "
            "them out. A team that is not there yet is made. It takes an administrator."
        ),
        callback=run,
        params=[
            argument("login", translate(_("LOGIN"))),
            argument("team", translate(_("TEAM"))),
            flag(["--lead"], translate(_("As the lead of the team."))),
            flag(["--end"], translate(_("End it now, instead of giving it."))),
            as_option(session),
        ],
        examples=(('sopkit user team anna "Team West" --lead', _("Anna leads Team West")),),
    )
