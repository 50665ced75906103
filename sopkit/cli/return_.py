"""`sopkit return`: gives a submitted text back to its author."""

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
        from sopkit.services.register.deciding import send_back

        with opened(session) as desk:
            me = signed_in(desk, actor)
            send_back(
                desk.register, me.account, number, reason, me.password, desk.now, language=language
            )
        write_text([session.text(_("{number} is a draft again."), number=number)])
        return 0

    translate = session.translate
    return Command(
        session,
        "return",
        summary=_("Give a submitted text back to its author."),
        usage=_("sopkit return [OPTIONS] NUMBER --reason TEXT"),
        description=_(
            "Sends the submitted text of a procedure back to its author with a reason, signed "
            "with your password. It is a draft again and can be changed."
        ),
        callback=run,
        params=[
            argument("number", translate(_("NUMBER"))),
            reason_option(session),
            text_language_option(session),
            as_option(session),
        ],
        examples=(
            ('sopkit return KS-003 --reason "Step 4 is not clear"', _("back to the author")),
        ),
    )
