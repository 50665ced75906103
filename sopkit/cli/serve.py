"""`sopkit serve`: the web application."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, datetime

from sopkit.cli.command import Command, option
from sopkit.cli.progress import Progress
from sopkit.cli.session import Session
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, host: str | None, port: str | None, workers: str | None) -> int:
        return _serve(session, {"--host": host, "--port": port, "--workers": workers})

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
                translate(
                    _("The address to listen at; else SOPKIT_HOST, else this machine’s own.")
                ),
                metavar=translate(_("ADDRESS")),
            ),
            option(
                ["--port"],
                translate(_("The port; else SOPKIT_PORT, else 8600. 0 takes one that is free.")),
                metavar=translate(_("NUMBER")),
            ),
            option(
                ["--workers"],
                translate(_("How many processes serve; else SOPKIT_WORKERS, else 1.")),
                metavar=translate(_("NUMBER")),
            ),
        ],
        examples=(("sopkit serve --port 8080", _("serve it at http://127.0.0.1:8080/")),),
    )


def _serve(session: Session, options: dict[str, str | None]) -> int:
    from sopkit.cli.first_link import tell_first_link
    from sopkit.cli.serving import serve
    from sopkit.services.demo.mark import refuse_exposed_demo
    from sopkit.services.library.shelving import fill
    from sopkit.services.notices.mail_settings import read_mail_settings
    from sopkit.services.register.anchoring import refuse_unwritable_anchor
    from sopkit.services.register.indexing import index_drafts
    from sopkit.services.register.opening import open_register
    from sopkit.settings import read_log_style, read_serving, read_settings

    environment = session.environment
    serving = read_serving(environment, options)
    # Refuse before anything listens.
    read_log_style(environment, terminal=sys.stderr.isatty())
    read_mail_settings(environment)
    settings = read_settings(environment)
    refuse_unwritable_anchor(settings)
    with closing(open_register(settings)) as register:
        refuse_exposed_demo(register, serving)
        with Progress(session.translate(_("Filling the library"))) as progress:
            fill(register, datetime.now(UTC), progress)
        with Progress(session.translate(_("Looking through the drafts"))) as progress:
            index_drafts(register, progress)

    def tell(address: str) -> None:
        session.note(_("Serving at {address}"), address=address)
        with closing(open_register(settings)) as register:
            tell_first_link(session, register, address)

    serve(serving, tell)
    return 0
