"""Tokens: shown once, kept as a hash, and worth nothing once they end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from sopkit.refusals import (
    NotAllowedError,
    NoTokenError,
    TokenDaysError,
    TokenNameError,
    UnknownScopeError,
    WrongPasswordError,
)
from sopkit.services.accounts.passwords import offer_reset, reset_password
from sopkit.services.accounts.tokens import (
    PREFIX,
    Scope,
    Token,
    TokenWish,
    make_token,
    own_tokens,
    revoke_token,
    token_visitor,
)
from sopkit.services.register.persons import close_account, set_password
from sopkit.store import dump, trail
from sopkit.store.people import Right
from tests.register import TYPED, World


def made(world: World, by: str = "author", scope: str = "read") -> tuple[Token, str]:
    wish = TokenWish(" Power  BI ", scope, 30)
    return make_token(world.register, world.people[by], wish, TYPED, world.tick())


def refused(world: World, secret: str) -> bool:
    try:
        token_visitor(world.register, secret, world.tick())
    except NoTokenError:
        return True
    return False


def test_a_token_stands_for_its_owner_within_its_scope(world: World) -> None:
    token, secret = made(world)
    assert secret.startswith(PREFIX)
    found = token_visitor(world.register, secret, world.tick())
    assert (found.account.login, found.scope) == ("author", Scope.READ)
    assert found.may([Right.AUTHOR], "klantenservice")
    assert own_tokens(world.register, world.people["author"]) == (token,)
    assert own_tokens(world.register, world.people["admin"]) == ()
    world.assert_proven()


def test_the_register_does_not_hold_the_token_itself(world: World) -> None:
    _, secret = made(world)
    with world.register.reading() as session:
        rows = [row for name in dump.table_names() for row in dump.rows_of(session, name)]
    assert not any(secret in str(row) for row in rows)


def test_a_token_ends_on_its_day(world: World) -> None:
    token, secret = made(world)
    world.now = token.expires - timedelta(minutes=2)
    assert not refused(world, secret)
    assert refused(world, secret)


def test_its_owner_and_an_administrator_can_revoke_it_and_nobody_else(world: World) -> None:
    for by in ("author", "admin"):
        token, secret = made(world)
        with pytest.raises(NotAllowedError):
            revoke_token(world.register, world.people["approver"], token.id, world.tick())
        revoke_token(world.register, world.people[by], token.id, world.tick())
        revoke_token(world.register, world.people[by], token.id, world.tick())  # once more
        assert refused(world, secret)
    with world.register.reading() as session:
        acts = session.execute(text("SELECT act FROM event ORDER BY seq DESC LIMIT 4"))
        assert [act for (act,) in acts] == ["token.revoked", "token.made"] * 2
    world.assert_proven()


def test_a_closed_account_closes_its_tokens(world: World) -> None:
    _, secret = made(world)
    close_account(world.register, world.people["admin"], "author", world.tick())
    assert refused(world, secret)


@pytest.mark.parametrize("secret", ["", "sopkit_", "sopkit_ \ud800", "x" * 100_000, "é\x00"])
def test_what_is_no_token_opens_nothing(world: World, secret: str) -> None:
    made(world)
    assert refused(world, secret)


def test_only_who_knows_the_password_makes_a_token(world: World) -> None:
    author, wish = world.people["author"], TokenWish("x", "read", 1)
    for typed in ("", "guess"):
        with pytest.raises(WrongPasswordError):
            make_token(world.register, author, wish, replace(TYPED, text=typed), world.tick())
    assert own_tokens(world.register, author) == ()


def test_a_password_that_is_set_anew_revokes_all_tokens_of_its_person_alone(world: World) -> None:
    (_, first), (_, second) = made(world), made(world, scope="write")
    _, other = made(world, "admin")
    admin = world.people["admin"]
    link = offer_reset(world.register, admin, "author", world.tick())
    assert not refused(world, first)
    reset_password(world.register, link, ("a new one, and longer",) * 2, world.tick())
    assert refused(world, first)
    assert refused(world, second)
    assert not refused(world, other)
    with world.register.reading() as session:
        acts = [each.act for each in trail.entries(session)]
    assert acts.count("token.revoked") == 2
    world.assert_proven()


def test_a_password_that_an_administrator_sets_revokes_tokens_and_an_own_one_does_not(
    world: World,
) -> None:
    (_, author), (_, trainee) = made(world), made(world, "trainee")
    admin, new = world.people["admin"], "a new one, and longer"
    set_password(world.register, admin, "author", new, world.tick())
    set_password(world.register, world.people["trainee"], "trainee", new, world.tick())
    assert refused(world, author)
    assert not refused(world, trainee)


def test_a_token_needs_a_name_a_scope_and_an_end(world: World) -> None:
    author, now = world.people["author"], world.tick()
    for name in ("", " \n ", "x" * 101, "a\x00b"):
        with pytest.raises(TokenNameError):
            make_token(world.register, author, TokenWish(name, "read", 1), TYPED, now)
    with pytest.raises(UnknownScopeError):
        make_token(world.register, author, TokenWish("x", "everything", 1), TYPED, now)
    for days in (0, -1, 367):
        with pytest.raises(TokenDaysError):
            make_token(world.register, author, TokenWish("x", "read", days), TYPED, now)
    with pytest.raises(NoTokenError):
        revoke_token(world.register, author, "nothing", now)


def test_the_database_does_not_let_a_token_come_back(world: World) -> None:
    token, _ = made(world)
    revoke_token(world.register, world.people["author"], token.id, world.tick())
    for change in ("valid_until = NULL", "scope = 'write'", "expires_at = valid_from"):
        with pytest.raises(Exception, match="append-only"), world.register.writing() as session:
            session.execute(text(f"UPDATE api_token SET {change}"))  # noqa: S608 - the list above
