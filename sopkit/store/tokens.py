"""Tokens with which other programs act in a person's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from sopkit.store.people import subject
from sopkit.store.tables import ApiToken, FreeText
from sopkit.store.trail import Ledger


class Scope(StrEnum):
    """What a program may do with a token: never more than the person may."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its owner sees it; `ended` is when it was revoked."""

    id: str
    person_id: str
    name: str
    scope: Scope
    since: datetime
    expires: datetime
    ended: datetime | None

    def works(self, now: datetime) -> bool:
        """Whether a program may use it."""
        return self.ended is None and now < self.expires


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token to be made: of it only the hash is kept."""

    person_id: str
    name: str
    scope: Scope
    token_hash: str
    expires: datetime


def add(ledger: Ledger, wish: NewToken) -> Token:
    """A token from now on."""
    row = ApiToken(
        person_id=wish.person_id,
        name=ledger.text(wish.name),
        scope=wish.scope,
        token_hash=wish.token_hash,
        valid_from=ledger.now,
        expires_at=wish.expires,
    )
    ledger.add(row)
    after = {"token": row.id, "scope": row.scope}
    ledger.record("token.made", subject(wish.person_id), after=after)
    return _token(row, wish.name)


def revoke(ledger: Ledger, token: Token) -> None:
    """End a token now."""
    row = ledger.session.get_one(ApiToken, token.id)
    row.valid_until = ledger.now
    ledger.changed(row)
    ledger.record("token.revoked", subject(row.person_id), before={"token": row.id})


def revoke_all(ledger: Ledger, person_id: str) -> None:
    """End all tokens of a person that are not ended yet."""
    for token in of_person(ledger.session, person_id):
        if token.ended is None:
            revoke(ledger, token)


def by_id(session: Session, token_id: str) -> Token | None:
    """The token with that id."""
    return _first(session, col(ApiToken.id) == token_id)


def by_hash(session: Session, token_hash: str) -> Token | None:
    """The token with that hash."""
    return _first(session, col(ApiToken.token_hash) == token_hash)


def of_person(session: Session, person_id: str) -> tuple[Token, ...]:
    """All tokens that a person has and had, the newest first."""
    rows = session.exec(
        select(ApiToken, FreeText.text)
        .join(FreeText, col(FreeText.digest) == col(ApiToken.name))
        .where(ApiToken.person_id == person_id)
        .order_by(col(ApiToken.valid_from).desc())
    )
    return tuple(_token(row, name or "") for row, name in rows)


def _first(session: Session, condition: object) -> Token | None:
    found = session.exec(
        select(ApiToken, FreeText.text)
        .join(FreeText, col(FreeText.digest) == col(ApiToken.name))
        .where(condition)  # type: ignore[arg-type] # a comparison of a column
    ).first()
    return None if found is None else _token(found[0], found[1] or "")


def _token(row: ApiToken, name: str) -> Token:
    return Token(
        row.id,
        row.person_id,
        name,
        Scope(row.scope),
        row.valid_from,
        row.expires_at,
        row.valid_until,
    )
