"""Any acts, by anybody, in any order: the register does what the rules say, on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from sopkit.errors import SopkitError
from sopkit.model.control import Nature, Version
from sopkit.refusals import NotInForceError
from sopkit.services.register import confirming, deciding, reading, releasing, submitting
from sopkit.services.register.persons import end_right, give_right
from sopkit.services.register.releasing import Wish
from sopkit.services.register.saving import drop_draft
from sopkit.services.register.submitting import Proposal
from sopkit.store import documents, releases
from sopkit.store.documents import DocumentKey, DocumentKind
from tests.engines import copied, copied_on_server
from tests.register import CAST, ORGANISATION, TYPED, World, sop
from tests.services.register.rules import Paper, Reasons, Rules

PROCEDURES = {
    "dutch": ("KS-001", "nl", "klantenservice"),
    "english": ("KS-001", "en", "klantenservice"),
    "personnel": ("HR-001", "nl", "hr"),
    "personnel-in-english": ("HR-001", "en", "klantenservice"),
}
DEPARTMENTS = ("klantenservice", "hr")
EXTRA: dict[str, tuple[str, tuple[str, ...]]] = {
    "second-author": ("Fenna Schrijver", ("author",)),
    "jack-of-all-trades": ("Gijs Alleskan", ("author", "approver")),
}
EVERYBODY = ("admin", *CAST, *EXTRA, "outsider")
RULES_OF_APPROVAL = (["approver"], ["approver", "reviewer"], ["approver", "approver"])


def text_of(name: str, text: str) -> str:
    """A text of a procedure: `a` and `a2` differ in layout only, `b` in what is done."""
    number, language, department = PROCEDURES[name]
    seconds = {"a": 20, "b": 30}[text[0]]
    written = sop(
        number,
        language=language,
        department=department,
        steps=(f"Groet de klant binnen {seconds} seconden.",),
        review="26 weeks",
    )
    return written.replace("\n\n## ", "\n\n\n## ") if text.endswith("2") else written


persons = st.sampled_from(EVERYBODY)
names = st.sampled_from(sorted(PROCEDURES))
texts = st.sampled_from(["a", "a2", "b", "b2"])
natures = st.sampled_from([None, *Nature])
# Random persons mostly lack the right: half of the acts are done by somebody who should have it.
authors = persons | st.sampled_from(["author", "second-author", "jack-of-all-trades"])
approvers = persons | st.sampled_from(["approver", "second-approver", "jack-of-all-trades"])
reviewers = approvers | st.just("reviewer")
administrators = persons | st.just("admin")


class Acts(RuleBasedStateMachine):
    """Does every act in the register and in the model of the rules, and compares."""

    opened: Callable[[], Any]

    def __init__(self) -> None:
        super().__init__()
        self.opening = self.opened()
        self.world: World = self.opening.__enter__()
        papers = {
            name: Paper(department, number) for name, (number, _, department) in PROCEDURES.items()
        }
        papers["english"].original = papers["dutch"]
        papers["personnel-in-english"].original = papers["personnel"]
        cast = {login: rights for login, (_, rights) in EXTRA.items()}
        cast |= {login: (right,) for login, (_, right) in CAST.items()}
        self.model = Rules(
            rights={
                (who, r, d) for who, rights in cast.items() for r in rights for d in DEPARTMENTS
            }
            | {("admin", "administrator", "*")},
            approval={"klantenservice": ["approver"], "hr": ["approver", "reviewer"]},
            families={"a": "a", "a2": "a", "b": "b", "b2": "b"},
            papers=papers,
        )

    def teardown(self) -> None:
        self.opening.__exit__(None, None, None)

    def compare(self, expected: Reasons, act: Callable[[], object]) -> None:
        """Do an act and compare how it ended with the reasons to refuse it."""
        refusal: SopkitError | None = None
        try:
            act()
        except SopkitError as caught:
            refusal = caught
        found = set() if refusal is None else {type(refusal)}
        assert found <= expected, refusal
        assert bool(found) == bool(expected), f"was not refused: {expected}"

    def at(self, person: str) -> tuple[Any, Any, datetime]:
        return self.world.register, self.world.people[person], self.world.tick()

    @rule(person=authors, name=names, text=texts)
    def save(self, person: str, name: str, text: str) -> None:
        expected = self.model.save(person, name, text)
        written = text_of(name, text)
        self.compare(expected, lambda: self.world.save(written, by=person, path=f"{name}.md"))

    @rule(person=authors, name=names)
    def drop(self, person: str, name: str) -> None:
        number, language, _ = PROCEDURES[name]
        key = DocumentKey(DocumentKind.SOP, number, language)
        register, actor, now = self.at(person)
        expected = self.model.drop(person, name)
        self.compare(expected, lambda: drop_draft(register, actor, key, "", now))

    @rule(person=authors, name=names, nature=natures)
    def submit(self, person: str, name: str, nature: Nature | None) -> None:
        number, language, _ = PROCEDURES[name]
        proposal = Proposal(number, "nieuw", language, nature)
        register, actor, now = self.at(person)
        expected = self.model.submit(person, name, nature)
        self.compare(expected, lambda: submitting.submit(register, actor, proposal, TYPED, now))

    @rule(person=reviewers, name=names, nature=natures)
    def approve(self, person: str, name: str, nature: Nature | None) -> None:
        number, language, _ = PROCEDURES[name]
        register, actor, now = self.at(person)
        expected = self.model.approve(person, name, nature)
        self.compare(
            expected,
            lambda: deciding.approve(
                register, actor, number, TYPED, now, language=language, nature=nature
            ),
        )

    @rule(person=reviewers, name=names)
    def send_back(self, person: str, name: str) -> None:
        number, language, _ = PROCEDURES[name]
        register, actor, now = self.at(person)
        expected = self.model.send_back(person, name)
        self.compare(
            expected,
            lambda: deciding.send_back(
                register, actor, number, "nee", TYPED, now, language=language
            ),
        )

    @rule(person=authors, name=names)
    def retract(self, person: str, name: str) -> None:
        number, language, _ = PROCEDURES[name]
        register, actor, now = self.at(person)
        expected = self.model.retract(person, name)
        self.compare(
            expected,
            lambda: submitting.retract(register, actor, number, "nee", now, language=language),
        )

    @rule(
        person=approvers,
        name=names,
        major=st.sampled_from([None, None, True, False]),
        day=st.sampled_from([None, None, -1, 0, 7, 14]),
    )
    def release(self, person: str, name: str, major: bool | None, day: int | None) -> None:
        number, language, _ = PROCEDURES[name]
        register, actor, now = self.at(person)
        # On whole days, so that two versions may be given the same one.
        begin = None if day is None else now.replace(hour=12, minute=0) + timedelta(days=day)
        expected = self.model.release(person, name, begin or now, now, major=major)
        wish = Wish(number, language, major, begin)
        self.compare(
            expected, lambda: releasing.release(register, self.world.settings, actor, wish, now)
        )

    @rule(person=approvers, name=names)
    def withdraw(self, person: str, name: str) -> None:
        number, language, _ = PROCEDURES[name]
        register, actor, now = self.at(person)
        expected = self.model.withdraw(person, name, now)
        self.compare(
            expected,
            lambda: releasing.withdraw(
                register,
                self.world.settings,
                actor,
                number,
                "weg",
                TYPED,
                now,
                language=language,
            ),
        )

    @rule(person=reviewers, name=names)
    def confirm(self, person: str, name: str) -> None:
        number, language, _ = PROCEDURES[name]
        register, actor, now = self.at(person)
        expected = self.model.confirm(person, name, now)
        self.compare(
            expected,
            lambda: confirming.confirm(register, actor, number, TYPED, now, language=language),
        )

    @rule(
        person=administrators,
        whom=persons,
        right=st.sampled_from(["author", "approver", "reviewer", "administrator"]),
        department=st.sampled_from([*DEPARTMENTS, "*"]),
        gives=st.booleans(),
    )
    def change_a_right(
        self,
        person: str,
        whom: str,
        right: str,
        department: str,
        gives: bool,
    ) -> None:
        register, actor, now = self.at(person)
        in_model, in_register = (
            (self.model.give, give_right) if gives else (self.model.end, end_right)
        )
        expected = in_model(person, whom, right, department)
        self.compare(expected, lambda: in_register(register, actor, whom, right, department, now))

    @rule(person=administrators, needed=st.sampled_from(RULES_OF_APPROVAL))
    def change_who_approves(self, person: str, needed: list[str]) -> None:
        written = ORGANISATION.replace(
            "approval: [approver, reviewer]", f"approval: [{', '.join(needed)}]"
        )
        expected = self.model.change_approval(person, "hr", needed)
        self.compare(
            expected, lambda: self.world.save(written, by=person, path="organisation.yaml")
        )

    @rule(
        author=st.sampled_from(["author", "second-author"]),
        name=names,
        text=texts,
        day=st.sampled_from([None, None, 7]),
    )
    def everything_up_to_a_release(
        self, author: str, name: str, text: str, day: int | None
    ) -> None:
        """Random acts alone seldom get far."""
        self.save(author, name, text)
        self.submit(author, name, None)
        for person in ("approver", "reviewer", "second-approver"):
            self.approve(person, name, None)
        self.release("approver", name, None, day)

    @rule(days=st.sampled_from([1, 6, 30, 200]))
    def time_passes(self, days: int) -> None:
        self.world.tick(days=days)

    @rule(name=names, days=st.integers(-400, 40))
    def another_day_has_the_version_that_was_or_will_be_in_force(
        self, name: str, days: int
    ) -> None:
        moment = self.world.now + timedelta(days=days)
        number, language, _ = PROCEDURES[name]
        current = self.model.papers[name].in_force(moment)
        if not self.model.papers[name].saved:
            return
        try:
            _, text, control = reading.record(self.world.register, number, language, moment)
        except NotInForceError:
            assert current is None
        else:
            assert current is not None
            assert str(control.version) == "{}.{}".format(*current.number)
            written = self.model.papers[name].saved[current.revision].text
            assert written is not None
            assert text.decode() == text_of(name, written)

    @invariant()
    def everything_stands_where_the_rules_say(self) -> None:
        found = {
            (each.newest.document.key, each.newest.document.language): each
            for each in reading.standings(self.world.register, self.world.now)
        }
        for name, (number, language, _) in PROCEDURES.items():
            paper = self.model.papers[name]
            current = paper.in_force(self.world.now)
            each = found.get((number, language))
            if each is None:
                assert not paper.saved or (paper.saved[-1].text is None and current is None)
                continue
            assert each.status is paper.status(self.world.now)
            assert each.in_force == (Version(*current.number) if current else None)
            assert list(each.waiting_for) == (paper.review.missing if paper.review else [])
            assert each.lags is paper.lags(self.world.now)

    @invariant()
    def the_versions_are_those_of_the_rules(self) -> None:
        for name, (number, language, _) in PROCEDURES.items():
            paper = self.model.papers[name]
            if not paper.saved:
                continue
            lines = reading.history(self.world.register, number, language, self.world.now)
            assert [str(each.released.version) for each in reversed(lines)] == [
                "{}.{}".format(*each.number)
                for each in sorted(paper.issued, key=lambda each: each.begin)
            ]

    @rule(days=st.integers(-400, 400))
    def the_database_finds_the_same_for_another_day(self, days: int) -> None:
        moment = self.world.now + timedelta(days=days)
        with self.world.register.reading() as session:
            found = {
                (each.document_id, each.version) for each in releases.in_force(session, moment)
            }
            ids = {
                name: documents.find(session, DocumentKey(DocumentKind.SOP, number, language))
                for name, (number, language, _) in PROCEDURES.items()
            }
        assert found == {
            (ids[name], Version(*current.number))
            for name, paper in self.model.papers.items()
            if (current := paper.in_force(moment))
        }
        self.assert_overdue(moment)

    @invariant()
    def what_should_have_been_reviewed_is_listed(self) -> None:
        self.assert_overdue(self.world.now)

    def assert_overdue(self, moment: datetime) -> None:
        known = {(number, language): name for name, (number, language, _) in PROCEDURES.items()}
        late = [
            (known[each.revision.document.key, each.revision.document.language], each.due)
            for each in confirming.overdue(self.world.register, moment)
        ]
        assert sorted(late) == self.model.overdue(moment)

    @invariant()
    def the_register_proves_itself(self) -> None:
        self.world.assert_proven()


@pytest.fixture(scope="module")
def staged(sqlite_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """A register in SQLite with the whole cast of this play."""
    return with_extras(copied(sqlite_world, tmp_path_factory.mktemp("staged")))


def with_extras(world: World) -> World:
    for login, (name, rights) in EXTRA.items():
        world.appoint(login, name, *rights)
    world.use_quick_passwords()
    return world


def play(opened: Callable[[], Any], examples: int, steps: int) -> None:
    class Play(Acts):
        pass

    Play.opened = staticmethod(opened)
    run_state_machine_as_test(
        Play, settings=settings(max_examples=examples, stateful_step_count=steps)
    )


def on_sqlite(staged: World, folder: Path) -> Callable[[], Any]:
    @contextmanager
    def opened() -> Iterator[World]:
        world = copied(staged, folder)
        yield world
        world.register.close()

    return opened


def on_postgresql(original: World, address: str) -> Callable[[], Any]:
    @contextmanager
    def opened() -> Iterator[World]:
        with copied_on_server(original, address) as world:
            yield with_extras(world)

    return opened


def test_the_register_follows_the_rules_on_sqlite(staged: World, tmp_path: Path) -> None:
    play(on_sqlite(staged, tmp_path), examples=6, steps=25)


def test_the_register_follows_the_rules_on_postgresql(
    postgresql: str, postgresql_world: World
) -> None:
    play(on_postgresql(postgresql_world, postgresql), examples=2, steps=25)


@pytest.mark.soak
def test_the_register_follows_the_rules_for_long_on_sqlite(staged: World, tmp_path: Path) -> None:
    play(on_sqlite(staged, tmp_path), examples=120, steps=60)


@pytest.mark.soak
def test_the_register_follows_the_rules_for_long_on_postgresql(
    postgresql: str, postgresql_world: World
) -> None:
    play(on_postgresql(postgresql_world, postgresql), examples=40, steps=60)
