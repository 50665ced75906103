"""Guessing gets slow, nobody is shut out, and nothing tells whether a login exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sopkit.refusals import NotAllowedError, TooManyTriesError, WrongPasswordError
from sopkit.services.accounts.throttling import counted
from sopkit.services.register.acting import sign_in
from sopkit.services.register.opening import open_register
from tests.register import PASSWORD, START, World

WRONG = "no"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


def guess(world: World, login: str = "author", address: str = HERE, password: str = WRONG) -> bool:
    """Whether the password was right; raises TooManyTriesError."""
    try:
        with counted(world.register, login, address, world.now):
            sign_in(world.register, login, password, world.now)
    except WrongPasswordError:
        return False
    return True


def wait(world: World, login: str = "author", address: str = HERE) -> int:
    """The seconds that one must wait; none is found out by signing in."""
    try:
        guess(world, login, address, PASSWORD)
    except TooManyTriesError as error:
        return int(error.facts["seconds"])
    return 0


def guess_once(world: World, logins: Iterable[str]) -> None:
    """A wrong guess for each login, without the time that a password takes."""
    for login in logins:
        with suppress(WrongPasswordError), counted(world.register, login, HERE, world.now):
            raise WrongPasswordError


def guess_until_told_to_wait(world: World, login: str = "author", address: str = HERE) -> int:
    for count in range(1000):
        try:
            guess(world, login, address)
        except TooManyTriesError:
            return count
    raise AssertionError("nobody stops it")


def test_a_few_mistakes_cost_nothing(world: World) -> None:
    for _ in range(4):
        assert not guess(world)
    assert guess(world, password=PASSWORD)


def test_pauses_grow_with_every_further_mistake(world: World) -> None:
    guess_until_told_to_wait(world)
    pauses = []
    for _ in range(9):
        pauses.append(wait(world))
        world.tick(seconds=pauses[-1])
        guess(world)
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 120, 120]


def test_waiting_is_not_made_longer_by_trying(world: World) -> None:
    guess_until_told_to_wait(world)
    for _ in range(50):
        with pytest.raises(TooManyTriesError):
            guess(world)
    world.tick(seconds=1)
    assert guess(world, password=PASSWORD)


def test_a_stranger_elsewhere_does_not_keep_the_owner_out(world: World) -> None:
    guess_until_told_to_wait(world, address=ELSEWHERE)
    assert guess(world, password=PASSWORD)


def test_many_strangers_hold_up_an_owner_for_half_a_minute_and_where_known_not_at_all(
    world: World,
) -> None:
    assert guess(world, password=PASSWORD)
    for number in range(200):
        try:
            guess(world, address=f"203.0.113.{number}")
        except TooManyTriesError:
            world.tick(seconds=31)
    assert guess(world, password=PASSWORD)
    assert 0 < wait(world, address="203.0.113.250") <= 30


def test_one_who_tries_every_login_waits(world: World) -> None:
    guess_once(world, (f"person-{number}" for number in range(99)))
    assert not guess(world, "person-99")
    with pytest.raises(TooManyTriesError):
        guess(world, "person-100")
    assert guess(world, "author", ELSEWHERE, PASSWORD)


def test_a_login_that_nobody_has_is_held_up_like_any_other(world: World) -> None:
    told = [guess_until_told_to_wait(world, login) for login in ("author", "nobody")]
    assert told[0] == told[1]
    with pytest.raises(TooManyTriesError) as known:
        guess(world, "author")
    with pytest.raises(TooManyTriesError) as unknown:
        guess(world, "nobody")
    assert known.value.facts == unknown.value.facts


def test_capitals_are_no_way_around(world: World) -> None:
    guess_until_told_to_wait(world)
    with pytest.raises(TooManyTriesError):
        guess(world, "AUTHOR")


def test_the_other_addresses_of_a_household_are_no_way_around(world: World) -> None:
    guess_until_told_to_wait(world, address="2001:db8:1:2::1")
    with pytest.raises(TooManyTriesError):
        guess(world, address="2001:db8:1:2:ffff::2")
    assert not guess(world, address="2001:db8:1:3::1")
    guess_until_told_to_wait(world, "trainee", "192.0.2.9")
    with pytest.raises(TooManyTriesError):
        guess(world, "trainee", "::ffff:192.0.2.9")


def test_the_right_password_clears_the_mistakes_there(world: World) -> None:
    for _ in range(4):
        guess(world)
    assert guess(world, password=PASSWORD)
    assert guess_until_told_to_wait(world) == 5


def test_an_own_account_does_not_clear_what_the_address_guessed(world: World) -> None:
    guess_once(world, (f"person-{number}" for number in range(99)))
    assert guess(world, "trainee", HERE, PASSWORD)
    guess(world, "person-99")
    with pytest.raises(TooManyTriesError):
        guess(world, "person-100")


def test_another_server_counts_on(world: World) -> None:
    guess_until_told_to_wait(world)
    other = open_register(world.settings)
    with pytest.raises(TooManyTriesError), counted(other, "author", HERE, world.now):
        raise WrongPasswordError
    other.close()


def test_many_at_once_do_not_slip_through(world: World) -> None:
    def one(_: int) -> bool:
        try:
            return guess(world)
        except TooManyTriesError:
            return True

    with ThreadPoolExecutor(8) as pool:
        refused = list(pool.map(one, range(24)))
    assert refused.count(False) == 5


def test_what_fails_for_another_reason_is_no_guess(world: World) -> None:
    for _ in range(20):
        with pytest.raises(NotAllowedError), counted(world.register, "author", HERE, world.now):
            raise NotAllowedError("author", "hr")
    assert wait(world) == 0


def test_after_a_day_nothing_is_left(world: World) -> None:
    guess_until_told_to_wait(world)
    world.tick(hours=24)
    assert guess_until_told_to_wait(world) == 5


def test_a_clock_that_was_far_ahead_keeps_nobody_waiting_until_then(world: World) -> None:
    right_time = world.now
    world.tick(days=400)
    guess_until_told_to_wait(world)
    world.now = right_time
    assert wait(world) == 0


# A naive model: every guess is remembered, and everything is worked out from all of them


@dataclass
class Model:
    """Every guess that was looked at: who, where, when, and whether it was right."""

    guesses: list[tuple[str, str, datetime, bool]] = field(default_factory=list)

    def must_wait(self, login: str, address: str, now: datetime) -> float:
        """Seconds."""
        known = any(
            right and who == login and where == address and now - at < timedelta(days=90)
            for who, where, at, right in self.guesses
        )
        here = [g for g in self.guesses if g[0] == login and g[1] == address]
        last_right = max((i for i, g in enumerate(here) if g[3]), default=-1)
        waits = [self._wait(here[last_right + 1 :], now, 5, 120)]
        waits.append(self._wait([g for g in self.guesses if g[1] == address], now, 100, 10))
        if not known:
            waits.append(self._wait([g for g in self.guesses if g[0] == login], now, 30, 30))
        return max(waits)

    @staticmethod
    def _wait(
        guesses: list[tuple[str, str, datetime, bool]], now: datetime, free: int, most: int
    ) -> float:
        wrong = [at for _, _, at, right in guesses if not right]
        run: list[datetime] = []
        for at in wrong:  # a day without a mistake, and all before it is forgotten
            run = [*run, at] if run and at - run[-1] < timedelta(hours=24) else [at]
        if not run or now - run[-1] >= timedelta(hours=24) or len(run) < free:
            return 0
        pause = float(min(most, 2 ** (len(run) - free)))
        return max(0.0, pause - (now - run[-1]).total_seconds())


@contextmanager
def unspoilt(world: World) -> Iterator[None]:
    """Nothing counted yet, as in a new register; and nothing left for the tests that copy it."""
    from sqlalchemy import text

    def forget() -> None:
        with world.register.writing() as session:
            session.execute(text("DELETE FROM sign_in_tries"))

    forget()
    yield
    forget()


def told_to_wait(world: World, login: str, address: str, now: datetime, *, right: bool) -> int:
    """The seconds that one is told to wait; 0 when the guess was looked at."""
    try:
        with counted(world.register, login, address, now):
            _prove(right=right)
    except TooManyTriesError as error:
        return int(error.facts["seconds"])
    except WrongPasswordError:
        pass
    return 0


def _prove(*, right: bool) -> None:
    if not right:
        raise WrongPasswordError


ACTS = st.tuples(
    st.sampled_from(["author", "trainee", "nobody"]),
    st.sampled_from([HERE, ELSEWHERE, "2001:db8::1"]),
    st.sampled_from([False, False, False, True]),
    st.sampled_from([1, 12, 40]),
    st.sampled_from([0, 0, 1, 3, 20, 200, 80_000, 90_000, 90 * 86_400]),
)


assert settings.default is not None


@settings(max_examples=settings.default.max_examples // 2)  # each is hundreds of guesses
@given(st.lists(ACTS, max_size=25))
def test_the_pauses_are_those_of_the_naive_model(
    sqlite_world: World, acts: list[tuple[str, str, bool, int, int]]
) -> None:
    model, now = Model(), START
    with unspoilt(sqlite_world):
        for login, address, right, times, pause in acts:
            for _ in range(1 if right else times):
                expected = ceil(model.must_wait(login, address, now))
                assert told_to_wait(sqlite_world, login, address, now, right=right) == expected
                if not expected:
                    model.guesses.append((login, address, now, right))
            now += timedelta(seconds=pause)
