"""Rows and the digests of the trail find each other, in whatever order they come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from sopkit.services.register.backing_up import back_up, restore
from sopkit.services.register.opening import open_register
from sopkit.settings import Settings, database_url
from sopkit.store import dump, people, trail
from sopkit.store.pairing import Digests, Pairing, pairing
from sopkit.store.session import Register
from sopkit.store.tables import METADATA
from sopkit.store.verify import verify
from tests.register import World, live, sop

ALONE = "{row} is in no event of the trail."
OTHER = "{row} is not what the trail recorded."
GONE = "{row} is in the trail, and gone from its table."

names = st.sampled_from([f"table:{letter}" for letter in "abcd"])
digests = st.sampled_from(["one", "two"])


def naive(
    events: Sequence[Mapping[str, str]], rows: Sequence[tuple[str, str]]
) -> set[tuple[str, str]]:
    """What is wrong, found with everything at hand."""
    last: dict[str, str] = {}
    for event in events:
        last.update(event)
    found: set[tuple[str, str]] = set()
    for name, digest in rows:
        if name not in last:
            found.add((ALONE, name))
        elif last[name] != digest:
            found.add((OTHER, name))
    return found | {(GONE, name) for name in last if name not in dict(rows)}


def generated(rows: Sequence[tuple[str, str]]) -> Digests:
    yield from rows


@given(
    st.lists(st.tuples(st.dictionaries(names, digests, max_size=3), st.booleans()), max_size=8),
    st.dictionaries(names, digests),
    st.randoms(),
)
def test_what_is_found_does_not_depend_on_the_order(
    events: list[tuple[dict[str, str], bool]], table: dict[str, str], random: Random
) -> None:
    rows = list(table.items())
    random.shuffle(rows)
    several = [generated(rows[::2]), generated(rows[1::2])]
    found = Pairing(several, table.get)
    for event, reads_on in events:
        found.record(event)
        if reads_on:
            found.catch_up()
    assert set(found.unpaired()) == naive([event for event, _ in events], rows)


def test_a_second_row_of_one_name_is_found() -> None:
    """A table that lost its key may have one."""
    for first, second in (("one", "two"), ("two", "one"), ("one", "one")):
        for looks_ahead in (True, False):
            found = Pairing([generated([("table:a", first), ("table:a", second)])], lambda _: "one")
            if looks_ahead:
                found.catch_up()
            found.record({"table:a": "one"})
            found.catch_up()
            assert list(found.unpaired())


def most_waiting(register: Register) -> int:
    """How much waits at most, read on after every event."""
    with register.reading() as session:
        found = pairing(session)
        waiting = []
        for event in reversed(trail.entries(session, limit=1000)):
            found.record(event.facts.get("rows", {}))
            found.catch_up()
            waiting.append(len(found._recorded) + len(found._met))
        assert list(found.unpaired()) == []
        found.close()
    assert len(waiting) > 40
    return max(waiting)


def test_little_waits_where_rows_lie_as_they_were_recorded(world: World, tmp_path: Path) -> None:
    live(world)
    for each in range(5):
        world.put_in_force(sop(title=f"Titel {each}"))
    most = most_waiting(world.register)
    # Of each table the row that comes next, and the people, whose rows were changed later.
    assert most <= len(METADATA.tables) + len(world.people)
    backup = tmp_path / "backup.zip"
    back_up(world.register, world.settings, backup, world.tick())
    elsewhere = Settings(database_url(str(tmp_path / "restored.sqlite")))
    restore(backup, elsewhere, world.tick())
    with closing(open_register(elsewhere)) as restored:
        assert most_waiting(restored) <= most


def test_a_person_who_is_as_before_is_proven(world: World) -> None:
    for language in ("nl", "en", "nl", "en"):
        with world.register.writing() as session:
            ledger = trail.Ledger(session, trail.NOBODY, world.tick())
            people.set_language(ledger, world.people["author"].id, language)
    world.assert_proven()


def test_rows_may_lie_in_any_order(sqlite: World) -> None:
    sqlite.put_in_force(sop())
    sqlite.withdraw()
    random = Random(1)
    with sqlite.register.writing() as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        kept = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        triggers = kept.all()
        for name, _sql in triggers:
            session.execute(text(f"DROP TRIGGER {name}"))
        for table in dump.table_names():
            rows = list(dump.rows_of(session, table))
            random.shuffle(rows)
            session.execute(METADATA.tables[table].delete())
            dump.add_rows(session, table, rows)
        for _name, sql in triggers:
            session.connection().exec_driver_sql(sql)
    with sqlite.register.reading() as session:
        assert verify(session).broken == []
