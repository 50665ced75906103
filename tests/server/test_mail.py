"""Choosing one's mail, refusing it by a link, and the jobs that send it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from time import sleep

import pytest
from fastapi.testclient import TestClient

from sopkit.model.notice import Notice, Rhythm
from sopkit.server.app import create_app
from sopkit.services.notices.choosing import wishes
from sopkit.services.notices.overseeing import overview
from sopkit.services.notices.working import work_off
from sopkit.services.register.persons import person, set_address
from sopkit.store import trail
from tests.mail_server import BASE, Post, mail_server
from tests.register import World, sop
from tests.web import Web, text_of

CHOICE = {"wanted": ["decided", "new-version"], "digest": "daily"}


def letter_to(world: World, login: str, post: Post) -> EmailMessage:
    """A mail that somebody got: they are asked for a review."""
    set_address(world.register, world.people["admin"], login, f"{login}@example.org", world.tick())
    world.save(sop())
    world.submit()
    work_off(world.register, post.settings(), lambda: world.now)
    [mail] = post.mails
    return mail


def unsubscribe_path(mail: EmailMessage) -> str:
    return str(mail["List-Unsubscribe"]).strip("<>").removeprefix(BASE)


# One's own choice.


def test_one_chooses_ones_mail(web_on_both: Web) -> None:
    world = web_on_both.world
    client = web_on_both.as_("author")
    page = client.get("/account/mail").text
    assert page.count(" checked") == 5  # every kind, and the digest once a week
    answer = client.post("/account/mail", data=CHOICE)
    assert answer.status_code == 303
    page = client.get(answer.headers["location"]).text
    assert "Your choice is kept." in page
    chosen = set(re.findall(r'value="([\w-]+)"[^>]* checked', page))
    assert chosen == {"decided", "new-version", "daily"}
    known = wishes(world.register, world.people["author"])
    assert known.refused == {Notice.REVIEW_ASKED, Notice.REVIEW_DUE}
    assert known.rhythm is Rhythm.DAILY
    world.assert_proven()
    with world.register.reading() as session:
        [event] = trail.entries(session, act="mail.chosen")
    assert event.actor == world.people["author"].id


def test_a_choice_that_is_none_is_refused(web: Web) -> None:
    client = web.as_("author")
    for wrong in ({"digest": "hourly"}, {"digest": "daily", "wanted": ["gossip"]}, {}):
        assert client.post("/account/mail", data=wrong).status_code == 422
    known = wishes(web.world.register, web.world.people["author"])
    assert (known.refused, known.rhythm) == (frozenset(), Rhythm.WEEKLY)


def test_one_changes_ones_address_and_is_told_what_is_wrong_with_it(web: Web) -> None:
    client = web.as_("author")
    wrong = client.post("/account/mail/address", data={"address": "anna"})
    assert wrong.status_code == 409
    assert "“anna” is not an e-mail address" in wrong.text
    assert 'value="anna"' in wrong.text
    for typed, kept in ((" anna@example.org ", "anna@example.org"), ("", None)):
        assert client.post("/account/mail/address", data={"address": typed}).status_code == 303
        assert person(web.world.register, "author", web.world.now).address == kept


def test_the_page_says_when_no_mail_is_sent(web: Web) -> None:
    assert "Mail is not set up here" in web.as_("author").get("/account/mail").text
    jobs = web.as_("admin").get("/admin/jobs").text
    assert "Mail is not set up here" in jobs
    assert "SOPKIT_SMTP_URL" in jobs


# Refusing by a link.


def test_a_link_in_a_mail_refuses_its_kind_without_signing_in(web_on_both: Web) -> None:
    world = web_on_both.world
    with mail_server() as post:
        path = unsubscribe_path(letter_to(world, "approver", post))
    nobody = web_on_both.nobody()
    asked = nobody.get(path)
    assert asked.status_code == 200
    assert "A text waits for my approval" in asked.text
    assert "Bram" not in asked.text  # whoever has the link learns no name
    # A program that only looks at the links of a mail refuses nothing.
    assert wishes(world.register, world.people["approver"]).refused == frozenset()
    done = nobody.post(path)
    assert done.status_code == 200
    assert "You get no more mail of this kind" in text_of(done.text)
    assert wishes(world.register, world.people["approver"]).refused == {Notice.REVIEW_ASKED}
    assert "You get no more mail of this kind" in text_of(nobody.get(path).text)
    world.assert_proven()


def test_a_mail_program_refuses_with_one_request_from_anywhere(web: Web) -> None:
    """RFC 8058: a POST without cookies, with the body that the header names."""
    with mail_server() as post:
        mail = letter_to(web.world, "approver", post)
    name, _, value = str(mail["List-Unsubscribe-Post"]).partition("=")
    program = TestClient(web.nobody().app)
    for _again in range(2):
        answer = program.post(unsubscribe_path(mail), data={name: value})
        assert answer.status_code == 200
    refused = wishes(web.world.register, web.world.people["approver"]).refused
    assert refused == {Notice.REVIEW_ASKED}
    with web.world.register.reading() as session:
        assert len(trail.entries(session, act="mail.chosen")) == 1


@pytest.mark.parametrize("harm", ["kind", "person", "proof", "short", "strange"])
def test_a_link_that_was_changed_refuses_nothing(web: Web, harm: str) -> None:
    with mail_server() as post:
        path = unsubscribe_path(letter_to(web.world, "approver", post))
    who, kind, proof = path.rpartition("/")[2].split(".")
    changed = {
        "kind": f"{who}.digest.{proof}",
        "person": f"{web.world.people['author'].id}.{kind}.{proof}",
        "proof": f"{who}.{kind}.{'0' * len(proof)}",
        "short": f"{who}.{kind}.",
        "strange": "%00.%F0%9F%92%A9.é",
    }[harm]
    nobody = web.nobody()
    for answer in (nobody.get(f"/mail/off/{changed}"), nobody.post(f"/mail/off/{changed}")):
        assert answer.status_code == 400
        assert "This link is not complete." in answer.text
    assert wishes(web.world.register, web.world.people["approver"]).refused == frozenset()
    assert wishes(web.world.register, web.world.people["author"]).refused == frozenset()


def test_a_link_to_somebody_without_an_address_is_as_good_as_none(web: Web) -> None:
    from sopkit.services.notices.links import token
    from sopkit.store.mailing import NO_WISHES

    made = token(web.world.people["outsider"].id, Notice.DIGEST, NO_WISHES)
    assert web.nobody().post(f"/mail/off/{made}").status_code == 400


# Jobs.


def test_an_administrator_sees_what_failed_and_lets_it_be_tried_again(web_on_both: Web) -> None:
    world = web_on_both.world
    client = web_on_both.as_("admin")
    assert "There are no such jobs." in client.get("/admin/jobs?state=failed").text
    with mail_server(Post(refuse={"approver@example.org": "550 no such user"})) as post:
        with pytest.raises(ValueError, match="not enough values"):
            letter_to(world, "approver", post)
        page = client.get("/admin/jobs?state=failed").text
        shown = text_of(page)
        assert "Mail: a review is asked KS-001, Bram Beoordelaar" in shown
        assert "The mail server does not take mail to this person. (no such user)" in shown
        assert "failed: 1" in shown
        [action] = re.findall(r'action="(/admin/jobs/\w+/again)"', page)
        assert client.post(action).headers["location"] == "/admin/jobs?state=failed"
        assert client.post(action).status_code == 409
        post.refuse.clear()
        work_off(world.register, post.settings(), lambda: datetime.now(UTC))
        assert len(post.mails) == 1
    assert "There are no such jobs." in client.get("/admin/jobs?state=failed").text


def test_serving_works_at_jobs_and_stops_when_the_application_does(sqlite: World) -> None:
    set_address(
        sqlite.register, sqlite.people["admin"], "approver", "bram@example.org", sqlite.tick()
    )
    with mail_server() as post:
        app = create_app(sqlite.settings, mail=post.settings())
        with TestClient(app):
            sqlite.now = datetime.now(UTC) - timedelta(hours=1)
            sqlite.save(sop())
            sqlite.submit()
            for _moment in range(200):
                if post.envelopes:
                    break
                sleep(0.1)
        assert [each.rcpt_tos for each in post.envelopes] == [["bram@example.org"]]


def test_serving_without_mail_forgets_what_nobody_will_do_any_more(sqlite: World) -> None:
    sqlite.save(sop())
    sqlite.submit()
    assert overview(sqlite.register, sqlite.now).counts.due == 1
    with TestClient(create_app(sqlite.settings)):
        pass
    assert overview(sqlite.register, sqlite.now).counts.due == 0
