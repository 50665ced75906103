"""The installed program, in a process of its own, takes bad input too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bad_input.program import GOOD, SECONDS, Done
from tests.bad_input.test_files import FILES


def program(*arguments: str | Path, given: bytes = b"", cwd: Path | None = None) -> Done:
    """Runs the installed program."""
    done = subprocess.run(
        [Path(sys.executable).with_name("sopkit"), *arguments],
        input=given,
        capture_output=True,
        timeout=SECONDS * 2,
        cwd=cwd,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize(
    "name", ["latin-1", "surrogates in YAML", "300 decisions", "empty", "control characters"]
)
def test_the_program_takes_any_bytes_from_standard_input(name: str) -> None:
    done = program("check", "-", given=FILES[name][0])
    assert "Traceback" not in done.output + done.errors
    assert done.status in (0, 1)


def test_the_program_survives_a_reader_that_leaves(library: Path) -> None:
    for index in range(300):
        (library / f"kopie-{index}.md").write_text("x", "utf-8")
    command = f"'{Path(sys.executable).with_name('sopkit')}' check '{library}' 2>&1 | head -n 1"
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, timeout=SECONDS * 2, check=False
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert "BrokenPipe" not in done.stdout + done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_the_program_prints_on_a_terminal_of_any_encoding(encoding: str, library: Path) -> None:
    (library / "KS-002.md").write_text(GOOD.replace("klant", "→ 🙂 ‘é’"), "utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("sopkit"), "check", library],
        capture_output=True,
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": encoding, "LC_ALL": "C"},
        timeout=SECONDS * 2,
        check=False,
    )
    assert b"Traceback" not in done.stdout + done.stderr
    assert done.returncode == 1
