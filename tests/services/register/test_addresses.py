"""E-mail addresses of people: recorded, proved, and gone when the person is forgotten."""

from __future__ import annotations

import json

import pytest

from sopkit.refusals import BadAddressError, NotAllowedError
from sopkit.services.register.importing import import_persons
from sopkit.services.register.persons import (
    add_person,
    make_unrecognisable,
    person,
    set_address,
)
from sopkit.store import dump
from tests.register import World


def address(world: World, login: str) -> str | None:
    return person(world.register, login, world.now).address


def everything(world: World) -> str:
    with world.register.reading() as session:
        return json.dumps({name: list(dump.rows_of(session, name)) for name in dump.table_names()})


def test_an_address_is_set_and_proved_and_the_trail_does_not_tell_it(world: World) -> None:
    admin = world.people["admin"]
    add_person(world.register, admin, "kees", "Kees Vos", world.tick(), address="kees@example.org")
    set_address(world.register, admin, "author", " anna@example.org ", world.tick())
    assert address(world, "kees") == "kees@example.org"
    assert address(world, "author") == "anna@example.org"
    world.assert_proven()
    with world.register.reading() as session:
        events = json.dumps(list(dump.rows_of(session, "event")))
    assert "example.org" not in events
    set_address(world.register, admin, "author", None, world.tick())
    assert address(world, "author") is None
    world.assert_proven()


def test_everybody_sets_their_own_address_and_nobody_that_of_others(world: World) -> None:
    set_address(world.register, world.people["author"], "author", "anna@example.org", world.tick())
    assert address(world, "author") == "anna@example.org"
    with pytest.raises(NotAllowedError):
        set_address(
            world.register, world.people["outsider"], "author", "x@example.org", world.tick()
        )
    with pytest.raises(BadAddressError, match="“anna” is not an e-mail address"):
        set_address(world.register, world.people["author"], "author", "anna", world.tick())
    assert address(world, "author") == "anna@example.org"


def test_a_forgotten_person_has_no_address_any_more_anywhere(world: World) -> None:
    admin = world.people["admin"]
    set_address(world.register, admin, "author", "anna@example.org", world.tick())
    make_unrecognisable(world.register, admin, "author", world.tick())
    assert "anna@example.org" not in everything(world)
    world.assert_proven()


def test_a_list_brings_addresses_once(world: World) -> None:
    listed = (
        "login;name;email\n"
        "author;Anna Auteur;anna@example.org\n"
        "kees;Kees Vos;kees@example.org\n"
        "approver;Bram Beoordelaar;\n"
    )
    admin = world.people["admin"]
    set_address(world.register, admin, "approver", "bram@example.org", world.tick())
    done = import_persons(world.register, admin, listed.encode(), world.tick())
    assert [(each.login, each.address) for each in done.changes] == [
        ("author", "anna@example.org"),
        ("kees", "kees@example.org"),
    ]
    assert address(world, "approver") == "bram@example.org"
    again = import_persons(world.register, admin, listed.encode(), world.tick())
    assert again.changes == ()
    world.assert_proven()


def test_a_list_with_a_bad_address_changes_nothing(world: World) -> None:
    listed = "login;name;email\nkees;Kees Vos;kees@example.org|k@example.org\n"
    done = import_persons(world.register, world.people["admin"], listed.encode(), world.tick())
    assert [(each.line, type(each.error)) for each in done.mistakes] == [(2, BadAddressError)]
    assert done.changes == ()
