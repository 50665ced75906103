"""The register from the command line: opening it, who acts, and times where the organisation is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from platform import node
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from sopkit.cli.asking import password
from sopkit.cli.command import option
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_bytes
from sopkit.messages import message
from sopkit.refusals import ActorMissingError

if TYPE_CHECKING:
    from sopkit.model.organisation import Organisation
    from sopkit.services.register.acting import Account, TypedPassword
    from sopkit.services.register.anchoring import Anchored
    from sopkit.services.register.opening import Register
    from sopkit.settings import Settings

_ = message

USER = "SOPKIT_USER"


@dataclass(frozen=True, slots=True)
class Desk:
    """An open register, with the moment of this command and the organisation whose it is."""

    session: Session
    settings: Settings
    register: Register
    house: Organisation
    zone: ZoneInfo
    now: datetime

    def day(self, moment: datetime | None) -> str:
        """The day where the organisation is; empty if there is no moment."""
        return f"{moment.astimezone(self.zone):%Y-%m-%d}" if moment else ""

    def minute(self, moment: datetime) -> str:
        """The day and time where the organisation is."""
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def instant(self, moment: datetime | None) -> str | None:
        """A moment for programs: ISO 8601 with the offset of where the organisation is."""
        return moment.astimezone(self.zone).isoformat(timespec="seconds") if moment else None

    def department(self, id: str) -> str:
        """What a department is called in the user's language."""
        from sopkit.words import word

        found = self.house.department(id)
        return found.name(self.session.language) if found else word(id, self.session.translate)

    def role(self, id: str) -> str:
        """What a role is called in the user's language."""
        found = self.house.role(id)
        return found.name(self.session.language) if found else id


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody who has proved who they are. The password is also that of what they sign."""

    account: Account
    password: TypedPassword


@contextmanager
def opened(session: Session) -> Iterator[Desk]:
    """The register of the environment; reading it takes no password."""
    from sopkit.services.register.opening import open_register
    from sopkit.services.register.reading import house
    from sopkit.services.register.snapshot import zone_of
    from sopkit.settings import read_settings

    settings = read_settings(session.environment)
    with closing(open_register(settings)) as register:
        found = house(register)
        zone = zone_of(found.timezone)
        yield Desk(session, settings, register, found, zone, datetime.now(UTC))


def signed_in(desk: Desk, login: str | None) -> Acting:
    """Whoever acts: `login`, else SOPKIT_USER; one question for the password.

    Raises ActorMissingError, PasswordMissingError, WrongPasswordError.
    """
    from sopkit.services.register.acting import TypedPassword, sign_in

    who = login or desk.session.environment.get(USER)
    if not who:
        raise ActorMissingError
    typed = password(desk.session, who)
    account = sign_in(desk.register, who, typed, desk.now)
    return Acting(account, TypedPassword(typed, node()))


def tell_anchor(session: Session, anchored: Anchored) -> None:
    """Say where the end of the trail was written, if it could not be."""
    if anchored.failure:
        session.note(
            _("The anchor could not be written to {path}: {reason}. Mend that soon."),
            path=anchored.file,
            reason=anchored.failure,
        )


def write_json(value: object) -> None:
    """Write a value as JSON in UTF-8, for programs."""
    write_bytes((json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())


def as_option(session: Session) -> click.Option:
    """`--as`: who acts."""
    return option(
        ["--as", "actor"],
        session.translate(_("Your login; else the one of SOPKIT_USER.")),
        metavar=session.translate(_("LOGIN")),
    )


def text_language_option(session: Session) -> click.Option:
    """`--language`: which translation."""
    return option(
        ["--language"],
        session.translate(_("Which translation; else the text in the organisation's language.")),
        metavar=session.translate(_("LANGUAGE")),
    )


def format_option(session: Session) -> click.Option:
    """`--format`: for people or for programs."""
    return option(
        ["--format", "style"],
        session.translate(_("How to tell it: for people or for programs.")),
        choices=("text", "json"),
        default="text",
    )


def reason_option(session: Session) -> click.Option:
    """`--reason`: why."""
    return option(
        ["--reason"],
        session.translate(_("Why; it stays in the record for good.")),
        metavar=session.translate(_("TEXT")),
        required=True,
    )
