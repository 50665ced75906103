"""Who is told what, when something happens to a procedure."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sopkit.model.notice import Notice, Rhythm
from sopkit.services.notices.choosing import Choice, choose
from sopkit.services.register import deciding, submitting
from sopkit.services.register.persons import close_account, end_right, give_right, give_role
from tests.register import TYPED, sop
from tests.services.notices.conftest import Office

TITLE = "KS-001 Telefoon aannemen"


def send_back(office: Office) -> None:
    world = office.world
    deciding.send_back(
        world.register, world.people["approver"], "KS-001", "geheim", TYPED, world.tick()
    )


def test_those_who_may_decide_are_told_and_nobody_else(office: Office) -> None:
    office.world.save(sop())
    office.world.submit()
    subject = f"Ter goedkeuring: {TITLE}"
    assert office.told() == [("approver", subject), ("second-approver", subject)]
    assert office.told() == []


def test_nobody_is_asked_to_approve_their_own_text(office: Office) -> None:
    world = office.world
    admin = world.people["admin"]
    give_right(world.register, admin, "approver", "author", "klantenservice", world.tick())
    world.save(sop(), by="approver")
    world.submit(by="author")
    assert [login for login, _subject in office.told()] == ["second-approver"]


def test_where_two_rights_are_needed_both_are_asked(office: Office) -> None:
    world = office.world
    world.save(sop("HR-001", department="hr"))
    world.submit("HR-001")
    assert {login for login, _subject in office.told()} == {
        "approver",
        "second-approver",
        "reviewer",
    }
    world.approve("HR-001")
    assert office.told() == [("author", "Goedgekeurd: HR-001 Telefoon aannemen")]


def test_the_author_is_told_of_the_decision_and_not_of_the_reason(office: Office) -> None:
    office.world.save(sop())
    office.world.submit()
    office.told()
    send_back(office)
    office.work()
    [mail] = office.post.mails
    assert mail["To"] == "Anna Auteur <author@example.org>"
    assert mail["Subject"] == f"Teruggestuurd: {TITLE}"
    assert "Bram Beoordelaar" in str(mail)
    assert "geheim" not in str(mail)


def test_what_was_decided_before_the_mail_goes_is_not_asked_any_more(office: Office) -> None:
    office.world.save(sop())
    office.world.submit()
    office.world.approve()
    assert [subject for _login, subject in office.told()] == [f"Goedgekeurd: {TITLE}"]


def test_what_was_taken_back_is_not_asked_any_more(office: Office) -> None:
    world = office.world
    world.save(sop())
    world.submit()
    submitting.retract(world.register, world.people["author"], "KS-001", "fout", world.tick())
    assert office.told() == []


def test_those_who_work_by_a_version_are_told_of_it(office: Office) -> None:
    world = office.world
    world.save(sop())
    world.submit()
    world.approve()
    office.told()
    world.release()
    told = office.told()
    assert {subject for _login, subject in told} == {f"Nieuw: {TITLE}"}
    assert {login for login, _ in told} == {"author", "second-approver", "reviewer", "trainee"}


def test_where_a_text_names_roles_those_who_have_one_are_told(office: Office) -> None:
    world = office.world
    give_role(world.register, world.people["admin"], "trainee", "medewerker", world.tick())
    give_role(world.register, world.people["admin"], "outsider", "medewerker", world.tick())
    world.save(sop().replace("language: nl", "language: nl\nroles: [Medewerker]"))
    world.submit()
    world.approve()
    office.told()
    world.release(effective_from=world.now + timedelta(days=3))
    assert office.told() == [("trainee", f"Binnenkort van kracht: {TITLE}")]


def test_an_editorial_change_calls_nobody_from_their_work(office: Office) -> None:
    world = office.world
    world.put_in_force(sop())
    office.told()
    world.put_in_force(sop(title="Telefoon  aannemen").replace("Elke klant", "Iedere klant"))
    assert [login for login, subject in office.told() if TITLE not in subject] == []
    assert not [each for each in office.told() if each[0] == "trainee"]


def test_a_withdrawal_is_told(office: Office) -> None:
    world = office.world
    world.put_in_force(sop())
    office.told()
    world.withdraw()
    told = office.told()
    assert ("trainee", f"Ingetrokken: {TITLE}") in told
    assert "approver" not in {login for login, _subject in told}


@pytest.mark.parametrize("how", ["refused", "closed", "no right"])
def test_who_is_not_to_get_it_gets_nothing(office: Office, how: str) -> None:
    world = office.world
    admin, second = world.people["admin"], world.people["second-approver"]
    world.save(sop())
    world.submit()
    if how == "refused":
        wish = Choice(frozenset({Notice.REVIEW_ASKED}), Rhythm.WEEKLY)
        choose(world.register, second, wish, world.tick())
    elif how == "closed":
        close_account(world.register, admin, "second-approver", world.tick())
    else:
        end_right(
            world.register, admin, "second-approver", "approver", "klantenservice", world.tick()
        )
    assert [login for login, _subject in office.told()] == ["approver"]
    world.assert_proven()


def test_an_author_whose_right_ended_is_not_told_what_became_of_the_draft(office: Office) -> None:
    world, admin = office.world, office.world.people["admin"]
    world.save(sop())
    world.submit()
    office.told()
    give_right(world.register, admin, "author", "reader", "klantenservice", world.tick())
    end_right(world.register, admin, "author", "author", "klantenservice", world.tick())
    send_back(office)
    assert office.told() == []


def test_news_that_are_two_weeks_old_are_none(office: Office) -> None:
    office.world.save(sop())
    office.world.submit()
    office.world.approve()
    office.world.tick(days=15)
    assert office.told() == []
