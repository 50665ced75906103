"""The database itself forbids to change or remove what was recorded, on both engines."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from sopkit.services.register.persons import end_role, give_role, make_unrecognisable
from sopkit.store.tables import METADATA
from sopkit.store.triggers import APPEND_ONLY, KEPT, PERIODS, missing_triggers, triggers
from tests.register import World, sop


def run(world: World, statement: str, **values: object) -> None:
    with world.register.writing() as session:
        session.execute(text(statement), values)


def test_every_table_is_protected() -> None:
    protected = {table for table, _moment, _condition in triggers().values()}
    assert protected == set(METADATA.tables)


def test_nothing_that_was_recorded_is_changed_or_removed(world: World) -> None:
    world.put_in_force(sop())
    world.withdraw()
    give_role(world.register, world.people["admin"], "trainee", "medewerker", world.tick())
    seen = set()
    for table in (*APPEND_ONLY, *PERIODS, *KEPT):
        with world.register.reading() as session:
            if not session.execute(text(f"SELECT count(*) FROM {table}")).scalar():  # noqa: S608 - our own names
                continue
        seen.add(table)
        refused = pytest.raises(DBAPIError, match=f"append-only: {table}")
        with refused:
            run(world, f"DELETE FROM {table}")  # noqa: S608 - our own names
        if table in APPEND_ONLY:
            column = METADATA.tables[table].primary_key.columns[0].name
            with pytest.raises(DBAPIError, match=f"append-only: {table}"):
                run(world, f"UPDATE {table} SET {column} = {column}")  # noqa: S608 - our own names
    assert {"event", "release", "revision", "signature", "withdrawal", "person"} <= seen
    world.assert_proven()


def test_a_table_is_not_emptied_at_one_stroke(world: World) -> None:
    if world.register.on_sqlite:
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="append-only: event"):
        run(world, "TRUNCATE event")


def test_a_period_ends_once(world: World) -> None:
    admin = world.people["admin"]
    give_role(world.register, admin, "trainee", "medewerker", world.tick())
    end_role(world.register, admin, "trainee", "medewerker", world.tick())
    for change in ("valid_until = NULL", "role = 'x'", "person_id = person_id"):
        with pytest.raises(DBAPIError, match="append-only: role_period"):
            run(world, f"UPDATE role_period SET {change}")  # noqa: S608 - the list above


def test_a_name_may_be_taken_out_and_not_put_back(world: World) -> None:
    world.put_in_force(sop())
    make_unrecognisable(world.register, world.people["admin"], "author", world.tick())
    world.assert_proven()
    with pytest.raises(DBAPIError, match="append-only: free_text"):
        run(world, "UPDATE free_text SET text = 'x' WHERE text IS NULL")


def test_replacing_a_row_is_no_way_around(sqlite: World) -> None:
    with pytest.raises(DBAPIError, match="append-only: event"):
        run(sqlite, "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 1")


def test_a_trigger_that_was_emptied_counts_as_missing(world: World) -> None:
    with world.register.reading() as session:
        assert missing_triggers(session.connection()) == ()
    if world.register.on_sqlite:
        run(world, "DROP TRIGGER event_no_update")
        run(
            world,
            "CREATE TRIGGER event_no_update BEFORE UPDATE ON event FOR EACH ROW "
            "BEGIN SELECT 1; END",
        )
    else:
        run(
            world,
            "CREATE OR REPLACE FUNCTION sopkit_append_only() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RETURN NEW; END $$",
        )
    with world.register.reading() as session:
        assert "event_no_update" in missing_triggers(session.connection())
