"""`sopkit withdraw`: ends a version that nothing takes the place of."""

from __future__ import annotations

from sopkit.cli.command import Command, argument
from sopkit.cli.register import (
    as_option,
    opened,
    reason_option,
    signed_in,
    tell_anchor,
    text_language_option,
)
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, number: str, reason: str, language: str | None, actor: str | None) -> int:
        from sopkit.services.register.releasing import withdraw

        with opened(session) as desk:
            me = signed_in(desk, actor)
            ended, anchored = withdraw(
                desk.register,
                desk.settings,
                me.account,
                number,
                reason,
                me.password,
                desk.now,
                language=language,
            )
        told = _("{number} {version} is withdrawn.")
        write_text([session.text(told, number=number, version=ended.version)])
        tell_anchor(session, anchored)
        return 0

    translate = session.translate
    return Command(
        session,
        "withdraw",
        summary=_("Withdraw a version."),
        usage=_("sopkit withdraw [OPTIONS] NUMBER --reason TEXT"),
        description=_(
            "Withdraws the newest version of a procedure from now on, signed with your password: "
            "the one in force, or one that would take effect later. An older version does not "
            "come back, unless the one that is withdrawn never took effect."
        ),
        callback=run,
        params=[
            argument("number", translate(_("NUMBER"))),
            reason_option(session),
            text_language_option(session),
            as_option(session),
        ],
        examples=(('sopkit withdraw KS-003 --reason "No longer sold"', _("no longer in force")),),
    )
