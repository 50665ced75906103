"""The demo for tests: made once in a run, since it takes some seconds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sopkit.services.demo.making import make_demo
from sopkit.settings import Settings, database_url
from tests.once import made_once

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def demo_file(factory: pytest.TempPathFactory) -> Path:
    """The demo of a Wednesday, to be read only."""

    def make(folder: Path) -> None:
        make_demo(Settings(database_url(str(folder / "demo.sqlite"))), TODAY)

    return made_once(factory, "demo", make) / "demo.sqlite"
