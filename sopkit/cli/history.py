"""`sopkit history`: every version of a procedure."""

from __future__ import annotations

from sopkit.cli.command import Command, argument
from sopkit.cli.register import format_option, opened, text_language_option, write_json
from sopkit.cli.session import Session
from sopkit.cli.table import table
from sopkit.cli.terminal import write_text
from sopkit.messages import message
from sopkit.words import word

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, number: str, language: str | None, style: str) -> int:
        return _history(session, number, language, style)

    return Command(
        session,
        "history",
        summary=_("List the versions of a procedure."),
        usage=_("sopkit history [OPTIONS] NUMBER"),
        description=_(
            "Lists every version of a procedure, the newest first: when it was in force, the "
            "nature of the change and the reason for it."
        ),
        callback=run,
        params=[
            argument("number", session.translate(_("NUMBER"))),
            text_language_option(session),
            format_option(session),
        ],
        examples=(("sopkit history KS-003", _("its versions, the newest first")),),
    )


def _history(session: Session, number: str, language: str | None, style: str) -> int:
    from sopkit.services.register.reading import history

    translate = session.translate
    with opened(session) as desk:
        found = history(desk.register, number, language, desk.now)
        if style == "json":
            write_json(
                {
                    "number": number,
                    "versions": [
                        {
                            "version": str(each.released.version),
                            "status": each.status,
                            "nature": each.released.nature,
                            "effective_from": desk.instant(each.released.effective_from),
                            "effective_until": desk.instant(each.until),
                            "released_at": desk.instant(each.released.released_at),
                            "reason": each.reason,
                            "author": each.author,
                            "anchor": each.released.anchor,
                        }
                        for each in found
                    ],
                }
            )
            return 0
        if not found:
            write_text([session.text(_("{number} has no version yet."), number=number)])
            return 0
        headings = (
            _("Version"),
            _("Status"),
            _("From"),
            _("Until"),
            _("Change"),
            _("Reason"),
            _("Author"),
        )
        rows = [
            (
                str(each.released.version),
                word(each.status, translate),
                desk.day(each.released.effective_from),
                desk.day(each.until),
                word(each.released.nature or "", translate),
                each.reason,
                each.author,
            )
            for each in found
        ]
        write_text(table([translate(heading) for heading in headings], rows))
    return 0
