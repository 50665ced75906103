"""`sopkit demo`: the web application on a register to try things with."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sopkit.cli.command import Command, argument, flag, option
from sopkit.cli.session import Session
from sopkit.cli.table import table
from sopkit.cli.terminal import write_text
from sopkit.errors import CannotListenError
from sopkit.messages import message

if TYPE_CHECKING:
    from sopkit.settings import Serving

_ = message

_CAN: dict[str, str] = {
    "author": _("writes procedures of customer service; one is in review, one was sent back"),
    "approver": _("approves them, or sends them back; one waits, one is to be released"),
    "reviewer": _("reads again what is due; one is overdue"),
    "translator": _("translates; one translation lags behind"),
    "reader": _("answers customers: finds procedures and follows them"),
    "administrator": _("keeps the people, their rights and the organisation"),
    "outsider": _("has no right at all: reads what is in force, and nothing else"),
}
"""What a visitor can try as somebody; by part, in the order in which one tells it."""


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, register: str | None, port: str | None, fresh: bool, once: bool) -> int:
        return _demo(session, register, port, fresh=fresh, once=once)

    translate = session.translate
    return Command(
        session,
        "demo",
        summary=_("Try the web application on a register of an invented company."),
        usage=_("sopkit demo [OPTIONS] [REGISTER]"),
        description=_(
            "Makes a register of the example library with people and a year of changes, tells as "
            "whom you can sign in, and serves it on this machine until Ctrl+C. The next time it "
            "goes on with the same register. Your own register is left alone."
        ),
        callback=run,
        params=[
            argument("register", translate(_("REGISTER")), required=False),
            option(
                ["--port"],
                translate(_("The port; else 8600, or a free one if that is taken.")),
                metavar=translate(_("NUMBER")),
            ),
            flag(["--fresh"], translate(_("Make the register anew; what was done in it is gone."))),
            flag(["--once"], translate(_("Only see whether it works: serve one page, and stop."))),
        ],
        examples=(
            ("sopkit demo", _("in demo.sqlite in your data folder")),
            ("sopkit demo --fresh try.sqlite", _("another file, made anew")),
        ),
    )


def _demo(
    session: Session, register: str | None, port: str | None, *, fresh: bool, once: bool
) -> int:
    from sopkit.cli.progress import Progress
    from sopkit.cli.serving import serve, serve_once
    from sopkit.services.demo.preparing import prepare_demo
    from sopkit.settings import demo_file, read_serving

    serving = read_serving({}, {"--port": port})  # this machine alone, whatever is set elsewhere
    file = session.here / register if register else demo_file(session.environment)
    with Progress(session.translate(_("Making the demo"))) as progress:
        made = prepare_demo(file, datetime.now(UTC), fresh=fresh, progress=progress)
    told = _("The demo is made: {file}") if made else _("The demo of before: {file}")
    write_text([session.text(told, file=session.shown(file)), "", *_logins(session), ""])
    _surround(file)
    if once:
        address = serve_once(read_serving({}, {"--port": port or "0"}))
        write_text([session.text(_("It was served at {address} and answered."), address=address)])
        return 0
    serve(serving if port else _at_a_free_port(serving), partial(_tell, session))
    return 0


def _at_a_free_port(serving: Serving) -> Serving:
    """The usual port, or any other where that is taken: nobody asked for a certain one."""
    from sopkit.cli.serving import listening

    try:
        listening(serving).close()
    except CannotListenError:
        return replace(serving, port=0)
    return serving


def _tell(session: Session, address: str) -> None:
    write_text([session.text(_("Open {address} in a browser. Ctrl+C ends it."), address=address)])


def _logins(session: Session) -> list[str]:
    """As whom a visitor can sign in."""
    from sopkit.services.demo.cast import EVERYBODY, PASSWORD, Part

    translate = session.translate
    invited = {each.part: each for each in EVERYBODY if each.part is not None}
    rows = [
        (person.login, person.name, translate(can))
        for part, can in _CAN.items()
        for person in [invited[Part(part)]]
    ]
    headings = [translate(each) for each in (_("Login"), _("Name"), _("What you can see"))]
    return [
        session.text(_("Sign in with one of these and the password {password}"), password=PASSWORD),
        "",
        *table(headings, rows, whole=(0,)),
    ]


def _surround(file: Path) -> None:
    """Let the application find the demo and nothing of the register in earnest.

    It is made from the environment, by each process that serves.
    """
    from sopkit.settings import DATABASE_URL, LOG, LogStyle

    for name in [each for each in os.environ if each.startswith("SOPKIT_")]:
        if name != "SOPKIT_DEBUG":
            del os.environ[name]
    os.environ |= {DATABASE_URL: str(file.absolute()), LOG: LogStyle.QUIET}
