"""The program as a user has it: a command line in, two streams and an exit status out."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from sopkit.cli.app import run
from sopkit.resources import example_library


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did."""

    status: int
    out: str
    err: str


Sopkit = Callable[..., Outcome]

HEARS_CTRL_C = (
    # Tests that run in the background may have been told to ignore Ctrl-C, and so would their
    # children be.
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from sopkit.cli.app import main; main()"
)
"""The program, for `python -c`."""


@pytest.fixture
def sopkit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Sopkit:
    """Runs the program in an empty folder, in English unless the environment says otherwise."""
    monkeypatch.chdir(tmp_path)

    def start(
        *arguments: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None
    ) -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        status = run([str(argument) for argument in arguments], env or {})
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    return start


@pytest.fixture
def examples() -> Path:
    """The example library, to be read only."""
    return example_library()


def sop(instructions: str, *, number: str = "KS-001", terms: str = "None.") -> str:
    """The text of a small procedure without mistakes but those in its instructions."""
    return (
        f"---\nnumber: {number}\ntitle: Answering\ndepartment: Service\nlanguage: en\n---\n\n"
        f"## Purpose\n\nEvery customer is answered.\n\n## Terms\n\n{terms}\n\n"
        f"## Instructions\n\n{instructions}\n"
    )
