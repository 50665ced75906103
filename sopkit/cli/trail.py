"""`sopkit trail`: who did what, when and why."""

from __future__ import annotations

from sopkit.cli.command import Command, argument, option
from sopkit.cli.register import format_option, opened, text_language_option, write_json
from sopkit.cli.session import Session
from sopkit.cli.table import table
from sopkit.cli.terminal import write_text
from sopkit.messages import message
from sopkit.refusals import NotANumberError
from sopkit.words import act, word

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, number: str | None, language: str | None, last: str, style: str) -> int:
        if not last.isascii() or not last.isdecimal() or not 0 < int(last[:9]) == int(last):
            raise NotANumberError(last)
        return _trail(session, number, language, int(last), style)

    translate = session.translate
    return Command(
        session,
        "trail",
        summary=_("Show who did what, when and why."),
        usage=_("sopkit trail [OPTIONS] [NUMBER]"),
        description=_(
            "Shows the newest events of the register, or of one procedure, the newest first. The "
            "names are those of their time."
        ),
        callback=run,
        params=[
            argument("number", translate(_("NUMBER")), required=False),
            option(
                ["--last"],
                translate(_("How many events; else 50.")),
                metavar=translate(_("COUNT")),
                default="50",
            ),
            text_language_option(session),
            format_option(session),
        ],
        examples=(("sopkit trail KS-003 --last 10", _("the last ten events about KS-003")),),
    )


def _trail(
    session: Session, number: str | None, language: str | None, last: int, style: str
) -> int:
    from sopkit.services.register.tracing import events

    translate = session.translate
    with opened(session) as desk:
        found = events(desk.register, number, language, limit=last)
        if style == "json":
            write_json(
                {
                    "events": [
                        {
                            "seq": each.seq,
                            "at": desk.instant(each.at),
                            "actor": each.actor or None,
                            "act": each.act,
                            "subject": each.subject or None,
                            "facts": dict(each.facts),
                            "reason": each.reason or None,
                            "hash": each.hash,
                        }
                        for each in found
                    ]
                }
            )
            return 0
        headings = (_("No."), _("When"), _("Who"), _("What"), _("About"), _("Why"))
        rows = [
            (
                str(each.seq),
                desk.minute(each.at),
                each.actor,
                act(each.act, each.facts, translate),
                "" if number else word(each.subject, translate),
                each.reason,
            )
            for each in found
        ]
        write_text(table([translate(heading) for heading in headings], rows, whole=(1,)))
    return 0
