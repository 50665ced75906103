"""Backups are whole, restore on either engine, and are refused when they are not what they were."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from sopkit.errors import AlreadyThereError
from sopkit.refusals import BrokenArchiveError, NotABackupError, RegisterThereError
from sopkit.services.register.backing_up import back_up, restore
from sopkit.services.register.opening import open_register
from sopkit.services.register.proving import prove
from sopkit.settings import Settings, database_url
from sopkit.store import dump
from tests.postgresql import drop_database, new_database
from tests.register import World, live, sop


def everything(settings: Settings) -> dict[str, list[list[object]]]:
    register = open_register(settings)
    with register.reading() as session:
        found: dict[str, list[list[object]]] = {
            name: [list(row) for row in dump.rows_of(session, name)] for name in dump.table_names()
        }
    register.close()
    found["event"] = [
        row for row in found["event"] if row[3] not in {"register.backed-up", "register.restored"}
    ]
    return found


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_backup_restores_into_either_engine(
    world: World, engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    live(world)
    made = back_up(world.register, world.settings, tmp_path / "backup.zip", world.tick())
    if engine == "sqlite":
        url = str(tmp_path / "restored.sqlite")
    else:
        address = request.getfixturevalue("postgresql")
        url = new_database(address)
        request.addfinalizer(lambda: drop_database(address, url))
    target = Settings(database_url(url))
    restored = restore(tmp_path / "backup.zip", target, world.tick())
    assert restored.head == made.head
    assert everything(target) == everything(world.settings)
    register = open_register(target)
    assert prove(register, target).broken == ()
    register.close()


def test_a_backup_is_taken_while_somebody_writes(world: World, tmp_path: Path) -> None:
    world.save(sop())
    with world.register.writing():
        # Only the record that a backup was made would wait; the backup itself does not.
        with world.register.reading() as session:
            rows = [list(dump.rows_of(session, name)) for name in dump.table_names()]
        assert any(rows)
    back_up(world.register, world.settings, tmp_path / "backup.zip", world.tick())
    world.assert_proven()


def test_a_backup_replaces_no_file(sqlite: World, tmp_path: Path) -> None:
    (tmp_path / "backup.zip").write_text("something")
    with pytest.raises(AlreadyThereError):
        back_up(sqlite.register, sqlite.settings, tmp_path / "backup.zip", sqlite.tick())
    assert (tmp_path / "backup.zip").read_text() == "something"


def test_nothing_is_restored_over_a_register(sqlite: World, tmp_path: Path) -> None:
    back_up(sqlite.register, sqlite.settings, tmp_path / "backup.zip", sqlite.tick())
    with pytest.raises(RegisterThereError):
        restore(tmp_path / "backup.zip", sqlite.settings, sqlite.tick())


def damaged(source: Path, target: Path, member: str, change: bytes | None) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name != member:
                new.writestr(name, old.read(name))
            elif change is not None:
                new.writestr(name, change)


@pytest.mark.parametrize("member", ["tables/event.jsonl", "tables/content.jsonl", "manifest.json"])
@pytest.mark.parametrize("change", [None, b"", b"{}\n", b"[1]\n", b"\xff\n"])
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    sqlite: World, tmp_path: Path, member: str, change: bytes | None
) -> None:
    back_up(sqlite.register, sqlite.settings, tmp_path / "backup.zip", sqlite.tick())
    damaged(tmp_path / "backup.zip", tmp_path / "damaged.zip", member, change)
    target = Settings(database_url(str(tmp_path / "restored.sqlite")))
    with pytest.raises((BrokenArchiveError, NotABackupError)):
        restore(tmp_path / "damaged.zip", target, sqlite.tick())
    restore(tmp_path / "backup.zip", target, sqlite.tick())


@pytest.mark.parametrize("keep", [0, 10, 0.5, 0.99])
def test_a_cut_off_backup_is_refused(sqlite: World, tmp_path: Path, keep: float) -> None:
    back_up(sqlite.register, sqlite.settings, tmp_path / "backup.zip", sqlite.tick())
    data = (tmp_path / "backup.zip").read_bytes()
    size = int(keep) if keep >= 1 else int(len(data) * keep)
    (tmp_path / "cut.zip").write_bytes(data[:size])
    target = Settings(database_url(str(tmp_path / "restored.sqlite")))
    with pytest.raises(BrokenArchiveError):
        restore(tmp_path / "cut.zip", target, sqlite.tick())


def test_a_forged_row_is_refused_though_the_manifest_was_mended(
    sqlite: World, tmp_path: Path
) -> None:
    from hashlib import sha256

    from sopkit.refusals import BackupRefusedError

    sqlite.put_in_force(sop())
    back_up(sqlite.register, sqlite.settings, tmp_path / "backup.zip", sqlite.tick())
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    forged = members["tables/release.jsonl"].replace(b",1,0,", b",7,0,")
    assert forged != members["tables/release.jsonl"]
    manifest = json.loads(members["manifest.json"])
    manifest["members"]["tables/release.jsonl"] = sha256(forged).hexdigest()
    members |= {"tables/release.jsonl": forged, "manifest.json": json.dumps(manifest).encode()}
    with zipfile.ZipFile(tmp_path / "forged.zip", "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    target = Settings(database_url(str(tmp_path / "restored.sqlite")))
    with pytest.raises(BackupRefusedError):
        restore(tmp_path / "forged.zip", target, sqlite.tick())
