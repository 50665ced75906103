"""`sopkit overdue`: what should have been reviewed."""

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
        return _overdue(session, style)

    return Command(
        session,
        "overdue",
        summary=_("List what should have been reviewed."),
        usage=_("sopkit overdue [OPTIONS]"),
        description=_(
            "Lists every version in force whose periodic review should have been done, the "
            "longest overdue first."
        ),
        callback=run,
        params=[format_option(session)],
        examples=(("sopkit overdue", _("what to review first")),),
    )


def _overdue(session: Session, style: str) -> int:
    from sopkit.services.register.confirming import overdue

    translate = session.translate
    with opened(session) as desk:
        found = overdue(desk.register, desk.now)
        if style == "json":
            write_json(
                {
                    "overdue": [
                        {
                            "number": each.revision.document.key,
                            "language": each.revision.document.language,
                            "title": each.revision.title,
                            "department": each.revision.department,
                            "version": str(each.released.version),
                            "due": desk.instant(each.due),
                        }
                        for each in found
                    ]
                }
            )
            return 0
        if not found:
            write_text([translate(_("No review is overdue."))])
            return 0
        headings = (_("Due"), _("Number"), _("Language"), _("Title"), _("Version"), _("Department"))
        rows = [
            (
                desk.day(each.due),
                each.revision.document.key,
                each.revision.document.language,
                each.revision.title,
                str(each.released.version),
                desk.department(each.revision.department),
            )
            for each in found
        ]
        write_text(table([translate(heading) for heading in headings], rows))
    return 0
