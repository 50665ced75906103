"""`sopkit approve`: approves a text that was submitted."""

from __future__ import annotations

from sopkit.cli.command import Command, argument, option
from sopkit.cli.register import as_option, opened, signed_in, text_language_option
from sopkit.cli.session import Session
from sopkit.cli.submit import nature_option
from sopkit.cli.terminal import write_text
from sopkit.messages import message
from sopkit.words import words

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(
        *,
        number: str,
        note: str | None,
        nature: str | None,
        language: str | None,
        actor: str | None,
    ) -> int:
        from sopkit.model.control import Nature
        from sopkit.services.register.deciding import approve

        with opened(session) as desk:
            me = signed_in(desk, actor)
            needed = approve(
                desk.register,
                me.account,
                number,
                me.password,
                desk.now,
                language=language,
                nature=Nature(nature) if nature else None,
                note=note or "",
            )
        if needed:
            told = session.text(
                _("Your approval of {number} is recorded; it still needs: {needed}."),
                number=number,
                needed=words(needed, session.translate),
            )
        else:
            told = session.text(
                _("{number} is approved. “sopkit release {number}” puts it in force."),
                number=number,
            )
        write_text([told])
        return 0

    translate = session.translate
    return Command(
        session,
        "approve",
        summary=_("Approve a text that was submitted."),
        usage=_("sopkit approve [OPTIONS] NUMBER"),
        description=_(
            "Approves the submitted text of a procedure, signed with your password. It takes the "
            "right to approve in its department, and nobody approves what they wrote a part of. "
            "Some departments need several approvals; each person gives one."
        ),
        callback=run,
        params=[
            argument("number", translate(_("NUMBER"))),
            option(
                ["--note"],
                translate(_("A remark for the record.")),
                metavar=translate(_("TEXT")),
            ),
            nature_option(session),
            text_language_option(session),
            as_option(session),
        ],
        examples=(("sopkit approve KS-003 --as bram", _("asks for Bram's password")),),
    )
