"""The first account of a register: made with a link that only who starts the server sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from sopkit.messages import LANGUAGES
from sopkit.refusals import (
    FirstLinkSpentError,
    LinkSpentError,
    LoginTakenError,
    NoLanguageError,
    OrganisationNameError,
    PasswordsDifferError,
    UnknownTimezoneError,
)
from sopkit.services.accounts.secrets import new_secret, secret_hash
from sopkit.services.house.text import first_text
from sopkit.services.register.acting import hashed
from sopkit.services.register.persons import check_person
from sopkit.services.register.saving import Writing, save
from sopkit.source.discovery import ORGANISATION
from sopkit.store import documents, one_time_links, people
from sopkit.store.documents import DocumentKey, DocumentKind
from sopkit.store.people import EVERY_DEPARTMENT, Account, Right
from sopkit.store.session import Register
from sopkit.store.trail import NOBODY, Ledger

LINK_LASTS = timedelta(hours=24)

NAME_MOST = 200


@dataclass(frozen=True, slots=True)
class Founding:
    """What somebody says who is the first: of the organisation, and of themself."""

    organisation: str
    timezone: str
    language: str
    login: str
    name: str
    passwords: tuple[str, str]


def offer_founding(register: Register, now: datetime) -> str | None:
    """The secret of a link to the first account; None when the register knows somebody.

    One that was offered before does not work any more.
    """
    secret = new_secret()
    with register.writing() as session:
        if not people.is_empty(session):
            return None
        one_time_links.offer(session, secret_hash(secret), None, now, now + LINK_LASTS)
    return secret


def check_founding(register: Register, secret: str, now: datetime) -> None:
    """Raises LinkSpentError for a link that opens nothing (any more).

    While nobody is there whom one could ask for another, it is a FirstLinkSpentError.
    """
    with register.reading() as session:
        if not people.is_empty(session):
            raise LinkSpentError
        try:
            one_time_links.person_of(session, secret_hash(secret), now)
        except LookupError as error:
            raise FirstLinkSpentError from error


def found(register: Register, secret: str, wish: Founding, now: datetime) -> Account:
    """Make the first account, an administrator's, and the organisation's file.

    Raises LinkSpentError, OrganisationNameError, UnknownTimezoneError, NoLanguageError,
    BadLoginError, NameMissingError, PasswordsDifferError and WeakPasswordError.
    """
    check_founding(register, secret, now)
    password_hash = _checked(wish)
    with register.writing() as session:
        if not people.is_empty(session):
            raise LoginTakenError(wish.login)
        ledger = Ledger(session, NOBODY, now)
        account = people.add_person(ledger, wish.login, wish.name, wish.language)
        people.set_password_hash(ledger, account.id, password_hash)
        people.give_right(ledger, account.id, Right.ADMINISTRATOR, EVERY_DEPARTMENT)
        if documents.find(session, DocumentKey(DocumentKind.ORGANISATION)) is None:
            text = first_text(wish.organisation, wish.language, wish.timezone)
            save(Ledger(session, account.id, ledger.now), Writing(ORGANISATION, text), None, "")
        one_time_links.withdraw(session, None)
    return account


def _checked(wish: Founding) -> str:
    """The hash of the password, when all else is as it must be."""
    if not 1 <= len(wish.organisation.strip()) <= NAME_MOST or not wish.organisation.isprintable():
        raise OrganisationNameError(NAME_MOST)
    if wish.timezone not in available_timezones():
        raise UnknownTimezoneError(wish.timezone)
    if wish.language not in LANGUAGES:
        raise NoLanguageError(wish.language, ", ".join(LANGUAGES))
    check_person(wish.login, wish.name, wish.language)
    if wish.passwords[0] != wish.passwords[1]:
        raise PasswordsDifferError
    return hashed(wish.passwords[0])
