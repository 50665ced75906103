"""Gives the people of the demo their accounts, as an administrator would: from a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from sopkit.services.demo.cast import ADMINISTRATOR, PASSWORD, Colleague
from sopkit.services.register.acting import acting
from sopkit.services.register.importing import COLUMNS, LEAD, SEPARATOR, import_persons
from sopkit.services.register.persons import found_register, give_right, give_role
from sopkit.store import people
from sopkit.store.people import Account
from sopkit.store.session import Register

_DOMAIN = "kwiekwiel.example"
"""A domain that nobody can have (RFC 2606): no mail of a demo ever comes to anybody."""


def found(register: Register, now: datetime) -> Account:
    """The administrator, in a register that knows nobody. Raises LoginTakenError."""
    account = found_register(register, ADMINISTRATOR.login, ADMINISTRATOR.name, PASSWORD, now)
    for right, department in ADMINISTRATOR.rights:
        give_right(register, account, account.login, right, department, now)
    return account


def welcome(
    register: Register, administrator: Account, colleagues: Iterable[Colleague], now: datetime
) -> None:
    """Accounts with rights, roles, teams and the password of the demo for these people."""
    joining = tuple(colleagues)
    made = import_persons(register, administrator, _csv(joining), now)
    if made.mistakes:
        raise ValueError(f"the people of the demo cannot be imported: {made.mistakes[0].error}")
    with acting(register, administrator, now) as ledger:
        for each in joining:
            account = people.by_login(ledger.session, each.login, ledger.now)
            if account is not None:
                people.set_password_hash(ledger, account.id, quick_hash())


def settle(register: Register, administrator: Account, now: datetime) -> None:
    """The roles of the administrator, once the organisation is known; and a quick password."""
    for role in ADMINISTRATOR.roles:
        give_role(register, administrator, administrator.login, role, now)
    with acting(register, administrator, now) as ledger:
        people.set_password_hash(ledger, administrator.id, quick_hash())


@lru_cache(maxsize=1)
def quick_hash() -> str:
    """A hash of the demo's password, made with the least effort that Argon2 knows.

    A hash carries its parameters, so comparing with it is as quick. A slow one keeps nobody from
    guessing what everybody is told, and the year of the demo has some two hundred signatures.
    """
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),)).hash(PASSWORD)


def _csv(colleagues: Iterable[Colleague]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for each in colleagues:
        writer.writerow(
            {
                "login": each.login,
                "name": each.name,
                "language": each.language or "",
                "email": f"{each.login}@{_DOMAIN}",
                "rights": SEPARATOR.join(f"{right}:{where}" for right, where in each.rights),
                "roles": SEPARATOR.join(each.roles),
                "teams": f"{each.team}{LEAD}" if each.leads else each.team,
            }
        )
    return text.getvalue().encode()
