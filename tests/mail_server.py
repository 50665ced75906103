"""A real mail server on this machine, which keeps what it gets, or behaves badly."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from sopkit.services.notices.mail_settings import MailSettings, read_mail_settings
from tests.serving import free_port

BASE = "https://sops.example.org"
SENDER = "sops@kwiekwiel.example"


def _set() -> Event:
    event = Event()
    event.set()
    return event


@dataclass
class Post:
    """What came in. `refuse` maps a recipient to the answer it gets instead of being taken.

    `break_off` is how many times the server hangs up after it got the text: it keeps it, and does
    not say so. `answer` is what it says to a text instead of taking it, `delay` how many seconds
    it takes to say anything to one. `come` is set once a text came in, and no text is answered
    before `go` is.
    """

    port: int = 0
    envelopes: list[Envelope] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    break_off: int = 0
    answer: str = ""
    delay: float = 0
    come: Event = field(default_factory=Event)
    go: Event = field(default_factory=_set)

    @property
    def mails(self) -> list[EmailMessage]:
        """Every mail that came in, read."""
        found = []
        for each in self.envelopes:
            data = each.content
            assert isinstance(data, bytes)
            mail = message_from_bytes(data, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            found.append(mail)
        return found

    @property
    def told(self) -> list[tuple[str, str]]:
        """Recipient and subject of every mail that came in, in order."""
        return sorted(
            (each.rcpt_tos[0], str(mail["Subject"]))
            for each, mail in zip(self.envelopes, self.mails, strict=True)
        )

    def settings(self, **changes: str) -> MailSettings:
        """Settings that lead here."""
        found = read_mail_settings({**self.environment(), **changes})
        assert found is not None
        return found

    def environment(self) -> dict[str, str]:
        """Variables that lead here."""
        return {
            "SOPKIT_SMTP_URL": f"smtp://127.0.0.1:{self.port}?tls=off",
            "SOPKIT_MAIL_FROM": SENDER,
            "SOPKIT_BASE_URL": BASE,
        }

    # What the server calls.

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.come.set()
        await asyncio.sleep(self.delay)
        while not self.go.is_set():
            await asyncio.sleep(0.01)
        if self.answer:
            return self.answer
        self.envelopes.append(envelope)
        if self.break_off:
            self.break_off -= 1
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return "250 OK"


@contextmanager
def mail_server(
    post: Post | None = None, *, password: str = "", utf8: bool = True
) -> Iterator[Post]:
    """A mail server; with a password, it lets in only who has it."""
    kept = post or Post()
    kept.port = free_port()

    def authenticate(
        _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=data.password == password.encode(), handled=False)

    signing_in: dict[str, Any] = {
        "authenticator": authenticate,
        "auth_required": False,
        "auth_require_tls": False,
    }
    controller = Controller(
        kept,
        hostname="127.0.0.1",
        port=kept.port,
        enable_SMTPUTF8=utf8,
        **(signing_in if password else {}),
    )
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()
