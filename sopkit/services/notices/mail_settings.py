"""How mail is sent, as the environment says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, unquote, urlsplit

from sopkit.model.address import mail_address, on_the_wire
from sopkit.refusals import (
    BadBaseUrlError,
    BadMailSenderError,
    BadMailServerError,
    MailNotSetUpError,
)

SMTP_URL = "SOPKIT_SMTP_URL"
MAIL_FROM = "SOPKIT_MAIL_FROM"
BASE_URL = "SOPKIT_BASE_URL"


class Security(StrEnum):
    """How the way to the mail server is kept secret."""

    TLS = "tls"
    """From the first byte."""
    STARTTLS = "starttls"
    """By an agreement that both make first; without it nothing is sent."""
    OFF = "off"
    """Not at all: for a server on the same machine."""


_PORTS: Mapping[Security, int] = {Security.TLS: 465, Security.STARTTLS: 587, Security.OFF: 25}

_SENDER = re.compile(r"(?:(?P<name>[^<>]*)<)?(?P<address>[^<>]+)(?(name)>)")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The mail server, who the mail is from, and where the pages are that it leads to.

    `sender` is an address, `sender_name` empty for the name of the organisation. `base_url` has
    no slash at its end.
    """

    host: str
    port: int
    security: Security
    user: str
    password: str = field(repr=False)
    sender: str
    sender_name: str
    base_url: str

    @property
    def domain(self) -> str:
        """The domain of the sender, in ASCII."""
        return on_the_wire(self.sender).rpartition("@")[2]


def read_mail_settings(environment: Mapping[str, str]) -> MailSettings | None:
    """How mail is sent; None when `SOPKIT_SMTP_URL` is not set: then none is.

    Raises BadMailServerError, BadMailSenderError and BadBaseUrlError.
    """
    url = environment.get(SMTP_URL, "").strip()
    if not url:
        return None
    server = _server(url)
    security = _security(server)
    name, sender = _sender(environment.get(MAIL_FROM, ""))
    return MailSettings(
        host=server.hostname or "",
        port=server.port or _PORTS[security],
        security=security,
        user=unquote(server.username or ""),
        password=unquote(server.password or ""),
        sender=sender,
        sender_name=name,
        base_url=base_url(environment.get(BASE_URL, "")),
    )


def require_mail_settings(environment: Mapping[str, str]) -> MailSettings:
    """How mail is sent. Raises MailNotSetUpError and what `read_mail_settings` raises."""
    found = read_mail_settings(environment)
    if found is None:
        raise MailNotSetUpError
    return found


def base_url(text: str) -> str:
    """The address of the pages, without a slash at its end. Raises BadBaseUrlError."""
    url = text.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or 1)
    except ValueError as error:
        raise BadBaseUrlError from error
    if not good or parts.query or parts.fragment or parts.username or not url.isprintable():
        raise BadBaseUrlError
    return url


def _server(url: str) -> SplitResult:
    try:
        server = urlsplit(url)
        good = server.scheme in {"smtp", "smtps"} and server.hostname and (server.port or 1)
    except ValueError as error:
        raise BadMailServerError from error
    if not good or server.path not in {"", "/"} or server.fragment:
        raise BadMailServerError
    if server.password and not server.username:
        raise BadMailServerError
    return server


def _security(server: SplitResult) -> Security:
    if server.scheme == "smtps" and not server.query:
        return Security.TLS
    if server.scheme == "smtp" and not server.query:
        return Security.STARTTLS
    if server.scheme == "smtp" and server.query == "tls=off":
        return Security.OFF
    raise BadMailServerError


def _sender(text: str) -> tuple[str, str]:
    said = _SENDER.fullmatch(text.strip()) if text.isprintable() else None
    address = mail_address(said["address"]) if said else None
    if said is None or address is None:
        raise BadMailSenderError
    return (said["name"] or "").strip().strip('"'), address
