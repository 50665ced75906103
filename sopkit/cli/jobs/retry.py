"""`sopkit jobs retry`: another try for what failed."""

from __future__ import annotations

from sopkit.cli.command import Command, argument
from sopkit.cli.register import as_option, opened, signed_in
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, job: str, actor: str | None) -> int:
        from sopkit.services.notices.overseeing import try_again

        with opened(session) as desk:
            me = signed_in(desk, actor)
            try_again(desk.register, me.account, job, desk.now)
        write_text([session.translate(_("It will be tried again."))])
        return 0

    return Command(
        session,
        "retry",
        summary=_("Try something again that failed."),
        usage=_("sopkit jobs retry [OPTIONS] ID"),
        description=_(
            "Lets a job that failed be done after all, when you have mended why it did. “sopkit "
            "jobs list --state failed” shows the id. It takes an administrator."
        ),
        callback=run,
        params=[argument("job", session.translate(_("ID"))), as_option(session)],
        examples=(
            ("sopkit jobs retry 5f0c1d2e3a4b45c6978812abcdef0123", _("once more, from the start")),
        ),
    )
