"""Backs a running register up to one file, and makes a register of such a file.

The file does not depend on the engine: what was backed up from SQLite restores into PostgreSQL
and the other way round.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sopkit.refusals import (
    BackupRefusedError,
    BrokenArchiveError,
    NotABackupError,
    OtherBackupError,
    RegisterThereError,
)
from sopkit.services.register.acting import refuse_without
from sopkit.services.register.anchoring import Anchored, anchor_at
from sopkit.services.register.archive import (
    ArchiveReader,
    Progress,
    file_digest,
    reading_archive,
    writing_archive,
)
from sopkit.settings import Settings
from sopkit.store import dump, migration, trail
from sopkit.store.columns import instant_text
from sopkit.store.people import EVERY_DEPARTMENT, Account, Right
from sopkit.store.session import Register, Session
from sopkit.store.trail import NOBODY, Fact, Head, Ledger
from sopkit.store.verify import verify

FORMAT = "sopkit-backup-1"

BACKERS = (Right.ADMINISTRATOR,)
"""Who may take a backup along."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: up to which event, and the hash of its file."""

    head: Head
    digest: str
    anchored: Anchored


@dataclass(frozen=True, slots=True)
class Restored:
    """A register that was made of a backup, which proved to be whole; `place` is where it is."""

    place: str
    head: Head
    made_at: str


def back_up(
    register: Register,
    settings: Settings,
    target: Path,
    now: datetime,
    *,
    actor: Account | None = None,
) -> Backup:
    """Write one state of the register to a file, while others go on using it.

    The file is verified by reading it again before it counts. That a backup was made is recorded
    afterwards, so a failure leaves no record of one. `actor` is who asks for it from elsewhere
    than the machine itself: an administrator.

    Raises NotAllowedError, AlreadyThereError, UnwritableError, OSError and BrokenArchiveError.
    """
    if actor is not None:
        with register.reading() as session:
            refuse_without(session, actor.id, BACKERS, EVERY_DEPARTMENT, now)
    with register.reading() as session, writing_archive(target, instant_text(now)) as archive:
        head = trail.head(session)
        for name in dump.table_names():
            archive.add_lines(_member(name), dump.rows_of(session, name))
        archive.finish(
            {
                "format": FORMAT,
                "tables": migration.head(),
                "events": head.events,
                "head": head.hash,
                "columns": {name: dump.columns_of(name) for name in dump.table_names()},
            }
        )
    with reading_archive(target) as written:
        for name in dump.table_names():
            for _row in written.lines(_member(name)):
                pass
    digest = file_digest(target)
    with register.writing() as session:
        after: dict[str, Fact] = {"digest": digest, "events": head.events, "head": head.hash}
        by = actor.id if actor else NOBODY
        Ledger(session, by, now).record("register.backed-up", "register", after=after)
    # The end of what is in the file is anchored, not the event just made: a register restored
    # from the file goes on from there.
    return Backup(head, digest, anchor_at(settings, head, "backup", now))


def restore(
    source: Path, settings: Settings, now: datetime, progress: Progress | None = None
) -> Restored:
    """Make a register of a backup, where there is none yet; all of it or nothing.

    Every member is compared with its hash, and the register that comes of it is verified.

    Raises BrokenArchiveError, NotABackupError, OtherBackupError, RegisterThereError,
    BackupRefusedError and OSError.
    """
    with reading_archive(source) as archive, closing(Register(settings.database_url)) as register:
        manifest = archive.manifest
        if manifest.get("format") != FORMAT:
            raise NotABackupError(source.name)
        if manifest.get("tables") != migration.head():
            raise OtherBackupError(source.name)
        if not migration.is_empty(register):
            raise RegisterThereError(register.place)
        digest = file_digest(source)
        with migration.upgrading(register) as session:
            for number, name in enumerate(dump.table_names(), start=1):
                _restore_table(session, archive, name)
                if progress is not None:
                    progress(number, len(dump.table_names()))
            head = trail.head(session)
            if (head.events, head.hash) != (manifest.get("events"), manifest.get("head")):
                raise BrokenArchiveError(source.name)
            found = verify(session)
            if found.broken:
                raise BackupRefusedError(source.name, len(found.broken))
            after: dict[str, Fact] = {"digest": digest, "events": head.events}
            Ledger(session, NOBODY, now).record("register.restored", "register", after=after)
        return Restored(register.place, head, str(manifest.get("made_at", "")))


def _restore_table(session: Session, archive: ArchiveReader, name: str) -> None:
    if tuple(archive.manifest.get("columns", {}).get(name, ())) != dump.columns_of(name):
        raise BrokenArchiveError(_member(name))
    try:
        dump.add_rows(session, name, archive.lines(_member(name)))
    except (TypeError, ValueError) as error:
        raise BrokenArchiveError(_member(name)) from error


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"
