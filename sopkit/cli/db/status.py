"""`sopkit db status`: where the register is, and whether it is up to date."""

from __future__ import annotations

from datetime import UTC, datetime

from sopkit.cli.command import Command
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run() -> int:
        return _status(session)

    return Command(
        session,
        "status",
        summary=_("Show where the register is, and whether it is up to date."),
        usage=_("sopkit db status [OPTIONS]"),
        description=_(
            "Shows where the register is, and whether “sopkit db upgrade” has something to do. It "
            "changes nothing."
        ),
        callback=run,
        params=[],
        examples=(("sopkit db status", _("where is it?")),),
    )


def _status(session: Session) -> int:
    from sopkit.services.register.opening import plan_upgrade
    from sopkit.settings import read_settings

    settings = read_settings(session.environment)
    found = plan_upgrade(settings, datetime.now(UTC))
    if not found.known:
        told = _("There is none yet; “sopkit db upgrade” makes one.")
    elif found.steps:
        told = _("It is older than this sopkit; “sopkit db upgrade” brings it up to date.")
    else:
        told = _("It is up to date.")
    lines = [session.text(_("Register: {place}"), place=found.place), session.translate(told)]
    if settings.anchor is not None:
        lines.append(session.text(_("Anchors: {path}"), path=settings.anchor))
    else:
        lines.append(session.translate(_("Anchors: none; SOPKIT_ANCHOR names a file for them.")))
    write_text(lines)
    return 0
