"""Whatever is done to the database behind sopkit's back, `verify` names the row."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest

from sopkit.services.register.persons import rename
from sopkit.store import dump
from sopkit.store.anchor import Anchor, BrokenAnchorError, append_anchor, read_anchors
from sopkit.store.columns import Instant
from sopkit.store.tables import METADATA
from sopkit.store.trail import head
from sopkit.store.verify import Broken, verify
from tests.engines import copied
from tests.register import World, live, sop
from tests.store.tampering import HARMS

SELF_PROVING = {"content", "event", "free_text"}
LONG_AGO = "2020-01-01T00:00:00.000000Z"


@contextmanager
def tampering(world: World) -> Iterator[sqlite3.Connection]:
    """The database in the hands of somebody who owns it: no triggers, no checks."""
    file = world.register.file
    assert file is not None
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        kept = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = kept.fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _name, sql in triggers:
            connection.execute(sql)


def broken(world: World, *anchors: Anchor) -> list[Broken]:
    with world.register.reading() as session:
        return verify(session, anchors).broken


def told(world: World, *anchors: Anchor) -> list[str]:
    return [each.template.format(**each.facts) for each in broken(world, *anchors)]


@pytest.fixture(scope="module")
def life(sqlite_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """A register in which something happened in every table."""
    world = copied(sqlite_world, tmp_path_factory.mktemp("lived"))
    live(world)
    with world.register.reading() as session:
        assert all(any(dump.rows_of(session, name)) for name in dump.table_names())
    return world


@pytest.fixture
def lived(life: World, tmp_path: Path) -> Iterator[World]:
    """A copy of it, to do harm to."""
    world = copied(life, tmp_path)
    yield world
    world.register.close()


def test_a_register_that_was_left_alone_is_proven(world: World) -> None:
    world.put_in_force(sop())
    world.withdraw()
    world.assert_proven()


TAMPERING = {
    "an event's facts": "UPDATE event SET facts = '{}' WHERE seq = 7",
    "an event's time": "UPDATE event SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 7",
    "an event's actor": "UPDATE event SET actor = 'x' WHERE seq = 7",
    "an event taken out": "DELETE FROM event WHERE seq = 7",
    "the last event taken out": "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)",
    "a text": "UPDATE content SET data = X'78'",
    "a reason": "UPDATE free_text SET text = 'x' WHERE text = 'nieuw'",
    "an author": "UPDATE revision SET author_id = (SELECT id FROM person WHERE login = 'admin')",
    "a revision's time": "UPDATE revision SET recorded_at = '2020-01-01T00:00:00.000000Z'",
    "a signature's person": (
        "UPDATE signature SET person_id = (SELECT id FROM person WHERE login = 'admin')"
    ),
    "a signature taken out": "DELETE FROM signature",
    "a version's number": "UPDATE release SET major = 9 WHERE major = 1",
    "a version's day": "UPDATE release SET review_due = '2020-01-01T00:00:00.000000Z'",
    "a right given": "UPDATE right_period SET \"right\" = 'administrator'",
    "a right's end": "UPDATE right_period SET valid_until = '2020-01-01T00:00:00.000000Z'",
    "a login": "UPDATE person SET login = 'somebody' WHERE login = 'author'",
    "a password": "UPDATE person SET password_hash = 'x' WHERE login = 'admin'",
    "a withdrawal undone": "DELETE FROM withdrawal",
    "a document": "UPDATE document SET \"key\" = 'KS-999' WHERE \"key\" = 'KS-001'",
    "an approval": "UPDATE decision SET verdict = 'returned'",
    "a text of another type": "UPDATE content SET data = 'x'",
    "a moment that is none": "UPDATE release SET review_due = 'yesterday'",
    "a number that is none": "UPDATE revision SET ordinal = 'first' WHERE ordinal = 2",
    "facts that are none": "UPDATE event SET facts = '' WHERE seq = 7",
    "a comment": "UPDATE free_text SET text = 'slecht' WHERE text = 'goed'",
    "what a comment is about": "UPDATE submission_comment SET step_id = 'x', words = 'X'",
    "a comment taken out": "DELETE FROM submission_comment",
    "a title that is no text": "UPDATE revision SET title = CAST(X'FF' AS TEXT)",
    "a lead that is neither": "UPDATE team_period SET lead = 2",
    "a picture": "UPDATE revision_picture SET path = 'pictures/anders.png'",
    "a picture taken out": "DELETE FROM revision_picture",
    "a review": "DELETE FROM periodic_review",
    "a name brought back": "UPDATE free_text SET salt = 'x', text = 'x' WHERE text IS NULL",
    "who must approve": "UPDATE submission SET needed = 'approver,approver'",
}


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING.keys())
def test_tampering_is_found(lived: World, statement: str) -> None:
    assert broken(lived) == []
    with tampering(lived) as connection:
        assert connection.execute(statement).rowcount > 0
    assert broken(lived) != []


@pytest.mark.parametrize("table", sorted(set(METADATA.tables) - SELF_PROVING))
def test_a_row_from_nowhere_is_found_and_named(lived: World, table: str) -> None:
    columns = METADATA.tables[table].columns
    values = [
        LONG_AGO
        if isinstance(column.type, Instant)
        else (1 if column.type.python_type in {int, bool} else "x")
        for column in columns
    ]
    names = ", ".join(f'"{column.name}"' for column in columns)
    marks = ", ".join("?" * len(values))
    with tampering(lived) as connection:
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608 - our own names
    assert any(sentence.startswith(f"{table}:x") for sentence in told(lived))


def test_a_missing_trigger_is_found(lived: World) -> None:
    file = lived.register.file
    assert file is not None
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TRIGGER event_no_update")
    assert told(lived) == ["The trigger event_no_update that protects a table is missing."]


def test_a_chain_that_was_cut_or_made_anew_is_found_by_an_anchor(lived: World) -> None:
    with lived.register.reading() as session:
        end = head(session)
    anchor = Anchor(LONG_AGO, end.events, end.hash, "release")
    assert broken(lived, anchor) == []
    other = Anchor(LONG_AGO, end.events - 1, end.hash, "release")
    assert told(lived, other) == [f"Event {other.events} is not the one that was anchored."]
    longer = Anchor(LONG_AGO, end.events + 5, end.hash, "release")
    assert told(lived, longer) == [
        f"The trail was cut: event {longer.events} was anchored and is gone."
    ]


def test_of_two_anchors_of_one_event_both_count(lived: World) -> None:
    with lived.register.reading() as session:
        end = head(session)
    right = Anchor(LONG_AGO, end.events, end.hash, "release")
    wrong = Anchor(LONG_AGO, end.events, "0" * 64, "backup")
    for anchors in ((right, wrong), (wrong, right)):
        assert told(lived, *anchors) == [f"Event {end.events} is not the one that was anchored."]


def test_a_row_put_back_to_what_it_was_before_is_found(lived: World) -> None:
    people = lived.people
    with lived.register.reading() as session:
        before = next(row for row in dump.rows_of(session, "person") if row[1] == "author")
    rename(lived.register, people["admin"], "author", "Anna Anders", lived.tick())
    with tampering(lived) as connection:
        changed = connection.execute(
            "UPDATE person SET name = ? WHERE id = ?", [before[2], before[0]]
        )
        assert changed.rowcount == 1
    assert f"person:{before[0]} is not what the trail recorded." in told(lived)


def test_anchors_are_read_as_they_were_written(lived: World, tmp_path: Path) -> None:
    file = tmp_path / "anchors"
    with lived.register.reading() as session:
        end = head(session)
    append_anchor(file, end, "release KS-001 1.0", lived.now)
    append_anchor(file, end, "backup", lived.now)
    assert [each.occasion for each in read_anchors(file)] == ["release KS-001 1.0", "backup"]
    with file.open("a") as cut_off:
        cut_off.write("2026-03-0")
    assert len(read_anchors(file)) == 2
    file.write_text("what is this\n")
    with pytest.raises(BrokenAnchorError):
        read_anchors(file)


def harmed(world: World, seed: int) -> str:
    """Do harm of some kind; gives its name, empty if it turned out to be none."""
    random = Random(seed)
    harm = HARMS[seed % len(HARMS)]
    with tampering(world) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        done = harm(connection, random)
        connection.execute("COMMIT" if done else "ROLLBACK")
    return harm.__name__ if done else ""


def every_harm_is_found(life: World, folder: Path, seeds: range) -> None:
    with life.register.reading() as session:
        end = head(session)
    anchor = Anchor(LONG_AGO, end.events, end.hash, "release")
    done: dict[str, int] = {}
    for seed in seeds:
        place = folder / str(seed)
        place.mkdir()
        world = copied(life, place)
        name = harmed(world, seed)
        done[name] = done.get(name, 0) + 1
        found = broken(world, anchor)
        assert bool(found) == bool(name), (seed, name, found)
        world.register.close()
        shutil.rmtree(place)
    assert {harm.__name__ for harm in HARMS} <= done.keys(), done


def test_random_harm_is_found_with_an_anchor(life: World, tmp_path: Path) -> None:
    every_harm_is_found(life, tmp_path, range(105))


@pytest.mark.soak
def test_a_thousand_harms_are_found_with_an_anchor(life: World, tmp_path: Path) -> None:
    every_harm_is_found(life, tmp_path, range(1000, 2200))
