"""Persons: accounts, passwords, rights, roles and teams."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sopkit.errors import UnknownDepartmentError
from sopkit.messages import LANGUAGES
from sopkit.model.address import mail_address
from sopkit.model.organisation import Organisation
from sopkit.refusals import (
    AccountClosedError,
    BadAddressError,
    BadLoginError,
    BadTeamError,
    LastAdministratorError,
    LoginAlikeError,
    LoginTakenError,
    NameMissingError,
    NoLanguageError,
    NothingToEndError,
    RightNotHeldError,
    UnknownPersonError,
    UnknownRightError,
    UnknownRoleError,
)
from sopkit.services.register.acting import acting, hashed, require
from sopkit.services.register.snapshot import organisation
from sopkit.store import mailing, people, sessions, tokens
from sopkit.store.people import EVERY_DEPARTMENT, Account, Holding, Right
from sopkit.store.session import Register
from sopkit.store.trail import NOBODY, Ledger

__all__ = [
    "Account",
    "Holding",
    "PersonRecord",
    "add_person",
    "address_of",
    "check_free",
    "check_person",
    "check_team",
    "close_account",
    "department_of",
    "end_right",
    "end_role",
    "found_register",
    "give_right",
    "give_role",
    "join_team",
    "leave_team",
    "make_unrecognisable",
    "person",
    "persons",
    "rename",
    "right_of",
    "role_of",
    "set_address",
    "set_password",
]

_LOGIN = re.compile(r"(?!\.+\Z)[\w.+@-]{1,200}")
_NAME_LENGTH = 200
_ADMINISTRATOR = (Right.ADMINISTRATOR,)


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person with all rights, roles and teams, now and before."""

    account: Account
    rights: tuple[Holding, ...]
    roles: tuple[Holding, ...]
    teams: tuple[Holding, ...]
    address: str | None = None


def found_register(
    register: Register,
    login: str,
    name: str,
    password: str,
    now: datetime,
    *,
    language: str | None = None,
    address: str | None = None,
) -> Account:
    """The first person, with every right an administrator has, in a register that knows nobody.

    Raises LoginTakenError when somebody is there already, and what `add_person` raises.
    """
    check_person(login, name, language)
    mail = address_of(address) if address else None
    password_hash = hashed(password)
    with register.writing() as session:
        if not people.is_empty(session):
            raise LoginTakenError(login)
        ledger = Ledger(session, NOBODY, now)
        account = people.add_person(ledger, login, name, language)
        people.set_password_hash(ledger, account.id, password_hash)
        people.give_right(ledger, account.id, Right.ADMINISTRATOR, EVERY_DEPARTMENT)
        if mail is not None:
            mailing.set_address(ledger, account.id, mail)
    return account


def add_person(  # noqa: PLR0913 - who adds whom, and when
    register: Register,
    actor: Account,
    login: str,
    name: str,
    now: datetime,
    *,
    password: str | None = None,
    language: str | None = None,
    address: str | None = None,
) -> Account:
    """A new person, by an administrator.

    Raises NotAllowedError, BadLoginError, NameMissingError, NoLanguageError, BadAddressError,
    LoginTakenError, LoginAlikeError and WeakPasswordError.
    """
    check_person(login, name, language)
    mail = address_of(address) if address else None
    password_hash = hashed(password) if password is not None else None
    with acting(register, actor, now) as ledger:
        require(ledger, _ADMINISTRATOR)
        check_free(login, people.logins_alike(ledger.session, login))
        account = people.add_person(ledger, login, name, language)
        if password_hash is not None:
            people.set_password_hash(ledger, account.id, password_hash)
        if mail is not None:
            mailing.set_address(ledger, account.id, mail)
    return account


def rename(register: Register, actor: Account, login: str, name: str, now: datetime) -> None:
    """Another name for a person, from now on.

    Raises NotAllowedError, NameMissingError and UnknownPersonError.
    """
    check_person(login, name)
    with acting(register, actor, now) as ledger:
        require(ledger, _ADMINISTRATOR)
        person = _person(ledger, login)
        if person.name != name:
            people.rename_person(ledger, person.id, name)


