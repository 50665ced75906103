"""Signing in and out with a browser, and who stands behind a request.

A session is a secret in a cookie; the register knows its SHA-256. It ends when it is not used for
a while, at the latest after a week, when the person signs out, and when the account is closed
(NIST SP 800-63B, 7.2, asks for both limits).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sopkit.refusals import RegisterBusyError, RegisterFullError
from sopkit.services.accounts.secrets import new_secret, secret_hash
from sopkit.services.accounts.throttling import counted
from sopkit.services.register.acting import Account, Proof, prove, refuse_outdated
from sopkit.store import people, sessions
from sopkit.store.people import EVERY_DEPARTMENT, Right
from sopkit.store.session import Register, Session
from sopkit.store.sessions import SignedIn
from sopkit.store.tokens import Scope

__all__ = [
    "EVERY_DEPARTMENT",
    "Account",
    "Browser",
    "Right",
    "Scope",
    "Visitor",
    "begin",
    "end",
    "let_in",
    "rights_now",
    "visitor",
]

IDLE = timedelta(hours=12)
"""How long a session lasts without being used."""

AT_MOST = timedelta(days=7)
"""How long a session lasts at most."""

_SEEN_EVERY = timedelta(minutes=10)
"""How often it is noted that a session is used: each note is a write that others wait for."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in, with the departments in which they have each right now.

    `session` is the digest of a browser's; a program has none. `scope` limits what a program may
    do in the person's name.
    """

    account: Account
    session: str
    rights: Mapping[Right, frozenset[str]]
    scope: Scope = Scope.WRITE

    def may(self, rights: Iterable[Right], department: str | None = None) -> bool:
        """Whether they have one of these rights in a department; None: in any at all."""
        for right in rights:
            held = self.rights.get(right, frozenset())
            if held and (department is None or held & {department, EVERY_DEPARTMENT}):
                return True
        return False

    def departments(self, rights: Iterable[Right]) -> frozenset[str]:
        """The departments in which they have one of these rights; `*` stands for all."""
        return frozenset().union(*(self.rights.get(right, frozenset()) for right in rights))


@dataclass(frozen=True, slots=True)
class Browser:
    """With what somebody signs in, and from which network address."""

    name: str
    address: str


def begin(register: Register, login: str, password: str, browser: Browser, now: datetime) -> str:
    """Sign in; gives the secret for the cookie. Raises WrongPasswordError and TooManyTriesError."""
    with counted(register, login, browser.address, now):
        proof = prove(register, login, password, now)
    return let_in(register, proof, browser, now)


def let_in(register: Register, proof: Proof, browser: Browser, now: datetime) -> str:
    """Begin the session of somebody who proved to know the password; gives its secret.

    Raises WrongPasswordError if the password was changed meanwhile: that ended all sessions.
    """
    secret, person = new_secret(), proof.account.id
    with register.writing() as session:
        refuse_outdated(session, proof)
        sessions.begin(
            session, SignedIn(secret_hash(secret), person, browser.name, now, now, now + IDLE)
        )
    return secret


def end(register: Register, visitor: Visitor) -> None:
    """Sign out of this browser."""
    with register.writing() as session:
        sessions.end(session, visitor.session, visitor.account.id)


def visitor(register: Register, secret: str, now: datetime) -> Visitor | None:
    """Who has this secret in their cookie; None when it is not, or no longer, a session's."""
    digest = secret_hash(secret)
    with register.reading() as session:
        found = sessions.find(session, digest, now)
        account = people.by_id(session, found.person_id, now) if found else None
        if found is None or account is None or not account.active:
            return None
        rights = rights_now(session, account, now)
    if now - found.seen_at >= _SEEN_EVERY:
        expires_at = min(now + IDLE, found.begun_at + AT_MOST)
        with suppress(RegisterBusyError, RegisterFullError), register.writing() as session:
            sessions.seen(session, digest, now, expires_at)
    return Visitor(account, digest, rights)


def rights_now(session: Session, account: Account, now: datetime) -> Mapping[Right, frozenset[str]]:
    """The departments in which a person has each right at a moment."""
    held: dict[Right, set[str]] = {}
    for each in people.rights_of(session, account.id):
        if each.holds(now):
            held.setdefault(Right(each.name), set()).add(each.scope)
    return {right: frozenset(departments) for right, departments in held.items()}
