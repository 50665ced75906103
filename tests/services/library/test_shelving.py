"""What readers find follows from what was released: at once, and again if it was lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from sopkit.services.library import shelving
from sopkit.services.library.searching import search
from sopkit.store.passing_tables import (
    PASSING,
    LibraryEntry,
    SearchPosting,
    SearchStem,
    SearchTrigram,
    SearchWord,
)
from tests.register import World, sop


def found(world: World, query: str, **later: float) -> list[str]:
    moment = world.now + timedelta(**later)
    return [hit.title for hit in search(world.register, query, "nl", moment)]


def test_what_is_released_is_found_at_once_and_by_its_newest_text(world: World) -> None:
    world.put_in_force(sop(title="Fietsen stallen"))
    assert found(world, "fietsen") == ["Fietsen stallen"]
    world.tick(days=1)
    world.put_in_force(sop(title="Brommers stallen"))
    assert found(world, "fietsen") == []
    assert found(world, "brommers") == ["Brommers stallen"]


def test_a_version_that_is_to_come_is_found_from_its_day_on(world: World) -> None:
    world.put_in_force(sop(title="Fietsen stallen"))
    world.save(sop(title="Brommers stallen"))
    world.submit()
    world.approve()
    world.release(effective_from=world.now + timedelta(days=7))
    assert found(world, "brommers", days=6) == []
    assert found(world, "fietsen", days=6) == ["Fietsen stallen"]
    assert found(world, "brommers", days=8) == ["Brommers stallen"]
    assert found(world, "fietsen", days=8) == []


def test_what_is_withdrawn_is_found_no_longer(world: World) -> None:
    world.put_in_force(sop(title="Fietsen stallen"))
    world.withdraw()
    assert found(world, "fietsen", minutes=1) == []


def test_a_version_withdrawn_before_its_day_leaves_the_one_before_in_force(world: World) -> None:
    world.put_in_force(sop(title="Fietsen stallen"))
    world.save(sop(title="Brommers stallen"))
    world.submit()
    world.approve()
    world.release(effective_from=world.now + timedelta(days=7))
    world.withdraw()
    assert found(world, "brommers", days=8) == []
    assert found(world, "fietsen", days=8) == ["Fietsen stallen"]


def test_shelves_that_were_lost_are_filled_again_with_the_same(world: World) -> None:
    world.put_in_force(sop(title="Fietsen stallen"))
    world.put_in_force(sop("KS-002", title="Brommers stallen"), "KS-002")
    with world.register.reading() as session:
        before = shelves(session)
    with world.register.writing() as session:
        for table in reversed(PASSING.sorted_tables):
            if table.name.startswith(("library", "search")):
                session.execute(table.delete())
    assert found(world, "stallen") == []
    assert shelving.fill(world.register, world.now) == 2
    with world.register.reading() as session:
        assert shelves(session) == before
    assert shelving.fill(world.register, world.now) == 0


def test_what_another_program_made_is_made_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.put_in_force(sop(title="Fietsen stallen"))
    monkeypatch.setattr(shelving, "program", lambda: "another")
    assert shelving.fill(world.register, world.now) == 1
    assert found(world, "fietsen") == ["Fietsen stallen"]


def test_nothing_is_left_of_a_text_whose_time_is_over(world: World) -> None:
    world.put_in_force(sop(title="Fietsen stallen"))
    world.withdraw()
    with world.register.reading() as session:
        for table in (LibraryEntry, SearchPosting, SearchStem, SearchWord, SearchTrigram):
            assert session.exec(select(table)).all() == []


def shelves(session: Session) -> list[object]:
    """What stands on the shelves, without the ids that rows have by chance."""
    entries = session.exec(select(LibraryEntry.number, LibraryEntry.title, LibraryEntry.made_by))
    stems = session.exec(select(SearchStem.stem, SearchStem.entries))
    words = session.exec(select(SearchWord.word, SearchWord.entries))
    trigrams = session.exec(
        select(SearchTrigram.trigram, SearchWord.word).where(SearchTrigram.word_id == SearchWord.id)
    )
    postings = session.exec(
        select(SearchStem.stem, LibraryEntry.number, SearchPosting.passages).where(
            SearchPosting.stem_id == SearchStem.id, SearchPosting.entry_id == LibraryEntry.id
        )
    )
    return [sorted(each.all()) for each in (entries, stems, words, trigrams, postings)]
