"""What a reviewer sees of a submission and may do about it, on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sopkit.model.control import Nature, Version
from sopkit.refusals import (
    ChangedMeanwhileError,
    DecidedAlreadyError,
    HasErrorsError,
    NotAllowedError,
    NothingToSubmitError,
    SelfApprovalError,
    UnderReviewError,
    UnknownDocumentError,
    UnknownReviewError,
    VersionChangedError,
)
from sopkit.services.register import confirming, deciding, releasing, submitting
from sopkit.services.register.persons import end_right, give_right
from sopkit.services.reviews.asking import Since
from sopkit.services.reviews.commenting import comment
from sopkit.services.reviews.proposing import Submittable, submittable
from sopkit.services.reviews.reviewing import Act, Review, Stage, review
from sopkit.services.reviews.upkeep import Upkeep, upkeep
from sopkit.services.reviews.waiting import Next, waiting
from tests.register import TYPED, World, sop
from tests.statements import queries
from tests.visitors import visitor

NUMBER = "KS-001"
CHANGED = sop(steps=("Groet de klant binnen 20 seconden.", "Vraag het ordernummer."))
LAYOUT = sop().replace("\n\n## Begrippen", "\n\n\n## Begrippen")


def seen(world: World, submission_id: str, by: str = "approver") -> Review:
    return review(world.register, visitor(world, by), submission_id, world.now)


def listed(world: World, by: str) -> list[tuple[str, Next, bool]]:
    found = waiting(world.register, visitor(world, by))
    return [(each.revision.document.key, each.next, each.mine) for each in found]


def draft(world: World, by: str = "author") -> Submittable:
    return submittable(world.register, visitor(world, by), NUMBER, None, world.now)


def send_back(world: World, by: str = "approver") -> None:
    person = world.people[by]
    deciding.send_back(world.register, person, NUMBER, "te kort", TYPED, world.tick())


def test_a_reviewer_sees_what_changed_and_what_it_asks_of_people(world: World) -> None:
    world.put_in_force(sop())
    world.save(CHANGED)
    made = world.submit()
    found = seen(world, made.id)
    assert found.base == Version(1, 0)
    assert found.nature is Nature.BEHAVIOURAL
    assert found.submitter == "Anna Auteur"
    assert found.submission.reason == "nieuw"
    assert found.difference is not None
    [step] = found.difference.changed_steps
    assert step.mark.title == "Groet de klant binnen 20 seconden"
    assert [(each.right, each.by) for each in found.approvals] == [("approver", None)]
    assert found.stage is Stage.WAITING


def test_a_first_version_is_shown_without_a_difference(world: World) -> None:
    world.save(sop())
    found = seen(world, world.submit().id)
    assert (found.base, found.difference, found.nature) == (None, None, None)
    assert [step.title for step in found.sop.walk()] == ["Groet de klant", "Vraag het ordernummer"]


ACTS = {
    "author": {Act.COMMENT, Act.RETRACT},
    "approver": {Act.COMMENT, Act.APPROVE, Act.SEND_BACK},
    "reviewer": {Act.COMMENT, Act.SEND_BACK},
    "admin": set(),
}


@pytest.mark.parametrize("login", ACTS)
def test_everybody_is_offered_what_they_may_do(world: World, login: str) -> None:
    world.save(sop())
    made = world.submit()
    assert seen(world, made.id, login).acts == ACTS[login]


@pytest.mark.parametrize("login", ["outsider", "trainee"])
def test_who_has_no_business_with_drafts_sees_no_review(world: World, login: str) -> None:
    world.save(sop())
    made = world.submit()
    with pytest.raises(UnknownReviewError):
        seen(world, made.id, login)
    assert listed(world, login) == []
    with pytest.raises(UnknownDocumentError):
        draft(world, login)


def test_a_review_is_seen_as_long_as_one_has_the_right(world: World) -> None:
    world.save(sop())
    made = world.submit()
    admin = world.people["admin"]
    end_right(world.register, admin, "reviewer", "reviewer", "klantenservice", world.tick())
    with pytest.raises(UnknownReviewError):
        seen(world, made.id, "reviewer")
    give_right(world.register, admin, "reviewer", "reviewer", "*", world.tick())
    assert seen(world, made.id, "reviewer").submission.id == made.id


def test_who_may_not_approve_is_told_why(world: World) -> None:
    admin = world.people["admin"]
    give_right(world.register, admin, "author", "approver", "klantenservice", world.tick())
    world.save(sop("HR-001", department="hr"))
    world.appoint("hr-author", "Hanna Personeel", "author", "approver", "reviewer")
    world.use_quick_passwords()
    world.save(sop())
    made = world.submit()
    assert isinstance(seen(world, made.id, "author").refused, SelfApprovalError)
    assert isinstance(seen(world, made.id, "reviewer").refused, NotAllowedError)
    assert seen(world, made.id, "approver").refused is None
    other = world.submit("HR-001", by="hr-author")
    world.approve("HR-001", by="reviewer")
    assert isinstance(seen(world, other.id, "reviewer").refused, DecidedAlreadyError)


def test_what_is_approved_waits_for_its_release(world: World) -> None:
    world.put_in_force(sop())
    world.save(LAYOUT)
    made = world.submit()
    world.approve(note="prima")
    found = seen(world, made.id)
    assert found.stage is Stage.APPROVED
    assert found.acts == {Act.COMMENT, Act.SEND_BACK, Act.RELEASE}
    [approval] = found.approvals
    assert approval.by is not None
    assert (approval.by.name, approval.by.decided.reason) == ("Bram Beoordelaar", "prima")
    assert found.proposal is not None
    assert (found.proposal.version, found.proposal.major) == (Version(1, 1), Version(2, 0))
    assert Act.RELEASE in seen(world, made.id, "admin").acts
    assert seen(world, made.id, "author").proposal is None


def test_a_change_of_what_people_do_offers_no_minor_version(world: World) -> None:
    world.put_in_force(sop())
    world.save(CHANGED)
    made = world.submit()
    world.approve()
    found = seen(world, made.id).proposal
    assert found is not None
    assert (found.version, found.major) == (Version(2, 0), None)


def retract(world: World) -> None:
    submitting.retract(world.register, world.people["author"], NUMBER, "nog niet", world.tick())


def put_in_force(world: World) -> None:
    world.approve()
    world.release()


@pytest.mark.parametrize(
    ("end", "stage"),
    [
        (retract, Stage.RETRACTED),
        (send_back, Stage.RETURNED),
        (put_in_force, Stage.RELEASED),
    ],
)
def test_a_review_that_is_over_stays_to_be_read_and_offers_nothing(
    world: World, end: Callable[[World], None], stage: Stage
) -> None:
    world.save(sop())
    made = world.submit()
    end(world)
    found = seen(world, made.id)
    assert (found.stage, found.acts) == (stage, frozenset())
    assert (found.ending is None) is (stage is Stage.RELEASED)
    assert (found.version is None) is (stage is not Stage.RELEASED)


def test_an_old_review_leads_to_the_one_that_goes_on(world: World) -> None:
    world.save(sop())
    first = world.submit()
    send_back(world)
    world.save(CHANGED)
    second = world.submit()
    assert seen(world, first.id).successor == second.id
    assert seen(world, second.id).successor is None


# The list


def test_what_waits_for_me_comes_first(world: World) -> None:
    world.save(sop("KS-002"))
    world.submit("KS-002")
    world.approve("KS-002")
    world.save(sop())
    world.submit()
    assert listed(world, "approver") == [
        ("KS-002", Next.RELEASE, False),
        (NUMBER, Next.APPROVE, False),
    ]
    assert listed(world, "reviewer") == [
        ("KS-002", Next.NOTHING, False),
        (NUMBER, Next.NOTHING, False),
    ]
    assert listed(world, "author") == [
        ("KS-002", Next.NOTHING, True),
        (NUMBER, Next.NOTHING, True),
    ]
    assert listed(world, "admin")[0] == ("KS-002", Next.RELEASE, False)


def test_what_one_approved_already_waits_for_others(world: World) -> None:
    world.save(sop("HR-001", department="hr"))
    world.appoint("quality", "Quirine Kwaliteit", "reviewer", "approver")
    world.use_quick_passwords()
    admin = world.people["admin"]
    give_right(world.register, admin, "author", "author", "hr", world.tick())
    world.submit("HR-001")
    assert listed(world, "quality") == [("HR-001", Next.APPROVE, False)]
    world.approve("HR-001", by="quality")
    [left] = waiting(world.register, visitor(world, "quality"))
    assert (left.next, left.missing) == (Next.NOTHING, ("reviewer",))


def test_the_list_takes_no_more_queries_for_more_submissions(world: World) -> None:
    approver = visitor(world, "approver")

    def read() -> None:
        assert waiting(world.register, approver)

    world.save(sop())
    made = world.submit()
    comment(world.register, visitor(world, "reviewer"), made.id, "", "mooi", world.tick())
    few = queries(read)
    for number in ("KS-002", "KS-003", "KS-004"):
        world.save(sop(number))
        other = world.submit(number)
        comment(world.register, visitor(world, "reviewer"), other.id, "", "mooi", world.tick())
    assert queries(read) == few
    found = waiting(world.register, visitor(world, "approver"))
    assert [each.comments for each in found] == [1, 1, 1, 1]


# Before submitting, and when it came back


def test_an_author_is_told_what_a_change_may_be_called(world: World) -> None:
    world.put_in_force(sop())
    world.save(CHANGED)
    assert draft(world).natures == (Nature.BEHAVIOURAL,)
    world.save(LAYOUT)
    found = draft(world)
    assert found.natures == tuple(Nature)
    assert (found.base, found.needed, found.refused) == (Version(1, 0), ("approver",), None)


def test_an_author_is_told_why_a_text_cannot_be_submitted(world: World) -> None:
    world.save(sop(steps=("Bel terug → [Nergens](#nergens)",)))
    found = draft(world)
    assert isinstance(found.refused, HasErrorsError)
    assert found.findings[0].code == "SOP306"
    world.save(sop())
    made = world.submit()
    found = draft(world)
    assert isinstance(found.refused, UnderReviewError)
    assert found.submission_id == made.id
    put_in_force(world)
    assert isinstance(draft(world).refused, NothingToSubmitError)
    assert isinstance(draft(world, "approver").refused, NotAllowedError)


def test_only_the_text_that_was_read_is_submitted(world: World) -> None:
    read = world.save(sop())
    newer = world.save(CHANGED)
    with pytest.raises(ChangedMeanwhileError):
        world.submit(revision_id=read.id)
    assert world.submit(revision_id=newer.id).revision_id == newer.id


def test_the_author_sees_what_is_asked_and_what_was_done_about_it(world: World) -> None:
    world.save(sop(steps=("Groet de klant.", "Vraag het ordernummer.", "Noem je naam.")))
    made = world.submit()
    for step, text in (
        ("groet-de-klant", "Hoe snel?"),
        ("vraag-het-ordernummer", "Eerst de naam."),
        ("noem-je-naam", "Dubbel."),
        ("", "Verder goed."),
    ):
        comment(world.register, visitor(world, "reviewer"), made.id, step, text, world.tick())
    assert draft(world).asked is None
    send_back(world)
    asked = draft(world).asked
    assert asked is not None
    assert (asked.ending.name, asked.ending.decided.reason) == ("Bram Beoordelaar", "te kort")
    same, whole = Since.SAME, Since.WHOLE
    assert [each.since for each in asked.remarks] == [same, same, same, whole]
    world.save(sop(steps=("Groet de klant binnen 20 seconden.", "Vraag het ordernummer.")))
    asked = draft(world).asked
    assert asked is not None
    assert [(each.since, each.step_id) for each in asked.remarks] == [
        (Since.CHANGED, "groet-de-klant-binnen-20-seconden"),
        (Since.SAME, "vraag-het-ordernummer"),
        (Since.REMOVED, ""),
        (Since.WHOLE, ""),
    ]
    world.submit()
    put_in_force(world)
    assert draft(world).asked is None


# The version in force


def keeping(world: World, by: str = "approver") -> Upkeep:
    return upkeep(world.register, visitor(world, by), NUMBER, None, world.now)


def test_one_confirms_and_withdraws_the_version_that_one_saw(world: World) -> None:
    world.put_in_force(sop())
    found = keeping(world)
    assert found.current is not None
    assert found.current == found.last
    assert (found.confirms, found.withdraws) == (True, True)
    assert (keeping(world, "reviewer").confirms, keeping(world, "reviewer").withdraws) == (
        True,
        False,
    )
    assert found.due is not None
    assert found.next_due is not None
    assert (found.next_due.year, found.interval and found.interval.text) == (2027, "12 months")
    world.put_in_force(CHANGED)
    register, person = world.register, world.people["approver"]
    with pytest.raises(VersionChangedError):
        confirming.confirm(register, person, NUMBER, TYPED, world.tick(), version="1.0")
    with pytest.raises(VersionChangedError):
        releasing.withdraw(
            register,
            world.settings,
            person,
            NUMBER,
            "weg",
            TYPED,
            world.tick(),
            version="1.0",
        )
    world.withdraw()
    found = keeping(world)
    assert (found.current, found.last, found.due, found.confirms) == (None, None, None, False)
