"""Who may read which text of a procedure, and that a page is the one that a site would have."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sopkit.errors import SopkitError
from sopkit.refusals import UnknownDocumentError, UnknownVersionError
from sopkit.services.library import reading
from sopkit.services.library.reading import DRAFT, Asked, SopReading, Status
from sopkit.services.register.persons import give_role
from tests.register import World, sop

MINDERS = ("author", "approver", "reviewer")
EVERYBODY = (*MINDERS, "trainee", "outsider", "admin")


def read(
    world: World, person: str, number: str = "KS-001", reader: str = "nl", **asked: str
) -> SopReading:
    return reading.sop(
        world.register, world.people[person], Asked(number, **asked), reader, world.now
    )


def refusal(world: World, person: str, **asked: str) -> type[SopkitError]:
    with pytest.raises(SopkitError) as caught:
        read(world, person, **asked)
    return type(caught.value)


def test_everybody_reads_what_is_in_force(world: World) -> None:
    world.put_in_force(sop())
    for person in EVERYBODY:
        found = read(world, person)
        assert (found.page.title, found.status) == ("Telefoon aannemen", Status.EFFECTIVE)


def test_a_draft_is_there_for_those_alone_whose_business_it_is(world: World) -> None:
    world.save(sop())
    for person in ("trainee", "outsider"):
        assert refusal(world, person) is UnknownDocumentError
        assert refusal(world, person, version=DRAFT) is UnknownVersionError
    for person in MINDERS:
        assert read(world, person, version=DRAFT).status is Status.DRAFT
    world.submit()
    assert read(world, "approver", version=DRAFT).status is Status.IN_REVIEW


def test_who_minds_no_draft_does_not_hear_of_one(world: World) -> None:
    world.put_in_force(sop())
    world.save(sop(title="Telefoon opnemen"))
    assert read(world, "author").newer is Status.DRAFT
    assert read(world, "trainee").newer is None
    world.submit()
    assert read(world, "reviewer").newer is Status.IN_REVIEW
    assert read(world, "outsider").newer is None


def test_a_version_to_come_is_there_for_those_whom_it_will_concern(world: World) -> None:
    text = sop().replace("review:", "roles: [medewerker]\nreview:")
    world.save(text)
    world.submit()
    world.approve()
    begin = world.now + timedelta(days=7)
    world.release(effective_from=begin)
    for person in (*MINDERS, "trainee"):
        found = read(world, person)
        assert (found.status, found.effective_from) == (Status.APPROVED, begin)
    assert refusal(world, "outsider") is UnknownDocumentError
    assert refusal(world, "outsider", version="1.0") is UnknownVersionError
    give_role(world.register, world.people["admin"], "outsider", "medewerker", world.tick())
    assert read(world, "outsider").status is Status.APPROVED


def test_the_page_of_what_is_in_force_announces_what_is_to_come(world: World) -> None:
    world.put_in_force(sop())
    world.save(sop(title="Telefoon opnemen"))
    world.submit()
    world.approve()
    begin = world.now + timedelta(days=7)
    world.release(effective_from=begin)
    found = read(world, "trainee")
    assert found.coming is not None
    assert (found.coming.address, found.coming_from) == ("/sops/KS-001?version=1.1", begin)
    assert read(world, "trainee", version="1.1").page.title == "Telefoon opnemen"
    assert read(world, "outsider").coming is None
    assert [str(each.version) for each in read(world, "outsider").versions] == ["1.0"]


def test_a_superseded_version_can_be_looked_up_as_long_as_the_procedure_is_in_force(
    world: World,
) -> None:
    world.put_in_force(sop())
    world.tick(days=1)
    world.put_in_force(sop(title="Telefoon opnemen"))
    old = read(world, "outsider", version="1.0")
    assert (old.status, old.page.title) == (Status.SUPERSEDED, "Telefoon aannemen")
    assert old.in_force_address == "/sops/KS-001"
    world.withdraw()
    world.tick()
    for version in ("1.0", "1.1"):
        assert refusal(world, "outsider", version=version) is UnknownVersionError
        assert read(world, "author", version=version).status is not Status.EFFECTIVE
    assert refusal(world, "outsider") is UnknownDocumentError


@pytest.mark.parametrize("number", ["KS-999", "../KS-001", "ks-001", "KS-001\0", "", "é"])
def test_what_is_not_there_is_refused_as_what_one_may_not_see(world: World, number: str) -> None:
    with pytest.raises(UnknownDocumentError):
        read(world, "author", number)


def test_a_reader_gets_the_translation_in_their_language_and_can_choose(world: World) -> None:
    world.put_in_force(sop())
    world.save(sop(title="Answering", language="en"), path="KS-001.en.md")
    world.submit(language="en")
    world.approve(language="en")
    world.release(language="en")
    assert read(world, "trainee", reader="en").page.title == "Answering"
    assert read(world, "trainee", reader="nl").page.title == "Telefoon aannemen"
    assert read(world, "trainee", reader="nl", language="en").page.title == "Answering"
    addresses = {
        each.language: each.address for each in read(world, "trainee").page.frame.languages
    }
    assert addresses == {"nl": "/sops/KS-001", "en": "/sops/KS-001?language=en"}


def test_a_page_tells_what_leads_there_and_where_it_leads(world: World) -> None:
    world.put_in_force(sop("KS-002", title="Klacht"), "KS-002")
    world.put_in_force(sop(steps=("Voer [klacht](KS-002) uit.", "Klaar.")))
    one, other = read(world, "trainee"), read(world, "trainee", "KS-002")
    assert [(each.number, each.address) for each in one.page.leads_to] == [
        ("KS-002", "/sops/KS-002")
    ]
    assert [(each.number, each.title) for each in other.page.comes_from] == [
        ("KS-001", "Telefoon aannemen")
    ]


def test_a_procedure_that_is_not_in_force_is_no_neighbour(world: World) -> None:
    world.put_in_force(sop("KS-002", title="Klacht"), "KS-002")
    world.put_in_force(sop(steps=("Voer [klacht](KS-002) uit.", "Klaar.")))
    world.withdraw("KS-002")
    world.tick()
    found = read(world, "trainee")
    assert found.page.leads_to == ()


def test_paper_is_that_of_the_reader(world: World) -> None:
    world.put_in_force(sop())
    trainee = world.people["trainee"]
    pdf = reading.pdf(world.register, trainee, Asked("KS-001"), "nl", world.now)
    card = reading.card(world.register, trainee, Asked("KS-001"), "nl", world.now)
    assert pdf.data.startswith(b"%PDF")
    assert card.data.startswith(b"%PDF")
    assert (pdf.name, card.name) == ("KS-001-1.0-nl.pdf", "KS-001-1.0-nl-card.pdf")
