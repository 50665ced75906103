"""Jobs are done once each, whoever works at them and whoever dies at it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from sopkit.store import dump, jobs
from sopkit.store.jobs import MOST_ATTEMPTS, JobState, KnownJob, Lease, Wanted
from sopkit.store.session import Register
from tests.engines import copied_on_server
from tests.register import START, World

LENGTH = timedelta(minutes=10)
KINDS = frozenset({"mail"})
WORKERS = 3


def put(register: Register, key: str, now: datetime, due: datetime | None = None) -> int:
    with register.writing() as session:
        return jobs.put_down(session, [Wanted("mail", key, {"key": key}, due or now)], now)


def take(register: Register, now: datetime) -> Lease | None:
    with register.writing() as session:
        return jobs.take(session, KINDS, now, LENGTH)


def every(register: Register, now: datetime) -> dict[str, KnownJob]:
    with register.reading() as session:
        return {job.key: job for job in jobs.known(session, now)}


# Any interleaving of workers, kills and clocks.


class Workers(RuleBasedStateMachine):
    """Several workers, each of whom can be killed at any moment, also between act and note.

    The model is what the world outside saw: how often each thing was done there. It happens at
    most once, and once more for each worker who died after doing it and before noting it.
    """

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.now = START + timedelta(days=1)
        self.holding: dict[int, Lease] = {}
        self.acted: set[int] = set()
        self.put: set[str] = set()
        self.seen: Counter[str] = Counter()
        self.died_between: Counter[str] = Counter()
        self.gone_wrong: Counter[str] = Counter()
        with self.world.register.writing() as session:
            future = self.now + timedelta(days=999)
            jobs.forget(session, done_before=future, failed_before=future, untaken_since=future)

    @rule(key=st.sampled_from("abcd"), later=st.integers(0, 30))
    def put_down(self, key: str, later: int) -> None:
        new = put(self.world.register, key, self.now, self.now + timedelta(minutes=later))
        assert new == (key not in self.put)
        self.put.add(key)

    @rule(worker=st.integers(0, WORKERS - 1))
    def take(self, worker: int) -> None:
        if worker in self.holding:
            return
        lease = take(self.world.register, self.now)
        if lease is not None:
            assert lease.job.due_at <= self.now
            self.holding[worker] = lease

    @rule(worker=st.integers(0, WORKERS - 1))
    def act(self, worker: int) -> None:
        """Do it in the world outside, unless the lease has run out."""
        lease = self.holding.get(worker)
        if lease is None or worker in self.acted or self.now >= lease.until:
            return
        self.seen[lease.job.key] += 1
        self.acted.add(worker)

    @rule(worker=st.integers(0, WORKERS - 1))
    def note(self, worker: int) -> None:
        if worker not in self.acted:
            return
        lease = self.holding.pop(worker)
        self.acted.discard(worker)
        with self.world.register.writing() as session:
            noted = jobs.finish(session, lease, self.now)
        if not noted:  # it took so long that the job was somebody else's by then
            self.died_between[lease.job.key] += 1

    @rule(worker=st.integers(0, WORKERS - 1))
    def go_wrong(self, worker: int) -> None:
        lease = self.holding.get(worker)
        if lease is None or worker in self.acted:
            return
        del self.holding[worker]
        with self.world.register.writing() as session:
            if jobs.try_later(session, lease, self.now, "it rained", "a lot"):
                self.gone_wrong[lease.job.key] += 1

    @rule(worker=st.integers(0, WORKERS - 1))
    def kill(self, worker: int) -> None:
        lease = self.holding.pop(worker, None)
        if worker in self.acted and lease is not None:
            self.died_between[lease.job.key] += 1
            self.acted.discard(worker)

    @rule(minutes=st.integers(1, 30))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @invariant()
    def nobody_works_at_what_somebody_else_works_at(self) -> None:
        held = [each.job.key for each in self.holding.values() if self.now < each.until]
        assert len(held) == len(set(held))

    @invariant()
    def nothing_is_done_twice_but_by_whoever_died_in_the_gap(self) -> None:
        for key, times in self.seen.items():
            pending = sum(
                self.holding[worker].job.key == key and self.now >= self.holding[worker].until
                for worker in self.acted
            )
            assert times <= 1 + self.died_between[key] + pending

    def teardown(self) -> None:
        """In the end, with one worker who lives, everything is done, or has failed for good."""
        for worker in range(WORKERS):
            self.kill(worker)
        for _round in range(200):
            self.now += timedelta(hours=25)
            self.take(0)
            self.act(0)
            self.note(0)
        for key, job in every(self.world.register, self.now).items():
            state = job.state(self.now)
            if state is JobState.FAILED:
                assert job.attempts == MOST_ATTEMPTS
            else:
                assert state is JobState.DONE
                assert self.seen[key] >= 1
        assert set(every(self.world.register, self.now)) == self.put
        for key, times in self.seen.items():
            assert times <= 1 + self.died_between[key]


@contextmanager
def on(world: World) -> Iterator[type[Workers]]:
    class WorkersHere(Workers):
        pass

    WorkersHere.world = world
    yield WorkersHere


def run_workers(world: World, examples: int) -> None:
    with on(world) as machine:
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=examples,
                stateful_step_count=40,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


def test_any_interleaving_of_workers_and_kills_does_each_thing_once_on_sqlite(
    sqlite: World,
) -> None:
    run_workers(sqlite, 8)


def test_any_interleaving_of_workers_and_kills_does_each_thing_once_on_postgresql(
    postgresql: str, postgresql_world: World
) -> None:
    with copied_on_server(postgresql_world, postgresql) as world:
        run_workers(world, 8)


@pytest.mark.soak
def test_many_interleavings_of_workers_and_kills_do_each_thing_once(sqlite: World) -> None:
    run_workers(sqlite, 300)


# One thing at a time.


def test_workers_at_once_never_get_the_same_job(world: World) -> None:
    keys = [f"k{number}" for number in range(30)]
    for key in keys:
        put(world.register, key, world.now)

    def work(_worker: int) -> list[str]:
        found = []
        while (lease := take(world.register, world.now)) is not None:
            found.append(lease.job.key)
        return found

    with ThreadPoolExecutor(6) as pool:
        taken = [key for found in pool.map(work, range(6)) for key in found]
    assert sorted(taken) == sorted(keys)


def test_the_same_thing_is_put_down_once_by_however_many(world: World) -> None:
    with ThreadPoolExecutor(6) as pool:
        new = list(pool.map(lambda _n: put(world.register, "one", world.now), range(12)))
    assert sum(new) == 1
    assert put(world.register, "one", world.now) == 0


def test_a_job_waits_for_its_time(world: World) -> None:
    put(world.register, "later", world.now, world.now + timedelta(hours=1))
    assert take(world.register, world.now) is None
    assert take(world.register, world.now + timedelta(minutes=59)) is None
    assert take(world.register, world.now + timedelta(hours=1)) is not None


def test_whoever_let_the_lease_run_out_cannot_say_how_it_ended(world: World) -> None:
    put(world.register, "slow", world.now)
    first = take(world.register, world.now)
    second = take(world.register, world.tick(minutes=11))
    assert first is not None
    assert second is not None
    with world.register.writing() as session:
        assert not jobs.still_held(session, first)
        assert not jobs.finish(session, first, world.now)
        assert not jobs.give_up(session, first, world.now, "no", "")
        assert not jobs.try_later(session, first, world.now, "no", "")
        assert jobs.finish(session, second, world.now)
        assert not jobs.finish(session, second, world.now)
    assert every(world.register, world.now)["slow"].state(world.now) is JobState.DONE


def test_the_pauses_grow_and_the_last_failure_is_kept_with_its_reason(world: World) -> None:
    put(world.register, "bad", world.now)
    waits = []
    for _attempt in range(MOST_ATTEMPTS):
        lease = take(world.register, world.now)
        assert lease is not None
        with world.register.writing() as session:
            jobs.try_later(session, lease, world.now, "it rained", "a lot")
        job = every(world.register, world.now)["bad"]
        waits.append(job.due_at - world.now)
        world.now = max(world.now, job.due_at)
    assert waits[:-1] == sorted(waits[:-1])
    assert timedelta(days=3) < sum(waits[:-1], timedelta()) < timedelta(days=4)
    assert (job.state(world.now), job.reason, job.words) == (JobState.FAILED, "it rained", "a lot")
    assert take(world.register, world.tick(days=99)) is None


def test_what_failed_can_be_tried_again_and_nothing_else(world: World) -> None:
    put(world.register, "bad", world.now)
    lease = take(world.register, world.now)
    assert lease is not None
    with world.register.writing() as session:
        assert not jobs.try_again(session, lease.job.id, world.now)
        jobs.give_up(session, lease, world.now, "no such person", "550")
        assert jobs.try_again(session, lease.job.id, world.now)
        assert not jobs.try_again(session, lease.job.id, world.now)
        assert not jobs.try_again(session, "no-such-job", world.now)
    again = take(world.register, world.now)
    assert again is not None
    assert again.job.attempts == 1


def test_a_job_that_kills_its_workers_ends_as_failed(world: World) -> None:
    put(world.register, "deadly", world.now)
    for _attempt in range(MOST_ATTEMPTS):
        assert take(world.register, world.now) is not None
        world.tick(minutes=11)
    assert take(world.register, world.now) is None
    job = every(world.register, world.now)["deadly"]
    assert (job.state(world.now), job.reason) == (JobState.FAILED, jobs.DIED)


def test_an_act_that_fails_leaves_no_job(world: World) -> None:
    def act() -> None:
        with world.register.writing() as session:
            jobs.put_down(session, [Wanted("mail", "never", {}, world.now)], world.now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert every(world.register, world.now) == {}


def test_what_ended_long_ago_is_forgotten_and_what_waits_is_not(world: World) -> None:
    for key in ("done", "failed", "waits"):
        put(world.register, key, world.now)
    done, failed = (take(world.register, world.now) for _job in range(2))
    assert done is not None
    assert failed is not None
    with world.register.writing() as session:
        jobs.finish(session, done, world.now)
        jobs.give_up(session, failed, world.now, "no", "")
    left = []
    for _week in range(3):
        world.tick(days=10)
        with world.register.writing() as session:
            jobs.forget(
                session,
                done_before=world.now - timedelta(days=5),
                failed_before=world.now - timedelta(days=15),
                untaken_since=world.now - timedelta(days=25),
            )
        left.append(set(every(world.register, world.now)))
    [waiting] = {"done", "failed", "waits"} - {done.job.key, failed.job.key}
    assert left == [{failed.job.key, waiting}, {waiting}, set()]


def test_pages_of_jobs_show_each_once_what_is_to_be_done_first(world: World) -> None:
    for number in range(9):
        put(world.register, f"k{number}", world.now, world.now + timedelta(minutes=number))
    world.tick(hours=1)
    for _job in range(4):
        lease = take(world.register, world.tick())
        assert lease is not None
        with world.register.writing() as session:
            jobs.finish(session, lease, world.now)
    seen = []
    with world.register.reading() as session:
        for beyond in range(0, 12, 2):
            found = jobs.known(session, world.now, limit=2, beyond=beyond)
            seen += [job.key for job in found]
        done = jobs.known(session, world.now, state=JobState.DONE, limit=3, beyond=1)
    assert seen == ["k4", "k5", "k6", "k7", "k8", "k3", "k2", "k1", "k0"]
    assert [job.key for job in done] == ["k2", "k1", "k0"]


def test_jobs_are_no_part_of_the_record(world: World) -> None:
    put(world.register, "one", world.now)
    assert "job" not in dump.table_names()
    world.assert_proven()
