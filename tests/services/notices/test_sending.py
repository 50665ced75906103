"""Mail goes out whole to a real mail server, or it is known why it did not."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from html.parser import HTMLParser
from threading import Thread
from time import monotonic, sleep

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sopkit.refusals import BadBaseUrlError, BadMailSenderError, BadMailServerError
from sopkit.render.mail import Letter, Line, Link, ListOfLines
from sopkit.services.notices import sending
from sopkit.services.notices.mail_settings import MailSettings, Security, read_mail_settings
from sopkit.services.notices.sending import (
    LATER,
    MAIL_REFUSED,
    NO_SUCH_LETTERS,
    NOT_LET_IN,
    NOT_SECRET,
    REFUSED,
    UNREACHABLE,
    LaterError,
    NeverError,
    ServerDownError,
    as_mail,
    send,
)
from tests.mail_server import BASE, Post, mail_server
from tests.register import START
from tests.serving import free_port

LETTER = Letter(
    language="nl",
    subject="Ter goedkeuring: KS-001 Telefoon aannemen",
    greeting="Dag Anna,",
    paragraphs=("Bram vraagt om <b>goedkeuring</b>.",),
    lists=(
        ListOfLines(
            "Wacht",
            (Line(Link("KS-001 Answering & more", f"{BASE}/sops/KS-001?language=en"), "Nu", "en"),),
        ),
    ),
    action=Link("Lees", f"{BASE}/reviews/KS-001"),
    why="Omdat.",
    refuse=Link("Niet meer", f"{BASE}/mail/off/p.review-asked.0a"),
    choose=Link("Kies", f"{BASE}/account/mail"),
)


def mail_to(
    address: str, where: MailSettings, *, name: str = "Anna Auteur", letter: Letter = LETTER
) -> EmailMessage:
    return as_mail(
        letter,
        name=name,
        address=address,
        settings=where,
        organisation="Kwiekwiel",
        message_id="abc.sopkit",
        list_id="review-asked",
        now=START,
    )


def deliver(where: MailSettings, address: str = "anna@example.org") -> None:
    send(where, mail_to(address, where), address)


def test_a_mail_says_the_same_as_text_and_as_html_and_can_be_refused_by_programs() -> None:
    with mail_server() as post:
        deliver(post.settings())
        [mail] = post.mails
    assert mail["From"] == "Kwiekwiel <sops@kwiekwiel.example>"
    assert mail["To"] == "Anna Auteur <anna@example.org>"
    assert mail["Message-ID"] == "<abc.sopkit@kwiekwiel.example>"
    assert mail["List-Unsubscribe"] == f"<{LETTER.refuse.address}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    for shown in ("Dag Anna,", "Wacht", LETTER.refuse.address, LETTER.choose.address, "Omdat."):
        assert shown in text.get_content()
        assert shown in html.get_content()
    assert "<b>" in text.get_content()
    assert "&lt;b&gt;" in html.get_content()
    assert '<a href="https://sops.example.org/sops/KS-001?language=en" lang="en">' in (
        html.get_content()
    )


def test_html_fetches_nothing_from_anywhere() -> None:
    found: list[str] = []

    class Loads(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(f"{tag} {name}" for name, _ in attrs if name in {"src", "background"})
            found.extend([tag] if tag in {"link", "script", "img", "iframe"} else [])

    with mail_server() as post:
        deliver(post.settings())
        html = post.mails[0].get_body(("html",))
    assert html is not None
    Loads().feed(html.get_content())
    assert found == []


def test_addresses_with_letters_of_every_script_get_their_mail() -> None:
    with mail_server() as post:
        for address in ("anna@bücher.example", "jörg@bücher.example", "用户@例え.jp"):
            deliver(post.settings(), address)
        assert [each.rcpt_tos[0] for each in post.envelopes] == [
            "anna@xn--bcher-kva.example",
            "jörg@xn--bcher-kva.example",
            "用户@xn--r8jz45g.jp",
        ]
        assert post.mails[0]["To"] == "Anna Auteur <anna@xn--bcher-kva.example>"
        assert "jörg@xn--bcher-kva.example" in str(post.mails[1]["To"])


def test_an_older_server_says_that_it_cannot_send_to_such_letters() -> None:
    with mail_server(utf8=False) as post:
        deliver(post.settings(), "anna@bücher.example")
        with pytest.raises(NeverError) as told:
            deliver(post.settings(), "jörg@bücher.example")
    assert told.value.reason == NO_SUCH_LETTERS


@settings(max_examples=60, deadline=None)
@given(
    name=st.text(max_size=200),
    subject=st.text(max_size=300),
    organisation=st.text(max_size=100),
)
def test_no_name_or_title_adds_a_line_to_the_head_of_a_mail(
    name: str, subject: str, organisation: str
) -> None:
    from dataclasses import replace
    from email import message_from_bytes, policy

    from sopkit.services.notices.stationery import on_one_line

    where = MailSettings("localhost", 25, Security.OFF, "", "", "sops@kwiekwiel.example", "", BASE)
    made = as_mail(
        replace(LETTER, subject=on_one_line(subject)),
        name=name,
        address="anna@example.org",
        settings=where,
        organisation=organisation,
        message_id="abc",
        list_id="digest",
        now=START,
    )
    for how in (policy.SMTP, policy.SMTPUTF8):
        written = made.as_bytes(policy=how)
        read = message_from_bytes(written, policy=policy.default)
        assert read.keys() == made.keys()
        assert [each.addr_spec for each in read["To"].addresses] == ["anna@example.org"]
        assert [each.addr_spec for each in read["From"].addresses] == ["sops@kwiekwiel.example"]
        assert max(len(line) for line in written.split(b"\r\n")) <= 998


# Servers that are down, slow, or say no.


def test_a_server_that_is_not_there_is_asked_later() -> None:
    where = Post(port=free_port()).settings()
    with pytest.raises(ServerDownError) as told:
        deliver(where)
    assert told.value.reason == UNREACHABLE


def test_who_is_refused_is_never_asked_again_and_the_address_is_not_kept() -> None:
    with mail_server(Post(refuse={"anna@example.org": "550 no anna@example.org here"})) as post:
        with pytest.raises(NeverError) as told:
            deliver(post.settings())
        deliver(post.settings(), "bram@example.org")
    assert (told.value.reason, told.value.words) == (REFUSED, "no … here")


@pytest.mark.parametrize(
    ("answer", "error", "reason"),
    [
        ("452 too much mail", LaterError, LATER),
        ("554 looks like spam", NeverError, MAIL_REFUSED),
    ],
)
def test_a_mail_that_is_refused_is_told_apart(
    answer: str, error: type[sending.UndeliveredError], reason: str
) -> None:
    with mail_server(Post(answer=answer)) as post, pytest.raises(error) as told:
        deliver(post.settings())
    assert (told.value.reason, told.value.words) == (reason, answer[4:])


def test_somebody_refused_for_now_is_asked_later() -> None:
    refused = Post(refuse={"anna@example.org": "450 come back in five minutes"})
    with mail_server(refused) as post, pytest.raises(LaterError) as told:
        deliver(post.settings())
    assert not isinstance(told.value, ServerDownError)
    assert told.value.words == "come back in five minutes"


def test_a_server_that_breaks_off_after_the_text_may_have_it() -> None:
    with mail_server(Post(break_off=1)) as post:
        with pytest.raises(ServerDownError):
            deliver(post.settings())
        deliver(post.settings())
        assert [mail["Message-ID"] for mail in post.mails] == ["<abc.sopkit@kwiekwiel.example>"] * 2


def test_a_server_that_takes_its_time_for_ever_is_hung_up_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "LONGEST", timedelta(seconds=0.5))
    with mail_server(Post(delay=5)) as post:
        begun = monotonic()
        with pytest.raises(ServerDownError):
            deliver(post.settings())
        assert monotonic() - begun < 4


def test_a_server_that_dribbles_is_hung_up_on_too(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setattr(sending, "LONGEST", timedelta(seconds=0.5))
    listening = socket.create_server(("127.0.0.1", 0))

    def dribble() -> None:
        connection, _address = listening.accept()
        with connection:
            connection.sendall(b"220 hello\r\n")
            for _turn in range(50):
                try:
                    connection.sendall(b"2")
                except OSError:
                    return
                sleep(0.1)

    talking = Thread(target=dribble)
    talking.start()
    with pytest.raises(ServerDownError):
        deliver(Post(port=listening.getsockname()[1]).settings())
    listening.close()
    talking.join()


def test_a_password_is_used_and_a_wrong_one_told_without_it() -> None:
    with mail_server(password="s3cr/t@") as post:
        right = f"smtp://sops:s3cr%2Ft%40@127.0.0.1:{post.port}?tls=off"
        deliver(post.settings(SOPKIT_SMTP_URL=right))
        assert len(post.envelopes) == 1
        wrong = f"smtp://sops:otherwise@127.0.0.1:{post.port}?tls=off"
        with pytest.raises(ServerDownError) as told:
            deliver(post.settings(SOPKIT_SMTP_URL=wrong))
    assert told.value.reason == NOT_LET_IN
    assert "otherwise" not in f"{told.value.words} {post.settings()!r}"


def test_nothing_is_sent_where_encryption_was_asked_for_and_is_not_offered() -> None:
    with mail_server() as post:
        where = post.settings(SOPKIT_SMTP_URL=f"smtp://sops:secret@127.0.0.1:{post.port}")
        with pytest.raises(ServerDownError) as told:
            deliver(where)
        assert post.envelopes == []
    assert told.value.reason == NOT_SECRET


# Settings.

GOOD = {
    "SOPKIT_SMTP_URL": "smtp://mail.example.org",
    "SOPKIT_MAIL_FROM": "sops@example.org",
    "SOPKIT_BASE_URL": "https://sops.example.org/",
}


def test_without_a_server_there_is_no_mail() -> None:
    assert read_mail_settings({}) is None
    assert read_mail_settings({**GOOD, "SOPKIT_SMTP_URL": " "}) is None


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 587, Security.STARTTLS, "", "")),
        ("smtps://mail.example.org", ("mail.example.org", 465, Security.TLS, "", "")),
        ("smtp://localhost?tls=off", ("localhost", 25, Security.OFF, "", "")),
        ("smtp://a%40b:p%3A%25@h:2525", ("h", 2525, Security.STARTTLS, "a@b", "p:%")),
        ("smtp://[::1]:25/?tls=off", ("::1", 25, Security.OFF, "", "")),
    ],
)
def test_an_address_of_a_server_says_everything(url: str, found: tuple[object, ...]) -> None:
    made = read_mail_settings({**GOOD, "SOPKIT_SMTP_URL": url})
    assert made is not None
    assert (made.host, made.port, made.security, made.user, made.password) == found
    assert made.base_url == "https://sops.example.org"


@pytest.mark.parametrize(
    ("sender", "found"),
    [
        ("sops@example.org", ("", "sops@example.org")),
        ("Onze werkwijze <sops@example.org>", ("Onze werkwijze", "sops@example.org")),
        ('"Sops, enz." <sops@example.org>', ("Sops, enz.", "sops@example.org")),
    ],
)
def test_mail_comes_from_somebody(sender: str, found: tuple[str, str]) -> None:
    made = read_mail_settings({**GOOD, "SOPKIT_MAIL_FROM": sender})
    assert made is not None
    assert (made.sender_name, made.sender) == found


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        *(
            ("SOPKIT_SMTP_URL", each, BadMailServerError)
            for each in (
                "mail.example.org",
                "http://mail.example.org",
                "smtp://",
                "smtp://:secret@mail.example.org",
                "smtp://mail.example.org:smtp",
                "smtp://mail.example.org:99999",
                "smtp://mail.example.org?tls=no",
                "smtps://mail.example.org?tls=off",
                "smtp://mail.example.org/path",
                "smtp://[::1",
            )
        ),
        *(
            ("SOPKIT_MAIL_FROM", each, BadMailSenderError)
            for each in (
                "",
                "sops",
                "a@b.example, c@d.example",
                "x <a@b.example",
                "a@b.example>",
                "x\n<a@b.example>",
            )
        ),
        *(
            ("SOPKIT_BASE_URL", each, BadBaseUrlError)
            for each in (
                "",
                "sops.example.org",
                "ftp://sops.example.org",
                "https://",
                "https://sops.example.org/?x=1",
                "https://u:p@sops.example.org",
                "https://sops.example.org:port",
            )
        ),
    ],
)
def test_settings_that_mean_nothing_are_refused_by_name(
    name: str, value: str, error: type[Exception]
) -> None:
    with pytest.raises(error, match=name) as told:
        read_mail_settings({**GOOD, name: value})
    assert "secret" not in str(told.value)
