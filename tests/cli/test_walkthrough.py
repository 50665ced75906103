"""The way from an empty folder to a version, as docs/register.md tells it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.cli.conftest import Sopkit
from tests.register import PASSWORD

PAGE = Path(__file__).parents[2] / "docs" / "register.md"

INSTEAD = "return"
"""What is done instead of approving, so that it cannot be done as well."""

LEAVES = ["sync", "procedures", "--as", "ada"]
"""What leaves something, as the page says."""

BRINGS = ["sync", "procedures", "--as", "anna"]
"""After what the page shows where the procedures stand."""


def commands() -> list[list[str]]:
    blocks = re.findall(
        r"^```\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("sopkit ")]


def test_the_walk_works_from_an_empty_folder_as_it_is_written(
    sopkit: Sopkit, tmp_path: Path
) -> None:
    surroundings = {
        "SOPKIT_DATABASE_URL": str(tmp_path / "register.sqlite"),
        "SOPKIT_PASSWORD": PASSWORD,
        "SOPKIT_NEW_PASSWORD": PASSWORD,
    }
    done = [each for each in commands() if each[0] != INSTEAD]
    assert {"init", "sync", "submit", "release", "pdf", "build"} <= {each[0] for each in done}
    for each in done:
        typed = [*each, "--yes"] if each == ["db", "upgrade"] else each  # there is no terminal
        outcome = sopkit(*typed, env=surroundings)
        assert outcome.status == (1 if each == LEAVES else 0), (each, outcome)
        if each == BRINGS:
            assert sopkit("status", env=surroundings).out in PAGE.read_text(encoding="utf-8")
    assert {each.name for each in tmp_path.glob("*.pdf")} == {"CS-002.pdf", "all.pdf"}
