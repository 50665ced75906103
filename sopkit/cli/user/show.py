"""`sopkit user show`: one person with rights, roles and teams."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sopkit.cli.command import Command, argument
from sopkit.cli.register import Desk, format_option, opened, write_json
from sopkit.cli.session import Session
from sopkit.cli.table import table
from sopkit.cli.terminal import write_text
from sopkit.messages import message
from sopkit.words import word

if TYPE_CHECKING:
    from sopkit.services.register.persons import Holding, PersonRecord

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, login: str, style: str) -> int:
        from sopkit.services.register.persons import person

        with opened(session) as desk:
            found = person(desk.register, login, desk.now)
            if style == "json":
                write_json(_value(desk, found))
            else:
                write_text(_lines(desk, found))
        return 0

    return Command(
        session,
        "show",
        summary=_("Show a person with rights, roles and teams."),
        usage=_("sopkit user show [OPTIONS] LOGIN"),
        description=_(
            "Shows a person with all rights, roles and teams, those that ended included, each "
            "from and until."
        ),
        callback=run,
        params=[argument("login", session.translate(_("LOGIN"))), format_option(session)],
        examples=(("sopkit user show anna", _("what Anna may do and is")),),
    )


def _lines(desk: Desk, found: PersonRecord) -> list[str]:
    from sopkit.services.report import harmless_text

    session = desk.session
    translate = session.translate
    account = found.account
    state = _("open") if account.active else _("closed")
    if account.active and not account.has_password:
        state = _("no password yet")
    lines = [
        session.text(
            _("{name} ({login}), account: {state}"),
            name=harmless_text(account.name),
            login=account.login,
            state=translate(state),
        )
    ]
    if found.address:
        lines.append(session.text(_("E-mail: {address}"), address=found.address))
    holdings: list[tuple[str, str, Holding]] = [
        (translate(_("right")), f"{word(e.name, translate)}, {desk.department(e.scope)}", e)
        for e in found.rights
    ]
    holdings += [(translate(_("role")), desk.role(e.name), e) for e in found.roles]
    holdings += [
        (translate(_("team")), f"{e.scope}, {word(e.name, translate)}", e) for e in found.teams
    ]
    if not holdings:
        return [*lines, translate(_("No rights, roles or teams."))]
    rows = [
        (kind, what, desk.minute(each.since), desk.minute(each.until) if each.until else "")
        for kind, what, each in holdings
    ]
    headings = (_("Kind"), _("What"), _("From"), _("Until"))
    return [*lines, "", *table([translate(heading) for heading in headings], rows, whole=(2, 3))]


def _value(desk: Desk, found: PersonRecord) -> dict[str, object]:
    account = found.account

    def values(
        holdings: tuple[Holding, ...], names: Callable[[Holding], dict[str, object]]
    ) -> list[dict[str, object]]:
        return [
            {**names(each), "from": desk.instant(each.since), "until": desk.instant(each.until)}
            for each in holdings
        ]

    return {
        "login": account.login,
        "name": account.name,
        "language": account.language,
        "email": found.address,
        "active": account.active,
        "has_password": account.has_password,
        "rights": values(found.rights, lambda e: {"right": e.name, "department": e.scope}),
        "roles": values(found.roles, lambda e: {"role": e.name}),
        "teams": values(found.teams, lambda e: {"team": e.scope, "lead": e.name == "lead"}),
    }
