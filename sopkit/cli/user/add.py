"""`sopkit user add`: a new person."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from sopkit.cli.asking import NEW_PASSWORD, new_password
from sopkit.cli.command import Command, argument, option
from sopkit.cli.register import Desk, as_option, opened, signed_in
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import LANGUAGES, message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(
        *, login: str, name: str, language: str | None, email: str | None, actor: str | None
    ) -> int:
        with opened(session) as desk:
            return _add(desk, _NewPerson(login, name, language, email), actor)

    translate = session.translate
    return Command(
        session,
        "add",
        summary=_("Add a person."),
        usage=_("sopkit user add [OPTIONS] LOGIN --name NAME"),
        description=_(
            "Adds a person. In a register that knows nobody yet, that is the administrator, who "
            "chooses a password. Later it takes an administrator; the new person can sign in "
            "as soon as there is a password: “sopkit user password LOGIN”, or the variable "
            "SOPKIT_NEW_PASSWORD here. A password has at least 12 characters."
        ),
        callback=run,
        params=[
            argument("login", translate(_("LOGIN"))),
            option(
                ["--name"],
                translate(_("The name, as it is printed with signatures.")),
                metavar=translate(_("NAME")),
                required=True,
            ),
            option(
                ["--language"],
                translate(_("In which language to speak to the person.")),
                choices=LANGUAGES,
            ),
            option(
                ["--email"],
                translate(_("The address for mail to the person.")),
                metavar=translate(_("ADDRESS")),
            ),
            as_option(session),
        ],
        examples=(
            ('sopkit user add ada --name "Ada Smit"', _("the first one is the administrator")),
        ),
    )


@dataclass(frozen=True, slots=True)
class _NewPerson:
    login: str
    name: str
    language: str | None
    email: str | None


def _add(desk: Desk, new: _NewPerson, actor: str | None) -> int:
    from sopkit.services.register.persons import (
        add_person,
        address_of,
        check_person,
        found_register,
        persons,
    )

    session = desk.session
    login, name = new.login, new.name
    wishes = {"language": new.language, "address": new.email}
    check_person(login, name, new.language)
    if new.email:
        address_of(new.email)
    if not persons(desk.register, desk.now):
        password = new_password(session, login)
        found_register(desk.register, login, name, password, desk.now, **wishes)
        write_text([session.text(_("{login} is the administrator."), login=login)])
        return 0
    me = signed_in(desk, actor)
    given = session.environment.get(NEW_PASSWORD) if not sys.stdin.isatty() else None
    add_person(desk.register, me.account, login, name, desk.now, password=given, **wishes)
    lines = [session.text(_("{login} is added."), login=login)]
    if given is None:
        lines.append(
            session.text(_("“sopkit user password {login}” sets a password."), login=login)
        )
    write_text(lines)
    return 0
