"""Passwords are changed by who knows them, or set with a link that works once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sopkit.refusals import (
    AccountClosedError,
    LinkSpentError,
    NotAllowedError,
    PasswordsDifferError,
    UnknownPersonError,
    WeakPasswordError,
    WrongPasswordError,
)
from sopkit.services.accounts.own_account import (
    change_language,
    end_other_sessions,
    end_session,
    own_account,
)
from sopkit.services.accounts.passwords import (
    LINK_LASTS,
    change_password,
    offer_reset,
    reset_for,
    reset_password,
)
from sopkit.services.accounts.signing_in import Browser, begin, let_in, visitor
from sopkit.services.register.acting import prove, sign_in
from sopkit.services.register.persons import close_account, set_password
from tests.register import PASSWORD, TYPED, World

NEW = "a new one, and longer"
TWICE = (NEW, NEW)


def signed_in(world: World, login: str = "author", browser: str = "Firefox") -> str:
    return begin(world.register, login, PASSWORD, Browser(browser, "192.0.2.1"), world.tick())


def stays(world: World, secret: str) -> bool:
    return visitor(world.register, secret, world.now) is not None


def test_whoever_proved_to_know_the_old_password_does_not_come_in_with_it(world: World) -> None:
    browser = Browser("Firefox", "192.0.2.1")
    slow = prove(world.register, "author", PASSWORD, world.tick())
    change_password(world.register, slow.account, TYPED, TWICE, world.tick())
    with pytest.raises(WrongPasswordError):
        let_in(world.register, slow, browser, world.tick())
    quick = prove(world.register, "author", NEW, world.tick())
    assert stays(world, let_in(world.register, quick, browser, world.tick()))


def test_another_password_ends_the_other_sessions_and_keeps_this_one(world: World) -> None:
    here, there, somebody = signed_in(world), signed_in(world), signed_in(world, "trainee")
    me = visitor(world.register, here, world.now)
    assert me is not None
    change_password(world.register, me.account, TYPED, TWICE, world.tick(), staying=me.session)
    assert [stays(world, each) for each in (here, there, somebody)] == [True, False, True]
    assert sign_in(world.register, "author", NEW, world.tick()).login == "author"
    with pytest.raises(WrongPasswordError):
        sign_in(world.register, "author", PASSWORD, world.tick())
    world.assert_proven()


def test_a_password_that_an_administrator_sets_ends_all_sessions(world: World) -> None:
    secret = signed_in(world)
    set_password(world.register, world.people["admin"], "author", NEW, world.tick())
    assert not stays(world, secret)


def test_a_password_is_not_changed_without_the_one_of_now_or_by_a_typing_error(
    world: World,
) -> None:
    author = world.people["author"]
    for current, wanted, error in (
        (replace(TYPED, text="wrong"), TWICE, WrongPasswordError),
        (TYPED, (NEW, NEW + " "), PasswordsDifferError),
        (TYPED, ("short", "short"), WeakPasswordError),
    ):
        with pytest.raises(error):
            change_password(world.register, author, current, wanted, world.tick())
    sign_in(world.register, "author", PASSWORD, world.tick())


def test_a_link_sets_a_password_once_and_ends_all_sessions(world: World) -> None:
    open_before = signed_in(world)
    secret = offer_reset(world.register, world.people["admin"], "author", world.tick())
    assert stays(world, open_before)
    sign_in(world.register, "author", PASSWORD, world.tick())  # works until then
    assert reset_for(world.register, secret, world.tick()).login == "author"
    reset_password(world.register, secret, TWICE, world.tick())
    assert not stays(world, open_before)
    sign_in(world.register, "author", NEW, world.tick())
    with pytest.raises(LinkSpentError):
        reset_password(world.register, secret, TWICE, world.tick())
    world.assert_proven()


def test_a_link_that_was_mistyped_on_is_still_good(world: World) -> None:
    secret = offer_reset(world.register, world.people["admin"], "author", world.tick())
    for wanted in ((NEW, "other"), ("short", "short")):
        with pytest.raises((PasswordsDifferError, WeakPasswordError)):
            reset_password(world.register, secret, wanted, world.tick())
    assert reset_password(world.register, secret, TWICE, world.tick()).login == "author"


def test_a_link_works_for_a_day_and_until_the_next_one(world: World) -> None:
    admin = world.people["admin"]
    first = offer_reset(world.register, admin, "author", world.tick())
    second = offer_reset(world.register, admin, "author", world.tick())
    made = world.now
    with pytest.raises(LinkSpentError):
        reset_for(world.register, first, world.tick())
    reset_for(world.register, second, made + LINK_LASTS - timedelta(seconds=1))
    with pytest.raises(LinkSpentError):
        reset_for(world.register, second, made + LINK_LASTS)
    for nonsense in ("", "x", "\ud800"):
        with pytest.raises(LinkSpentError):
            reset_for(world.register, nonsense, world.now)


def test_a_closed_account_cannot_be_entered_through_a_link(world: World) -> None:
    admin = world.people["admin"]
    secret = offer_reset(world.register, admin, "author", world.tick())
    close_account(world.register, admin, "author", world.tick())
    with pytest.raises(LinkSpentError):
        reset_password(world.register, secret, TWICE, world.tick())
    with pytest.raises(AccountClosedError):
        offer_reset(world.register, admin, "author", world.tick())


def test_only_an_administrator_offers_a_link(world: World) -> None:
    with pytest.raises(NotAllowedError):
        offer_reset(world.register, world.people["author"], "trainee", world.tick())
    with pytest.raises(UnknownPersonError):
        offer_reset(world.register, world.people["admin"], "nobody", world.tick())


def test_a_changed_password_takes_back_the_link(world: World) -> None:
    secret = offer_reset(world.register, world.people["admin"], "author", world.tick())
    change_password(world.register, world.people["author"], TYPED, TWICE, world.tick())
    with pytest.raises(LinkSpentError):
        reset_for(world.register, secret, world.tick())


def test_one_sees_and_ends_ones_own_sessions_alone(world: World) -> None:
    author = world.people["author"]
    phone, desk, other = (
        signed_in(world, browser="Phone"),
        signed_in(world, browser="Desk"),
        signed_in(world, "trainee"),
    )
    listed = own_account(world.register, author, world.now).sessions
    assert [each.browser for each in listed] == ["Desk", "Phone"]
    theirs = own_account(world.register, world.people["trainee"], world.now).sessions
    end_session(world.register, author, theirs[0].digest)
    assert stays(world, other)
    end_session(world.register, author, listed[1].digest)
    assert not stays(world, phone)
    third = signed_in(world, browser="Third")
    end_other_sessions(world.register, author, listed[0].digest)
    assert [stays(world, each) for each in (desk, third, other)] == [True, False, True]


def test_one_changes_ones_own_language(world: World) -> None:
    author = world.people["author"]
    change_language(world.register, author, "en", world.tick())
    account = own_account(world.register, author, world.now).account
    assert (account.name, account.language) == ("Anna Auteur", "en")
    world.assert_proven()
