"""Comments on steps of a submitted text, on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sopkit.refusals import (
    CommentMissingError,
    CommentTooLongError,
    NotAllowedError,
    ReviewOverError,
    UnknownReviewError,
    UnknownStepError,
)
from sopkit.services.register import deciding, submitting, tracing
from sopkit.services.reviews.commenting import COMMENT_MOST, comment
from sopkit.store import comments
from sopkit.store.comments import Comment
from tests.register import TYPED, World, sop
from tests.visitors import visitor

NUMBER = "KS-001"
STEP = "groet-de-klant"


def say(
    world: World, submission_id: str, text: str, by: str = "reviewer", step: str = STEP
) -> Comment:
    return comment(world.register, visitor(world, by), submission_id, step, text, world.tick())


def said(world: World, submission_id: str) -> list[tuple[str, str, str]]:
    with world.register.reading() as session:
        found = comments.of_submission(session, submission_id)
    return [(each.step_id, each.words, each.text) for each in found]


def test_reviewers_approvers_and_authors_talk_about_a_step(world: World) -> None:
    world.save(sop())
    made = world.submit()
    say(world, made.id, "Binnen hoeveel seconden?")
    say(world, made.id, "  Dat vraag ik mij ook af.\n", by="approver")
    say(world, made.id, "Twintig, ik zet het erbij.", by="author")
    say(world, made.id, "Verder goed.", step="")
    assert said(world, made.id) == [
        (STEP, "Groet de klant", "Binnen hoeveel seconden?"),
        (STEP, "Groet de klant", "Dat vraag ik mij ook af."),
        (STEP, "Groet de klant", "Twintig, ik zet het erbij."),
        ("", "", "Verder goed."),
    ]
    world.assert_proven()


def test_a_comment_stands_in_the_trail_and_its_words_outside_the_chain(world: World) -> None:
    world.save(sop())
    made = world.submit()
    say(world, made.id, "Binnen hoeveel seconden?")
    [line, *_] = tracing.events(world.register, NUMBER, limit=10)
    assert (line.act, line.actor) == ("submission.commented", "Dirk Kwaliteit")
    assert line.reason == "Binnen hoeveel seconden?"
    assert line.facts["step"] == STEP
    assert "seconden" not in str(line.facts)


@pytest.mark.parametrize("login", ["outsider", "trainee"])
def test_who_has_no_business_with_drafts_finds_no_review(world: World, login: str) -> None:
    world.save(sop())
    made = world.submit()
    with pytest.raises(UnknownReviewError):
        say(world, made.id, "Mooi.", by=login)
    with pytest.raises(UnknownReviewError):
        say(world, "0" * 32, "Mooi.")
    assert said(world, made.id) == []


def test_an_administrator_sees_and_does_not_comment(world: World) -> None:
    world.save(sop())
    made = world.submit()
    with pytest.raises(NotAllowedError):
        say(world, made.id, "Mooi.", by="admin")


def retract(world: World) -> None:
    author = world.people["author"]
    submitting.retract(world.register, author, NUMBER, "nog niet", world.tick())


def send_back(world: World) -> None:
    approver = world.people["approver"]
    deciding.send_back(world.register, approver, NUMBER, "te kort", TYPED, world.tick())


def put_in_force(world: World) -> None:
    world.approve()
    world.release()


@pytest.mark.parametrize("end", [retract, send_back, put_in_force])
def test_comments_are_closed_with_the_review_and_stay_to_be_read(
    world: World, end: Callable[[World], None]
) -> None:
    world.save(sop())
    made = world.submit()
    say(world, made.id, "Binnen hoeveel seconden?")
    end(world)
    with pytest.raises(ReviewOverError):
        say(world, made.id, "Nog iets.")
    assert len(said(world, made.id)) == 1
    world.assert_proven()


def test_a_comment_on_the_text_before_is_not_one_on_the_new_text(world: World) -> None:
    world.save(sop())
    first = world.submit()
    send_back(world)
    second = world.submit()
    with pytest.raises(ReviewOverError):
        say(world, first.id, "Te laat.")
    say(world, second.id, "Op tijd.")
    assert said(world, first.id) == []


def test_a_comment_needs_words_and_a_step_that_is_there(world: World) -> None:
    world.save(sop())
    made = world.submit()
    with pytest.raises(CommentMissingError):
        say(world, made.id, " \n ")
    with pytest.raises(CommentTooLongError):
        say(world, made.id, "x" * (COMMENT_MOST + 1))
    with pytest.raises(UnknownStepError):
        say(world, made.id, "Waar?", step="nergens")
    say(world, made.id, "x" * COMMENT_MOST)


def test_somebody_else_decided_on_what_was_read(world: World) -> None:
    world.save(sop())
    first = world.submit()
    send_back(world)
    world.save(sop(steps=("Groet de klant binnen 20 seconden.",)))
    world.submit()
    with pytest.raises(ReviewOverError):
        world.approve(submission_id=first.id)
    with pytest.raises(ReviewOverError):
        world.release(submission_id=first.id)
    register, author, approver = world.register, world.people["author"], world.people["approver"]
    with pytest.raises(ReviewOverError):
        deciding.send_back(
            register, approver, NUMBER, "nee", TYPED, world.tick(), submission_id=first.id
        )
    with pytest.raises(ReviewOverError):
        submitting.retract(register, author, NUMBER, "nee", world.tick(), submission_id=first.id)
    world.assert_proven()
