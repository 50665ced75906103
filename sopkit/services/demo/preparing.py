"""Sees to it that there is a demo to be served: one of before, or a new one."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

from sopkit.errors import NotAFileError
from sopkit.refusals import NotADemoError
from sopkit.services.demo.making import Progress, make_demo
from sopkit.services.demo.mark import is_demo
from sopkit.services.library.shelving import fill
from sopkit.services.register.opening import Register, plan_upgrade, upgrade
from sopkit.settings import Settings, database_url

_SIDE_FILES = ("", "-wal", "-shm")
"""What SQLite keeps beside a file while somebody uses it."""


def prepare_demo(
    file: Path, now: datetime, *, fresh: bool, progress: Progress | None = None
) -> bool:
    """Make the demo in a file, unless there is one already; True if it was made now.

    One that an older sopkit made is brought up to date. `fresh` makes it anew. A file that is no
    demo is never touched. Raises NotAFileError, NotADemoError, RegisterUnknownError,
    RegisterDamagedError, OSError.
    """
    if file.is_dir():
        raise NotAFileError(file)
    if file.exists():
        _bring_up_to_date(file, now)
        if not fresh:
            return False
    file.parent.mkdir(parents=True, exist_ok=True)
    # Beside it first: who stops this half-way keeps what was there, or has nothing.
    making = file.with_name(f".{file.name}.new")
    _remove(making)
    make_demo(_settings(making), now.date(), progress)
    _remove(file)
    making.rename(file)
    return True


def _bring_up_to_date(file: Path, now: datetime) -> None:
    settings = _settings(file)
    planned = plan_upgrade(settings, now)
    with closing(Register(settings.database_url)) as register:
        if not planned.known or not is_demo(register):
            raise NotADemoError(file)
        if planned.steps:
            upgrade(settings, now)
        fill(register, now)  # what another sopkit put on the shelves may be told otherwise now


def _remove(file: Path) -> None:
    for suffix in _SIDE_FILES:
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def _settings(file: Path) -> Settings:
    return Settings(database_url(str(file)))
