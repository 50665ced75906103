"""`sopkit audit export`: the whole record in one file."""

from __future__ import annotations

from pathlib import Path

from sopkit.cli.command import Command, argument
from sopkit.cli.register import as_option, opened, signed_in, tell_anchor
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, file: str, actor: str | None) -> int:
        from sopkit.services.register.auditing import export_audit

        with opened(session) as desk:
            me = signed_in(desk, actor)
            made = export_audit(
                desk.register,
                desk.settings,
                me.account,
                Path(file),
                session.translate,
                desk.now,
            )
        tell_anchor(session, made.anchored)
        write_text(
            [
                session.text(
                    _("{path} holds the record up to event {count}."),
                    path=file,
                    count=made.head.events,
                ),
                session.text(_("SHA-256 of the file: {digest}"), digest=made.digest),
                session.translate(
                    _("Unpack it and run “python3 verify.py”; README.txt tells more.")
                ),
            ]
        )
        return 0

    return Command(
        session,
        "export",
        summary=_("Write the whole record to one file."),
        usage=_("sopkit audit export [OPTIONS] FILE"),
        description=_(
            "Writes the whole record to a ZIP file: the trail, every text and picture, every "
            "version, approval and signature, lists for people, and a short script that verifies "
            "all of it with nothing but Python. Accounts and passwords stay out; names are in it, "
            "and are personal data. It takes the right of a reviewer or an administrator for all "
            "departments."
        ),
        callback=run,
        params=[argument("file", session.translate(_("FILE"))), as_option(session)],
        examples=(("sopkit audit export audit.zip --as dirk", _("asks for Dirk's password")),),
    )
