"""Tokens for programs: made and revoked by people, used by what asks in their name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sopkit.refusals import NoTokenError, TokenDaysError, TokenNameError, UnknownScopeError
from sopkit.services.accounts.secrets import new_secret, secret_hash
from sopkit.services.accounts.signing_in import Visitor, rights_now
from sopkit.services.register.acting import TypedPassword, acting, require, signing
from sopkit.store import people, tokens
from sopkit.store.people import Account, Right
from sopkit.store.session import Register
from sopkit.store.tokens import NewToken, Scope, Token

__all__ = [
    "PREFIX",
    "Scope",
    "Token",
    "TokenWish",
    "make_token",
    "own_tokens",
    "revoke_token",
    "token_visitor",
]

PREFIX = "sopkit_"
"""With what every token begins, so that programs which look for leaked ones know it."""

DAYS_MOST = 366
"""Days that a token works at most: what nobody uses any more must not open for ever."""

NAME_MOST = 100


@dataclass(frozen=True, slots=True)
class TokenWish:
    """What a token is called, how far it goes, and how many days it works."""

    name: str
    scope: str
    days: int


def make_token(
    register: Register, actor: Account, wish: TokenWish, password: TypedPassword, now: datetime
) -> tuple[Token, str]:
    """A new token of one's own, and its text, which is shown this once.

    It outlives the session in which it is made, so it takes the password. Raises TokenNameError,
    UnknownScopeError, TokenDaysError, WrongPasswordError and TooManyTriesError.
    """
    called, scope, days = " ".join(wish.name.split()), wish.scope, wish.days
    if not 1 <= len(called) <= NAME_MOST or not called.isprintable():
        raise TokenNameError(NAME_MOST)
    if scope not in list(Scope):
        raise UnknownScopeError(scope, ", ".join(Scope))
    if not 1 <= days <= DAYS_MOST:
        raise TokenDaysError(DAYS_MOST)
    secret = new_secret(PREFIX)
    with signing(register, actor, password, now) as ledger:
        expires = ledger.now + timedelta(days=days)
        new = NewToken(actor.id, called, Scope(scope), secret_hash(secret), expires)
        return tokens.add(ledger, new), secret


def own_tokens(register: Register, actor: Account) -> tuple[Token, ...]:
    """All tokens that a person has and had, the newest first."""
    with register.reading() as session:
        return tokens.of_person(session, actor.id)


def revoke_token(register: Register, actor: Account, token_id: str, now: datetime) -> None:
    """End a token now: one's own, or by an administrator anybody's. Ended already is no mistake.

    Raises NoTokenError, also for the token of another person.
    """
    with acting(register, actor, now) as ledger:
        token = tokens.by_id(ledger.session, token_id)
        if token is None:
            raise NoTokenError
        if token.person_id != actor.id:
            require(ledger, (Right.ADMINISTRATOR,))
        if token.ended is None:
            tokens.revoke(ledger, token)


def token_visitor(register: Register, secret: str, now: datetime) -> Visitor:
    """In whose name a program asks that has a token, and what it may do.

    Raises NoTokenError for one that is unknown, expired or revoked, or whose owner's account is
    closed; it does not tell which.
    """
    if not secret.startswith(PREFIX):
        raise NoTokenError
    with register.reading() as session:
        token = tokens.by_hash(session, secret_hash(secret))
        account = people.by_id(session, token.person_id, now) if token else None
        if token is None or account is None or not account.active or not token.works(now):
            raise NoTokenError
        return Visitor(account, "", rights_now(session, account, now), token.scope)
