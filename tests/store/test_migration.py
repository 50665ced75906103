"""Upgrades keep every row and every protection, or change nothing; strangers are refused."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from sopkit.refusals import (
    RegisterMissingError,
    RegisterUnknownError,
)
from sopkit.services.register.opening import open_register, plan_upgrade, upgrade
from sopkit.settings import Settings, database_url
from sopkit.store import dump, migration, trail
from sopkit.store.triggers import missing_triggers
from sopkit.store.verify import verify
from tests.register import START, World, sop

ROOT = Path(__file__).resolve().parents[2]

NEXT = '''
"""Give documents and events a colour."""

import sqlalchemy as sa
from alembic import op

revision = "the_next_one"
down_revision = "{head}"
branch_labels = depends_on = None


def upgrade():
    copied = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    for name in ("document", "event"):
        with op.batch_alter_table(name, recreate=copied) as table:
            table.add_column(sa.Column("colour", sa.String(20), nullable=True))
    {ending}
'''

UPGRADE = """
import sys
from datetime import datetime
from sopkit.services.register.opening import upgrade
from sopkit.settings import Settings
from sopkit.store.session import Register
from sopkit.store.triggers import missing_triggers

done = upgrade(Settings(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
with Register(sys.argv[1]).reading() as session:
    assert missing_triggers(session.connection()) == ()
print(*done.steps, sep="\\n")
print(done.backup or "")
"""


def upgraded_by_the_next_sopkit(
    world: World, folder: Path, ending: str = "pass"
) -> subprocess.CompletedProcess[str]:
    """Upgrade a register with a copy of the program that has one migration more."""
    for name in ("sopkit", "alembic"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "web").symlink_to(ROOT / "web")
    file = folder / "alembic" / "versions" / "2099_01_01_a_colour.py"
    file.write_text(NEXT.format(head=migration.head(), ending=ending))
    return subprocess.run(
        [sys.executable, "-c", UPGRADE, world.settings.database_url, world.tick().isoformat()],
        env={"PYTHONPATH": str(folder), "PATH": ""},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def everything(world: World) -> dict[str, list[list[dump.Plain]]]:
    with world.register.reading() as session:
        return {name: list(dump.rows_of(session, name)) for name in dump.table_names()}


def test_the_tables_are_those_that_are_declared(world: World) -> None:
    assert migration.differences(world.register) == []
    with world.register.reading() as session:
        assert missing_triggers(session.connection()) == ()


def test_upgrading_again_does_nothing(world: World) -> None:
    before = everything(world)
    done = upgrade(world.settings, world.tick())
    assert (done.steps, done.backup) == ((), None)
    assert everything(world) == before


def test_an_upgrade_keeps_every_row_and_every_protection(world: World, tmp_path: Path) -> None:
    world.put_in_force(sop())
    before = everything(world)
    done = upgraded_by_the_next_sopkit(world, tmp_path / "next")
    assert done.returncode == 0, done.stderr
    step, backup = done.stdout.split("\n")[:2]
    assert step == "Give documents and events a colour."
    after = everything(world)
    assert [row[3] for row in after["event"][len(before["event"]) :]] == ["register.upgraded"]
    after["event"] = after["event"][: len(before["event"])]
    assert after == before
    world.assert_proven()
    # This sopkit is now the older one of the two.
    with pytest.raises(RegisterUnknownError):
        open_register(world.settings)
    with pytest.raises(RegisterUnknownError):
        upgrade(world.settings, world.tick())
    assert bool(backup) is world.register.on_sqlite
    if backup:
        copy = open_register(Settings(database_url(backup)))
        with copy.reading() as session:
            assert verify(session).broken == []
            assert trail.head(session).events == len(before["event"])
        copy.close()


def test_an_upgrade_that_fails_leaves_what_was(world: World, tmp_path: Path) -> None:
    world.put_in_force(sop())
    before = everything(world)
    done = upgraded_by_the_next_sopkit(world, tmp_path / "next", "raise ValueError('no')")
    assert done.returncode != 0
    assert "ValueError: no" in done.stderr
    assert everything(world) == before
    assert migration.differences(world.register) == []
    open_register(world.settings).close()
    world.assert_proven()
    world.save(sop(title="Anders"))


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE customer (name TEXT)")
    before = file.read_bytes()
    settings = Settings(database_url(str(file)))
    for act in (open_register, lambda each: upgrade(each, START), lambda e: plan_upgrade(e, START)):
        with pytest.raises(RegisterUnknownError, match="of a newer sopkit or of another program"):
            act(settings)
    assert file.read_bytes() == before


def test_a_revision_that_nobody_knows_is_refused(world: World) -> None:
    with world.register.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'from_the_future'"))
    for act in (open_register, lambda each: upgrade(each, START)):
        with pytest.raises(RegisterUnknownError, match="of a newer sopkit or of another program"):
            act(world.settings)


def test_where_there_is_no_register_nothing_is_made_by_looking(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "register.sqlite"
    settings = Settings(database_url(str(file)))
    with pytest.raises(RegisterMissingError):
        open_register(settings)
    assert plan_upgrade(settings, START).known is False
    assert not file.parent.exists()
