"""More than a request may hold is refused before anybody takes the trouble to take it apart."""

from __future__ import annotations

import pytest

from tests.bad_input.program import time_limit
from tests.programs import problem_of, program
from tests.register import PASSWORD
from tests.web import Web, text_of

LINE = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("path", ["/sign-in", "/account/password", "/reset/x.y", "/set-up/x"])
def test_nobody_sends_more_than_64_kb_without_being_known(web: Web, path: str) -> None:
    answer = web.nobody().post(path, content=b"a=" + b"b" * 70_000, headers=LINE)
    assert answer.status_code == 413
    assert "at most 64 kB can be sent at once" in text_of(answer.text)


def test_signing_in_takes_no_more_from_a_browser_with_a_session(web: Web) -> None:
    answer = web.as_("author").post("/sign-in", content=b"a=" + b"b" * 70_000, headers=LINE)
    assert answer.status_code == 413
    form = {"login": "author", "password": PASSWORD}
    assert web.nobody().post("/sign-in", data=form).status_code == 303


def test_who_is_known_sends_a_whole_text(web: Web) -> None:
    form = {"language": "nl", "more": "x" * 900_000}
    assert web.as_("author").post("/account/language", data=form).status_code == 303


@pytest.mark.parametrize("cookies", [{}, {"sopkit-session": "made-up"}])
def test_a_form_of_nothing_but_separators_keeps_nobody_waiting(
    web: Web, cookies: dict[str, str]
) -> None:
    client = web.nobody()
    client.cookies.update(cookies)
    with time_limit(1.0):
        answer = client.post("/account/language", content=b"&" * 11_000_000, headers=LINE)
    assert answer.status_code in {400, 413}


@pytest.mark.parametrize("kind", ["in a line", "in parts"])
def test_a_field_larger_than_a_text_may_be_is_too_large(web: Web, kind: str) -> None:
    client, form = web.as_("author"), {"language": "x" * 1_100_000}
    if kind == "in a line":
        answer = client.post("/account/language", data=form)
    else:
        files = {"file": ("empty.csv", b"")}
        answer = client.post("/account/language", data=form, files=files)
    assert answer.status_code == 413
    assert "at most 1 MB can be sent at once" in text_of(answer.text)


def test_json_is_smaller_than_texts_and_pictures(web: Web) -> None:
    answer = program(web.world, "admin").post("persons", json={"login": "x" * 300_000})
    assert (answer.status_code, problem_of(answer)) == (413, "too-large")
    assert "256 kB" in answer.json()["detail"]


def test_of_many_mistakes_the_first_are_told(web: Web) -> None:
    sent = {f"unknown-{number}": "" for number in range(9_000)}
    answer = program(web.world, "admin").post("persons", json=sent)
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == 50
