"""`sopkit serve`: the web application."""

from __future__ import annotations

from datetime import UTC, datetime

from sopkit.cli.command import Command, option
from sopkit.cli.progress import Progress
from sopkit.cli.session import Session
from sopkit.messages import message
from sopkit.refusals import NotANumberError

_ = message

HOST = "127.0.0.1"
PORT = "8600"


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, host: str, port: str) -> int:
        if not port.isascii() or not port.isdecimal() or not 0 <= int(port[:6]) <= 65_535:
            raise NotANumberError(port)
        return _serve(session, host, int(port))

    translate = session.translate
    return Command(
        session,
        "serve",
        summary=_("Run the web application."),
        usage=_("sopkit serve [OPTIONS]"),
        description=_(
            "Serves the register to browsers, until Ctrl+C. Only this machine can reach it, unless "
            "“--host” says otherwise; let a web server with HTTPS stand before it then."
        ),
        callback=run,
        params=[
            option(
                ["--host"],
                translate(_("The address to listen at; else that of this machine alone.")),
                metavar=translate(_("ADDRESS")),
                default=HOST,
            ),
            option(
                ["--port"],
                translate(_("The port; else 8600. 0 takes one that is free.")),
                metavar=translate(_("NUMBER")),
                default=PORT,
            ),
        ],
        examples=(("sopkit serve --port 8080", _("serve it at http://127.0.0.1:8080/")),),
    )


def _serve(session: Session, host: str, port: int) -> int:
    from contextlib import closing

    import uvicorn

    from sopkit.cli.first_link import tell_first_link
    from sopkit.services.library.shelving import fill
    from sopkit.services.notices.mail_settings import read_mail_settings
    from sopkit.services.register.opening import open_register
    from sopkit.settings import read_settings

    # Refuse before anything else.
    read_mail_settings(session.environment)
    with closing(open_register(read_settings(session.environment))) as register:
        with Progress(session.translate(_("Filling the library"))) as progress:
            fill(register, datetime.now(UTC), progress)
        shown = f"[{host}]" if ":" in host else host
        tell_first_link(session, register, f"http://{shown}:{port}/")
    uvicorn.run(
        "sopkit.server.app:from_environment",
        factory=True,
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
    )
    return 0
