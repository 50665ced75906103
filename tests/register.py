"""A register for tests, on either engine, with the fixed cast and a small library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from sopkit.services.register import confirming, deciding, releasing, submitting
from sopkit.services.register.acting import TypedPassword
from sopkit.services.register.opening import open_register, upgrade
from sopkit.services.register.persons import (
    add_person,
    found_register,
    give_right,
    give_role,
    join_team,
    make_unrecognisable,
    set_address,
)
from sopkit.services.register.releasing import Wish
from sopkit.services.register.saving import Writing, save_revision
from sopkit.services.register.submitting import Proposal
from sopkit.settings import Settings
from sopkit.store import documents, people
from sopkit.store.documents import SavedRevision
from sopkit.store.people import Account
from sopkit.store.session import Register
from sopkit.store.stages import Released, Submitted
from sopkit.store.trail import NOBODY, Ledger
from sopkit.store.verify import verify

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"  # noqa: S105 - nobody's
TYPED = TypedPassword(PASSWORD, "192.0.2.1")
CAST = {
    "author": ("Anna Auteur", "author"),
    "approver": ("Bram Beoordelaar", "approver"),
    "second-approver": ("Carla Controleur", "approver"),
    "reviewer": ("Dirk Kwaliteit", "reviewer"),
    "trainee": ("Els Leerling", "reader"),
}
"""Who has which right in customer service; the outsider has none."""

ORGANISATION = """\
name: Kwiekwiel
language: nl
timezone: Europe/Amsterdam
departments:
  - {id: klantenservice, name: {nl: Klantenservice, en: Customer service}}
  - {id: hr, name: {nl: Personeel, en: Human resources}, approval: [approver, reviewer]}
roles:
  - {id: medewerker, name: {nl: Medewerker, en: Agent}}
