"""Opens a register, makes one, and brings it up to date."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sopkit.settings import Settings
from sopkit.store import migration
from sopkit.store.columns import new_id
from sopkit.store.session import Register
from sopkit.store.trail import NOBODY, Ledger

__all__ = ["Register", "Upgrade", "check_ready", "open_register", "plan_upgrade", "upgrade"]


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What an upgrade is about to do, or did: its steps, and the copy that is made before.

    `known` tells that a register was there already.
    """

    place: str
    steps: tuple[str, ...]
    known: bool
    backup: Path | None


def open_register(settings: Settings) -> Register:
    """The register of these settings.

    Raises RegisterMissingError, RegisterOutdatedError, RegisterUnknownError, BadDatabaseError and
    what `Register.reading` raises.
    """
    register = Register(settings.database_url)
    try:
        migration.require_current(register)
    except BaseException:
        register.close()
        raise
    return register


def check_ready(register: Register) -> None:
    """Refuse while an open register cannot be worked with.

    Raises RegisterMissingError, RegisterOutdatedError, RegisterUnknownError and what
    `Register.reading` raises.
    """
    migration.require_current(register)


def plan_upgrade(settings: Settings, now: datetime) -> Upgrade:
    """What `upgrade` would do now. Raises RegisterUnknownError."""
    with closing(Register(settings.database_url)) as register:
        return _plan(register, now)


def upgrade(settings: Settings, now: datetime) -> Upgrade:
    """Make the register, or bring it up to date; a file of SQLite is copied first.

    Raises RegisterUnknownError, RegisterBusyError, RegisterFullError.
    """
    with closing(Register(settings.database_url)) as register:
        planned = _plan(register, now)
        if not planned.steps:
            return planned
        if planned.backup is not None:
            migration.copy_file(register, planned.backup)
        with migration.upgrading(register) as session:
            ledger = Ledger(session, NOBODY, now)
            act = "register.upgraded" if planned.known else "register.made"
            # The id makes the first event, and with it every other, unlike that of any register.
            ledger.record(act, "register", after={"id": new_id(), "tables": migration.head()})
        return planned


def _plan(register: Register, now: datetime) -> Upgrade:
    steps = migration.pending(register)
    known = not migration.is_empty(register)
    return Upgrade(
        register.place, steps, known, _backup(register, now) if steps and known else None
    )


def _backup(register: Register, now: datetime) -> Path | None:
    file = register.file
    if file is None:
        return None
    return file.with_name(f"{file.stem}-before-{now:%Y%m%d-%H%M%S}{file.suffix}")
