"""`sopkit status`: where procedures stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.cli.command import Command, argument
from sopkit.cli.register import Desk, format_option, opened, text_language_option, write_json
from sopkit.cli.session import Session
from sopkit.cli.table import table
from sopkit.cli.terminal import write_text
from sopkit.messages import message
from sopkit.words import word, words

if TYPE_CHECKING:
    from sopkit.services.register.reading import Standing

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, number: str | None, language: str | None, style: str) -> int:
        return _status(session, number, language, style)

    return Command(
        session,
        "status",
        summary=_("Show where procedures stand."),
        usage=_("sopkit status [OPTIONS] [NUMBER]"),
        description=_(
            "Shows every procedure in the register, or one: the status of its newest text, the "
            "version in force and since when, and what it waits for: an approval, a release, its "
            "day, or a translation of a newer version."
        ),
        callback=run,
        params=[
            argument("number", session.translate(_("NUMBER")), required=False),
            text_language_option(session),
            format_option(session),
        ],
        examples=(
            ("sopkit status", _("every procedure")),
            ("sopkit status KS-003 --format json", _("one of them, for a program")),
        ),
    )


def _status(session: Session, number: str | None, language: str | None, style: str) -> int:
    from sopkit.services.register.reading import standing, standings

    with opened(session) as desk:
        found = tuple(
            each
            for each in standings(desk.register, desk.now, number=number)
            if language in {None, each.newest.document.language}
        )
        if number is not None and not found:  # a dropped draft, or a number that is not there
            found = (standing(desk.register, number, language, desk.now),)
        if style == "json":
            write_json({"procedures": [_value(desk, each) for each in found]})
        elif found:
            headings = (
                _("Number"),
                _("Language"),
                _("Title"),
                _("Status"),
                _("In force"),
                _("Since"),
                _("Waits for"),
            )
            rows = [_row(desk, each) for each in found]
            write_text(table([session.translate(heading) for heading in headings], rows))
        else:
            write_text([session.translate(_("The register has no procedure yet."))])
    return 0


def _row(desk: Desk, each: Standing) -> tuple[str, ...]:
    return (
        each.newest.document.key,
        each.newest.document.language,
        each.newest.title,
        word(each.status, desk.session.translate),
        str(each.in_force or ""),
        desk.day(each.effective_from),
        _waits_for(desk, each),
    )


def _waits_for(desk: Desk, each: Standing) -> str:
    """What has to happen, in words."""
    session = desk.session
    found = []
    if each.waiting_for:
        found.append(words(each.waiting_for, session.translate))
    elif each.status == "approved" and each.coming is None:
        found.append(session.translate(_("release")))
    if each.returned:
        found.append(session.text(_("changes: {reason}"), reason=each.returned))
    if each.coming is not None:
        day = desk.day(each.coming_from)
        found.append(session.text(_("{day} for {version}"), day=day, version=each.coming))
    if each.lags:
        found.append(session.translate(_("translation of the new version")))
    if each.review_due is not None and each.review_due < desk.now:
        found.append(session.translate(_("periodic review")))
    return "; ".join(found)


def _value(desk: Desk, each: Standing) -> dict[str, object]:
    return {
        "number": each.newest.document.key,
        "language": each.newest.document.language,
        "title": each.newest.title,
        "department": each.newest.department,
        "status": each.status,
        "in_force": str(each.in_force) if each.in_force else None,
        "effective_from": desk.instant(each.effective_from),
        "review_due": desk.instant(each.review_due),
        "coming": str(each.coming) if each.coming else None,
        "coming_from": desk.instant(each.coming_from),
        "waiting_for": list(each.waiting_for),
        "returned": each.returned or None,
        "lags": each.lags,
    }