"""


@dataclass
class World:
    """A register with its people; `now` moves on by a minute with every act."""

    settings: Settings
    register: Register
    people: dict[str, Account] = field(default_factory=dict)
    now: datetime = START

    def tick(self, **time: float) -> datetime:
        """The next moment."""
        self.now += timedelta(**time) if time else timedelta(minutes=1)
        return self.now

    def appoint(self, login: str, name: str, *rights: str) -> None:
        """Somebody more, with rights in both departments."""
        admin = self.people["admin"]
        self.people[login] = add_person(self.register, admin, login, name, self.tick())
        for right in rights:
            for department in ("klantenservice", "hr"):
                give_right(self.register, admin, login, right, department, self.tick())

    def use_quick_passwords(self) -> None:
        """Give everybody the password, with a hash that is quick to compare with."""
        with self.register.writing() as session:
            ledger = Ledger(session, NOBODY, self.tick())
            for person in self.people.values():
                people.set_password_hash(ledger, person.id, quick_hash())

    def save(
        self,
        text: str,
        *,
        by: str = "author",
        path: str | None = None,
        message: str = "",
        pictures: Mapping[str, bytes] | None = None,
    ) -> SavedRevision:
        """Save a text on top of the newest one."""
        name = path or f"{number_of(text)}.md"
        with self.register.reading() as session:
            latest = {each.path: each.id for each in documents.newest(session)}
        return save_revision(
            self.register,
            self.people[by],
            Writing(name, text.encode(), pictures or {}),
            latest.get(name),
            message,
            self.tick(),
        )

    def submit(self, number: str = "KS-001", by: str = "author", **wish: Any) -> Submitted:  # noqa: ANN401 - as the service takes it
        """Submit the newest text."""
        proposal = Proposal(number, "nieuw", **wish)
        return submitting.submit(self.register, self.people[by], proposal, TYPED, self.tick())

    def approve(self, number: str = "KS-001", by: str = "approver", **wish: Any) -> None:  # noqa: ANN401 - as the service takes it
        """Approve what was submitted."""
        person = self.people[by]
        deciding.approve(self.register, person, number, TYPED, self.tick(), **wish)

    def release(self, number: str = "KS-001", by: str = "approver", **wish: Any) -> Released:  # noqa: ANN401 - as the service takes it
        """Release what was approved."""
        made, _ = releasing.release(
            self.register, self.settings, self.people[by], Wish(number, **wish), self.tick()
        )
        return made

    def withdraw(self, number: str = "KS-001", by: str = "approver") -> None:
        """Withdraw the version in force."""
        person = self.people[by]
        releasing.withdraw(
            self.register, self.settings, person, number, "vervangen", TYPED, self.tick()
        )

    def put_in_force(
        self, text: str, number: str = "KS-001", pictures: Mapping[str, bytes] | None = None
    ) -> Released:
        """Everything from saving a text to its release."""
        self.save(text, pictures=pictures)
        self.submit(number)
        self.approve(number)
        return self.release(number)

    def assert_proven(self) -> None:
        """The register verifies."""
        with self.register.reading() as session:
            assert verify(session).broken == []


def live(world: World) -> None:
    """Let something happen in every table."""
    from sopkit.services.accounts.tokens import TokenWish, make_token
    from sopkit.services.reviews.commenting import comment
    from tests.visitors import visitor

    register, admin = world.register, world.people["admin"]
    give_role(register, admin, "trainee", "medewerker", world.tick())
    join_team(register, admin, "trainee", "Ochtend", world.tick(), lead=True)
    world.put_in_force(sop())
    shown = sop("HR-001", department="hr", steps=("Kijk: ![Formulier](pictures/formulier.png)",))
    writing = Writing("HR-001.md", shown.encode(), {"pictures/formulier.png": b"a picture"})
    save_revision(register, world.people["author"], writing, None, "", world.tick())
    world.save(sop(steps=("Groet de klant binnen 20 seconden.",)))
    made = world.submit()
    comment(register, visitor(world, "reviewer"), made.id, "", "goed", world.tick())
    world.approve()
    world.release()
    set_address(register, admin, "trainee", "els@example.org", world.tick())
    make_token(register, admin, TokenWish("kassa", "read", 30), TYPED, world.tick())
    reviewer = world.people["reviewer"]
    confirming.confirm(
        register, reviewer, "KS-001", TYPED, world.tick(), note="klopt nog\ntot volgend jaar"
    )
    world.withdraw()
    make_unrecognisable(register, admin, "outsider", world.tick())


def number_of(text: str) -> str:
    return next(line.split()[1] for line in text.split("\n") if line.startswith("number:"))


def sop(
    number: str = "KS-001",
    *,
    title: str = "Telefoon aannemen",
    department: str = "klantenservice",
    language: str = "nl",
    steps: tuple[str, ...] = ("Groet de klant.", "Vraag het ordernummer."),
    review: str = "12 months",
) -> str:
    """The text of a procedure without errors."""
    terms = "Geen." if language == "nl" else "None."
    headings = (
        ("Doel", "Begrippen", "Instructies")
        if language == "nl"
        else ("Purpose", "Terms", "Instructions")
    )
    listed = "\n".join(f"{index}. {step}" for index, step in enumerate(steps, start=1))
    return (
        f"---\nnumber: {number}\ntitle: {title}\ndepartment: {department}\nlanguage: {language}\n"
        f"review: {review}\n---\n\n## {headings[0]}\n\nElke klant wordt geholpen.\n\n"
        f"## {headings[1]}\n\n{terms}\n\n## {headings[2]}\n\n{listed}\n"
    )


def new_world(url: str, anchor: Path | None = None) -> World:
    """A register that knows the cast and the organisation."""
    settings = Settings(url, anchor)
    upgrade(settings, START)
    register = open_register(settings)
    world = World(settings, register)
    administrator = found_register(register, "admin", "Ada Beheer", PASSWORD, world.tick())
    world.people["admin"] = administrator
    cast = {login: (name, (right,)) for login, (name, right) in CAST.items()}
    for login, (name, rights) in {**cast, "outsider": ("Otto Buiten", ())}.items():
        world.appoint(login, name, *rights)
    world.use_quick_passwords()
    world.save(ORGANISATION, by="admin", path="organisation.yaml")
    return world


@lru_cache(maxsize=1)
def quick_hash() -> str:
    """A real hash of the password, made with the least effort that Argon2 knows.

    A hash carries its parameters, so comparing with it is as quick; at the recommended ones each
    act of signing would take a tenth of a second.
    """
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    return quick.hash(PASSWORD)
