"""The people of the register as an administrator looks through them: searched, filtered, paged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from unicodedata import combining, normalize

from sopkit.refusals import UnknownPersonError
from sopkit.services.register.acting import refuse_without
from sopkit.services.register.persons import PersonRecord
from sopkit.store import directory, mailing, people, tokens
from sopkit.store.directory import Filter, Holdings, TeamSize
from sopkit.store.people import EVERY_DEPARTMENT, Account, Right
from sopkit.store.session import Register, Session
from sopkit.store.tokens import Token

__all__ = ["PAGE", "Filter", "Found", "Looked", "Member", "TeamSize", "find", "look_up", "teams"]

PAGE = 50
"""How many people stand on one page."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person in the list, with what they have now."""

    account: Account
    holdings: Holdings


@dataclass(frozen=True, slots=True)
class Found:
    """One page of people by name; `page` counts from 1, `count` is of all pages."""

    members: tuple[Member, ...]
    count: int
    page: int
    pages: int
    teams: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Looked:
    """One person, with all that was recorded, and the tokens of programs that act for them."""

    record: PersonRecord
    tokens: tuple[Token, ...]
    teams: tuple[str, ...]
    address: str


def find(
    register: Register, actor: Account, words: str, wanted: Filter, page: int, now: datetime
) -> Found:
    """People whose name or login has all these words, whatever their capitals and accents.

    Raises NotAllowedError for anybody but an administrator of all departments.
    """
    parts = folded(words).split()
    with _reading(register, actor, now) as session:
        every = directory.listed(session, wanted, now)
        keyed = sorted((folded(each.name), each.login, each) for each in every)
        matching = [
            each
            for name, login, each in keyed
            if all(part in name or part in login.casefold() for part in parts)
        ]
        pages = max(1, -(-len(matching) // PAGE))
        shown = min(max(1, page), pages)
        some = matching[(shown - 1) * PAGE : shown * PAGE]
        held = directory.holdings(session, [each.id for each in some], now)
        names = tuple(each.name for each in directory.teams(session, now))
    members = tuple(Member(each, held[each.id]) for each in some)
    return Found(members, len(matching), shown, pages, names)


def look_up(register: Register, actor: Account, login: str, now: datetime) -> Looked:
    """One person. Raises UnknownPersonError and NotAllowedError."""
    with _reading(register, actor, now) as session:
        account = people.by_login(session, login, now)
        if account is None:
            raise UnknownPersonError(login)
        record = PersonRecord(
            account,
            people.rights_of(session, account.id),
            people.roles_of(session, account.id),
            people.teams_of(session, account.id),
        )
        names = tuple(each.name for each in directory.teams(session, now))
        address = mailing.wishes_of(session, account.id).address or ""
        return Looked(record, tokens.of_person(session, account.id), names, address)


def teams(register: Register, actor: Account, now: datetime) -> tuple[TeamSize, ...]:
    """Every team by name. Raises NotAllowedError."""
    with _reading(register, actor, now) as session:
        return directory.teams(session, now)


@contextmanager
def _reading(register: Register, actor: Account, now: datetime) -> Iterator[Session]:
    with register.reading() as session:
        refuse_without(session, actor.id, (Right.ADMINISTRATOR,), EVERY_DEPARTMENT, now)
        yield session


def folded(text: str) -> str:
    """A text for comparing: without accents, in small letters."""
    if text.isascii():  # most are, and it is asked of everybody
        return text.casefold()
    return "".join(c for c in normalize("NFKD", text.casefold()) if not combining(c))
