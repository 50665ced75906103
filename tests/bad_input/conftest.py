"""What the tests of bad input share: a library, and sopkit run on it in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

from sopkit.cli.app import run
from tests.bad_input.program import GOOD, SECRET, Done, Sopkit, time_limit


@pytest.fixture
def sopkit(capsys: pytest.CaptureFixture[str]) -> Sopkit:
    """Runs a command line in this process, within the time limit."""

    def call(*arguments: str | Path) -> Done:
        capsys.readouterr()
        with time_limit():
            status = run([str(argument) for argument in arguments], {"LANG": "en_US.UTF-8"})
        output, errors = capsys.readouterr()
        assert "Traceback" not in output + errors, errors
        assert status in (0, 1, 2), errors
        return Done(status, output, errors)

    return call


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library with one good procedure, beside a folder that nobody may read."""
    root = tmp_path / "library"
    root.mkdir()
    (root / "organisation.yaml").write_text("name: Voorbeeld\nlanguage: nl\n", "utf-8")
    (root / "KS-001.md").write_text(GOOD, "utf-8")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "KS-666.md").write_text(GOOD.replace("Begroet", SECRET), "utf-8")
    (outside / "secret.svg").write_text(f"<svg><title>{SECRET}</title></svg>", "utf-8")
    (outside / "organisation.yaml").write_text(f"name: {SECRET}\n", "utf-8")
    return root
