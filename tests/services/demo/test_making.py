"""The demo is a register of a believable year, which proves itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sopkit.model.control import Nature, Status
from sopkit.services.demo import story
from sopkit.services.demo.cast import EVERYBODY, PASSWORD, Part
from sopkit.services.demo.making import make_demo
from sopkit.services.demo.mark import is_demo
from sopkit.services.library.searching import search
from sopkit.services.register.acting import sign_in
from sopkit.services.register.confirming import overdue
from sopkit.services.register.finding import under_review
from sopkit.services.register.opening import Register, open_register
from sopkit.services.register.persons import person
from sopkit.services.register.reading import Standing, history, standings
from sopkit.settings import Settings, database_url
from sopkit.store import comments, trail, voices
from sopkit.store.people import Right
from sopkit.store.trail import TrailEntry
from sopkit.store.verify import verify
from tests.demo import NOW, TODAY, demo_file
from tests.register import World


@dataclass(frozen=True)
class Demo:
    """The demo of a Wednesday, and where its procedures stand on that day."""

    register: Register
    standings: tuple[Standing, ...]

    def __getitem__(self, name: str) -> Standing:
        number, _, language = name.partition(".")
        return next(
            each
            for each in self.standings
            if (each.newest.document.key, each.newest.document.language) == (number, language)
        )

    def with_(self, status: Status) -> list[str]:
        return [each.newest.document.key for each in self.standings if each.status is status]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    file = demo_file(tmp_path_factory)
    with closing(open_register(Settings(database_url(str(file))))) as register:
        yield Demo(register, standings(register, NOW))


def events(demo: Demo, subject: str | None = None) -> tuple[TrailEntry, ...]:
    with demo.register.reading() as session:
        return trail.entries(session, limit=10_000, subject=subject)


pytestmark = pytest.mark.xdist_group("demo")


def test_it_verifies(demo: Demo) -> None:
    with demo.register.reading() as session:
        assert verify(session).broken == []


def test_everything_lies_in_the_year_before_its_day(demo: Demo) -> None:
    moments = [datetime.fromisoformat(each.at) for each in events(demo)]
    assert min(moments) > NOW - timedelta(days=366)
    assert max(moments) < datetime(2026, 11, 25, tzinfo=UTC)
    assert {each.weekday() for each in moments} <= set(range(5))
    assert {each.hour for each in moments} <= set(range(6, 19))


def test_nothing_waited_for_the_act_before_it(demo: Demo) -> None:
    """The register puts an act that is out of order a microsecond after the one before it."""
    moved = [each for each in events(demo) if datetime.fromisoformat(each.at).microsecond]
    first_weeks = [each for each in moved if each.at < "2026-01"]
    joining = [
        each for each in moved if each.act.startswith(("person.", "right.", "role.", "team."))
    ]
    assert {each.seq for each in moved} == {each.seq for each in (*first_weeks, *joining)}


def test_there_is_one_of_everything_that_a_procedure_goes_through(demo: Demo) -> None:
    assert demo.with_(Status.IN_REVIEW) == ["KS-003"]
    assert demo.with_(Status.WITHDRAWN) == ["KS-018"]
    assert [each.newest.document.key for each in demo.standings if each.returned] == ["KS-017"]
    assert [each.newest.document.key for each in demo.standings if each.lags] == ["KS-009"]
    assert {each.revision.document.key for each in overdue(demo.register, NOW)} == {"KS-012"}
    assert {e.newest.document.key for e in demo.standings if e.coming} == {"FIN-001"}
    assert demo["KS-010.nl"].status is Status.APPROVED
    assert demo["KS-010.nl"].coming is None
    assert demo["KS-002.nl"].status is Status.DRAFT


def test_readers_and_reviewers_have_spoken(demo: Demo) -> None:
    with demo.register.reading() as session:
        submission = under_review(session, "KS-003", "nl")
        said = comments.of_submission(session, submission.id)
        heard = voices.verdicts(session, None, NOW - timedelta(days=60), 99)
    assert len(said) == len(story.COMMENTS)
    assert sum(each.helped for each in heard) > sum(each.not_helped for each in heard) > 0


@pytest.mark.parametrize("query", sorted({query for _, query in story.MISSES}))
def test_what_was_looked_for_in_vain_is_not_there(demo: Demo, query: str) -> None:
    assert search(demo.register, query, "nl", NOW) == ()


def test_what_is_coming_takes_effect_next_week(demo: Demo) -> None:
    moment = demo["FIN-001.nl"].coming_from
    assert moment is not None
    assert timedelta() < moment - NOW <= timedelta(days=7)


def test_a_confirmed_review_is_due_later_than_the_version_said(demo: Demo) -> None:
    due = demo["KS-006.nl"].review_due
    assert due is not None
    assert due > NOW
    acts = [e.act for e in events(demo, subject=f"document/{demo['KS-006.nl'].newest.document_id}")]
    assert "version.confirmed" in acts


def test_something_is_due_within_six_weeks(demo: Demo) -> None:
    coming = [
        each.newest.document.key
        for each in demo.standings
        if each.review_due and NOW < each.review_due < NOW + timedelta(weeks=6)
    ]
    assert "KS-002" in coming


def test_versions_differ_in_nature(demo: Demo) -> None:
    found = {
        line.released.nature
        for number in ("KS-001", "KW-002")
        for line in history(demo.register, number, "nl", NOW)
    }
    assert found == {None, Nature.EDITORIAL, Nature.CLARIFYING, Nature.BEHAVIOURAL}


def test_every_version_has_a_reason_and_another_approver_than_author(demo: Demo) -> None:
    for each in demo.standings:
        key = each.newest.document
        for line in history(demo.register, key.key, key.language, NOW):
            assert line.reason


def test_what_is_in_force_is_the_example_library_and_what_followed(demo: Demo) -> None:
    in_force = [each for each in demo.standings if each.in_force]
    assert len(in_force) == 50


def test_everybody_signs_in_with_the_one_password_but_who_left(demo: Demo) -> None:
    for each in EVERYBODY:
        if each.left is None:
            assert sign_in(demo.register, each.login, PASSWORD, NOW).name == each.name
        else:
            assert not person(demo.register, each.login, NOW).account.active


def test_every_right_and_every_role_of_the_organisation_is_held(demo: Demo) -> None:
    records = [person(demo.register, each.login, NOW) for each in EVERYBODY]
    assert {h.name for record in records for h in record.rights} == set(Right)
    roles = {h.name for record in records for h in record.roles}
    assert roles == {
        "medewerker", "teamleider", "manager", "boekhouder", "magazijnmedewerker", "monteur",
        "personeelsadviseur", "kwaliteitscoordinator", "planner", "vertrouwenspersoon",
        "directeur", "begeleider", "nieuwe-medewerker",
    }  # fmt: skip


def test_the_outsider_has_no_right_and_no_role(demo: Demo) -> None:
    [outsider] = [each for each in EVERYBODY if each.part is Part.OUTSIDER]
    record = person(demo.register, outsider.login, NOW)
    assert (record.rights, record.roles, record.teams) == ((), (), ())


def test_it_is_marked_and_others_are_not(demo: Demo, sqlite: World) -> None:
    assert is_demo(demo.register)
    assert not is_demo(sqlite.register)


@pytest.mark.soak
def test_the_same_day_gives_the_same_year(demo: Demo, tmp_path: Path) -> None:
    settings = Settings(database_url(str(tmp_path / "again.sqlite")))
    make_demo(settings, TODAY)
    with closing(open_register(settings)) as register:
        again = Demo(register, standings(register, NOW))
        assert story_of(again) == story_of(demo)


def story_of(demo: Demo) -> list[tuple[str, str]]:
    return [(each.at, each.act) for each in events(demo)]


@pytest.mark.soak
@pytest.mark.parametrize("days", range(1, 29))
def test_it_can_be_made_on_any_day(days: int, tmp_path: Path) -> None:
    """Weekends, the change of the clock and the 29th of February lie elsewhere each time."""
    today = date(2027, 3, 20) + timedelta(days=days)
    settings = Settings(database_url(str(tmp_path / "demo.sqlite")))
    make_demo(settings, today)
    with closing(open_register(settings)) as register:
        noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
        found = Demo(register, standings(register, noon))
        assert found.with_(Status.IN_REVIEW) == ["KS-003"]
        assert {each.revision.document.key for each in overdue(register, noon)} == {"KS-012"}


def test_every_procedure_of_the_library_has_its_day(demo: Demo) -> None:
    assert {each.newest.document.key for each in demo.standings} | {story.WITHDRAWN_NUMBER} == set(
        story.FIRST_VERSIONS
    )
