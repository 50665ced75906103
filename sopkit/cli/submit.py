"""`sopkit submit`: puts the newest text of a procedure up for approval."""

from __future__ import annotations

import click

from sopkit.cli.command import Command, argument, option
from sopkit.cli.register import (
    as_option,
    opened,
    reason_option,
    signed_in,
    text_language_option,
)
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message
from sopkit.words import word, words

_ = message

NATURES = ("editorial", "clarifying", "behavioural")


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(
        *, number: str, reason: str, nature: str | None, language: str | None, actor: str | None
    ) -> int:
        return _submit(session, number, reason, nature, language, actor)

    translate = session.translate
    return Command(
        session,
        "submit",
        summary=_("Submit a text for approval."),
        usage=_("sopkit submit [OPTIONS] NUMBER --reason TEXT"),
        description=_(
            "Puts the newest text of a procedure in the register up for approval, signed with "
            "your password. The text cannot be changed then until it is released, sent back or "
            "taken back. How much the change asks of people is worked out from the two texts; you "
            "may choose a heavier kind, never a lighter one."
        ),
        callback=run,
        params=[
            argument("number", translate(_("NUMBER"))),
            reason_option(session),
            nature_option(session),
            text_language_option(session),
            as_option(session),
        ],
        examples=(('sopkit submit KS-003 --reason "New law"', _("KS-003 awaits approval")),),
    )


def nature_option(session: Session) -> click.Option:
    """`--nature`: how much the change asks of people."""
    return option(
        ["--nature"],
        session.translate(_("A heavier kind of change than what was found.")),
        choices=NATURES,
    )


def _submit(
    session: Session,
    number: str,
    reason: str,
    nature: str | None,
    language: str | None,
    actor: str | None,
) -> int:
    from sopkit.model.control import Nature
    from sopkit.services.register.submitting import Proposal, submit

    with opened(session) as desk:
        me = signed_in(desk, actor)
        proposal = Proposal(number, reason, language, Nature(nature) if nature else None)
        made = submit(desk.register, me.account, proposal, me.password, desk.now)
    translate = session.translate
    lines = [session.text(_("{number} is submitted."), number=number)]
    if made.nature:
        lines.append(
            session.text(
                _("The nature of the change: {nature}."), nature=word(made.nature, translate)
            )
        )
    lines.append(session.text(_("It needs: {needed}."), needed=words(made.needed, translate)))
    write_text(lines)
    return 0
