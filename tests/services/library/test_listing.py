"""The library as a list, and the home page: each sees their own, in a fixed number of questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from sopkit.services.library.home import Home, home
from sopkit.services.library.listing import OWN_ROLES, LibraryList, Shelf, Wanted, Wish, listing
from sopkit.services.library.reading import Asked
from sopkit.services.library.reading import sop as read
from sopkit.services.library.searching import search
from sopkit.services.library.voicing import note_miss, note_verdict
from sopkit.services.register.confirming import confirm
from sopkit.services.register.deciding import send_back
from sopkit.services.register.persons import end_right, give_right, give_role
from tests.register import TYPED, World, sop
from tests.statements import queries

MINDERS = ("author", "approver", "reviewer")
OTHERS = ("trainee", "outsider")


def listed(
    world: World, person: str, shelf: Shelf = Shelf.IN_FORCE, page: int = 1, **wanted: str
) -> LibraryList:
    wish = Wish(shelf, Wanted(**wanted), page)
    return listing(world.register, world.people[person], wish, "nl", world.now)


def numbers(world: World, person: str, shelf: Shelf = Shelf.IN_FORCE, **wanted: str) -> list[str]:
    return [line.number for line in listed(world, person, shelf, 1, **wanted).lines]


def at_home(world: World, person: str) -> Home:
    return home(world.register, world.people[person], "nl", world.now)


def hr(number: str, title: str = "Verlof") -> str:
    return sop(number, title=title, department="hr")


# The list


def test_everybody_sees_what_is_in_force_by_number(world: World) -> None:
    for number in ("KS-010", "KS-002", "KS-9"):
        world.put_in_force(sop(number), number)
    for person in (*MINDERS, *OTHERS):
        assert numbers(world, person) == ["KS-002", "KS-9", "KS-010"]


def test_drafts_and_what_was_withdrawn_are_listed_for_those_whose_business_they_are(
    world: World,
) -> None:
    world.put_in_force(sop("KS-003"), "KS-003")
    world.withdraw("KS-003")
    world.save(sop("KS-002"))
    world.submit("KS-002")
    world.save(sop("KS-001"))
    world.tick()
    for person in MINDERS:
        assert numbers(world, person, Shelf.DRAFT) == ["KS-001"]
        assert numbers(world, person, Shelf.IN_REVIEW) == ["KS-002"]
        assert numbers(world, person, Shelf.WITHDRAWN) == ["KS-003"]
        assert numbers(world, person) == []
    for person in OTHERS:
        for shelf in (Shelf.DRAFT, Shelf.IN_REVIEW, Shelf.WITHDRAWN):
            found = listed(world, person, shelf)
            assert (found.shelf, found.total, found.shelves) == (
                Shelf.IN_FORCE,
                0,
                (Shelf.IN_FORCE, Shelf.COMING),
            )


def test_drafts_of_other_departments_are_nobodys_business(world: World) -> None:
    give_right(world.register, world.people["admin"], "outsider", "author", "hr", world.tick())
    world.save(sop("KS-001"))
    world.save(hr("HR-001"), by="outsider")
    assert numbers(world, "outsider", Shelf.DRAFT) == ["HR-001"]
    assert numbers(world, "outsider", Shelf.DRAFT, department="klantenservice") == []
    assert listed(world, "outsider", Shelf.DRAFT).total == 1


def test_what_is_to_come_is_listed_for_those_whom_it_will_concern(world: World) -> None:
    world.save(sop().replace("review:", "roles: [Medewerker]\nreview:"))
    world.submit()
    world.approve()
    world.release(effective_from=world.now + timedelta(days=7))
    assert numbers(world, "trainee", Shelf.COMING) == ["KS-001"]
    assert numbers(world, "outsider", Shelf.COMING) == []
    give_role(world.register, world.people["admin"], "outsider", "medewerker", world.tick())
    assert numbers(world, "outsider", Shelf.COMING) == ["KS-001"]
    assert numbers(world, "outsider") == []
    [line] = listed(world, "outsider", Shelf.COMING).lines
    asked = Asked("KS-001", version=line.version)
    found = read(world.register, world.people["outsider"], asked, "nl", world.now)
    assert found.number == "KS-001"


def test_the_list_is_filtered_by_department_owner_and_standard(world: World) -> None:
    first = sop("KS-001").replace(
        "review:", 'owner: Medewerker\nstandards: {csat: ">= 80%"}\nreview:'
    )
    world.put_in_force(first)
    world.put_in_force(sop("KS-002"), "KS-002")
    assert numbers(world, "outsider", department="klantenservice") == ["KS-001", "KS-002"]
    assert numbers(world, "outsider", department="hr") == []
    assert numbers(world, "outsider", owner="medewerker") == ["KS-001"]
    assert numbers(world, "outsider", standard="csat") == ["KS-001"]
    assert numbers(world, "outsider", owner="x\0' OR 1=1", standard="%") == []
    found = listed(world, "outsider")
    assert [(each.id, each.name, each.count) for each in found.departments] == [
        ("klantenservice", "Klantenservice", 2)
    ]
    assert [(each.id, each.name, each.count) for each in found.owners] == [
        ("medewerker", "Medewerker", 1)
    ]
    assert [each.id for each in found.standards] == ["csat"]


def test_the_list_is_filtered_by_role_and_by_the_roles_one_has(world: World) -> None:
    for number in ("KS-001", "KS-002"):
        world.put_in_force(sop(number).replace("review:", "roles: [Medewerker]\nreview:"), number)
    world.put_in_force(sop("KS-003"), "KS-003")
    assert numbers(world, "outsider", role="medewerker") == ["KS-001", "KS-002"]
    assert numbers(world, "outsider", role="planner") == []
    give_role(world.register, world.people["admin"], "trainee", "medewerker", world.tick())
    assert numbers(world, "trainee", role=OWN_ROLES) == ["KS-001", "KS-002"]
    assert numbers(world, "outsider", role=OWN_ROLES) == []
    found = listed(world, "trainee")
    assert [(each.id, each.name, each.count) for each in found.roles] == [
        ("medewerker", "Medewerker", 2)
    ]
    assert (found.has_roles, listed(world, "outsider").has_roles) == (True, False)


def test_a_procedure_stands_once_in_the_list_with_its_other_languages(world: World) -> None:
    world.put_in_force(sop())
    world.save(sop(title="Answering", language="en"), path="KS-001.en.md")
    world.submit(language="en")
    world.approve(language="en")
    world.release(language="en")
    [line] = listed(world, "outsider").lines
    assert (line.title, line.others) == (
        "Telefoon aannemen",
        (("en", "/sops/KS-001?language=en"),),
    )
    wish = Wish()
    [line] = listing(world.register, world.people["outsider"], wish, "en", world.now).lines
    assert line.title == "Answering"


@pytest.mark.parametrize("page", [-1, 0, 1, 2, 999_999])
def test_every_page_of_the_list_is_there(world: World, page: int) -> None:
    world.put_in_force(sop())
    found = listed(world, "outsider", page=page)
    assert (found.total, found.pages) == (1, 1)
    assert len(found.lines) == (1 if page < 2 else 0)


# Home


def test_a_submission_waits_for_those_who_may_decide_and_for_nobody_else(world: World) -> None:
    world.appoint("writing-approver", "Wim", "author", "approver")
    world.use_quick_passwords()
    world.save(sop())
    world.save(sop(title="Telefoon opnemen"), by="writing-approver")
    world.submit()
    waits = {
        person: [(task.kind, task.item.number) for task in at_home(world, person).tasks]
        for person in world.people
    }
    asked = [("decide", "KS-001")]
    assert waits == {
        **{person: [] for person in world.people},
        "approver": asked,
        "second-approver": asked,
    }


def test_who_has_decided_waits_for_nothing_until_it_is_to_be_released(world: World) -> None:
    world.save(hr("HR-001"))
    world.submit("HR-001")
    world.approve("HR-001")
    assert at_home(world, "approver").tasks == ()
    assert (
        at_home(world, "second-approver").tasks == ()
    )  # the approval that is left is a reviewer's
    assert [task.kind for task in at_home(world, "reviewer").tasks] == ["decide"]
    world.approve("HR-001", by="reviewer")
    assert [task.kind for task in at_home(world, "approver").tasks] == ["release"]
    assert at_home(world, "reviewer").tasks == ()


def test_what_was_sent_back_waits_for_its_author_until_it_is_changed(world: World) -> None:
    world.save(sop())
    world.submit()
    approver = world.people["approver"]
    send_back(world.register, approver, "KS-001", "Stap 2 ontbreekt.", TYPED, world.tick())
    [task] = at_home(world, "author").tasks
    assert (task.kind, task.reason) == ("returned", "Stap 2 ontbreekt.")
    assert task.item.address == "/sops/KS-001/edit?language=nl"
    assert at_home(world, "approver").tasks == ()
    world.save(sop(title="Telefoon opnemen"))
    assert at_home(world, "author").tasks == ()


def test_what_was_sent_back_is_not_told_to_an_author_whose_right_ended(world: World) -> None:
    world.save(sop())
    world.submit()
    approver = world.people["approver"]
    send_back(world.register, approver, "KS-001", "Stap 2 ontbreekt.", TYPED, world.tick())
    admin = world.people["admin"]
    end_right(world.register, admin, "author", "author", "klantenservice", world.tick())
    give_right(world.register, admin, "author", "reader", "klantenservice", world.tick())
    assert at_home(world, "author").tasks == ()


def test_everybody_sees_what_changed_lately(world: World) -> None:
    world.put_in_force(sop())
    for person in (*MINDERS, *OTHERS):
        assert [item.number for item in at_home(world, person).changed] == ["KS-001"]
    world.tick(days=31)
    assert at_home(world, "outsider").changed == ()


def test_home_shows_what_is_in_force_for_the_roles_one_has(world: World) -> None:
    for index in range(12):
        number = f"KS-0{index + 10}"
        world.put_in_force(sop(number).replace("review:", "roles: [Medewerker]\nreview:"), number)
    world.put_in_force(sop(), "KS-001")
    world.save(sop("KS-050").replace("review:", "roles: [Medewerker]\nreview:"))
    assert at_home(world, "outsider").own == ()
    give_role(world.register, world.people["admin"], "outsider", "medewerker", world.tick())
    found = at_home(world, "outsider")
    assert [each.number for each in found.own] == [f"KS-0{index + 10}" for index in range(10)]
    assert found.own_in_all == 12


def test_reviews_are_announced_to_those_whose_business_they_are(world: World) -> None:
    world.put_in_force(sop(review="2 months"))
    assert at_home(world, "author").due == ()
    world.tick(days=40)
    [due] = at_home(world, "author").due
    assert (due.item.number, due.late) == ("KS-001", False)
    world.tick(days=40)
    assert [due.late for due in at_home(world, "reviewer").due] == [True]
    assert at_home(world, "trainee").due == ()
    reviewer = world.people["reviewer"]
    confirm(world.register, reviewer, "KS-001", TYPED, world.tick())
    assert at_home(world, "reviewer").due_in_all == 0


def test_what_readers_say_comes_to_the_authors_of_the_department_without_a_name(
    world: World,
) -> None:
    world.put_in_force(sop())
    trainee = world.people["trainee"]
    for helped, remark in ((True, ""), (False, "  Het nummer ontbreekt. "), (False, "x" * 900)):
        note_verdict(
            world.register, trainee, Asked("KS-001"), world.tick(), helped=helped, remark=remark
        )
    [said] = at_home(world, "author").verdicts
    assert (said.helped, said.not_helped) == (1, 2)
    assert [each.text for each in said.remarks] == ["x" * 500, "Het nummer ontbreekt."]
    assert said.remarks[0].at > said.remarks[1].at
    for person in ("trainee", "outsider", "approver"):
        assert at_home(world, person).verdicts == ()
    world.tick(days=91)
    assert at_home(world, "author").verdicts == ()


def test_what_was_looked_for_in_vain_comes_to_authors(world: World) -> None:
    for query in ("Fietsenstalling!", "fietsenstalling", "  ", "\0", "weer"):
        note_miss(world.register, query, world.tick())
    found = at_home(world, "author").misses
    assert [(miss.words, miss.count) for miss in found] == [("fietsenstalling", 2), ("weer", 1)]
    assert at_home(world, "trainee").misses == ()


# What it costs


def test_no_page_asks_more_when_there_is_more_to_show(sqlite: World) -> None:
    author = sqlite.people["author"]
    pages: dict[str, Callable[[], object]] = {
        "home": lambda: home(sqlite.register, author, "nl", sqlite.now),
        "drafts": lambda: listed(sqlite, "author", Shelf.DRAFT),
        "reviews": lambda: listed(sqlite, "author", Shelf.IN_REVIEW),
        "list": lambda: listed(sqlite, "author"),
        "search": lambda: search(sqlite.register, "telefoon klnat", "nl", sqlite.now),
        "page": lambda: read(sqlite.register, author, Asked("KS-001"), "nl", sqlite.now),
    }
    sqlite.put_in_force(sop())
    sqlite.save(sop("KS-050"))
    sqlite.submit("KS-050")
    sqlite.save(sop("KS-060"))
    for each in pages.values():
        each()
    few = {name: queries(each) for name, each in pages.items()}
    for index in range(2, 9):
        number = f"KS-{index:03}"
        sqlite.put_in_force(sop(number, steps=("Voer [dit](KS-001) uit.", "Klaar.")), number)
        sqlite.save(sop(f"KS-05{index}"))
        sqlite.submit(f"KS-05{index}")
        sqlite.save(sop(f"KS-06{index}"))
    for each in pages.values():
        each()
    assert {name: queries(each) for name, each in pages.items()} == few
