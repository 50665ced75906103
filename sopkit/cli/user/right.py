"""`sopkit user right`: gives a right, or ends it."""

from __future__ import annotations

import click

from sopkit.cli.command import Command, OneOf, argument, flag, option
from sopkit.cli.register import as_option, opened, signed_in
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message
from sopkit.words import word

_ = message

RIGHTS = ("reader", "author", "reviewer", "approver", "trainer", "administrator")


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, login: str, right: str, department: str, end: bool, actor: str | None) -> int:
        from sopkit.services.register.persons import end_right, give_right

        with opened(session) as desk:
            me = signed_in(desk, actor)
            change = end_right if end else give_right
            change(desk.register, me.account, login, right, department, desk.now)
            template = (
                _("{login} no longer has the right “{right}” in {department}.")
                if end
                else _("{login} has the right “{right}” in {department}.")
            )
            told = session.text(
                template,
                login=login,
                right=word(right, session.translate),
                department=desk.department(department),
            )
            unsure = desk.house.departments is None and department != "*" and not end
        write_text([told])
        if unsure:
            session.note(
                _(
                    "The register does not know yet which departments there are: “sopkit sync” "
                    "brings in organisation.yaml. Until then a name is taken as it is."
                )
            )
        return 0

    translate = session.translate
    return Command(
        session,
        "right",
        summary=_("Give a right in a department, or end it."),
        usage=_("sopkit user right [OPTIONS] LOGIN RIGHT --department NAME"),
        description=_(
            "Gives a person a right in a department from now on, or ends it. RIGHT is "
            "reader, author, reviewer, approver, trainer or administrator. The department "
            "is one of the organisation, by id or name, or * for all of them. It takes an "
            "administrator."
        ),
        callback=run,
        params=[
            argument("login", translate(_("LOGIN"))),
            click.Argument(["right"], metavar=translate(_("RIGHT")), type=OneOf(*RIGHTS)),
            option(
                ["--department"],
                translate(_("The department, or * for all.")),
                metavar=translate(_("NAME")),
                required=True,
            ),
            flag(["--end"], translate(_("End it now, instead of giving it."))),
            as_option(session),
        ],
        examples=(
            ("sopkit user right anna author --department sales", _("Anna may write for sales")),
            ("sopkit user right anna author --department sales --end", _("no longer")),
        ),
    )
