"""Getting a browser for the tests: with an environment, a PATH and an apt of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import playwright
import pytest

ROOT = Path(__file__).parents[2]
STARTS = "echo Chromium 1.0"
INSTALLS = f"""echo "$@" >> "$0.log"
case "$*" in *install*) printf '#!/bin/sh\\n{STARTS}\\n' > "${{0%/*}}/chromium"
chmod +x "${{0%/*}}/chromium";; esac"""
FAILS = 'echo "E: Unable to locate package chromium"; exit 100'
SUDO = '[ "$1" = -n ] && shift; exec "$@"'


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine that has only the programs that a test gives it, and no network."""

    programs: Path
    python: Path

    def give(self, name: str, script: str) -> None:
        program = self.programs / name
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)

    def set_up(self, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": str(self.programs),
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(Path(playwright.__file__).parents[1]))),
            "PLAYWRIGHT_BROWSERS_PATH": str(self.programs / "browsers"),
            "PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:9",
            **variables,
        }
        command = [str(self.python), "-m", "tests.browser.set_up"]
        return subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )

    @property
    def asked_of_apt(self) -> list[str]:
        """The last word of every call of apt-get so far."""
        log = self.programs / "apt-get.log"
        return [line.split()[-1] for line in log.read_text().splitlines()] if log.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    venv.create(tmp_path / "environment", symlinks=True)
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("env", "chmod"):
        (programs / name).symlink_to(f"/usr/bin/{name}")
    made = Machine(programs, tmp_path / "environment" / "bin" / "python")
    made.give("sudo", SUDO)
    return made


def test_a_browser_that_is_there_is_taken_without_a_word(machine: Machine) -> None:
    machine.give("chromium", STARTS)
    machine.give("apt-get", INSTALLS)
    done = machine.set_up()
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert machine.asked_of_apt == []


def test_a_missing_browser_is_installed_with_apt_once(machine: Machine) -> None:
    machine.give("apt-get", INSTALLS)
    first = machine.set_up()
    assert first.returncode == 0, first.stderr
    assert "apt (once; takes a minute)" in first.stderr
    assert machine.asked_of_apt == ["update", "chromium"]
    again = machine.set_up()
    assert (again.returncode, again.stderr) == (0, "")
    assert machine.asked_of_apt == ["update", "chromium"]


def test_a_browser_that_only_points_to_a_shop_is_not_taken(machine: Machine) -> None:
    machine.give("chromium-browser", "echo install me from a shop; exit 1")
    machine.give("apt-get", INSTALLS)
    assert machine.set_up().returncode == 0
    assert machine.asked_of_apt == ["update", "chromium"]


def test_a_browser_that_went_away_is_looked_for_again(machine: Machine) -> None:
    machine.give("google-chrome", STARTS)
    assert machine.set_up().returncode == 0
    (machine.programs / "google-chrome").unlink()
    machine.give("apt-get", INSTALLS)
    assert machine.set_up().returncode == 0
    assert machine.asked_of_apt == ["update", "chromium"]


def test_where_none_can_be_had_it_says_what_to_install_and_how_to_go_on(machine: Machine) -> None:
    machine.give("apt-get", FAILS)
    done = machine.set_up()
    assert done.returncode == 1
    assert "E: Unable to locate package chromium" in done.stderr
    assert "apt install chromium" in done.stderr
    assert "CHROMIUM=none" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("chromium", "status", "told"),
    [("none", 0, "are left out"), ("/no/such/browser", 1, "/no/such/browser does not start")],
)
def test_what_chromium_names_is_what_is_used(
    machine: Machine, chromium: str, status: int, told: str
) -> None:
    machine.give("apt-get", INSTALLS)
    done = machine.set_up(CHROMIUM=chromium)
    assert (done.returncode, told in done.stderr) == (status, True)
    assert machine.asked_of_apt == []


def test_tests_that_need_a_browser_are_skipped_with_a_reason_where_there_is_to_be_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CHROMIUM", "none")
    opening = Path(__file__).with_name("test_opening.py")
    command = [sys.executable, "-m", "pytest", "-n0", "-rs", "-p", "no:cacheprovider", str(opening)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "CHROMIUM=none: no browser" in done.stdout
    assert "passed" not in done.stdout