def set_address(
    register: Register, actor: Account, login: str, address: str | None, now: datetime
) -> None:
    """Another e-mail address, or none: for oneself, or by an administrator for somebody else.

    Raises NotAllowedError, UnknownPersonError and BadAddressError.
    """
    mail = address_of(address) if address else None
    with acting(register, actor, now) as ledger:
        person = _person(ledger, login)
        if person.id != actor.id:
            require(ledger, _ADMINISTRATOR)
        mailing.set_address(ledger, person.id, mail)


def set_password(
    register: Register, actor: Account, login: str, password: str, now: datetime
) -> None:
    """Another password: for oneself, or by an administrator for somebody else.

    Whoever is signed in with a browser as that person is so no longer; if an administrator sets
    it for somebody else, that person's tokens are revoked too.

    Raises NotAllowedError, UnknownPersonError and WeakPasswordError.
    """
    password_hash = hashed(password)
    with acting(register, actor, now) as ledger:
        person = _person(ledger, login)
        if person.id != actor.id:
            require(ledger, _ADMINISTRATOR)
            tokens.revoke_all(ledger, person.id)
        people.set_password_hash(ledger, person.id, password_hash)
        sessions.end_all(ledger.session, person.id)


def close_account(register: Register, actor: Account, login: str, now: datetime) -> None:
    """Close an account; what the person did stays.

    Raises NotAllowedError, UnknownPersonError, AccountClosedError, LastAdministratorError.
    """
    with acting(register, actor, now) as ledger:
        require(ledger, _ADMINISTRATOR)
        person = _person(ledger, login)
        if not person.active:
            raise AccountClosedError(login)
        _keep_an_administrator(ledger, person.id)
        people.close_account(ledger, person.id)


def make_unrecognisable(register: Register, actor: Account, login: str, now: datetime) -> None:
    """Take a person's names, login and address out of the register; the trail stays valid.

    Raises NotAllowedError, UnknownPersonError, LastAdministratorError.
    """
    with acting(register, actor, now) as ledger:
        require(ledger, _ADMINISTRATOR)
        person = _person(ledger, login)
        _keep_an_administrator(ledger, person.id)
        people.make_unrecognisable(ledger, person.id)


def give_right(
    register: Register, actor: Account, login: str, right: str, department: str, now: datetime
) -> None:
    """A right in a department, by id or name (`*`: in all), from now on.

    Raises NotAllowedError, UnknownPersonError, UnknownRightError and UnknownDepartmentError.
    """
    wanted = right_of(right)
    with acting(register, actor, now) as ledger:
        require(ledger, _ADMINISTRATOR)
        where = department_of(organisation(ledger.session), department)
        people.give_right(ledger, _person(ledger, login).id, wanted, where)


def end_right(
    register: Register, actor: Account, login: str, right: str, department: str, now: datetime
) -> None:
    """End a right now.

    Raises NotAllowedError, UnknownPersonError, UnknownRightError, RightNotHeldError and
    LastAdministratorError.
    """
    wanted = right_of(right)
    with acting(register, actor, now) as ledger:
        require(ledger, _ADMINISTRATOR)
        person = _person(ledger, login)
        if wanted is Right.ADMINISTRATOR and department == EVERY_DEPARTMENT:
            _keep_an_administrator(ledger, person.id)
        found = organisation(ledger.session).department(department)
        ids = [department, *([found.id] if found else [])]  # one that is gone can be ended too
        if not any(people.end_right(ledger, person.id, wanted, each) for each in ids):
            raise RightNotHeldError(right, department)


def give_role(register: Register, actor: Account, login: str, role: str, now: datetime) -> None:
    """A role of the organisation, by id or name, from now on.

    Raises NotAllowedError, UnknownPersonError and UnknownRoleError.
    """
    with acting(register, actor, now) as ledger:
        require(ledger, _ADMINISTRATOR)
        wanted = role_of(organisation(ledger.session), role)
        people.give_role(ledger, _person(ledger, login).id, wanted)


def end_role(register: Register, actor: Account, login: str, role: str, now: datetime) -> None:
    """End a role now. Raises NotAllowedError, UnknownPersonError, NothingToEndError."""
    with acting(register, actor, now) as ledger:
        require(ledger, _ADMINISTRATOR)
        found = organisation(ledger.session).role(role)
        ids = [role, *([found.id] if found else [])]
        person = _person(ledger, login)
        if not any(people.end_role(ledger, person.id, each) for each in ids):
            raise NothingToEndError(role)


