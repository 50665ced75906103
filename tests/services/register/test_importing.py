"""People from a CSV file, on both engines: all of it or nothing, and nothing twice."""

from __future__ import annotations

import pytest

from sopkit.errors import SopkitError, UnknownDepartmentError
from sopkit.refusals import (
    AccountClosedError,
    BadLoginError,
    BadTeamError,
    ColumnMissingError,
    ColumnUnknownError,
    DepartmentNotSaidError,
    LoginTwiceError,
    NameMissingError,
    NoLanguageError,
    NotAllowedError,
    NotCsvError,
    NotUtf8Error,
    SurplusCellsError,
    UnknownRightError,
    UnknownRoleError,
)
from sopkit.services.register.importing import Import, import_persons, plan_import
from sopkit.services.register.persons import close_account, person, persons
from tests.register import World

LIST = """\
login;name;language;rights;roles;teams
kees;Kees Vos;nl;author:Klantenservice|approver:*;Agent;Team West:lead
author;Anna Auteur;en;author:klantenservice;medewerker;Team West
"""


def taken_over(world: World, text: str, by: str = "admin") -> Import:
    return import_persons(world.register, world.people[by], text.encode(), world.tick())


def planned(world: World, data: bytes | str) -> Import:
    return plan_import(
        world.register, data.encode() if isinstance(data, str) else data, world.tick()
    )


def mistakes(found: Import) -> list[tuple[int, type[SopkitError]]]:
    return [(each.line, type(each.error)) for each in found.mistakes]


def test_people_get_what_the_list_says(world: World) -> None:
    done = taken_over(world, LIST)
    assert [(each.login, each.added) for each in done.changes] == [
        ("kees", True),
        ("author", False),
    ]
    kees = person(world.register, "kees", world.now)
    assert (kees.account.name, kees.account.language) == ("Kees Vos", "nl")
    assert {(each.name, each.scope) for each in kees.rights} == {
        ("author", "klantenservice"),
        ("approver", "*"),
    }
    assert [each.name for each in kees.roles] == ["medewerker"]
    assert [(each.name, each.scope) for each in kees.teams] == [("lead", "Team West")]
    author = person(world.register, "author", world.now)
    assert author.account.language == "en"
    assert len(author.rights) == 2  # those of before stay
    world.assert_proven()


def test_the_same_list_again_changes_nothing(world: World) -> None:
    taken_over(world, LIST)
    with world.register.reading() as session:
        from sopkit.store.trail import head

        before = head(session)
    again = taken_over(world, LIST)
    assert (again.changes, again.mistakes, again.unchanged) == ((), (), 2)
    with world.register.reading() as session:
        assert head(session) == before


def test_a_plan_says_what_the_import_does_and_changes_nothing(world: World) -> None:
    plan = planned(world, LIST)
    assert "kees" not in [each.login for each in persons(world.register, world.now)]
    assert taken_over(world, LIST) == plan


def test_one_mistake_and_nothing_is_changed(world: World) -> None:
    done = taken_over(world, LIST + "dirk;;;;;\n")
    assert mistakes(done) == [(4, NameMissingError)]
    assert "kees" not in [each.login for each in persons(world.register, world.now)]
    world.assert_proven()


def test_a_name_that_differs_is_changed_and_a_member_becomes_the_lead(sqlite: World) -> None:
    taken_over(sqlite, "login,name,teams\nkees,Kees Vos,Team West\n")
    done = taken_over(sqlite, "login,name,teams\nkees,Kees de Vos,Team West:LEAD\n")
    assert done.changes[0].renamed
    kees = person(sqlite.register, "kees", sqlite.now)
    assert kees.account.name == "Kees de Vos"
    assert [(e.name, e.until is None) for e in kees.teams] == [("member", False), ("lead", True)]


def test_only_an_administrator_imports(sqlite: World) -> None:
    with pytest.raises(NotAllowedError):
        taken_over(sqlite, LIST, by="author")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_spreadsheets_write_is_read(
    sqlite: World, mark: bytes, delimiter: str, newline: str
) -> None:
    text = newline.join(
        ["Login;NAME;rights", 'zoë;"Zoë; de ""Boer""";author:hr', "", ";;", "jan;Jan;"]
    ).replace(";", delimiter)
    found = planned(sqlite, mark + text.encode())
    assert found.mistakes == ()
    assert [(each.login, each.line) for each in found.changes] == [("zoë", 2), ("jan", 5)]
    assert found.changes[0].name == f'Zoë{delimiter} de "Boer"'


@pytest.mark.parametrize(
    ("line", "errors"),
    [
        ("a b,Name,,,,", [BadLoginError]),
        ("kees,,,,,", [NameMissingError]),
        ("kees,Kees,fr,,,", [NoLanguageError]),
        ("kees,Kees,,king:hr,,", [UnknownRightError]),
        ("kees,Kees,,author,,", [DepartmentNotSaidError]),
        ("kees,Kees,,author:,,", [DepartmentNotSaidError]),
        ("kees,Kees,,author:sales,,", [UnknownDepartmentError]),
        ("kees,Kees,,,boss,", [UnknownRoleError]),
        ("kees,Kees,,,,:lead", [BadTeamError]),
        ("kees,Kees,,,,,", [SurplusCellsError]),
        ("author,Anna,,,,\nauthor,Anna,,,,", [LoginTwiceError]),
        ("trainee,Els,,,,", [AccountClosedError]),
        (
            "a b,Name,,king:hr|author,boss,",
            [BadLoginError, UnknownRightError, DepartmentNotSaidError, UnknownRoleError],
        ),
        ('kees,"Kees,,,,', [NotCsvError]),
        ("kees,Kees\x00,,,,", [NameMissingError]),
    ],
)
def test_every_mistake_of_a_line_is_told(
    sqlite: World, line: str, errors: list[type[SopkitError]]
) -> None:
    close_account(sqlite.register, sqlite.people["admin"], "trainee", sqlite.tick())
    found = planned(sqlite, f"login,name,language,rights,roles,teams\n{line}\n")
    assert [kind for _, kind in mistakes(found)] == errors


def test_mistakes_are_told_with_their_lines_all_at_once(sqlite: World) -> None:
    text = 'login,name\na,"two\nlines"\nb b,B\n\nc,\nd,D,E\n'
    assert mistakes(planned(sqlite, text)) == [
        (2, NameMissingError),
        (4, BadLoginError),
        (6, NameMissingError),
        (7, SurplusCellsError),
    ]


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        (b"", [ColumnMissingError, ColumnMissingError]),
        (b"login\nx\n", [ColumnMissingError]),
        (b"login,name,right\nx,X,author:hr\n", [ColumnUnknownError]),
        (b"login,name,name\nx,X,Y\n", [ColumnUnknownError]),
        ("login,name\nx,Zoë\n".encode("latin-1"), [NotUtf8Error]),
        (b"\x00\xff\xfe" * 100, [NotUtf8Error]),
    ],
)
def test_a_file_that_is_no_list_is_told(
    sqlite: World, data: bytes, errors: list[type[SopkitError]]
) -> None:
    found = planned(sqlite, data)
    assert [kind for _, kind in mistakes(found)] == errors
    assert found.changes == ()
