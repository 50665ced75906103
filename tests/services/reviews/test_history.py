"""The history of a procedure and the comparing of its texts, on both engines."""

from __future__ import annotations

import pytest

from sopkit.model.control import Nature
from sopkit.refusals import NotComparedError, UnknownDocumentError, UnknownVersionError
from sopkit.services.register.saving import drop_draft
from sopkit.services.reviews.history import ComparedTexts, History, compare_texts, history
from sopkit.store.documents import DocumentKey, DocumentKind
from tests.register import World, sop
from tests.statements import queries
from tests.visitors import visitor

NUMBER = "KS-001"
CHANGED = sop(steps=("Groet de klant binnen 20 seconden.", "Vraag het ordernummer."))
DRAFT = sop(steps=("Groet de klant binnen 30 seconden.", "Vraag het ordernummer."))


def read(world: World, by: str = "author") -> History:
    return history(world.register, visitor(world, by), NUMBER, None, world.now)


def names(world: World, by: str = "author") -> list[str]:
    return [each.name for each in read(world, by).lines]


def compared(world: World, old: str, new: str, by: str = "author") -> ComparedTexts:
    return compare_texts(world.register, visitor(world, by), NUMBER, None, old, new, world.now)


def lived(world: World) -> None:
    world.put_in_force(sop())
    world.save(DRAFT)
    world.put_in_force(CHANGED)
    world.save(DRAFT)


def test_insiders_see_versions_and_what_was_saved_between(world: World) -> None:
    lived(world)
    assert names(world) == ["r4", "2.0", "r2", "1.0"]
    assert names(world, "reviewer") == names(world, "admin") == names(world)
    assert read(world).lines[1].submission_id is not None


def test_readers_see_the_versions_alone(world: World) -> None:
    lived(world)
    found = read(world, "trainee")
    assert [each.name for each in found.lines] == ["2.0", "1.0"]
    assert found.newest.ordinal == 3
    assert {each.submission_id for each in found.lines} == {None}
    for name in ("r4", "r2", "r1", "3.0", "r0", ""):
        with pytest.raises(UnknownVersionError):
            compared(world, "1.0", name, "trainee")
    assert compared(world, "1.0", "2.0", "trainee").comparison.difference.nature


def test_a_procedure_that_is_not_for_somebody_is_not_there(world: World) -> None:
    world.save(sop())
    for login in ("trainee", "outsider"):
        with pytest.raises(UnknownDocumentError):
            read(world, login)
    world.submit()
    world.approve()
    world.release(effective_from=world.now.replace(year=2027))
    assert names(world, "trainee") == ["1.0"]
    with pytest.raises(UnknownDocumentError):
        read(world, "outsider")
    world.withdraw()
    with pytest.raises(UnknownDocumentError):
        read(world, "trainee")
    assert names(world) == ["1.0"]


def test_what_is_in_force_is_for_everybody_and_what_is_to_come_for_its_department(
    world: World,
) -> None:
    world.put_in_force(sop())
    world.save(CHANGED)
    world.submit()
    world.approve()
    world.release(effective_from=world.now.replace(year=2027))
    assert names(world, "trainee") == ["2.0", "1.0"]
    assert names(world, "outsider") == ["1.0"]


def test_any_two_texts_are_compared_in_either_direction(world: World) -> None:
    lived(world)
    there = compared(world, "1.0", "2.0")
    back = compared(world, "2.0", "1.0")
    assert there.comparison.difference.nature is Nature.BEHAVIOURAL
    [step] = there.comparison.difference.changed_steps
    [same] = back.comparison.difference.changed_steps
    assert (step.old, step.new) == (same.new, same.old)
    assert compared(world, "r2", "r4").comparison.difference.identical
    assert compared(world, "r3", "2.0").comparison.difference.identical


def test_a_draft_that_was_dropped_is_listed_and_not_compared(world: World) -> None:
    world.save(sop())
    drop_draft(
        world.register,
        world.people["author"],
        DocumentKey(DocumentKind.SOP, NUMBER, "nl"),
        "toch niet",
        world.tick(),
    )
    assert names(world) == ["r2", "r1"]
    with pytest.raises(NotComparedError):
        compared(world, "r1", "r2")


def test_a_long_history_takes_no_more_queries_than_a_short_one(world: World) -> None:
    lived(world)
    author = visitor(world, "author")

    def listed() -> None:
        history(world.register, author, NUMBER, None, world.now)

    few = queries(listed)
    lived(world)
    lived(world)
    assert len(names(world)) == 12
    assert queries(listed) == few
