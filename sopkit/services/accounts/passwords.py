"""Passwords that people change themselves, or set anew with a link from an administrator."""

from __future__ import annotations

from datetime import datetime, timedelta

from sopkit.refusals import (
    AccountClosedError,
    LinkSpentError,
    PasswordsDifferError,
    UnknownPersonError,
)
from sopkit.services.accounts.secrets import new_secret, secret_hash
from sopkit.services.register.acting import TypedPassword, acting, hashed, require, signing
from sopkit.store import one_time_links, people, sessions, tokens
from sopkit.store.people import Account, Right
from sopkit.store.session import Register
from sopkit.store.trail import Ledger

LINK_LASTS = timedelta(hours=24)
"""How long a link works that an administrator hands over."""


def change_password(
    register: Register,
    actor: Account,
    current: TypedPassword,
    wanted: tuple[str, str],
    now: datetime,
    *,
    staying: str | None = None,
) -> None:
    """Another password for oneself, typed twice; ends every session but the one of that digest.

    Raises PasswordsDifferError, WeakPasswordError, WrongPasswordError and TooManyTriesError.
    """
    password_hash = _hash_of(wanted)
    with signing(register, actor, current, now) as ledger:
        _set(ledger, actor.id, password_hash, staying)


def offer_reset(register: Register, actor: Account, login: str, now: datetime) -> str:
    """The secret of a link with which a person sets a password; it works once, for a day.

    The password that the person has works until then. A link that was offered before does not
    work any more. Raises NotAllowedError, UnknownPersonError and AccountClosedError.
    """
    secret = new_secret()
    with acting(register, actor, now) as ledger:
        require(ledger, (Right.ADMINISTRATOR,))
        person = people.by_login(ledger.session, login, ledger.now)
        if person is None:
            raise UnknownPersonError(login)
        if not person.active:
            raise AccountClosedError(login)
        one_time_links.offer(
            ledger.session, secret_hash(secret), person.id, ledger.now, ledger.now + LINK_LASTS
        )
        ledger.record("person.reset-offered", people.subject(person.id))
    return secret


def reset_for(register: Register, secret: str, now: datetime) -> Account:
    """Whose password a link sets. Raises LinkSpentError."""
    with register.reading() as session:
        try:
            person_id = one_time_links.person_of(session, secret_hash(secret), now)
        except LookupError as error:
            raise LinkSpentError from error
        account = people.by_id(session, person_id, now) if person_id else None
    if account is None or not account.active:
        raise LinkSpentError
    return account


def reset_password(
    register: Register, secret: str, wanted: tuple[str, str], now: datetime
) -> Account:
    """Set a password, typed twice, with a link: once. Ends all sessions and tokens of the person.

    Whoever had the password before may have made them.
    Raises LinkSpentError, PasswordsDifferError and WeakPasswordError.
    """
    account = reset_for(register, secret, now)
    password_hash = _hash_of(wanted)
    with acting(register, account, now) as ledger:
        try:
            found = one_time_links.person_of(ledger.session, secret_hash(secret), now)
        except LookupError as error:  # somebody was quicker
            raise LinkSpentError from error
        if found != account.id:
            raise LinkSpentError
        _set(ledger, account.id, password_hash, None)
        tokens.revoke_all(ledger, account.id)
    return account


def _hash_of(wanted: tuple[str, str]) -> str:
    """The hash of a password that was typed twice; it takes its time on purpose."""
    if wanted[0] != wanted[1]:
        raise PasswordsDifferError
    return hashed(wanted[0])


def _set(ledger: Ledger, person_id: str, password_hash: str, staying: str | None) -> None:
    people.set_password_hash(ledger, person_id, password_hash)
    sessions.end_all(ledger.session, person_id, but=staying)
    one_time_links.withdraw(ledger.session, person_id)
