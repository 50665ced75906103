"""`verify`, `backup`, `restore` and `audit export` as a user types them."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Outcome, Sopkit
from tests.register import PASSWORD, World, sop


class Shell:
    """The program with the environment of one register."""

    def __init__(self, sopkit: Sopkit, world: World, anchor: Path) -> None:
        self._sopkit = sopkit
        self._environment = {
            "SOPKIT_DATABASE_URL": world.register.url.render_as_string(hide_password=False),
            "SOPKIT_ANCHOR": str(anchor),
            "SOPKIT_PASSWORD": PASSWORD,
        }

    def __call__(self, *arguments: str | Path, **environment: str) -> Outcome:
        return self._sopkit(*arguments, env={**self._environment, **environment})


@pytest.fixture
def shell(sopkit: Sopkit, sqlite: World, tmp_path: Path) -> Shell:
    sqlite.put_in_force(sop())
    return Shell(sopkit, sqlite, tmp_path / "anchors")


def test_without_anchors_verify_says_what_that_means(shell: Shell) -> None:
    done = shell("verify")
    assert done.status == 0
    assert "nobody can tell whether the trail was made anew" in done.out
    assert done.out.endswith("Everything is as it was recorded.\n")


def test_verify_compares_the_trail_with_the_anchors_that_a_backup_left(
    shell: Shell, tmp_path: Path
) -> None:
    assert shell("backup", "backup.zip").status == 0
    assert "It goes through all 1 anchors." in shell("verify").out
    (tmp_path / "anchors").write_text(f"2026-03-02T09:00:00.000000Z\t3\t{'0' * 64}\trelease\n")
    done = shell("verify", "--format", "json")
    told = json.loads(done.out)
    assert (done.status, told["sound"]) == (1, False)
    assert told["findings"] == ["Event 3 is not the one that was anchored."]


def test_verify_names_what_was_changed_in_the_language_of_the_user(
    shell: Shell, sqlite: World
) -> None:
    file = sqlite.register.file
    assert file is not None
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        [(name, trigger)] = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE name = 'release_no_update'"
        )
        connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE release SET major = 7")
        connection.execute(trigger)
    done = shell("verify", "--lang", "nl")
    assert done.status == 1
    assert "is niet wat het spoor heeft vastgelegd" in done.out
    assert "Het register is NIET wat is vastgelegd." in done.out


def test_a_backup_is_restored_elsewhere_and_verifies_there(shell: Shell) -> None:
    assert shell("backup", "backup.zip").status == 0
    done = shell("restore", "backup.zip", SOPKIT_DATABASE_URL="copy.sqlite")
    assert (done.status, done.err) == (0, "")
    assert shell("verify", SOPKIT_DATABASE_URL="copy.sqlite").status == 0


def test_what_cannot_be_done_is_told_in_a_sentence(shell: Shell) -> None:
    Path("there.zip").write_text("something\n")
    assert "there.zip is already there, and nothing was overwritten." in (
        shell("backup", "there.zip").err
    )
    assert "no/where.zip cannot be written: the folder no does not exist." in (
        shell("backup", "no/where.zip").err
    )
    with zipfile.ZipFile("letter.docx", "w") as letter:
        letter.writestr("word/document.xml", "<w:document/>")
    assert "letter.docx is no backup of a register." in (
        shell("restore", "letter.docx", SOPKIT_DATABASE_URL="x.sqlite").err
    )
    assert "damaged" in shell("restore", "there.zip", SOPKIT_DATABASE_URL="x.sqlite").err
    assert "Line 1 of there.zip is no anchor." in shell("verify", "--anchor", "there.zip").err
    assert "no/file cannot be read" in shell("verify", "--anchor", "no/file").err


def test_a_bundle_is_written_by_who_may(shell: Shell) -> None:
    assert shell("audit", "export", "audit.zip", "--as", "author").status == 2
    assert not Path("audit.zip").exists()
    done = shell("audit", "export", "audit.zip", "--as", "admin")
    assert (done.status, done.err) == (0, "")
    assert Path("audit.zip").is_file()
