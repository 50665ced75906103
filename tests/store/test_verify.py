"""Whatever is done to the database behind sopkit's back, `verify` names the row."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import insert, text, update

from sopkit.model.control import Version
from sopkit.services.register.persons import rename
from sopkit.store import dump, lifecycle
from sopkit.store.anchor import Anchor, BrokenAnchorError, append_anchor, read_anchors
from sopkit.store.columns import Instant
from sopkit.store.stages import Releasing, Verdict
from sopkit.store.tables import METADATA
from sopkit.store.trail import Ledger, head
from sopkit.store.verify import Broken, verify
from tests.engines import copied, copied_on_server
from tests.register import START, World, live, sop
from tests.store.tampering import HARMS, owning

SELF_PROVING = {"content", "event", "free_text"}
LONG_AGO = "2020-01-01T00:00:00.000000Z"


def broken(world: World, *anchors: Anchor) -> list[Broken]:
    with world.register.reading() as session:
        return verify(session, anchors).broken


def told(world: World, *anchors: Anchor) -> list[str]:
    return [each.template.format(**each.facts) for each in broken(world, *anchors)]


Copy = Callable[[Path], AbstractContextManager[World]]
"""Makes a copy of a register."""


def full(world: World) -> World:
    """The register, in which something happened in every table."""
    live(world)
    with world.register.reading() as session:
        assert all(list(dump.rows_of(session, name)) for name in dump.table_names())
    return world


@pytest.fixture(scope="module")
def full_sqlite(sqlite_world: World, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    original = full(copied(sqlite_world, tmp_path_factory.mktemp("full")))

    @contextmanager
    def copy(folder: Path) -> Iterator[World]:
        world = copied(original, folder)
        yield world
        world.register.close()

    return copy


@pytest.fixture(scope="module")
def full_postgresql(postgresql: str, postgresql_world: World) -> Iterator[Copy]:
    with copied_on_server(postgresql_world, postgresql) as original:
        full(original)
        yield lambda _folder: copied_on_server(original, postgresql)


@pytest.fixture(params=["full_sqlite", "full_postgresql"])
def copy(request: pytest.FixtureRequest) -> Copy:
    """Makes copies of a register in which something happened in every table, on each engine."""
    found: Copy = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def lived(copy: Copy, tmp_path: Path) -> Iterator[World]:
    """Such a copy, to do harm to."""
    with copy(tmp_path) as world:
        yield world


def test_a_register_that_was_left_alone_is_proven(world: World) -> None:
    full(world).assert_proven()


TAMPERING = {
    "an event's facts": "UPDATE event SET facts = '{}' WHERE seq = 7",
    "an event's time": "UPDATE event SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 7",
    "an event's actor": "UPDATE event SET actor = 'x' WHERE seq = 7",
    "an event taken out": "DELETE FROM event WHERE seq = 7",
    "the last event taken out": "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)",
    "a text": "UPDATE content SET data = (SELECT data FROM content ORDER BY hash LIMIT 1)",
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
    "facts that are none": "UPDATE event SET facts = '' WHERE seq = 7",
    "a comment": "UPDATE free_text SET text = 'slecht' WHERE text = 'goed'",
    "what a comment is about": "UPDATE submission_comment SET step_id = 'x', words = 'X'",
    "a comment taken out": "DELETE FROM submission_comment",
    "a picture": "UPDATE revision_picture SET path = 'pictures/anders.png'",
    "a picture taken out": "DELETE FROM revision_picture",
    "a review": "DELETE FROM periodic_review",
    "a name brought back": "UPDATE free_text SET salt = 'x', text = 'x' WHERE text IS NULL",
    "who must approve": "UPDATE submission SET needed = 'approver,approver'",
}


ON_SQLITE = {
    "a text of another type": "UPDATE content SET data = 'x'",
    "a moment that is none": "UPDATE release SET review_due = 'yesterday'",
    "a number that is none": "UPDATE revision SET ordinal = 'first' WHERE ordinal = 2",
    "a title that is no text": "UPDATE revision SET title = CAST(X'FF' AS TEXT)",
    "a lead that is neither": "UPDATE team_period SET lead = 2",
    "a text cut at its beginning": (
        "UPDATE free_text SET text = 'tot volgend jaar', salt = salt || char(10) || 'klopt nog' "
        "WHERE text LIKE '%tot volgend jaar'"
    ),
}
"""What PostgreSQL's types forbid to whoever owns it, too."""

