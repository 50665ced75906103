"""What `deploy/` holds fits the program: settings, commands, and that it runs without rights."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sopkit.settings import Serving
from tests.docs_pages import ROOT

DEPLOY = ROOT / "deploy"
UNIT = (DEPLOY / "sopkit.service").read_text(encoding="utf-8")
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
OPERATION = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")


def settings_in(text: str) -> set[str]:
    return set(re.findall(r"\bSOPKIT_[A-Z_]+", text))


def test_every_setting_that_is_told_is_one_of_the_program() -> None:
    known = {
        name
        for path in (ROOT / "sopkit").rglob("*.py")
        for name in re.findall(r'"(SOPKIT_[A-Z_]+)"', path.read_text(encoding="utf-8"))
    }
    told = OPERATION + "".join(each.read_text(encoding="utf-8") for each in DEPLOY.iterdir())
    assert settings_in(told)
    assert settings_in(told) <= known


def test_systemd_waits_longer_than_the_program_takes_to_stop() -> None:
    [patience] = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)
    assert int(patience) > Serving().stop_seconds


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_the_unit_is_valid_and_has_few_rights(tmp_path: Path) -> None:
    unit = tmp_path / "sopkit.service"
    unit.write_text(UNIT.replace("/opt/sopkit/bin/sopkit", shutil.which("true") or "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", unit],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout


def test_the_image_runs_without_root_and_names_no_registry() -> None:
    assert re.findall(r"^USER (\d+)$", CONTAINERFILE, re.MULTILINE)[-1] != "0"
    for base in re.findall(r"^ARG PYTHON=(\S+)$", CONTAINERFILE, re.MULTILINE):
        assert "/" not in base
    assert re.findall(r"^FROM (\S+)", CONTAINERFILE, re.MULTILINE) == ["${PYTHON}"] * 2


def test_the_image_copies_what_is_there_and_not_left_out() -> None:
    kept = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    for line in re.findall(r"^COPY (?!--from)(.+)$", CONTAINERFILE, re.MULTILINE):
        for name in line.split()[:-1]:
            assert (ROOT / name).exists()
            assert name in kept
