"""One's own account in the browser."""

from __future__ import annotations

import re

from sopkit.services.accounts.tokens import token_visitor
from sopkit.services.register.acting import sign_in
from tests.register import PASSWORD
from tests.web import Web, text_of

NEW = "a new one, and longer"


def test_another_password_keeps_this_browser_and_signs_out_the_others(web: Web) -> None:
    here = web.as_("author")
    there = web.nobody()
    there.post("/sign-in", data={"login": "author", "password": PASSWORD})
    form = {"current": PASSWORD, "wanted": NEW, "again": NEW}
    answer = here.post("/account/password", data=form)
    assert answer.headers["location"] == "/account?done=password"
    assert "You were signed out everywhere else." in here.get("/account?done=password").text
    assert there.get("/account").headers["location"].startswith("/sign-in")


def test_a_refused_password_is_told_where_it_was_typed(web: Web) -> None:
    client = web.as_("author")
    form = {"current": "wrong", "wanted": NEW, "again": NEW}
    answer = client.post("/account/password", data=form)
    assert answer.status_code == 403
    assert "That is not your password, so nothing was changed." in text_of(answer.text)
    assert NEW not in answer.text
    statuses = [client.post("/account/password", data=form).status_code for _ in range(9)]
    assert set(statuses[:4]) == {403}
    assert 429 in statuses[4:]  # a stolen session is no way to guess


def test_a_token_is_shown_once_and_can_be_revoked(web: Web) -> None:
    client = web.as_("author")
    form = {"name": "Power BI", "scope": "read", "days": "30", "password": PASSWORD}
    page = client.post("/account/tokens", data=form).text
    found = re.search(r'<code class="secret">(sopkit_[\w-]+)</code>', page)
    assert found is not None
    from sopkit.server.visit import now

    assert token_visitor(web.world.register, found[1], now()).account.login == "author"
    again = client.get("/account").text
    assert found[1] not in again
    assert "Power BI" in again
    revoke = re.search(r'action="(/account/tokens/\w+/revoke)"', again)
    assert revoke is not None
    assert client.post(revoke[1]).status_code == 303
    assert "revoked on" in client.get("/account").text


def test_the_language_of_the_pages_follows_at_once(web: Web) -> None:
    client = web.as_("author")
    assert client.post("/account/language", data={"language": "nl"}).status_code == 303
    assert '<html lang="nl">' in client.get("/account").text


def test_a_refusal_keeps_what_was_typed(web: Web) -> None:
    client = web.as_("author")
    answer = client.post("/account/tokens", data={"name": "<b>\x00", "scope": "read", "days": 5})
    assert answer.status_code == 409
    assert "A token has a name of 1 to 100 characters on one line." in text_of(answer.text)
    assert 'value="&lt;b&gt;' in answer.text


def test_nobody_takes_the_name_of_a_colleague_to_sign_under_it(web: Web) -> None:
    client = web.as_("author")
    page = text_of(client.get("/account").text)
    assert "You are Anna Auteur, and sign in as author." in page
    assert "an administrator changes it" in page
    assert client.post("/account/name", data={"name": "Bram Beoordelaar"}).status_code == 404
    assert "You are Anna Auteur," in text_of(client.get("/account").text)


def test_a_browser_that_one_left_signed_in_is_signed_out_from_here(web: Web) -> None:
    here, there = web.as_("author"), web.nobody()
    there.post("/sign-in", data={"login": "author", "password": PASSWORD})
    page = here.get("/account").text
    sessions = re.findall(r'name="session" value="(\w+)"', page)
    assert len(sessions) == 1  # this one is not offered
    here.post("/account/sessions/end", data={"session": sessions[0]})
    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_an_administrators_link_leads_a_person_in_once(web: Web) -> None:
    page = web.as_("admin").post("/admin/people/trainee/reset").text
    found = re.search(r'<code class="secret">[^<]*(/reset/[\w-]+)</code>', page)
    assert found is not None
    person = web.nobody()
    assert "Els Leerling" in person.get(found[1]).text
    wrong = person.post(found[1], data={"wanted": NEW, "again": "other"})
    assert (wrong.status_code, "The two passwords are not the same." in wrong.text) == (409, True)
    form = {"wanted": NEW, "again": NEW}
    then = person.post(found[1], data=form).headers["location"]
    assert "Your password is set: sign in with it." in text_of(person.get(then).text)
    assert sign_in(web.world.register, "trainee", NEW, web.world.tick()).name == "Els Leerling"
    spent = person.get(found[1])
    assert spent.status_code == 410
    assert "This link was used already, or has expired." in spent.text
