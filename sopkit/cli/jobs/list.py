"""`sopkit jobs list`: what is to be done, was done, and could not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.cli.command import Command, option
from sopkit.cli.register import Desk, format_option, opened, write_json
from sopkit.cli.session import Session
from sopkit.cli.table import table
from sopkit.cli.terminal import write_text
from sopkit.messages import message

if TYPE_CHECKING:
    from sopkit.services.notices.overseeing import JobLine, Overview

_ = message

MOST = 100


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, state: str | None, style: str) -> int:
        return _list(session, state, style)

    translate = session.translate
    return Command(
        session,
        "list",
        summary=_("List what is to be done, and what could not be."),
        usage=_("sopkit jobs list [OPTIONS]"),
        description=_(
            "Lists jobs, at most a hundred: what is still to be done by its time, then what ended, "
            "the last first. What failed stays for ninety days."
        ),
        callback=run,
        params=[
            option(
                ["--state"],
                translate(_("Only jobs of that state.")),
                choices=("waiting", "working", "done", "failed"),
            ),
            format_option(session),
        ],
        examples=(("sopkit jobs list --state failed", _("what could not be done, and why")),),
    )


def _list(session: Session, state: str | None, style: str) -> int:
    from sopkit.services.notices.mail_settings import read_mail_settings
    from sopkit.services.notices.overseeing import JobState, overview

    wanted = JobState(state) if state else None
    with opened(session) as desk:
        found = overview(desk.register, desk.now, state=wanted, limit=MOST)
        if style == "json":
            write_json({"jobs": [_value(desk, line) for line in found.lines]})
            return 0
        write_text(_lines(desk, found))
    if read_mail_settings(session.environment) is None:
        session.note(_("Mail is not set up here: nothing is sent."))
    return 0


def _lines(desk: Desk, found: Overview) -> list[str]:
    session = desk.session
    if not found.lines:
        return [session.translate(_("There are no such jobs."))]
    headings = (_("Time"), _("What"), _("Number"), _("Person"), _("State"), _("Why"), _("Id"))
    rows = [
        (
            desk.minute(line.ended_at or line.due_at),
            session.text(line.work, notice=session.translate(line.notice)),
            line.number,
            line.person,
            session.translate(_STATES[line.state]),
            _why(session, line),
            line.id if line.state == "failed" else "",
        )
        for line in found.lines
    ]
    return [*table([session.translate(heading) for heading in headings], rows, whole=(0, 6))]


def _why(session: Session, line: JobLine) -> str:
    told = session.translate(line.reason) if line.reason else ""
    return f"{told} ({line.words})" if line.words else told


def _value(desk: Desk, line: JobLine) -> dict[str, object]:
    return {
        "id": line.id,
        "work": line.work.format(notice=line.notice),
        "number": line.number,
        "person": line.person,
        "state": line.state,
        "due": desk.instant(line.due_at),
        "ended": desk.instant(line.ended_at),
        "attempts": line.attempts,
        "reason": line.reason,
        "words": line.words,
    }


_STATES = {
    "waiting": _("waits"),
    "working": _("is being done"),
    "done": _("done"),
    "failed": _("failed"),
}
