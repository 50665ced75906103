"""What comes by the calendar: reviews that are due, each told once, and digests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.model.notice import Notice, ReviewOccasion, Rhythm
from sopkit.services.notices.choosing import Choice, choose
from sopkit.services.notices.due_reviews import NOTICE_TIME, occasion_since
from sopkit.services.notices.mornings import begin_mornings, tidy
from sopkit.services.notices.occasions import MORNING
from sopkit.services.register.confirming import confirm
from sopkit.services.register.deciding import send_back
from sopkit.services.register.persons import end_right, give_right, give_role
from sopkit.store import jobs
from sopkit.store.jobs import KnownJob
from tests.register import START, TYPED, World, sop
from tests.services.notices.conftest import Office

DIGEST = "Procedures: wat wacht, wat gewijzigd is, wat herzien moet worden"
ALL = frozenset(Notice) - {Notice.DIGEST}


def mornings(world: World) -> list[KnownJob]:
    with world.register.reading() as session:
        found = [job for job in jobs.known(session, world.now) if job.kind == MORNING]
    return sorted(found, key=lambda job: job.due_at)


def days(office: Office, count: int) -> dict[str, list[tuple[str, str]]]:
    """Let days pass, with a worker that looks once a day; who was told what, by day."""
    told = {}
    for _day in range(count):
        office.world.tick(days=1)
        begin_mornings(office.world.register, office.world.now)
        if found := office.told():
            told[f"{office.world.now:%m-%d}"] = found
    return told


def wants(office: Office, *kinds: Notice, rhythm: Rhythm = Rhythm.NEVER) -> None:
    """Everybody wants these kinds of mail and no others."""
    for person in office.world.people.values():
        wish = Choice(frozenset(Notice) - set(kinds), rhythm)
        choose(office.world.register, person, wish, office.world.tick())


# Reviews that are due.


def test_a_review_is_told_two_weeks_before_on_the_day_and_two_weeks_after(office: Office) -> None:
    wants(office, Notice.REVIEW_DUE)
    office.world.put_in_force(sop(review="2 months"))  # due on 2 May
    told = days(office, 80)
    assert told == {
        day: [("author", "Te herzien: KS-001 Telefoon aannemen")]
        for day in ("04-18", "05-02", "05-16")
    }


def test_a_review_that_was_done_is_not_told_any_more(small_office: Office) -> None:
    world = small_office.world
    wants(small_office, Notice.REVIEW_DUE)
    world.put_in_force(sop(review="2 months"))
    assert len(days(small_office, 50)) == 1
    confirm(world.register, world.people["reviewer"], "KS-001", TYPED, world.tick())
    assert days(small_office, 30) == {}


def test_after_a_month_without_a_worker_each_person_gets_one_mail(small_office: Office) -> None:
    wants(small_office, Notice.REVIEW_DUE)
    for number in range(40):
        small_office.world.put_in_force(sop(f"KS-{number}", review="2 months"), f"KS-{number}")
    days(small_office, 1)
    small_office.world.tick(days=90)
    small_office.work()
    [mail] = small_office.post.mails
    assert mail["Subject"] == "Te herzien: 40 procedures"
    text = mail.get_body(("plain",))
    assert text is not None
    assert "en nog 10" in text.get_content()
    small_office.post.envelopes.clear()
    assert days(small_office, 3) == {}


def test_the_owner_is_told_where_somebody_has_that_role(small_office: Office) -> None:
    world = small_office.world
    wants(small_office, Notice.REVIEW_DUE)
    text = sop(review="2 months").replace("language: nl", "language: nl\nowner: medewerker")
    give_role(world.register, world.people["admin"], "reviewer", "medewerker", world.tick())
    world.put_in_force(text)
    assert {login for told in days(small_office, 60).values() for login, _subject in told} == {
        "reviewer"
    }


@given(
    due=st.integers(-60, 60),
    looks=st.lists(st.integers(-60, 60), min_size=1, max_size=30, unique=True).map(sorted),
)
def test_however_often_one_looks_each_occasion_is_found_at_most_once(
    due: int, looks: list[int]
) -> None:
    def day(number: int) -> datetime:
        return START + timedelta(days=number)

    found = [occasion_since(day(due), day(before), day(now)) for before, now in pairwise(looks)]
    told = [each for each in found if each]
    assert len(told) == len(set(told))
    assert told == [each for each in ReviewOccasion if each in told]  # in their order
    # The naive way: each day on which something is due, the last within the time between two looks.
    moments = {
        ReviewOccasion.SOON: day(due) - NOTICE_TIME,
        ReviewOccasion.DUE: day(due),
        ReviewOccasion.OVERDUE: day(due) + NOTICE_TIME,
    }
    naive = []
    for before, now in pairwise(looks):
        inside = [each for each, at in moments.items() if day(before) < at <= day(now)]
        naive.append(inside[-1] if inside else None)
    assert found == naive


# Mornings.


def test_a_morning_is_at_seven_where_the_organisation_is(world: World) -> None:
    world.now = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
    begin_mornings(world.register, world.now)
    begin_mornings(world.register, world.now)
    [first] = mornings(world)
    assert first.due_at == datetime(2026, 3, 28, 6, 0, tzinfo=UTC)


def test_each_morning_is_followed_by_the_next_also_when_the_clocks_change(
    small_office: Office,
) -> None:
    small_office.world.now = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
    begin_mornings(small_office.world.register, small_office.world.now)
    for _day in range(3):
        small_office.world.tick(days=1)
        small_office.work()
    assert [job.due_at.hour for job in mornings(small_office.world)] == [6, 5, 5, 5]
    assert [job.due_at.day for job in mornings(small_office.world)] == [28, 29, 30, 31]


def test_what_is_old_is_forgotten_and_mornings_go_on(office: Office) -> None:
    begin_mornings(office.world.register, office.world.now)
    office.world.tick(days=1)
    office.work()
    office.world.tick(days=200)
    office.work()
    assert tidy(office.world.register, office.world.now) == 1
    assert len(mornings(office.world)) == 2


# Digests.


def test_the_digest_tells_what_waits_what_changed_and_what_is_due(office: Office) -> None:
    world = office.world
    wants(office, rhythm=Rhythm.DAILY)
    begin_mornings(world.register, world.now)
    world.put_in_force(sop(review="2 months"))
    world.save(sop("KS-002", title="Retour"))
    world.submit("KS-002")
    world.save(sop("KS-003", title="Klacht"))
    world.submit("KS-003")
    send_back(world.register, world.people["approver"], "KS-003", "geheim", TYPED, world.tick())
    world.tick(days=1)
    office.work()
    texts = {
        each.rcpt_tos[0].partition("@")[0]: str(mail.get_body(("plain",)))
        for each, mail in zip(office.post.envelopes, office.post.mails, strict=True)
    }
    assert {str(mail["Subject"]) for mail in office.post.mails} == {DIGEST}
    assert "outsider" not in texts
    assert "admin" not in texts
    assert "KS-002 Retour" in texts["approver"]
    assert "KS-003 Klacht" in texts["author"]
    assert "KS-001 Telefoon" in texts["trainee"]
    assert "KS-002" not in texts["trainee"]
    assert "KS-003" not in texts["trainee"]
    assert "geheim" not in "".join(texts.values())
    office.post.envelopes.clear()
    told = days(office, 1)
    assert {login for found in told.values() for login, _ in found} == {
        "approver",
        "second-approver",
        "author",
    }  # what waits, waits; what changed was told


def test_the_digest_tells_no_author_whose_right_ended_what_was_sent_back(office: Office) -> None:
    world, admin = office.world, office.world.people["admin"]
    wants(office, rhythm=Rhythm.DAILY)
    begin_mornings(world.register, world.now)
    world.save(sop("KS-003", title="Klacht"))
    world.submit("KS-003")
    give_right(world.register, admin, "author", "reader", "klantenservice", world.tick())
    end_right(world.register, admin, "author", "author", "klantenservice", world.tick())
    send_back(world.register, world.people["approver"], "KS-003", "geheim", TYPED, world.tick())
    assert "author" not in {login for told in days(office, 1).values() for login, _ in told}


def test_the_weekly_digest_comes_on_monday_and_tells_the_week(small_office: Office) -> None:
    world = small_office.world
    wants(small_office)
    choose(world.register, world.people["trainee"], Choice(ALL, Rhythm.WEEKLY), world.tick())
    begin_mornings(world.register, world.now)  # a Monday
    world.tick(days=2)
    world.put_in_force(sop())
    told = days(small_office, 20)
    assert {day: [who for who, _ in found] for day, found in told.items()} == {"03-09": ["trainee"]}


def test_a_monday_without_a_worker_is_made_good_on_the_next_day(small_office: Office) -> None:
    world = small_office.world
    wants(small_office)
    choose(world.register, world.people["trainee"], Choice(ALL, Rhythm.WEEKLY), world.tick())
    days(small_office, 8)
    world.put_in_force(sop())
    world.now = datetime(2026, 3, 18, 12, 0, tzinfo=UTC)  # the Wednesday of the week after
    assert small_office.told() == [("trainee", DIGEST)]
    world.put_in_force(sop("KS-002"), "KS-002")
    assert list(days(small_office, 10)) == ["03-23"]


def test_whoever_has_nothing_to_hear_gets_no_digest(small_office: Office) -> None:
    wants(small_office, rhythm=Rhythm.DAILY)
    assert days(small_office, 3) == {}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_digest_speaks_the_language_of_its_reader(small_office: Office, language: str) -> None:
    from sopkit.services.register.persons import add_person, give_right

    world = small_office.world
    wants(small_office)
    admin = world.people["admin"]
    address = "kees@example.org"
    account = add_person(
        world.register, admin, "kees", "Kees", world.tick(), language=language, address=address
    )
    give_right(world.register, admin, "kees", "reader", "klantenservice", world.tick())
    choose(world.register, account, Choice(ALL, Rhythm.DAILY), world.tick())
    begin_mornings(world.register, world.now)
    world.put_in_force(sop())
    world.tick(days=1)
    small_office.work()
    [mail] = small_office.post.mails
    html = mail.get_body(("html",))
    assert html is not None
    day = {"en": "in force since 2 March 2026", "nl": "van kracht sinds 2 maart 2026"}[language]
    assert day in html.get_content()
    assert mail["Content-Language"] == language
    assert ('lang="nl">KS-001' in html.get_content()) == (language == "en")
