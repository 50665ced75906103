"""Persons as an administrator's programs read and change them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sopkit.messages import LANGUAGES
from sopkit.refusals import ChangedMeanwhileError, NoLanguageError, UnknownPersonError
from sopkit.services.accounts.directory import Member
from sopkit.services.exchange.portion import Portion, cut
from sopkit.services.register.acting import acting, refuse_without, require
from sopkit.services.register.persons import check_person
from sopkit.store import directory, people
from sopkit.store.directory import Filter, TeamSize
from sopkit.store.people import EVERY_DEPARTMENT, Account, Right
from sopkit.store.session import Register, Session

__all__ = [
    "ChangedMeanwhileError",
    "Filter",
    "Member",
    "PersonChange",
    "TeamSize",
    "change_person",
    "page_of_persons",
    "person",
    "stamp_of",
    "teams",
]

_ADMINISTRATOR = (Right.ADMINISTRATOR,)


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What is to be changed of a person; None leaves it as it is.

    `expected` is the stamp of what was read.
    """

    expected: str
    name: str | None = None
    language: str | None = None


def page_of_persons(
    register: Register, actor: Account, wanted: Filter, after: str, limit: int, now: datetime
) -> Portion[Member]:
    """Persons by login, `after` that one, with what each has now. Raises NotAllowedError."""
    with register.reading() as session:
        refuse_without(session, actor.id, _ADMINISTRATOR, EVERY_DEPARTMENT, now)
        every = sorted(directory.listed(session, wanted, now), key=lambda each: each.login)
        kept, following = cut([e for e in every if e.login > after], limit, lambda e: e.login)
        held = directory.holdings(session, [each.id for each in kept], now)
        return Portion(tuple(Member(each, held[each.id]) for each in kept), following)


def person(register: Register, actor: Account, login: str, now: datetime) -> Member:
    """A person with what they have now. Raises NotAllowedError and UnknownPersonError."""
    with register.reading() as session:
        refuse_without(session, actor.id, _ADMINISTRATOR, EVERY_DEPARTMENT, now)
        return _member(session, login, now)


def change_person(
    register: Register, actor: Account, login: str, change: PersonChange, now: datetime
) -> Member:
    """Another name or language for a person, if they are still as they were read.

    Raises NotAllowedError, UnknownPersonError, NameMissingError, NoLanguageError and
    ChangedMeanwhileError.
    """
    if change.name is not None:
        check_person(login, change.name)
    if change.language is not None and change.language not in LANGUAGES:
        raise NoLanguageError(change.language, ", ".join(LANGUAGES))
    with acting(register, actor, now) as ledger:
        require(ledger, _ADMINISTRATOR)
        found = _member(ledger.session, login, ledger.now)
        if stamp_of(found) != change.expected:
            raise ChangedMeanwhileError(login)
        account = found.account
        if change.name not in {None, account.name}:
            people.rename_person(ledger, account.id, change.name or "")
        if change.language not in {None, account.language}:
            people.set_language(ledger, account.id, change.language or "")
        return _member(ledger.session, login, ledger.now)


def teams(
    register: Register, actor: Account, after: str, limit: int, now: datetime
) -> Portion[TeamSize]:
    """Teams by name, `after` that one. Raises NotAllowedError."""
    with register.reading() as session:
        refuse_without(session, actor.id, _ADMINISTRATOR, EVERY_DEPARTMENT, now)
        every = sorted(directory.teams(session, now), key=lambda each: each.name)
    kept, following = cut([e for e in every if e.name > after], limit, lambda e: e.name)
    return Portion(tuple(kept), following)


def stamp_of(found: Member) -> str:
    """What is another as soon as anything about a person is."""
    return sha256(repr(found).encode()).hexdigest()[:32]


def _member(session: Session, login: str, now: datetime) -> Member:
    account = people.by_login(session, login, now)
    if account is None:
        raise UnknownPersonError(login)
    return Member(account, directory.holdings(session, [account.id], now)[account.id])
