"""`sopkit review`: records that a version was read again and nothing is to change."""

from __future__ import annotations

from sopkit.cli.command import Command, argument, option
from sopkit.cli.register import as_option, opened, signed_in, text_language_option
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, number: str, note: str | None, language: str | None, actor: str | None) -> int:
        from sopkit.services.register.confirming import confirm

        with opened(session) as desk:
            me = signed_in(desk, actor)
            due = confirm(
                desk.register,
                me.account,
                number,
                me.password,
                desk.now,
                language=language,
                note=note or "",
            )
            told = _("{number} was reviewed and stays as it is. The next review is due on {day}.")
            write_text([session.text(told, number=number, day=desk.day(due))])
        return 0

    translate = session.translate
    return Command(
        session,
        "review",
        summary=_("Record that a version stays as it is."),
        usage=_("sopkit review [OPTIONS] NUMBER"),
        description=_(
            "Records that you read the version in force again and that nothing is to change, "
            "signed with your password. The next review is due after the interval that the "
            "procedure itself names. It takes the right to review or to approve."
        ),
        callback=run,
        params=[
            argument("number", translate(_("NUMBER"))),
            option(
                ["--note"],
                translate(_("A remark for the record.")),
                metavar=translate(_("TEXT")),
            ),
            text_language_option(session),
            as_option(session),
        ],
        examples=(("sopkit review KS-003", _("nothing is to change")),),
    )
