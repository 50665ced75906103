"""Makes guessing passwords slow, without shutting anybody out.

Wrong guesses are counted under three keys, and each holds up those that it concerns, for a pause
that grows with every further one:

- a login from one address: whoever guesses there waits, the owner elsewhere does not;
- an address, whatever the login: whoever tries one password on every login waits;
- a login, from wherever: whoever has many addresses waits. This pause alone could be used by a
  stranger to keep the owner out, so it is short, and does not hold where the owner signed in
  before.

A login that nobody has is counted like any other, so that the pauses tell nothing. While one must
wait, nothing is looked at and nothing counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from math import ceil

from sopkit.refusals import TooManyTriesError, WrongPasswordError
from sopkit.store import sign_in_tries
from sopkit.store.session import Register
from sopkit.store.sign_in_tries import Tries

__all__ = ["ADDRESS", "LOGIN", "LOGIN_AT_ADDRESS", "Pauses", "counted"]


@dataclass(frozen=True, slots=True)
class Pauses:
    """How long to wait: not before `free` wrong guesses, then 1 s, 2 s, 4 s and so on to `most`."""

    free: int
    most: timedelta

    def after(self, failures: int) -> timedelta:
        """The pause after that many wrong guesses."""
        beyond = failures - self.free
        if beyond < 0:
            return timedelta()
        return min(self.most, timedelta(seconds=2 ** min(beyond, 30)))


# Passwords have twelve characters at least, so that a guess a minute leads nowhere: the pauses may
# be short, and must be, since whoever holds up another holds up no longer than one of them.
LOGIN_AT_ADDRESS = Pauses(free=5, most=timedelta(minutes=2))
ADDRESS = Pauses(free=100, most=timedelta(seconds=10))  # an office of many people has one
LOGIN = Pauses(free=30, most=timedelta(seconds=30))


@contextmanager
def counted(register: Register, login: str, address: str, now: datetime) -> Iterator[None]:
    """A block in which somebody at an address proves to be a login's owner, by its password.

    A WrongPasswordError out of the block is a wrong guess; no exception is a right one; any other
    exception counts as neither. Raises TooManyTriesError, and then does not run the block.
    """
    keys = _Keys.of(login, address)
    before = _begin(register, keys, now)
    try:
        yield
    except WrongPasswordError:
        raise
    except BaseException:
        _take_back(register, keys, before, now, right=False)
        raise
    _take_back(register, keys, before, now, right=True)


def _begin(register: Register, keys: _Keys, now: datetime) -> Mapping[str, Tries]:
    """Count a wrong guess under every key, unless one must wait; gives what was counted before."""
    with register.writing() as session:
        before = sign_in_tries.tries(session, keys.pauses, now)
        wait = _wait(keys, before, now)
        if wait > timedelta():
            raise TooManyTriesError(ceil(wait.total_seconds()))
        after = {
            key: replace(each, failures=each.failures + 1, failed_at=now)
            for key, each in before.items()
        }
        sign_in_tries.keep(session, after, now)
    return before


def _take_back(
    register: Register, keys: _Keys, before: Mapping[str, Tries], now: datetime, *, right: bool
) -> None:
    """It was no wrong guess; what others guessed wrong meanwhile stays counted."""
    with register.writing() as session:
        current = sign_in_tries.tries(session, keys.pauses, now)
        after = {
            key: _without_last(each, before[key]) if each.failures else each
            for key, each in current.items()
        }
        if right:
            after[keys.both] = Tries(succeeded_at=now)
        sign_in_tries.keep(session, after, now)


def _without_last(current: Tries, before: Tries) -> Tries:
    if current.failures == before.failures + 1:
        return before
    return replace(current, failures=current.failures - 1)


def _wait(keys: _Keys, counted: Mapping[str, Tries], now: datetime) -> timedelta:
    """How long nobody may try now."""
    known = counted[keys.both].succeeded_at is not None
    waits = [
        each.failed_at + keys.pauses[key].after(each.failures) - now
        for key, each in counted.items()
        if each.failed_at is not None and not (known and key == keys.login)
    ]
    return max(waits, default=timedelta())


@dataclass(frozen=True, slots=True)
class _Keys:
    """Under what is counted: `both`, `login`, and the address; `pauses` has those of each."""

    both: str
    login: str
    pauses: Mapping[str, Pauses]

    @classmethod
    def of(cls, login: str, address: str) -> _Keys:
        place, name = _network(address), login.casefold()
        both, each = _key("both", name, place), _key("login", name)
        pauses = {both: LOGIN_AT_ADDRESS, each: LOGIN, _key("address", place): ADDRESS}
        return cls(both, each, pauses)


def _key(*parts: str) -> str:
    """The register learns no login that somebody only tried, nor where from."""
    text = "\n".join((str(len(parts[-1])), *parts))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _network(address: str) -> str:
    """The address, of IPv6 the network of one household (/64), in which it is chosen freely."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return found.exploded[:19]
    return str(found)
