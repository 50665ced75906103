"""What goes wrong around a register leaves it whole: kills, a full disk, locks, a lost server."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random
from shutil import copyfile
from time import sleep
from typing import Any

import pytest
from sqlalchemy import text

from sopkit.errors import SopkitError
from sopkit.refusals import (
    ChangedMeanwhileError,
    NotNeededError,
    RegisterBusyError,
    RegisterFullError,
    RegisterUnreachableError,
)
from sopkit.services.register import deciding, reading, releasing
from sopkit.services.register.archive import reading_archive
from sopkit.services.register.releasing import Wish
from sopkit.services.register.saving import Writing, save_revision
from sopkit.store import documents, trail
from sopkit.store.session import Register
from tests.register import START, TYPED, World, sop

WRITERS = 50
ACTS = {
    "save": "revision.saved",
    "submit": "submission.made",
    "approve": "submission.approved",
    "release": "version.released",
}


# The process is killed


def acknowledged_before_the_kill(world: World, folder: Path, first: int, after: float) -> list[str]:
    """Let another process act and kill it; gives what it had told by then."""
    command = [
        sys.executable,
        "-m",
        "tests.services.register.acting_until_killed",
        world.settings.database_url,
        str(folder),
        str(first),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        sleep(after)
        process.kill()
        told = process.stdout.read().splitlines(keepends=True)
    return [line.strip() for line in told if line.endswith("\n")]


def assert_nothing_was_lost(world: World, folder: Path, told: list[str], before: int) -> None:
    with world.register.reading() as session:
        done = trail.head(session).events - before
        events = trail.entries(session, limit=done) if done else ()
    # One act may have been done and not yet told. It is there as a whole or not at all.
    assert done - len(told) in {0, 1}
    for act, number in (line.split() for line in told):
        if act == "backup":
            continue
        [document] = [
            each.document_id
            for each in (s.newest for s in reading.standings(world.register, world.now))
            if each.document.key == number
        ]
        assert (ACTS[act], documents.subject(document)) in {(e.act, e.subject) for e in events}
    world.assert_proven()
    for backup in folder.glob("*.zip"):
        with reading_archive(backup) as archive:
            assert list(archive.lines("tables/event.jsonl"))


def kill_again_and_again(world: World, folder: Path, kills: int, seed: int) -> None:
    random = Random(seed)
    acts: Counter[str] = Counter()
    for kill in range(kills):
        with world.register.reading() as session:
            before = trail.head(session).events
        told = acknowledged_before_the_kill(
            world, folder, 1000 * (kill + 1), random.uniform(0, 0.6)
        )
        assert_nothing_was_lost(world, folder, told, before)
        acts.update(line.split()[0] for line in told)
    assert acts["save"]


def test_what_was_acknowledged_survives_a_kill(world: World, tmp_path: Path) -> None:
    kill_again_and_again(world, tmp_path, kills=3, seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_what_was_acknowledged_survives_many_kills(world: World, tmp_path: Path, seed: int) -> None:
    kill_again_and_again(world, tmp_path, kills=10, seed=seed)


# No room, no turn, no server


@contextmanager
def small_disk(folder: Path) -> Iterator[Callable[[str], None]]:
    """A disk of one size; gives what makes it another one."""

    def mount(options: str) -> None:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        subprocess.run(command, check=True, capture_output=True)

    folder.mkdir()
    try:
        mount("size=2m")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only root can make a disk that is small enough to fill")
    try:
        yield lambda size: mount(f"remount,size={size}")
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(world: World, kept: list[str]) -> None:
    for number in range(100):
        random = Random(number).randbytes(30_000).hex()
        kept.append(world.save(sop(f"KS-{number}", steps=(random,))).id)


def test_a_full_disk_is_told_and_harms_nothing(sqlite: World, tmp_path: Path) -> None:
    assert sqlite.register.file is not None
    with small_disk(tmp_path / "disk") as resize:
        file = tmp_path / "disk" / "register.sqlite"
        sqlite.register.close()
        copyfile(sqlite.register.file, file)
        sqlite.register = Register(f"sqlite:///{file}")
        kept: list[str] = []
        with pytest.raises(RegisterFullError):
            fill(sqlite, kept)
        assert kept
        sqlite.assert_proven()
        with sqlite.register.reading() as session:
            found = {each.id for each in documents.newest(session)}
        assert set(kept) <= found
        resize("8m")
        sqlite.save(sop("KS-500"))
        sqlite.assert_proven()


@contextmanager
def another_writer(register: Register) -> Iterator[None]:
    """Somebody else who writes and does not come to an end."""
    other = Register(register.url.render_as_string(hide_password=False))
    with other.writing() as session:
        session.execute(text("SELECT 1"))  # with the first statement it is its turn
        yield
        session.rollback()
    other.close()


def test_a_writer_who_waits_too_long_is_told_and_may_try_again(world: World) -> None:
    hurried = Register(world.settings.database_url, wait=50)
    patient, world.register = world.register, hurried
    with another_writer(patient):
        with pytest.raises(RegisterBusyError):
            world.save(sop())
        assert reading.standings(hurried, world.now) == ()  # who reads does not wait
    world.save(sop())
    world.assert_proven()
    hurried.close()
    world.register = patient


def act_and_lose_the_connection(world: World) -> None:
    with world.register.writing() as session:
        ledger = trail.Ledger(session, trail.NOBODY, world.tick())
        ledger.record("register.made", "register")
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


def test_a_lost_connection_is_told_and_leaves_nothing_half_done(world: World) -> None:
    if world.register.on_sqlite:
        pytest.skip("a file has no connection to lose")
    world.save(sop())
    with pytest.raises(RegisterUnreachableError):
        act_and_lose_the_connection(world)
    world.assert_proven()
    world.submit()
    world.assert_proven()


def test_a_server_that_is_gone_is_told() -> None:
    gone = Register("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(RegisterUnreachableError):
        reading.standings(gone, START)


# Many at once


def at_once(world: World, acts: list[Callable[[Register], Any]]) -> list[Any]:
    """Do acts at the same time; gives what each came to, or how it was refused."""
    register = Register(world.settings.database_url, wait=120_000)

    def done(act: Callable[[Register], Any]) -> object:
        try:
            return act(register)
        except SopkitError as refusal:
            return type(refusal)

    with ThreadPoolExecutor(len(acts)) as threads:
        found = list(threads.map(done, acts))
    register.close()
    return found


def saving(world: World, number: str, title: str) -> Callable[[Register], Any]:
    writing = Writing(f"{number}.md", sop(number, title=title).encode())
    author, now = world.people["author"], world.now
    return lambda register: save_revision(register, author, writing, None, "", now).id


def test_many_writers_make_one_trail(world: World) -> None:
    found = at_once(world, [saving(world, f"KS-{each}", "Titel") for each in range(WRITERS)])
    with world.register.reading() as session:
        assert {each.id for each in documents.newest(session)} >= set(found)
    world.assert_proven()


def test_of_many_savers_of_one_text_one_gets_through(world: World) -> None:
    found = at_once(world, [saving(world, "KS-001", f"Titel {each}") for each in range(WRITERS)])
    assert Counter(found)[ChangedMeanwhileError] == WRITERS - 1
    world.assert_proven()


def test_of_two_approvals_at_once_one_counts(world: World) -> None:
    world.save(sop())
    world.submit()
    found = at_once(
        world,
        [
            lambda register, each=each: deciding.approve(  # type: ignore[misc] # bound at once
                register, world.people[each], "KS-001", TYPED, world.now
            )
            for each in ("approver", "second-approver")
        ],
    )
    assert sorted(found, key=str) == sorted([(), NotNeededError], key=str)
    world.assert_proven()


def test_a_release_and_a_withdrawal_at_once_leave_one_history(world: World) -> None:
    world.put_in_force(sop())
    world.save(sop(title="Anders"))
    world.submit()
    world.approve()
    approver, settings, now = world.people["approver"], world.settings, world.tick()
    found = at_once(
        world,
        [
            lambda register: releasing.release(register, settings, approver, Wish("KS-001"), now),
            lambda register: releasing.withdraw(
                register, settings, approver, "KS-001", "weg", TYPED, now
            ),
        ],
    )
    assert not any(isinstance(each, type) for each in found)
    versions = reading.history(world.register, "KS-001", None, world.tick())
    assert len({str(each.released.version) for each in versions}) == 2
    assert sum(each.released.withdrawn_from is not None for each in versions) == 1
    world.assert_proven()
