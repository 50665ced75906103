"""`sopkit release`: makes an approved text a version."""

from __future__ import annotations

from datetime import date, datetime, time

from sopkit.cli.command import Command, argument, flag, option
from sopkit.cli.register import (
    Desk,
    as_option,
    opened,
    signed_in,
    tell_anchor,
    text_language_option,
)
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message
from sopkit.refusals import NotADayError, TwoWishesError

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(
        *,
        number: str,
        major: bool,
        minor: bool,
        effective: str | None,
        language: str | None,
        actor: str | None,
    ) -> int:
        if major and minor:
            raise TwoWishesError("--major", "--minor")
        wanted = True if major else False if minor else None
        return _release(session, number, wanted, effective, language, actor)

    translate = session.translate
    return Command(
        session,
        "release",
        summary=_("Make an approved text a version."),
        usage=_("sopkit release [OPTIONS] NUMBER"),
        description=_(
            "Makes the approved text of a procedure a version: at once, or from the beginning of a "
            "day. A change of what people do gives a major version, 2.0 after 1.3; other changes "
            "a minor one, unless you ask for more. What is in force until then is superseded."
        ),
        callback=run,
        params=[
            argument("number", translate(_("NUMBER"))),
            flag(["--major"], translate(_("A major version, whatever the change is."))),
            flag(["--minor"], translate(_("A minor version; refused if people must learn anew."))),
            option(
                ["--effective"],
                translate(_("The day from whose beginning it is in force; else now.")),
                metavar=translate(_("DATE")),
            ),
            text_language_option(session),
            as_option(session),
        ],
        examples=(
            ("sopkit release KS-003", _("in force from now on")),
            ("sopkit release KS-003 --effective 2026-12-01", _("in force from that day on")),
        ),
    )


def _release(
    session: Session,
    number: str,
    major: bool | None,  # noqa: FBT001 - as the service takes it
    effective: str | None,
    language: str | None,
    actor: str | None,
) -> int:
    from sopkit.services.register.releasing import Wish, release

    with opened(session) as desk:
        begins = _beginning(desk, effective) if effective else None
        me = signed_in(desk, actor)
        wish = Wish(number, language, major, begins)
        made, anchored = release(desk.register, desk.settings, me.account, wish, desk.now)
        template = (
            _("{number} {version} is in force.")
            if made.effective_from <= desk.now
            else _("{number} {version} is in force from {day} on.")
        )
        write_text(
            [
                session.text(
                    template,
                    number=number,
                    version=made.version,
                    day=desk.day(made.effective_from),
                ),
                session.text(_("It must be reviewed by {day}."), day=desk.day(made.review_due)),
            ]
        )
        tell_anchor(session, anchored)
    return 0


def _beginning(desk: Desk, text: str) -> datetime | None:
    """The beginning of a day where the organisation is; None, which is now, for today."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise NotADayError(text) from error
    if day == desk.now.astimezone(desk.zone).date():
        return None
    return datetime.combine(day, time(), desk.zone)
