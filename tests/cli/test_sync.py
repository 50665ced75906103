"""`sopkit sync`: what it tells, what it asks, and that it may be killed at any moment."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sopkit.services.register.sync_state import STATE_FILE
from sopkit.store import documents
from tests.cli.conftest import Outcome, Sopkit
from tests.cli.test_register import As, clock, commands
from tests.register import ORGANISATION, PASSWORD, World, sop

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-c", "from sopkit.cli.app import main; main()")


@pytest.fixture
def act(sopkit: Sopkit, sqlite: World) -> As:
    clock(sqlite)
    return commands(sopkit, sqlite)


@pytest.fixture
def folder(act: As, tmp_path: Path) -> Path:
    """A folder with a procedure that the register has too."""
    made = tmp_path / "map"
    made.mkdir()
    (made / "KS-001.md").write_text(sop())
    assert act("author", "sync", "map", "-m", "eerste").status == 0
    return made


def test_a_sync_tells_what_it_did(act: As, folder: Path) -> None:
    (folder / "KS-001.md").write_text(sop(title="Anders"))
    assert act("author", "sync", "map") == Outcome(
        0,
        "KS-001.md: changed here; the register has it now.\n"
        "Into the register: 1. Into the folder: 0. Left: 0. The same already: 1.\n",
        "",
    )
    done = act("author", "sync", "map")
    assert done == Outcome(0, "The folder and the register are the same (2 files).\n", "")


def test_what_is_left_gives_status_one(act: As, folder: Path) -> None:
    (folder / "notities.md").write_text("# Notities\n")
    (folder / "organisation.yaml").write_text(ORGANISATION + "# anders\n")
    done = act("author", "sync", "map")
    assert done.status == 1
    assert "notities.md: left; it has no document number." in done.out
    assert "you need the right “administrator” in every department" in done.out


def test_a_dry_run_changes_nothing(act: As, folder: Path, sqlite: World) -> None:
    (folder / "KS-001.md").write_text(sop(title="Anders"))
    done = act("author", "sync", "map", "--dry-run")
    assert done.out.startswith("This is what would be done; nothing was changed.\n")
    assert "KS-001.md: changed here; the register would take it.\n" in done.out
    assert "now" not in done.out
    with sqlite.register.reading() as session:
        [found] = [each for each in documents.newest(session) if each.path == "KS-001.md"]
        assert documents.text_of(session, found).decode() == sop()


def test_a_dry_run_makes_no_folder(act: As, tmp_path: Path) -> None:
    told = act("author", "sync", "nieuw", "--dry-run").out
    assert "organisation.yaml: new in the register; it would come here.\n" in told
    assert not (tmp_path / "nieuw").exists()


def test_a_conflict_is_told_and_solved(act: As, folder: Path, sqlite: World) -> None:
    sqlite.save(sop(title="Elders"))
    clock(sqlite)
    (folder / "KS-001.md").write_text(sop(title="Hier"))
    done = act("author", "sync", "map", "--lang", "nl")
    assert done.status == 1
    assert "KS-001.md: CONFLICT, hier én in het register gewijzigd." in done.out
    told = (folder / "_conflict-KS-001.md").read_text()
    assert "title: Hier" in told
    assert "title: Elders" in told
    assert "Verwijder dit bestand." in told
    assert act("author", "sync", "map", "--mine", "map/KS-001.md").status == 0
    assert not (folder / "_conflict-KS-001.md").exists()


@pytest.mark.usefixtures("folder")
def test_a_choice_about_an_unknown_file_is_refused(act: As) -> None:
    done = act("author", "sync", "map", "--theirs", "niets.md")
    assert done.status == 2
    assert "niets.md" in done.err


def test_without_a_terminal_nothing_is_dropped_unless_asked_for(act: As, folder: Path) -> None:
    (folder / "KS-001.md").unlink()
    done = act("author", "sync", "map")
    assert done.status == 1
    assert "KS-001.md: deleted here; the register still has it." in done.out
    assert act("author", "sync", "map", "--delete").status == 0


def test_json_tells_every_file(act: As, folder: Path) -> None:
    (folder / "KS-002.md").write_text(sop("KS-002"))
    told = json.loads(act("author", "sync", "map", "--format", "json").out)
    assert told["complete"] is True
    assert told["summary"] == {"sent": 1, "received": 0, "left": 0, "same": 2}
    [file] = told["files"]
    assert (file["path"], file["act"], file["why"]) == ("KS-002.md", "send", "new")
    assert file["document"] == {"kind": "sop", "key": "KS-002", "language": "nl"}


@pytest.mark.usefixtures("folder")
def test_a_file_is_no_folder(act: As) -> None:
    done = act("author", "sync", "map/KS-001.md")
    assert done.status == 2
    assert "is not a folder" in done.err


# Killed


def edit(folder: Path, chance: random.Random, turn: int) -> dict[str, str]:
    """Change, add, move and remove some files at random; gives all texts that are there then."""
    for number in range(1, 9):
        name = f"KS-{number:03}.md"
        text = sop(f"KS-{number:03}", title=f"Ronde {turn} van {folder.name}")
        match chance.randrange(6):
            case 0 | 1:
                for each in folder.rglob(name):
                    each.write_text(text)
            case 2 if not list(folder.rglob(name)):
                (folder / name).write_text(text)
            case 3:
                for each in list(folder.rglob(name)):
                    target = folder / f"map{chance.randrange(3)}" / name
                    target.parent.mkdir(exist_ok=True)
                    each.replace(target)
            case _:
                pass
    return texts_in(folder)


def texts_in(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != STATE_FILE
    }


def kept_texts(world: World) -> set[str]:
    """Every text that the register ever saved."""
    with world.register.reading() as session:
        found = [
            revision
            for each in documents.newest(session)
            for revision in documents.revisions(session, each.document_id)
        ]
        return {text.decode() for text in documents.texts_of(session, found).values()}


def run_and_kill(world: World, folder: Path, seconds: float | None) -> int:
    """Sync in a process of its own, killed after so many seconds; -9 if it was."""
    environment = {
        **os.environ,
        "SOPKIT_DATABASE_URL": world.register.url.render_as_string(hide_password=False),
        "SOPKIT_USER": "author",
        "SOPKIT_PASSWORD": PASSWORD,
    }
    arguments = [*PROGRAM, "sync", str(folder), "--delete"]
    process = subprocess.Popen(
        arguments, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        _, complaints = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
    else:
        assert process.returncode in (0, 1), complaints
        assert complaints == b""
    return process.returncode


def kill_syncs(world: World, folders: list[Path], runs: int, seed: int) -> None:
    """Kill syncs at random moments: whatever anybody wrote is in a folder or in the register."""
    clock(world)
    chance = random.Random(seed)
    took = 1.0
    killed = 0
    for run in range(runs):
        folder = folders[run % len(folders)]
        before = edit(folder, chance, run)
        killed += run_and_kill(world, folder, took * chance.uniform(0.3, 1.0)) == -9
        left = set(texts_in(folder).values()) | kept_texts(world)
        assert set(before.values()) <= left
        world.assert_proven()
        began = time.monotonic()
        assert run_and_kill(world, folder, None) in (0, 1)
        took = time.monotonic() - began
        left = set(texts_in(folder).values()) | kept_texts(world)
        assert {text for text in before.values() if text.startswith("---")} <= left
        settled = texts_in(folder)
        assert run_and_kill(world, folder, None) in (0, 1)
        assert texts_in(folder) == settled
        world.assert_proven()
        for conflict in folder.rglob("_conflict-*"):
            conflict.unlink()
    assert killed > runs // 3


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    found = [tmp_path / "een", tmp_path / "twee"]
    for each in found:
        each.mkdir()
    return found


def test_a_killed_sync_loses_nothing_and_the_next_one_finishes_it(
    sqlite: World, folders: list[Path]
) -> None:
    kill_syncs(sqlite, folders, 4, seed=1)


@pytest.mark.soak
def test_two_hundred_killed_syncs_lose_nothing(world: World, folders: list[Path]) -> None:
    kill_syncs(world, folders, 200, seed=random.randrange(10**9))


def test_two_people_sync_two_folders_at_once(sqlite: World, folders: list[Path]) -> None:
    clock(sqlite)
    for index, folder in enumerate(folders):
        for number in range(1, 31):
            name = f"KS-{number + 30 * index:03}"
            (folder / f"{name}.md").write_text(sop(name))
    environment = {
        **os.environ,
        "SOPKIT_DATABASE_URL": sqlite.register.url.render_as_string(hide_password=False),
        "SOPKIT_USER": "author",
        "SOPKIT_PASSWORD": PASSWORD,
    }
    running = [
        subprocess.Popen(
            [*PROGRAM, "sync", str(folder)],
            cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )
        for folder in (*folders, folders[0])
    ]  # fmt: skip
    statuses = [process.wait(timeout=120) for process in running]
    assert statuses[1] == 0
    assert 0 in (statuses[0], statuses[2])
    for folder in folders:
        run_and_kill(sqlite, folder, None)
        run_and_kill(sqlite, folder, None)
    assert texts_in(folders[0]) == texts_in(folders[1])
    assert len(texts_in(folders[0])) == 61
    sqlite.assert_proven()
