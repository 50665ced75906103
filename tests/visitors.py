"""Somebody of the cast as the web application knows them."""

from __future__ import annotations

from sopkit.services.accounts import signing_in
from sopkit.services.accounts.signing_in import Browser, Visitor
from tests.register import PASSWORD, World


def visitor(world: World, login: str) -> Visitor:
    """Whoever has this login, signed in just now."""
    secret = signing_in.begin(world.register, login, PASSWORD, Browser("", ""), world.tick())
    found = signing_in.visitor(world.register, secret, world.now)
    assert found is not None
    return found
