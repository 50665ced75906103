"""`sopkit jobs run`: works at jobs."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from threading import Event

from sopkit.cli.command import Command, flag
from sopkit.cli.failures import FINDINGS, OK
from sopkit.cli.register import opened
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, once: bool) -> int:
        return _run_once(session) if once else _run(session)

    return Command(
        session,
        "run",
        summary=_("Do what is to be done, until you stop it."),
        usage=_("sopkit jobs run [OPTIONS]"),
        description=_(
            "Sends the mail that is to be sent, and what comes by the calendar: reviews that are "
            "due, digests. It goes on until Ctrl+C, and ends what it is at. Several may run at "
            "once, also on other machines. SOPKIT_SMTP_URL, SOPKIT_MAIL_FROM and SOPKIT_BASE_URL "
            "say how mail is sent."
        ),
        callback=run,
        params=[flag(["--once"], session.translate(_("Do what is due, and stop.")))],
        examples=(("sopkit jobs run --once", _("from a timer, every few minutes")),),
    )


def _run_once(session: Session) -> int:
    from sopkit.services.notices.mail_settings import require_mail_settings
    from sopkit.services.notices.working import prepare, work_off

    settings = require_mail_settings(session.environment)
    with opened(session) as desk:
        prepare(desk.register, desk.now)
        done = work_off(desk.register, settings, _now)
    counts = {"done": done.done, "later": done.later, "failed": done.failed}
    write_text(
        [session.text(_("Done: {done}; to be tried later: {later}; failed: {failed}."), **counts)]
    )
    return FINDINGS if done.later or done.failed else OK


def _run(session: Session) -> int:
    from sopkit.services.notices.mail_settings import require_mail_settings
    from sopkit.services.notices.working import work_until

    settings = require_mail_settings(session.environment)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    with opened(session) as desk:
        session.note(_("Working at jobs; Ctrl+C stops."))
        work_until(stop, desk.register, settings, _now)
    return OK


def _now() -> datetime:
    return datetime.now(UTC)
