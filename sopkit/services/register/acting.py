"""Who acts: login and password, and what the person may do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from sopkit.refusals import NotAllowedError, WeakPasswordError, WrongPasswordError
from sopkit.services.accounts.throttling import counted
from sopkit.store import people
from sopkit.store.people import EVERY_DEPARTMENT, Account, Right
from sopkit.store.session import Register, Session
from sopkit.store.trail import Ledger, moment_of_act

__all__ = [
    "PASSWORD_LEAST",
    "PASSWORD_MOST",
    "Account",
    "Proof",
    "TypedPassword",
    "acting",
    "check_password",
    "hashed",
    "may",
    "prove",
    "refuse_outdated",
    "refuse_without",
    "require",
    "sign_in",
    "signing",
]

if TYPE_CHECKING:
    from pwdlib import PasswordHash

PASSWORD_LEAST = 12
"""Characters that a password has at least (OWASP ASVS 2.1.1)."""

PASSWORD_MOST = 200


@dataclass(frozen=True, slots=True)
class TypedPassword:
    """What somebody typed as their password, and from which network address or machine."""

    text: str = field(repr=False)
    address: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Whose password it was, and the hash that it was held against."""

    account: Account
    password_hash: str = field(repr=False)


def sign_in(register: Register, login: str, password: str, now: datetime) -> Account:
    """The account of a login, if the password is right. Raises what `prove` raises."""
    return prove(register, login, password, now).account


def prove(register: Register, login: str, password: str, now: datetime) -> Proof:
    """Hold a password against that of a login, in whatever case that was typed.

    Raises WrongPasswordError, which does not tell whether the login exists.
    """
    with register.reading() as session:
        account = people.in_any_case(session, login, now)
        known = people.password_hash_of(session, account.id) if account else None
    if account is None or known is None or not account.active:
        _passwords().verify(password, _unknown())  # takes as long as for a login that exists
        raise WrongPasswordError
    if not _passwords().verify(password, known):
        raise WrongPasswordError
    return Proof(account, known)


def refuse_outdated(session: Session, proof: Proof) -> None:
    """Refuse who proved to know a password that meanwhile is another.

    A password takes its time, so it is looked at before the transaction in which something
    follows from it. Raises WrongPasswordError.
    """
    if people.password_hash_of(session, proof.account.id) != proof.password_hash:
        raise WrongPasswordError


@contextmanager
def acting(register: Register, actor: Account, now: datetime) -> Iterator[Ledger]:
    """One transaction in the name of a person whose account is open. Raises WrongPasswordError."""
    with register.writing() as session:
        ledger = Ledger(session, actor.id, now)
        account = people.by_id(session, actor.id, ledger.now)
        if account is None or not account.active:
            raise WrongPasswordError
        yield ledger


def check_password(
    register: Register, actor: Account, password: TypedPassword, now: datetime
) -> Proof:
    """The second component of a signature (21 CFR 11.200); wrong ones are counted as at sign-in.

    It takes its time on purpose, so it is done before the transaction that others wait for.
    Raises WrongPasswordError and TooManyTriesError.
    """
    with counted(register, actor.login, password.address, now):
        with register.reading() as session:
            known = people.password_hash_of(session, actor.id)
        if known is None or not _passwords().verify(password.text, known):
            raise WrongPasswordError
    return Proof(actor, known)


@contextmanager
def signing(
    register: Register, actor: Account, password: TypedPassword, now: datetime
) -> Iterator[Ledger]:
    """As `acting`, by somebody who types the password for it.

    A password that was changed while this act waited for its turn signs nothing any more. Raises
    WrongPasswordError and TooManyTriesError.
    """
    proof = check_password(register, actor, password, now)
    with acting(register, actor, now) as ledger:
        refuse_outdated(ledger.session, proof)
        yield ledger


def hashed(password: str) -> str:
    """The hash of a password that is to be set (Argon2id). Raises WeakPasswordError."""
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        raise WeakPasswordError(PASSWORD_LEAST, PASSWORD_MOST)
    return _passwords().hash(password)


def require(ledger: Ledger, rights: tuple[Right, ...], department: str = EVERY_DEPARTMENT) -> None:
    """Refuse who has none of these rights in a department.

    An administrator is not everything else: who sets the rules does not approve by that.
    Raises NotAllowedError, which names the first of the rights.
    """
    refuse_without(ledger.session, ledger.actor, rights, department, ledger.now)


def refuse_without(
    session: Session, person_id: str, rights: tuple[Right, ...], department: str, now: datetime
) -> None:
    """As `require`, for somebody who is not acting yet."""
    if not may(session, person_id, rights, department, moment_of_act(session, now)):
        raise NotAllowedError(rights[0], department)


def may(
    session: Session, person_id: str, rights: tuple[Right, ...], department: str, now: datetime
) -> bool:
    """Whether a person has one of these rights in a department."""
    return people.has_right(session, person_id, rights, department, now)


@lru_cache(maxsize=1)
def _passwords() -> PasswordHash:
    from pwdlib import PasswordHash

    return PasswordHash.recommended()


@lru_cache(maxsize=1)
def _unknown() -> str:
    return _passwords().hash("no one's password")
