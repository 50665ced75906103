"""`sopkit retract`: takes a submission back."""

from __future__ import annotations

from sopkit.cli.command import Command, argument
from sopkit.cli.register import (
    as_option,
    opened,
    reason_option,
    signed_in,
    text_language_option,
)
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, number: str, reason: str, language: str | None, actor: str | None) -> int:
        from sopkit.services.register.submitting import retract

        with opened(session) as desk:
            me = signed_in(desk, actor)
            retract(desk.register, me.account, number, reason, desk.now, language=language)
        write_text([session.text(_("{number} is a draft again."), number=number)])
        return 0

    translate = session.translate
    return Command(
        session,
        "retract",
        summary=_("Take a submission back."),
        usage=_("sopkit retract [OPTIONS] NUMBER --reason TEXT"),
        description=_(
            "Takes back what was submitted, so that the text can be changed again. Any author of "
            "the department may do it."
        ),
        callback=run,
        params=[
            argument("number", translate(_("NUMBER"))),
            reason_option(session),
            text_language_option(session),
            as_option(session),
        ],
        examples=(('sopkit retract KS-003 --reason "A typing error"', _("a draft again")),),
    )
