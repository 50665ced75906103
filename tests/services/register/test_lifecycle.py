"""From a draft to a version in force and out again, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sopkit.model.control import Meaning, Nature, Status, Version
from sopkit.refusals import (
    ChangedMeanwhileError,
    DecidedAlreadyError,
    DraftDroppedError,
    EffectiveEarlierError,
    HasErrorsError,
    MinorRefusedError,
    NatureLoweredError,
    NotAllowedError,
    NotApprovedError,
    NothingToSubmitError,
    NotInForceError,
    NotNeededError,
    NotUnderReviewError,
    NumberOfOthersError,
    OriginalFirstError,
    ReasonMissingError,
    ReleasedAlreadyError,
    SelfApprovalError,
    UnderReviewError,
    WrongPasswordError,
)
from sopkit.services.register import confirming, deciding, reading, submitting
from sopkit.services.register.persons import give_right
from sopkit.services.register.saving import Writing, drop_draft, save_revision
from sopkit.services.register.submitting import Proposal
from sopkit.store.documents import DocumentKey, DocumentKind
from tests.register import ORGANISATION, TYPED, World, sop
from tests.statements import queries

NUMBER = "KS-001"
CHANGED = sop(steps=("Groet de klant binnen 20 seconden.", "Vraag het ordernummer."))


def status(world: World, number: str = NUMBER) -> Status:
    return reading.standing(world.register, number, None, world.now).status


def test_a_text_goes_from_draft_to_in_force(world: World) -> None:
    world.save(sop())
    assert status(world) is Status.DRAFT
    world.submit()
    assert status(world) is Status.IN_REVIEW
    world.approve()
    assert status(world) is Status.APPROVED
    made = world.release()
    assert made.version == Version(1, 0)
    assert status(world) is Status.EFFECTIVE
    world.assert_proven()


def test_the_record_of_a_version_has_what_paper_must_show(world: World) -> None:
    world.put_in_force(sop())
    world.put_in_force(CHANGED)
    revision, text, record = reading.record(world.register, NUMBER, None, world.now)
    assert text == CHANGED.encode()
    assert record.status is Status.EFFECTIVE
    assert record.version == Version(2, 0)
    assert record.content_hash == revision.content_hash
    assert [(each.name, each.meaning) for each in record.signatures] == [
        ("Anna Auteur", Meaning.AUTHORSHIP),
        ("Bram Beoordelaar", Meaning.APPROVAL),
    ]
    assert [(str(each.version), each.nature) for each in record.history] == [
        ("2.0", Nature.BEHAVIOURAL),
        ("1.0", None),
    ]
    assert record.review_due is not None
    assert record.effective_from is not None
    assert record.review_due.year == record.effective_from.year + 1


def test_an_older_version_is_superseded_and_says_until_when(world: World) -> None:
    world.put_in_force(sop())
    newer = world.put_in_force(CHANGED)
    _, _, record = reading.record(world.register, NUMBER, None, world.now, version="1.0")
    assert record.status is Status.SUPERSEDED
    assert record.effective_until == newer.effective_from.date()


def test_nobody_approves_what_they_wrote(world: World) -> None:
    admin = world.people["admin"]
    from sopkit.services.register.persons import give_right

    for right in ("author", "approver"):
        give_right(world.register, admin, "approver", right, "klantenservice", world.tick())
    world.save(sop(), by="approver")
    world.save(CHANGED, by="author")
    world.submit()
    with pytest.raises(SelfApprovalError):
        world.approve(by="approver")
    world.approve(by="second-approver")
    world.assert_proven()


def test_a_text_under_review_stands_fast(world: World) -> None:
    world.save(sop())
    world.submit()
    with pytest.raises(UnderReviewError):
        world.save(CHANGED)
    submitting.retract(world.register, world.people["author"], NUMBER, "nog niet", world.tick())
    world.save(CHANGED)
    world.assert_proven()


def test_a_text_comes_back_with_a_reason(world: World) -> None:
    world.save(sop())
    world.submit()
    approver = world.people["approver"]
    with pytest.raises(ReasonMissingError):
        deciding.send_back(world.register, approver, NUMBER, " ", TYPED, world.tick())
    deciding.send_back(world.register, approver, NUMBER, "te kort", TYPED, world.tick())
    assert status(world) is Status.DRAFT
    world.assert_proven()


def test_a_text_with_errors_is_not_submitted(world: World) -> None:
    world.save(sop(steps=("Bel terug → [Nergens](#nergens)",)))
    with pytest.raises(HasErrorsError):
        world.submit()
    world.assert_proven()


def test_what_is_in_force_already_is_not_submitted_again(world: World) -> None:
    world.put_in_force(sop())
    with pytest.raises(NothingToSubmitError):
        world.submit()


@pytest.mark.parametrize("login", ["approver", "second-approver"])
def test_what_is_approved_waits_for_its_release_and_for_nobody_else(
    world: World, login: str
) -> None:
    world.save(sop())
    world.submit()
    world.approve()
    with pytest.raises(NotNeededError, match="waits for its release"):
        world.approve(by=login)


def test_a_release_says_why_there_is_nothing_to_release(world: World) -> None:
    saved = world.save(sop())
    with pytest.raises(NotUnderReviewError, match="must be submitted first"):
        world.release()
    world.put_in_force(CHANGED)
    with pytest.raises(ReleasedAlreadyError, match=r"KS-001 1\.0 is released already"):
        world.release()
    with pytest.raises(ReleasedAlreadyError):
        world.approve()
    world.withdraw()
    with pytest.raises(NotUnderReviewError):
        world.release()
    author = world.people["author"]
    drop_draft(world.register, author, saved.document, "weg", world.tick())
    with pytest.raises(DraftDroppedError):
        world.release()
    with pytest.raises(DraftDroppedError, match="Save a text of it first"):
        world.submit()


def test_signing_takes_the_password(world: World) -> None:
    world.save(sop())
    with pytest.raises(WrongPasswordError):
        submitting.submit(
            world.register,
            world.people["author"],
            Proposal(NUMBER, "nieuw"),
            replace(TYPED, text="wrong"),
            world.tick(),
        )


@pytest.mark.parametrize("login", ["outsider", "trainee", "admin", "approver"])
def test_only_an_author_of_the_department_submits(world: World, login: str) -> None:
    world.save(sop())
    with pytest.raises(NotAllowedError):
        world.submit(by=login)


@pytest.mark.parametrize("login", ["outsider", "trainee", "admin", "author"])
def test_only_an_approver_of_the_department_approves(world: World, login: str) -> None:
    world.save(sop())
    world.submit()
    with pytest.raises(NotAllowedError):
        world.approve(by=login)


def test_the_organisation_says_who_must_approve(world: World) -> None:
    world.save(sop("HR-001", department="hr"))
    world.submit("HR-001")
    world.approve("HR-001", by="reviewer")
    with pytest.raises(DecidedAlreadyError):
        world.approve("HR-001", by="reviewer")
    with pytest.raises(NotApprovedError):
        world.release("HR-001")
    world.approve("HR-001", by="approver")
    world.release("HR-001")
    world.assert_proven()


def test_a_change_of_what_people_do_is_a_major_version(world: World) -> None:
    world.put_in_force(sop())
    world.save(CHANGED)
    world.submit()
    world.approve()
    with pytest.raises(MinorRefusedError):
        world.release(major=False)
    assert world.release().version == Version(2, 0)


def test_a_change_of_layout_is_a_minor_version_that_an_approver_may_raise(world: World) -> None:
    world.put_in_force(sop())
    world.save(sop().replace("\n\n## Begrippen", "\n\n\n## Begrippen"))
    world.submit()
    world.approve()
    assert world.release().version == Version(1, 1)
    world.save(sop())
    world.submit()
    world.approve(nature=Nature.BEHAVIOURAL)
    assert world.release().version == Version(2, 0)


def test_the_nature_of_a_change_is_never_lowered(world: World) -> None:
    world.put_in_force(sop())
    world.save(CHANGED)
    with pytest.raises(NatureLoweredError):
        world.submit(nature=Nature.EDITORIAL)
    world.submit()
    with pytest.raises(NatureLoweredError):
        world.approve(nature=Nature.CLARIFYING)


def test_a_version_may_take_effect_later(world: World) -> None:
    world.put_in_force(sop())
    world.save(CHANGED)
    world.submit()
    world.approve()
    with pytest.raises(EffectiveEarlierError):
        world.release(effective_from=world.now - timedelta(days=1))
    world.release(effective_from=world.now + timedelta(days=7))
    assert status(world) is Status.APPROVED
    _, text, _ = reading.record(world.register, NUMBER, None, world.now)
    assert text == sop().encode()
    world.tick(days=8)
    _, text, _ = reading.record(world.register, NUMBER, None, world.now)
    assert text == CHANGED.encode()


def test_after_a_withdrawal_nothing_is_in_force_until_the_next_version(world: World) -> None:
    world.put_in_force(sop())
    world.put_in_force(CHANGED)
    world.withdraw()
    with pytest.raises(NotInForceError):
        reading.record(world.register, NUMBER, None, world.now)
    with pytest.raises(NotInForceError):
        world.withdraw()
    world.submit()
    world.approve()
    assert world.release().version == Version(3, 0)
    world.assert_proven()


def test_a_version_withdrawn_before_its_day_leaves_the_one_before_it(world: World) -> None:
    world.put_in_force(sop())
    world.save(CHANGED)
    world.submit()
    world.approve()
    world.release(effective_from=world.now + timedelta(days=7))
    world.withdraw()
    world.tick(days=10)
    _, text, _ = reading.record(world.register, NUMBER, None, world.now)
    assert text == sop().encode()
    world.assert_proven()


def test_a_translation_says_when_it_lags(world: World) -> None:
    english = sop(language="en")
    world.save(english, path="KS-001.en.md")
    world.save(sop())
    with pytest.raises(OriginalFirstError):
        world.submit(language="en")
    world.submit()
    world.approve()
    world.release()
    world.submit(language="en")
    world.approve(language="en")
    world.release(language="en")
    assert not reading.standing(world.register, NUMBER, "en", world.now).lags
    world.put_in_force(CHANGED)
    assert reading.standing(world.register, NUMBER, "en", world.now).lags
    assert not reading.standing(world.register, NUMBER, "nl", world.now).lags


def translated(world: World) -> None:
    world.save(sop(language="en"), path="KS-001.en.md")
    world.put_in_force(sop())
    world.submit(language="en")
    world.approve(language="en")
    world.release(language="en")


def test_the_same_words_may_translate_a_newer_version(world: World) -> None:
    translated(world)
    with pytest.raises(NothingToSubmitError):
        world.submit(language="en")
    world.put_in_force(sop().replace("\n\n## Begrippen", "\n\n\n## Begrippen"))
    assert reading.standing(world.register, NUMBER, "en", world.now).lags
    world.submit(language="en")
    world.approve(language="en")
    assert world.release(language="en").version == Version(1, 1)
    assert not reading.standing(world.register, NUMBER, "en", world.now).lags
    world.assert_proven()


def test_a_translation_of_a_version_to_come_does_not_lag(world: World) -> None:
    translated(world)
    world.save(CHANGED)
    world.submit()
    world.approve()
    world.release(effective_from=world.now + timedelta(days=7))
    world.submit(language="en")
    world.approve(language="en")
    world.release(language="en")
    assert not reading.standing(world.register, NUMBER, "en", world.now).lags
    world.tick(days=8)
    assert not reading.standing(world.register, NUMBER, "en", world.now).lags


def test_a_review_without_a_change_moves_the_date(world: World) -> None:
    world.put_in_force(sop())
    assert confirming.overdue(world.register, world.now) == ()
    world.tick(days=370)
    [late] = confirming.overdue(world.register, world.now)
    assert late.revision.document.key == NUMBER
    reviewer = world.people["reviewer"]
    confirming.confirm(world.register, reviewer, NUMBER, TYPED, world.tick(), note="klopt nog")
    assert confirming.overdue(world.register, world.now) == ()
    _, _, record = reading.record(world.register, NUMBER, None, world.now)
    assert record.signatures[-1].meaning is Meaning.REVIEW
    world.assert_proven()


def test_two_writers_do_not_overwrite_each_other(world: World) -> None:
    first = world.save(sop())
    world.save(CHANGED)
    with pytest.raises(ChangedMeanwhileError):
        save_revision(
            world.register,
            world.people["author"],
            Writing(f"{NUMBER}.md", sop(title="Anders").encode()),
            first.id,
            "",
            world.tick(),
        )


@pytest.fixture
def two(world: World) -> World:
    """A register in which Kees writes for customer service alone, and the author for both."""
    world.appoint("kees", "Kees Schrijver")
    admin = world.people["admin"]
    give_right(world.register, admin, "kees", "author", "klantenservice", world.tick())
    return world


def test_nobody_begins_a_translation_under_a_number_of_others(two: World) -> None:
    two.save(sop("HR-012", department="hr"))
    english = sop("HR-012", language="en")
    with pytest.raises(NumberOfOthersError):
        two.save(english, by="kees", path="HR-012.en.md")
    two.save(english, path="HR-012.en.md")  # the author writes for both
    changed = english.replace("Telefoon", "Phone")
    assert two.save(changed, by="kees", path="HR-012.en.md").ordinal == 2


def test_nobody_brings_a_translation_into_a_department_that_the_number_is_not_of(
    two: World,
) -> None:
    house = ORGANISATION.replace("roles:", "  - {id: finance, name: {nl: Financiën}}\nroles:")
    two.save(house, by="admin", path="organisation.yaml")
    give_right(two.register, two.people["admin"], "kees", "author", "finance", two.tick())
    two.save(sop("HR-012", department="hr"))
    two.save(sop("HR-012", language="en"), path="HR-012.en.md")
    moved = sop("HR-012", language="en", department="finance")
    with pytest.raises(NumberOfOthersError):
        two.save(moved, by="kees", path="HR-012.en.md")


def test_a_dropped_draft_keeps_its_number_from_others(two: World) -> None:
    two.save(sop("HR-012", department="hr"))
    key = DocumentKey(DocumentKind.SOP, "HR-012", "nl")
    drop_draft(two.register, two.people["author"], key, "", two.tick())
    with pytest.raises(NumberOfOthersError):
        two.save(sop("HR-012", language="en"), by="kees", path="HR-012.en.md")


def test_the_same_text_again_makes_no_revision(world: World) -> None:
    assert world.save(sop()) == world.save(sop())


def test_a_clock_that_was_set_back_changes_nothing_of_the_past(world: World) -> None:
    world.put_in_force(sop())
    released = world.now
    world.now -= timedelta(days=30)
    world.withdraw()
    _, _, record = reading.record(world.register, NUMBER, None, released)
    assert record.status is Status.EFFECTIVE
    newer = world.put_in_force(CHANGED)
    assert newer.effective_from >= released
    [second, first] = reading.history(world.register, NUMBER, None, newer.effective_from)
    assert (second.status, first.status) == (Status.EFFECTIVE, Status.WITHDRAWN)
    times = [each.at for each in reading.trail_of(world.register, NUMBER, None)]
    assert times == sorted(times, reverse=True)
    world.assert_proven()


def test_the_list_of_all_procedures_takes_no_more_queries_for_more_of_them(world: World) -> None:
    def listed() -> None:
        assert reading.standings(world.register, world.now)

    world.put_in_force(sop())
    few = queries(listed)
    for number in ("KS-002", "KS-003", "KS-004"):
        world.put_in_force(sop(number), number)
        world.save(sop(number, steps=("Iets anders.",)))
        world.submit(number)
    world.approve("KS-004")
    assert queries(listed) == few
