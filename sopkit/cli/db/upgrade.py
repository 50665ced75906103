"""`sopkit db upgrade`: makes the register, or brings it up to date."""

from __future__ import annotations

from datetime import UTC, datetime

from sopkit.cli.asking import confirmed
from sopkit.cli.command import Command, flag
from sopkit.cli.failures import OK, USAGE
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, yes: bool) -> int:
        return _upgrade(session, yes=yes)

    return Command(
        session,
        "upgrade",
        summary=_("Make the register, or bring it up to date."),
        usage=_("sopkit db upgrade [OPTIONS]"),
        description=_(
            "Makes the register where there is none; else brings it up to date with this sopkit, "
            "after saying what it will do. A file of SQLite is copied first. Every row is kept."
        ),
        callback=run,
        params=[flag(["--yes"], session.translate(_("Do it without asking.")))],
        examples=(
            ("sopkit db upgrade", _("asks before it changes anything")),
            ("sopkit db upgrade --yes", _("for a script")),
        ),
    )


def _upgrade(session: Session, *, yes: bool) -> int:
    from sopkit.services.register.opening import plan_upgrade, upgrade
    from sopkit.settings import read_settings

    settings = read_settings(session.environment)
    now = datetime.now(UTC)
    plan = plan_upgrade(settings, now)
    place = plan.place
    if not plan.steps:
        write_text([session.text(_("The register at {place} is up to date."), place=place)])
        return OK
    if not plan.known:
        session.note(_("A new register will be made at {place}."), place=place)
    else:
        session.note(_("The register at {place} will be brought up to date:"), place=place)
        for step in plan.steps:
            session.note("  - {step}", step=step)
        if plan.backup is not None:
            session.note(_("A copy will be made first: {path}"), path=plan.backup)
        else:
            session.note(_("Make a backup first; no copy is made of a PostgreSQL database."))
    if not confirmed(session, session.translate(_("Go on?")), yes=yes):
        return USAGE
    upgrade(settings, now)
    if plan.known:
        write_text([session.text(_("The register at {place} is up to date."), place=place)])
        return OK
    write_text(
        [
            session.text(_("The register is made: {place}"), place=place),
            "",
            session.translate(_("What to do next:")),
            session.translate(_('  sopkit user add LOGIN --name "Your name"')),
        ]
    )
    return OK
