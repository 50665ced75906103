"""`sopkit user list`: everybody."""

from __future__ import annotations

from sopkit.cli.command import Command
from sopkit.cli.register import format_option, opened, write_json
from sopkit.cli.session import Session
from sopkit.cli.table import table
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, style: str) -> int:
        return _list(session, style)

    return Command(
        session,
        "list",
        summary=_("List the people."),
        usage=_("sopkit user list [OPTIONS]"),
        description=_("Lists everybody whom the register knows, by login."),
        callback=run,
        params=[format_option(session)],
        examples=(("sopkit user list", _("everybody")),),
    )


def _list(session: Session, style: str) -> int:
    from sopkit.services.register.persons import persons

    translate = session.translate
    with opened(session) as desk:
        found = persons(desk.register, desk.now)
    if style == "json":
        write_json(
            {
                "people": [
                    {
                        "login": each.login,
                        "name": each.name,
                        "language": each.language,
                        "active": each.active,
                        "has_password": each.has_password,
                    }
                    for each in found
                ]
            }
        )
        return 0
    if not found:
        write_text([translate(_("The register knows nobody yet."))])
        return 0
    rows = []
    for each in found:
        remark = ""
        if not each.active:
            remark = translate(_("closed"))
        elif not each.has_password:
            remark = translate(_("no password yet"))
        rows.append((each.login, each.name, each.language or "", remark))
    headings = (_("Login"), _("Name"), _("Language"), _("Account"))
    write_text(table([translate(heading) for heading in headings], rows))
    return 0
