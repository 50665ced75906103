"""Who sees which text: the same at every door, and what a naive model of the rules says."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from sopkit.errors import SopkitError
from sopkit.model.control import Status
from sopkit.refusals import UnknownDocumentError
from sopkit.services.accounts.signing_in import Visitor, rights_now
from sopkit.services.exchange import procedures, reading
from sopkit.services.library import reading as library
from sopkit.services.library.listing import Shelf, Wanted, Wish, listing
from sopkit.services.register.persons import add_person, give_right, give_role
from sopkit.services.register.sight import Sight, Text, visible
from sopkit.services.reviews.history import history
from sopkit.services.reviews.upkeep import upkeep
from sopkit.store.people import Right
from tests.register import World, sop

KS, HR = "klantenservice", "hr"
ROLE = "medewerker"
LATER = timedelta(days=365)
EFFECTIVE, APPROVED, SUPERSEDED = Status.EFFECTIVE, Status.APPROVED, Status.SUPERSEDED
WITHDRAWN, DRAFT = Status.WITHDRAWN, Status.DRAFT


@dataclass(frozen=True)
class Told:
    """A text as the test made it: what it is called, where it stands, and what stands in it."""

    name: str
    status: Status
    department: str = KS
    roles: tuple[str, ...] = ()


LIVES: Mapping[str, tuple[Told, ...]] = {
    "KS-001": (Told("1.0", EFFECTIVE), Told("r2", DRAFT, HR)),
    "KS-002": (Told("1.0", EFFECTIVE), Told("2.0", APPROVED, HR)),
    "KS-003": (Told("1.0", APPROVED, KS, (ROLE,)),),
    "KS-004": (Told("1.0", SUPERSEDED), Told("2.0", WITHDRAWN, HR)),
    "KS-005": (Told("1.0", SUPERSEDED), Told("1.1", EFFECTIVE), Told("r3", DRAFT)),
    "KS-006": (Told("r1", DRAFT, HR),),
    "KS-007": (Told("1.0", WITHDRAWN), Told("2.0", APPROVED)),
}
"""What becomes of each procedure; the newest text last."""

RIGHTS = ("", "reader", "author", "administrator")


@dataclass(frozen=True)
class Person:
    """Somebody with a right in each department (or none), and perhaps the role."""

    service: str
    personnel: str
    has_role: bool

    @property
    def login(self) -> str:
        return f"{self.service or 'no'}-{self.personnel or 'no'}-{self.has_role}".lower()

    def right(self, department: str) -> str:
        return self.service if department == KS else self.personnel

    def sees(self, text: Told, life: Iterable[Told]) -> bool:
        """The rules once more, as one would tell them."""
        if self.right(text.department) in {"author", "administrator"}:
            return True
        if text.status is SUPERSEDED:
            return EFFECTIVE in {each.status for each in life}
        if text.status is APPROVED:
            return self.right(text.department) == "reader" or (self.has_role and ROLE in text.roles)
        return text.status is EFFECTIVE


PEOPLE = [Person(*each) for each in product(RIGHTS, RIGHTS, (False, True))]


def live(world: World) -> None:
    """Make the register of `LIVES`."""
    world.appoint("boss", "Bea Baas", "author", "reviewer")
    world.appoint("chief", "Chris Chef", "approver")
    world.use_quick_passwords()

    def save(number: str, department: str = KS, roles: str = "", title: str = "Werk") -> None:
        text = sop(number, department=department, title=title)
        world.save(text.replace("review:", f"roles: [{roles}]\nreview:"), by="boss")

    def release(number: str, department: str = KS, effective: datetime | None = None) -> None:
        world.submit(number, by="boss")
        world.approve(number, by="chief")
        if department == HR:
            world.approve(number, by="reviewer")
        world.release(number, by="chief", effective_from=effective, major=None)

    for number in ("KS-001", "KS-002", "KS-004", "KS-005"):
        save(number)
        release(number)
    save("KS-001", HR, title="Geheim werk")
    save("KS-002", HR)
    release("KS-002", HR, world.now + LATER)
    save("KS-003", roles=ROLE)
    release("KS-003", effective=world.now + LATER)
    save("KS-004", HR)
    release("KS-004", HR)
    world.withdraw("KS-004", by="chief")
    save("KS-005", title="Ander werk")
    release("KS-005")
    save("KS-005", title="Nog ander werk")
    save("KS-006", HR)
    save("KS-007")
    release("KS-007")
    world.withdraw("KS-007", by="chief")
    save("KS-007", title="Nieuw werk")
    release("KS-007", effective=world.now + LATER)
    admin = world.people["admin"]
    for person in PEOPLE:
        login = person.login
        world.people[login] = add_person(world.register, admin, login, login, world.tick())
        for department in (KS, HR):
            if right := person.right(department):
                give_right(world.register, admin, login, right, department, world.tick())
        if person.has_role:
            give_role(world.register, admin, login, ROLE, world.tick())
    world.tick()


def visitor(world: World, person: Person) -> Visitor:
    account = world.people[person.login]
    with world.register.reading() as session:
        return Visitor(account, "", rights_now(session, account, world.now))


def on_pages(world: World, person: Person, number: str) -> set[str]:
    """The texts whose page opens; what a page says of the others must be the same."""
    found = set()
    for text in LIVES[number]:
        version = library.DRAFT if text.status is DRAFT else text.name
        asked = library.Asked(number, "nl", version)
        try:
            shown = library.sop(world.register, world.people[person.login], asked, "nl", world.now)
        except SopkitError:
            continue
        found.add(text.name)
        versions = {str(each.version) for each in shown.versions}
        assert versions == {e.name for e in LIVES[number] if e.status is not DRAFT} & {
            e.name for e in LIVES[number] if person.sees(e, LIVES[number])
        }
        assert shown.department == text.department
    return found


def in_history(world: World, person: Person, number: str) -> set[str]:
    me = visitor(world, person)
    try:
        found = history(world.register, me, number, "nl", world.now)
    except UnknownDocumentError:
        return set()
    ends = {each.version.until for each in found.lines if each.version}
    announced = any(end is not None and end > world.now for end in ends)
    coming = {each.version.status for each in found.lines if each.version} >= {APPROVED, EFFECTIVE}
    assert announced == coming  # the end of one tells of the next
    return {each.name for each in found.lines}


def by_programs(world: World, person: Person, number: str) -> set[str]:
    me = visitor(world, person)
    asked = reading.Asked(me, number, "nl", world.now)
    found = set()
    with contextlib.suppress(UnknownDocumentError):
        found = {
            str(each.line.released.version) for each in reading.versions(world.register, asked)
        }
    if LIVES[number][-1].status is DRAFT:
        try:
            reading.draft(world.register, asked)
            found.add(LIVES[number][-1].name)
        except UnknownDocumentError:
            pass
    return found


def test_every_door_shows_what_the_model_says(world: World) -> None:
    live(world)
    for person, (number, life) in product(PEOPLE, LIVES.items()):
        expected = {each.name for each in life if person.sees(each, life)}
        assert on_pages(world, person, number) == expected, (person, number)
        assert in_history(world, person, number) == expected, (person, number)
        assert by_programs(world, person, number) == expected, (person, number)


def test_lists_hold_what_can_be_opened_by_the_department_that_is_shown(world: World) -> None:
    live(world)
    for person in PEOPLE:
        me = visitor(world, person)
        shown: dict[str, str] = {}
        for number, life in LIVES.items():
            seen = [each for each in life if person.sees(each, life)]
            standing = [each for each in seen if each.status in {EFFECTIVE, APPROVED}]
            inside = person.right(life[-1].department) in {"author", "administrator"}
            if standing or inside:
                first = sorted(standing, key=lambda each: each.status is APPROVED)
                shown[number] = (life[-1] if inside else first[0]).department
        for wanted in (None, KS, HR):
            found = procedures.page_of_procedures(
                world.register, me, procedures.Filter(department=wanted), "", 50, world.now
            ).items
            assert {each.number: each.department for each in found} == {
                number: department
                for number, department in shown.items()
                if wanted in {None, department}
            }, (person, wanted)
        coming = listing(world.register, me.account, Wish(Shelf.COMING, Wanted()), "nl", world.now)
        assert {each.number for each in coming.lines} == {
            number
            for number, life in LIVES.items()
            if any(each.status is APPROVED and person.sees(each, life) for each in life)
        }


def test_a_version_is_kept_up_by_its_own_department_not_by_that_of_its_draft(world: World) -> None:
    live(world)
    service, personnel = Person("author", "", False), Person("", "author", False)
    found = upkeep(world.register, visitor(world, service), "KS-001", "nl", world.now)
    assert (found.title, found.current is not None) == ("Werk", True)
    other = upkeep(world.register, visitor(world, personnel), "KS-001", "nl", world.now)
    assert (other.current, other.last, other.confirms, other.withdraws) == (
        None,
        None,
        False,
        False,
    )


RIGHT_SETS = st.dictionaries(
    st.sampled_from(list(Right)), st.frozensets(st.sampled_from([KS, HR, "*"])), max_size=3
)
TEXTS = st.lists(
    st.builds(
        Text,
        id=st.uuids().map(str),
        status=st.sampled_from(list(Status)),
        department=st.sampled_from([KS, HR]),
        roles=st.frozensets(st.sampled_from([ROLE, "teamleider"])),
    ),
    max_size=4,
)


@given(RIGHT_SETS, st.frozensets(st.sampled_from([ROLE, "teamleider"])), TEXTS)
def test_more_rights_never_hide_a_text(
    rights: dict[Right, frozenset[str]], roles: frozenset[str], texts: list[Text]
) -> None:
    seen = visible(Sight("", rights, roles), texts)
    for right, department in product(Right, (KS, HR, "*")):
        more = {**rights, right: rights.get(right, frozenset()) | {department}}
        assert seen <= visible(Sight("", more, roles | {"teamleider"}), texts)
    nobody = visible(Sight("", {}, frozenset()), texts)
    assert not any(each.status in {DRAFT, WITHDRAWN} for each in texts if each.id in nobody)
