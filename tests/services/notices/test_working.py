"""Mail goes out once, whatever dies, is down, slow or says no; what failed is kept for a person."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Event, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from sopkit.services.notices import working
from sopkit.services.notices.occasions import MAIL
from sopkit.services.notices.sending import REFUSED, UNREACHABLE
from sopkit.services.notices.working import work_off, work_until
from sopkit.services.register.persons import set_address
from sopkit.store import jobs
from sopkit.store.jobs import JobState, KnownJob, Wanted
from tests.mail_server import Post, mail_server
from tests.processes import ended
from tests.register import World, sop
from tests.services.notices.conftest import Office, give_addresses
from tests.serving import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator


def mails(world: World) -> list[KnownJob]:
    with world.register.reading() as session:
        return [job for job in jobs.known(session, world.now) if job.kind == MAIL]


def digest_jobs(world: World, count: int) -> None:
    """So many mails to the approver, all different jobs and all with something to tell."""
    person = world.people["approver"].id
    since = (world.now - timedelta(days=7)).isoformat()
    wanted = [
        Wanted(
            MAIL,
            f"mail:digest:{person}:{number}",
            {"notice": "digest", "person": person, "since": since},
            world.now,
        )
        for number in range(count)
    ]
    with world.register.writing() as session:
        jobs.put_down(session, wanted, world.now)


# A server that is down.


def test_mail_waits_for_a_server_that_is_down_and_then_goes_once(office: Office) -> None:
    world = office.world
    world.save(sop())
    world.submit()
    nowhere = Post(port=free_port()).settings()
    done = work_off(world.register, nowhere, lambda: world.now)
    assert done.server_down
    # The other one waits, and has not been tried: the server is down for both.
    assert sorted(job.attempts for job in mails(world)) == [0, 1]
    tried = next(job for job in mails(world) if job.attempts)
    assert (tried.state(world.now), tried.reason) == (JobState.WAITING, UNREACHABLE)
    world.tick(minutes=2)
    assert {login for login, _subject in office.told()} == {"approver", "second-approver"}
    assert office.told() == []


def test_one_who_is_refused_keeps_nobody_else_from_their_mail(office: Office) -> None:
    world = office.world
    office.post.refuse["approver@example.org"] = "550 no approver@example.org here"
    world.save(sop())
    world.submit()
    assert [login for login, _subject in office.told()] == ["second-approver"]
    [failed] = [job for job in mails(world) if job.state(world.now) is JobState.FAILED]
    assert (failed.reason, failed.words, failed.attempts) == (REFUSED, "no … here", 1)
    office.post.refuse.clear()
    with world.register.writing() as session:
        assert jobs.try_again(session, failed.id, world.now)
    assert [login for login, _subject in office.told()] == ["approver"]


def test_a_server_that_breaks_off_after_the_text_gets_it_again_with_the_same_id(
    office: Office,
) -> None:
    world = office.world
    office.post.break_off = 1
    world.save(sop())
    world.submit()
    office.work()
    world.tick(minutes=2)
    office.work()
    ids = Counter(mail["Message-ID"] for mail in office.post.mails)
    assert sorted(ids.values()) == [1, 2]


def test_a_mistake_of_ours_in_one_job_keeps_no_other_from_being_done(office: Office) -> None:
    world = office.world
    with world.register.writing() as session:
        wanted = Wanted("tell", "tell:decided:nonsense", {"notice": "decided"}, world.now)
        jobs.put_down(session, [wanted], world.now)
    world.save(sop())
    world.submit()
    assert len(office.told()) == 2
    with world.register.reading() as session:
        [broken] = [job for job in jobs.known(session, world.now) if job.key.endswith("nonsense")]
    assert (broken.reason, broken.words) == (working.BROKEN, "KeyError")


def test_mail_that_was_taken_is_noted_also_when_the_register_is_busy(small_office: Office) -> None:
    """The gap between sending and noting is bridged as long as the process lives."""
    world = small_office.world
    world.save(sop())
    world.submit()
    hurried = type(world.register)(world.settings.database_url, wait=50)
    post = small_office.post
    post.go.clear()

    def block_while_the_first_mail_is_on_its_way() -> None:
        post.come.wait()
        with world.register.writing() as session:
            session.execute(text("SELECT 1"))
            post.go.set()
            sleep(1)

    blocking = Thread(target=block_while_the_first_mail_is_on_its_way)
    blocking.start()
    work_off(hurried, post.settings(), lambda: world.now)
    blocking.join()
    hurried.close()
    assert len(post.envelopes) == 2
    assert {job.state(world.now) for job in mails(world)} == {JobState.DONE}


# Workers in threads and processes.


def test_several_workers_send_each_mail_once(office: Office) -> None:
    world = office.world
    world.save(sop())
    world.submit()
    digest_jobs(world, 20)
    threads = [Thread(target=office.work) for _worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ids = Counter(mail["Message-ID"] for mail in office.post.mails)
    assert len(ids) == 22
    assert set(ids.values()) == {1}


def test_a_worker_stops_when_told_and_ends_what_it_is_at(small_office: Office) -> None:
    world = small_office.world
    world.save(sop())
    world.submit()
    digest_jobs(world, 20)
    small_office.post.delay = 0.2
    stop = Event()
    settings = small_office.post.settings()
    arguments = (stop, world.register, settings, lambda: world.now)
    thread = Thread(target=work_until, args=arguments)
    thread.start()
    while not small_office.post.envelopes:
        sleep(0.01)
    begun = monotonic()
    stop.set()
    thread.join()
    assert monotonic() - begun < 3
    sent = len(small_office.post.envelopes)
    left = Counter(job.state(world.now) for job in mails(world))
    assert 0 < sent < 20
    assert left[JobState.DONE] == sent
    assert left[JobState.WORKING] == 0
    assert left[JobState.WAITING] >= 20 - sent


@contextmanager
def worker(world: World, post: Post) -> Iterator[subprocess.Popen[str]]:
    command = [
        sys.executable,
        "-m",
        "tests.services.notices.working_until_killed",
        world.settings.database_url,
        str(post.port),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process, ended(process):
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process


def kill_workers_again_and_again(world: World, kills: int, seed: int) -> None:
    """Each mail arrives, and more than once only for a worker killed between sending and noting.

    The leases of the killed are made to run out, which takes ten minutes otherwise.
    """
    give_addresses(world)
    world.save(sop())
    world.submit()
    world.now = datetime.now(UTC)
    count = 12 * kills
    digest_jobs(world, count)
    random = Random(seed)
    with mail_server() as post:
        for _kill in range(kills):
            with worker(world, post):
                sleep(random.uniform(0.05, 0.4))
            with world.register.writing() as session:
                session.execute(text("UPDATE job SET leased_until = NULL"))
        work_off(world.register, post.settings(), lambda: datetime.now(UTC))
        ids = Counter(mail["Message-ID"] for mail in post.mails)
    assert len(ids) == count + 2
    assert sum(ids.values()) - len(ids) <= kills
    world.assert_proven()


def test_workers_that_are_killed_lose_no_mail_and_repeat_at_most_their_last(world: World) -> None:
    kill_workers_again_and_again(world, kills=3, seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8))
def test_workers_that_are_killed_often_lose_no_mail(world: World, seed: int) -> None:
    kill_workers_again_and_again(world, kills=12, seed=seed)


def test_a_worker_whose_machine_slept_sends_nothing_that_may_be_anothers(office: Office) -> None:
    """The clock jumps past the lease between taking a mail and sending it."""
    world = office.world
    world.save(sop())
    world.submit()
    told: list[datetime] = [world.now]

    def clock() -> datetime:
        told.append(told[-1] + timedelta(minutes=4))
        return told[-1]

    work_off(world.register, office.post.settings(), clock, kinds={"tell"})
    with world.register.writing() as session:
        session.execute(text("UPDATE job SET leased_until = NULL"))
    work_off(world.register, office.post.settings(), clock, kinds={MAIL})
    assert office.post.envelopes == []


def test_whoever_has_no_address_costs_nothing(world: World) -> None:
    set_address(world.register, world.people["admin"], "approver", "bram@example.org", world.tick())
    world.save(sop())
    world.submit()
    with mail_server() as post:
        work_off(world.register, post.settings(), lambda: world.now)
        assert [each.rcpt_tos for each in post.envelopes] == [["bram@example.org"]]
    assert len(mails(world)) == 1