def join_team(
    register: Register, actor: Account, login: str, team: str, now: datetime, *, lead: bool = False
) -> None:
    """Membership of a team, from now on.

    Raises NotAllowedError, UnknownPersonError and BadTeamError.
    """
    check_team(team)
    with acting(register, actor, now) as ledger:
        require(ledger, _ADMINISTRATOR)
        people.join_team(ledger, _person(ledger, login).id, team, lead=lead)


def leave_team(register: Register, actor: Account, login: str, team: str, now: datetime) -> None:
    """End a membership now. Raises NotAllowedError, UnknownPersonError, NothingToEndError."""
    with acting(register, actor, now) as ledger:
        require(ledger, _ADMINISTRATOR)
        if not people.leave_team(ledger, _person(ledger, login).id, team):
            raise NothingToEndError(team)


def persons(register: Register, now: datetime) -> tuple[Account, ...]:
    """Everybody, by login."""
    with register.reading() as session:
        return people.accounts(session, now)


def person(register: Register, login: str, now: datetime) -> PersonRecord:
    """One person with everything that was recorded. Raises UnknownPersonError."""
    with register.reading() as session:
        account = people.by_login(session, login, now)
        if account is None:
            raise UnknownPersonError(login)
        return PersonRecord(
            account,
            people.rights_of(session, account.id),
            people.roles_of(session, account.id),
            people.teams_of(session, account.id),
            mailing.wishes_of(session, account.id).address,
        )


def right_of(text: str) -> Right:
    """The right of that name. Raises UnknownRightError."""
    try:
        return Right(text)
    except ValueError as error:
        raise UnknownRightError(text, ", ".join(Right)) from error


def department_of(house: Organisation, text: str) -> str:
    """The id of a department that is meant by id or name, if the organisation lists them.

    Raises UnknownDepartmentError.
    """
    if text == EVERY_DEPARTMENT or house.departments is None:
        return text
    found = house.department(text)
    if found is None:
        raise UnknownDepartmentError(text, ", ".join(each.id for each in house.departments))
    return found.id


def role_of(house: Organisation, text: str) -> str:
    """The id of a role that is meant by id or name, if the organisation lists them.

    Raises UnknownRoleError.
    """
    if house.roles is None:
        return text
    found = house.role(text)
    if found is None:
        raise UnknownRoleError(text, ", ".join(each.id for each in house.roles))
    return found.id


def check_team(name: str) -> None:
    """Raises BadTeamError for a name that no team can have."""
    if not name.strip() or len(name) > _NAME_LENGTH or not name.isprintable():
        raise BadTeamError


def check_person(login: str, name: str, language: str | None = None) -> None:
    """Raises BadLoginError, NameMissingError and NoLanguageError."""
    if not _LOGIN.fullmatch(login):
        raise BadLoginError(login)
    if not name.strip() or len(name) > _NAME_LENGTH or not name.isprintable():
        raise NameMissingError
    if language is not None and language not in LANGUAGES:
        raise NoLanguageError(language, ", ".join(LANGUAGES))


def check_free(login: str, alike: Iterable[str]) -> None:
    """Refuse a login that is like others but for upper and lower case: one signs in with either.

    Raises LoginTakenError and LoginAlikeError.
    """
    for other in alike:
        raise LoginTakenError(login) if other == login else LoginAlikeError(login, other)


def address_of(text: str) -> str:
    """The e-mail address that a text is. Raises BadAddressError."""
    found = mail_address(text)
    if found is None:
        raise BadAddressError(text)
    return found


def _person(ledger: Ledger, login: str) -> Account:
    account = people.by_login(ledger.session, login, ledger.now)
    if account is None:
        raise UnknownPersonError(login)
    return account


def _keep_an_administrator(ledger: Ledger, leaving: str) -> None:
    """Refuse to lose the last one: nobody could appoint another."""
    found = people.holders(ledger.session, Right.ADMINISTRATOR, EVERY_DEPARTMENT, ledger.now)
    active = [
        each
        for each in found
        if (account := people.by_id(ledger.session, each, ledger.now)) and account.active
    ]
    if active == [leaving]:
        raise LastAdministratorError