ON_POSTGRESQL = {
    "a time before Christ": (
        "UPDATE signature SET signed_at = "
        "(to_char(signed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00 BC')"
        "::timestamptz"
    ),
    "no time": "UPDATE revision SET recorded_at = 'infinity'",
}


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING.keys())
def test_tampering_is_found(lived: World, statement: str) -> None:
    assert_found(lived, statement)


@pytest.mark.parametrize("statement", ON_SQLITE.values(), ids=ON_SQLITE.keys())
def test_tampering_with_a_file_is_found(full_sqlite: Copy, tmp_path: Path, statement: str) -> None:
    with full_sqlite(tmp_path) as world:
        assert_found(world, statement)


@pytest.mark.parametrize("statement", ON_POSTGRESQL.values(), ids=ON_POSTGRESQL.keys())
def test_tampering_on_a_server_is_found(
    full_postgresql: Copy, tmp_path: Path, statement: str
) -> None:
    with full_postgresql(tmp_path) as world:
        assert_found(world, statement)


def assert_found(world: World, statement: str) -> None:
    assert broken(world) == []
    with owning(world.register) as connection:
        assert connection.exec_driver_sql(statement).rowcount > 0
    assert broken(world) != []


def test_a_version_without_its_approvals_is_found(world: World) -> None:
    """Nothing but a mistake in sopkit would record one."""
    world.save(sop("HR-001", department="hr"))
    submitted = world.submit("HR-001")
    world.approve("HR-001")
    with world.register.writing() as session:
        ledger = Ledger(session, world.people["approver"].id, world.tick())
        wish = Releasing(submitted, Version(1, 0), None, world.now, world.now, ())
        made, _head = lifecycle.release(ledger, wish)
    assert told(world) == [
        f"Version {made.id} of HR-001 was released with 1 of 2 approvals.",
    ]


def test_an_approval_by_an_author_is_found(world: World) -> None:
    saved = world.save(sop())
    submitted = world.submit()
    with world.register.writing() as session:
        ledger = Ledger(session, saved.author_id, world.tick())
        lifecycle.decide(ledger, submitted, saved, Verdict.APPROVED, right="approver")
    [found] = told(world)
    assert found.endswith("of KS-001 is by one of its authors.")


@pytest.mark.parametrize("table", sorted(set(METADATA.tables) - SELF_PROVING))
def test_a_row_from_nowhere_is_found_and_named(lived: World, table: str) -> None:
    columns = METADATA.tables[table].columns
    some = {int: 1, bool: True}
    values = {
        column.name: START
        if isinstance(column.type, Instant)
        else some.get(column.type.python_type, "x")
        for column in columns
    }
    with owning(lived.register) as connection:
        connection.execute(insert(METADATA.tables[table]).values(values))
    assert any(sentence.startswith(f"{table}:x") for sentence in told(lived))


def test_a_missing_trigger_is_found(lived: World) -> None:
    of_table = "" if lived.register.on_sqlite else " ON event"
    with lived.register.writing() as session:
        session.execute(text(f"DROP TRIGGER event_no_update{of_table}"))
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
        [before] = [row for row in dump.rows_of(session, "person") if row[1] == "author"]
    rename(lived.register, people["admin"], "author", "Anna Anders", lived.tick())
    person = METADATA.tables["person"]
    with owning(lived.register) as connection:
        back = update(person).where(person.c.id == before[0]).values(name=before[2])
        assert connection.execute(back).rowcount == 1
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
    """Do harm of some kind, and give its name. Where chance did none, it tries again elsewhere."""
    harm, random = HARMS[seed % len(HARMS)], Random(seed)
    with owning(world.register) as connection:
        while not harm(connection, random):
            connection.rollback()
    return harm.__name__


def every_harm_is_found(copy: Copy, folder: Path, seeds: range) -> None:
    for seed in seeds:
        place = folder / str(seed)
        place.mkdir()
        with copy(place) as world:
            with world.register.reading() as session:
                end = head(session)
            name = harmed(world, seed)
            found = broken(world, Anchor(LONG_AGO, end.events, end.hash, "release"))
            assert found, (seed, name)
        shutil.rmtree(place)


def test_random_harm_is_found_with_an_anchor(copy: Copy, tmp_path: Path) -> None:
    every_harm_is_found(copy, tmp_path, range(35))


@pytest.mark.soak
def test_a_thousand_harms_are_found_with_an_anchor(copy: Copy, tmp_path: Path) -> None:
    every_harm_is_found(copy, tmp_path, range(1000, 2200))
