"""What people see and change of their own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sopkit.messages import LANGUAGES
from sopkit.refusals import NoLanguageError
from sopkit.services.register.acting import acting
from sopkit.store import people, sessions, tokens
from sopkit.store.people import Account
from sopkit.store.session import Register
from sopkit.store.sessions import SignedIn
from sopkit.store.tokens import Token


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """A person's account, where they are signed in, and their tokens."""

    account: Account
    sessions: tuple[SignedIn, ...]
    tokens: tuple[Token, ...]


def own_account(register: Register, actor: Account, now: datetime) -> OwnAccount:
    """All of it, in one state."""
    with register.reading() as session:
        return OwnAccount(
            people.by_id(session, actor.id, now) or actor,
            sessions.of_person(session, actor.id, now),
            tokens.of_person(session, actor.id),
        )


def change_language(register: Register, actor: Account, language: str, now: datetime) -> None:
    """Be spoken to in another language. Raises NoLanguageError."""
    if language not in LANGUAGES:
        raise NoLanguageError(language, ", ".join(LANGUAGES))
    with acting(register, actor, now) as ledger:
        account = people.by_id(ledger.session, actor.id, ledger.now)
        if account is not None and account.language != language:
            people.set_language(ledger, actor.id, language)


def end_session(register: Register, actor: Account, digest: str) -> None:
    """Sign out of one browser, wherever that is; somebody else's session is left alone."""
    with register.writing() as session:
        sessions.end(session, digest, actor.id)


def end_other_sessions(register: Register, actor: Account, staying: str) -> None:
    """Sign out of every browser but the one whose session has that digest."""
    with register.writing() as session:
        sessions.end_all(session, actor.id, but=staying)
