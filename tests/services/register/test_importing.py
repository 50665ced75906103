"""People from a CSV file, on both engines: all of it or nothing, and nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

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
from sopkit.services.register.acting import acting
from sopkit.services.register.importing import Import, import_persons, plan_import
from sopkit.services.register.persons import (
    add_person,
    close_account,
    give_right,
    give_role,
    join_team,
    person,
    persons,
    rename,
    set_address,
)
from sopkit.store import people
from sopkit.store.trail import entries, head
from tests.engines import copied
from tests.register import World
from tests.statements import queries

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


MIXED = """\
login;name;language;email;rights;roles;teams
kees;Kees Vos;nl;kees@shop.example;author:hr|reader:*;medewerker;West:lead|Oost
trainee;Els de Leerling;en;els@shop.example;reader:hr|author:hr;medewerker;West|West:lead
noor;Noor Smit;;;;;Oost
author;Anna Auteur;;;;;West:lead
"""


def told(world: World, since: int) -> Sequence[tuple[str, object, object]]:
    """What the trail tells from an event on, without what is another in every register."""
    found = []
    with world.register.reading() as session:
        for each in reversed(entries(session, limit=1000)):
            after = {name: v for name, v in each.facts.get("after", {}).items() if name != "name"}
            rows = Counter(name.partition(":")[0] for name in each.facts["rows"])
            if each.seq > since:
                found.append((each.act, after, rows))
    return found


def test_what_is_written_together_is_what_acts_one_by_one_write(
    sqlite_world: World, tmp_path: Path
) -> None:
    """A team that a person leaves to lead it, new people, new teams: the same rows and events."""
    folders = (tmp_path / "together", tmp_path / "singly")
    for folder in folders:
        folder.mkdir()
    together, singly = (copied(sqlite_world, folder) for folder in folders)
    for world in (together, singly):
        taken_over(world, "login;name;teams\nauthor;Anna Auteur;West\n")
    with together.register.reading() as session:
        since = head(session).events
    taken_over(together, MIXED)

    admin, register = singly.people["admin"], singly.register
    add_person(
        register,
        admin,
        "kees",
        "Kees Vos",
        singly.tick(),
        language="nl",
        address="kees@shop.example",
    )
    give_right(register, admin, "kees", "author", "hr", singly.tick())
    give_right(register, admin, "kees", "reader", "*", singly.tick())
    give_role(register, admin, "kees", "medewerker", singly.tick())
    join_team(register, admin, "kees", "West", singly.tick(), lead=True)
    join_team(register, admin, "kees", "Oost", singly.tick())
    rename(register, admin, "trainee", "Els de Leerling", singly.tick())
    with acting(register, admin, singly.tick()) as ledger:
        people.set_language(ledger, singly.people["trainee"].id, "en")
    set_address(register, admin, "trainee", "els@shop.example", singly.tick())
    give_right(register, admin, "trainee", "author", "hr", singly.tick())
    give_role(register, admin, "trainee", "medewerker", singly.tick())
    join_team(register, admin, "trainee", "West", singly.tick())
    join_team(register, admin, "trainee", "West", singly.tick(), lead=True)
    add_person(register, admin, "noor", "Noor Smit", singly.tick())
    join_team(register, admin, "noor", "Oost", singly.tick())
    join_team(register, admin, "author", "West", singly.tick(), lead=True)

    assert told(together, since) == told(singly, since)
    for world in (together, singly):
        world.assert_proven()
        world.register.close()


def test_a_long_list_takes_hardly_more_statements_than_a_short_one(sqlite: World) -> None:
    def lines(first: int, last: int) -> str:
        given = "reader:hr|author:hr;medewerker;West"
        return "login;name;email;rights;roles;teams\n" + "".join(
            f"p{index};Persoon {index};p{index}@shop.example;{given}\n"
            for index in range(first, last)
        )

    few = queries(lambda: taken_over(sqlite, lines(0, 10)))
    assert queries(lambda: taken_over(sqlite, lines(10, 410))) <= few + 20
    sqlite.assert_proven()


def test_a_list_may_use_the_names_that_pages_show_in_either_language(world: World) -> None:
    dutch = (
        "Gebruikersnaam;Naam;Taal;E-mailadres;Rechten;Rollen;Teams\n"
        "kees;Kees Vos;nl;kees@shop.example;Auteur:Klantenservice|lezer:elke afdeling;"
        "Medewerker;West:leider\n"
    )
    english = (
        "Login;Name;Language;E-mail;Rights;Roles;Teams\n"
        "noor;Noor Smit;en;noor@shop.example;Author:Customer service|reader:Every department;"
        "Agent;West:Lead\n"
    )
    for text, login in ((dutch, "kees"), (english, "noor")):
        assert taken_over(world, text).mistakes == ()
        found = person(world.register, login, world.now)
        assert {(each.name, each.scope) for each in found.rights} == {
            ("author", "klantenservice"),
            ("reader", "*"),
        }
        assert [each.name for each in found.roles] == ["medewerker"]
        assert [(each.name, each.scope) for each in found.teams] == [("lead", "West")]
        assert found.address == f"{login}@shop.example"
    twice = planned(world, "login,naam,name\nx,X,Y\n")
    assert [type(each.error) for each in twice.mistakes] == [ColumnUnknownError]
