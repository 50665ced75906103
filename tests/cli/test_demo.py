"""`sopkit demo` makes a demo, goes on with it, and touches nothing else."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import httpx2
import pytest

from sopkit.services.demo.cast import PASSWORD
from tests.cli.conftest import HEARS_CTRL_C
from tests.demo import demo_file
from tests.processes import ended
from tests.register import World
from tests.serving import PATIENCE, PROGRAM, clean


@pytest.fixture
def file(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A demo of before."""
    return Path(shutil.copyfile(demo_file(tmp_path_factory), tmp_path / "try.sqlite"))


def demo(*arguments: str | Path, here: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, "demo", *arguments],
        cwd=here,
        env=clean() | {"XDG_DATA_HOME": str(here)} | env,
        capture_output=True,
        text=True,
        timeout=10 * PATIENCE,
        check=False,
    )


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("language", "told"), [("en", "answers customers"), ("nl", "helpt klanten")]
)
def test_it_tells_as_whom_one_can_sign_in_and_answers(file: Path, language: str, told: str) -> None:
    done = demo("--once", file, "--lang", language, here=file.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert PASSWORD in done.stdout
    assert re.search(rf"^sanne +Sanne de Vries +{told}", done.stdout, re.MULTILINE)


def test_it_is_made_in_the_data_folder_and_the_next_time_gone_on_with(tmp_path: Path) -> None:
    first = demo("--once", here=tmp_path)
    assert first.returncode == 0, first.stderr
    assert f"The demo is made: {Path('sopkit') / 'demo.sqlite'}" in first.stdout
    assert [each.name for each in (tmp_path / "sopkit").iterdir()] == ["demo.sqlite"]
    second = demo("--once", here=tmp_path)
    assert "The demo of before" in second.stdout


def test_the_register_in_earnest_and_its_settings_are_left_alone(
    file: Path, sqlite: World, tmp_path: Path
) -> None:
    real = sqlite.register.file
    assert real is not None
    before = digest(real)
    anchors = tmp_path / "anchors"
    done = demo(
        "--once",
        file,
        here=tmp_path,
        SOPKIT_DATABASE_URL=str(real),
        SOPKIT_ANCHOR=str(anchors),
        SOPKIT_HOST="0.0.0.0",  # noqa: S104 - to be passed over
        SOPKIT_SMTP_URL="smtp://nowhere.example",
    )
    assert done.returncode == 0, done.stderr
    assert "127.0.0.1" in done.stdout
    assert digest(real) == before
    assert not anchors.exists()


@pytest.mark.parametrize("options", [(), ("--fresh",)])
def test_what_is_no_demo_is_never_touched(
    sqlite: World, tmp_path: Path, options: tuple[str, ...]
) -> None:
    real = sqlite.register.file
    assert real is not None
    for name, data in {"empty": b"", "text": b"my notes\n" * 99, "other": None}.items():
        path = tmp_path / name
        if data is None:
            with closing(sqlite3.connect(path)) as connection, connection:
                connection.execute("CREATE TABLE bicycle (id)")
        else:
            path.write_bytes(data)
    for path in (real, *(tmp_path / name for name in ("empty", "text", "other"))):
        before = digest(path)
        done = demo("--once", *options, path, here=tmp_path)
        assert done.returncode == 2, path
        assert done.stderr.startswith("sopkit: error: ")
        assert digest(path) == before


def test_a_folder_is_no_register(tmp_path: Path) -> None:
    done = demo("--once", tmp_path, here=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert str(tmp_path) in done.stderr


def test_stopped_half_way_it_leaves_no_demo(tmp_path: Path) -> None:
    command = [*PROGRAM, "demo", "--once", "half.sqlite"]
    with (
        subprocess.Popen(command, cwd=tmp_path, env=clean(), stderr=subprocess.PIPE) as process,
        ended(process),
    ):
        making = tmp_path / ".half.sqlite.new"
        end = time.monotonic() + PATIENCE
        while not (making.exists() and making.stat().st_size > 500_000):
            assert time.monotonic() < end
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
    assert not (tmp_path / "half.sqlite").exists()


def test_it_is_served_until_ctrl_c(file: Path) -> None:
    command = [sys.executable, "-c", HEARS_CTRL_C, "demo", "--port", "0", str(file)]
    with (
        subprocess.Popen(command, env=clean(), stdout=subprocess.PIPE, text=True) as process,
        ended(process),
    ):
        assert process.stdout is not None
        found = (re.search(r"Open (http://127\.0\.0\.1:\d+/) in", line) for line in process.stdout)
        address = next(each[1] for each in found if each)
        assert httpx2.get(f"{address}readyz", timeout=PATIENCE).json() == {"ready": True}
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
