"""`sopkit user import`: takes people over from a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sopkit.cli.asking import confirmed
from sopkit.cli.command import Command, argument, flag
from sopkit.cli.failures import OK, USAGE, failure_text
from sopkit.cli.register import Desk, as_option, opened, signed_in
from sopkit.cli.session import Session
from sopkit.cli.terminal import complain, write_text
from sopkit.messages import message
from sopkit.words import word

if TYPE_CHECKING:
    from sopkit.services.register.importing import Import, PersonChange

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, file: str, dry_run: bool, yes: bool, actor: str | None) -> int:
        with opened(session) as desk:
            return _import(desk, Path(file), actor, dry_run=dry_run, yes=yes)

    translate = session.translate
    return Command(
        session,
        "import",
        summary=_("Take people over from a CSV file."),
        usage=_("sopkit user import [OPTIONS] FILE.csv"),
        description=_(
            "Adds the people of a CSV file and gives them the rights, roles and teams that it "
            "lists; nothing is taken away. The first line names the columns: login, name, "
            "language, email, rights, roles, teams; all but the first two may be left out. The "
            "file is UTF-8, with commas or semicolons; several rights, roles or teams have “|” "
            "between them. Rights are written “author:sales”, or “author:*” for every department; "
            "a team that somebody leads “Team West:lead”.\n\n"
            "It shows what will change and asks. With one mistake in the file nothing is changed."
        ),
        callback=run,
        params=[
            argument("file", translate(_("FILE.csv"))),
            flag(["--dry-run"], translate(_("Only show what would change."))),
            flag(["--yes"], translate(_("Do it without asking."))),
            as_option(session),
        ],
        examples=(("sopkit user import people.csv --dry-run", _("what would change?")),),
    )


def _import(desk: Desk, file: Path, actor: str | None, *, dry_run: bool, yes: bool) -> int:
    from sopkit.services.register.importing import import_persons, plan_import, read_csv

    session = desk.session
    data = read_csv(file)
    plan = plan_import(desk.register, data, desk.now)
    if plan.mistakes:
        return _refuse(session, file, plan)
    for change in plan.changes:
        write_text(_change_lines(desk, change))
    counts = {"count": len(plan.changes), "unchanged": plan.unchanged}
    if dry_run or not plan.changes:
        template = _("People who would change: {count}; who stay as they are: {unchanged}.")
        write_text([session.text(template, **counts)])
        return OK
    me = signed_in(desk, actor)
    question = session.text(_("Carry this out?"))
    if not confirmed(session, question, yes=yes):
        return USAGE
    done = import_persons(desk.register, me.account, data, desk.now)
    if done.mistakes:
        return _refuse(session, file, done)
    counts = {"count": len(done.changes), "unchanged": done.unchanged}
    write_text([session.text(_("People changed: {count}; as they were: {unchanged}."), **counts)])
    return OK


def _refuse(session: Session, file: Path, plan: Import) -> int:
    """Tell every mistake of the file, each with its line."""
    from sopkit.services.report import harmless_text

    for mistake in plan.mistakes:
        told = failure_text(mistake.error, session)
        complain(harmless_text(f"{file}:{mistake.line}: {told}"))
    session.note(_("Nothing was changed."))
    return USAGE


def _change_lines(desk: Desk, change: PersonChange) -> list[str]:
    """The person, and what becomes true of them, each on a line of its own."""
    from sopkit.services.report import harmless_text

    session = desk.session
    translate = session.translate
    head = _("{login}: {name}, new") if change.added else _("{login}: {name}")
    if change.renamed:
        head = _("{login}: {name}, a new name")
    lines = [session.text(head, login=change.login, name=change.name)]
    if change.language:
        lines.append(session.text(_("  language: {language}"), language=change.language))
    if change.address:
        lines.append(session.text(_("  e-mail: {address}"), address=change.address))
    for right, department in change.rights:
        lines.append(
            session.text(
                _("  right: {right}, {department}"),
                right=word(right, translate),
                department=desk.department(department),
            )
        )
    lines += [session.text(_("  role: {role}"), role=desk.role(role)) for role in change.roles]
    for team, lead in change.teams:
        place = word("lead" if lead else "member", translate)
        lines.append(session.text(_("  team: {team}, {place}"), team=team, place=place))
    return [harmless_text(line) for line in lines]
