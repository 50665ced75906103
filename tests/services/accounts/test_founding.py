"""The first administrator comes in through a link that only the server's log shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sopkit.errors import SopkitError
from sopkit.refusals import (
    BadLoginError,
    LinkSpentError,
    NameMissingError,
    NoLanguageError,
    OrganisationNameError,
    PasswordsDifferError,
    UnknownTimezoneError,
    WeakPasswordError,
)
from sopkit.services.accounts.founding import (
    LINK_LASTS,
    Founding,
    check_founding,
    found,
    offer_founding,
)
from sopkit.services.register.acting import sign_in
from sopkit.services.register.opening import Register, open_register, upgrade
from sopkit.services.register.persons import person
from sopkit.services.register.reading import house
from sopkit.settings import Settings, database_url
from sopkit.store.verify import verify
from tests.postgresql import drop_database, new_database
from tests.register import PASSWORD, START, World

WISH = Founding(
    "Bakker & Zn: brood", "Europe/Amsterdam", "nl", "ada", "Ada Baas", (PASSWORD, PASSWORD)
)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Register]:
    """A register that knows nobody, on each engine."""
    name, server = str(tmp_path / "register.sqlite"), ""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql")
        name = new_database(server)
    settings = Settings(database_url(name))
    upgrade(settings, START)
    register = open_register(settings)
    yield register
    register.close()
    if server:
        drop_database(server, name)


def test_the_first_person_is_an_administrator_of_an_organisation(empty: Register) -> None:
    secret = offer_founding(empty, START)
    assert secret is not None
    check_founding(empty, secret, START)
    found(empty, secret, WISH, START)
    assert sign_in(empty, "ada", PASSWORD, START).name == "Ada Baas"
    assert [each.name for each in person(empty, "ada", START).rights] == ["administrator"]
    made = house(empty)
    assert (made.name, made.timezone, made.language) == (
        "Bakker & Zn: brood",
        "Europe/Amsterdam",
        "nl",
    )
    with empty.reading() as session:
        assert verify(session).broken == []


def test_it_happens_once(empty: Register) -> None:
    secret = offer_founding(empty, START)
    assert secret is not None
    found(empty, secret, WISH, START)
    with pytest.raises(LinkSpentError):
        found(empty, secret, replace(WISH, login="eve"), START)
    assert offer_founding(empty, START) is None


def test_a_link_gives_way_to_a_newer_one_and_ends_after_a_day(empty: Register) -> None:
    first = offer_founding(empty, START)
    second = offer_founding(empty, START)
    assert first is not None
    assert second is not None
    for secret, now in ((first, START), (second, START + LINK_LASTS), ("", START)):
        with pytest.raises(LinkSpentError):
            check_founding(empty, secret, now)
    check_founding(empty, second, START)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (replace(WISH, organisation="  "), OrganisationNameError),
        (replace(WISH, organisation="x" * 201), OrganisationNameError),
        (replace(WISH, timezone="Europe/Nowhere"), UnknownTimezoneError),
        (replace(WISH, timezone="../../etc/passwd"), UnknownTimezoneError),
        (replace(WISH, language="fr"), NoLanguageError),
        (replace(WISH, login="a b"), BadLoginError),
        (replace(WISH, name=""), NameMissingError),
        (replace(WISH, passwords=(PASSWORD, "x")), PasswordsDifferError),
        (replace(WISH, passwords=("short", "short")), WeakPasswordError),
    ],
)
def test_what_is_refused_leaves_the_link_good(
    empty: Register, wrong: Founding, error: type[SopkitError]
) -> None:
    secret = offer_founding(empty, START)
    assert secret is not None
    with pytest.raises(error):
        found(empty, secret, wrong, START)
    found(empty, secret, WISH, START)


def test_a_register_that_knows_somebody_offers_nothing(sqlite: World) -> None:
    assert offer_founding(sqlite.register, sqlite.now) is None
