"""Sends a letter by SMTP: to one person, once, within a time that cannot be drawn out."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from threading import Timer

from sopkit.messages import message
from sopkit.model.address import on_the_wire
from sopkit.render.mail import Letter, letter_html, letter_text
from sopkit.resources import web_path
from sopkit.services.notices.mail_settings import MailSettings, Security
from sopkit.services.notices.stationery import on_one_line

LONGEST = timedelta(minutes=2)
"""Within this time a mail is sent or not; a server that is slower than that is hung up on."""

_PATIENCE = 30
"""Seconds to wait for each answer."""

UNREACHABLE = message("The mail server cannot be reached, or broke off.")
NOT_LET_IN = message("The mail server does not accept the user or the password.")
NOT_SECRET = message("The mail server offers no encryption, or its certificate is not good.")
SENDER_REFUSED = message("The mail server does not send mail from this sender.")
LATER = message("The mail server does not take the mail now.")
REFUSED = message("The mail server does not take mail to this person.")
MAIL_REFUSED = message("The mail server does not take this mail.")
NO_SUCH_LETTERS = message("The mail server cannot send to an address with such letters.")


class UndeliveredError(Exception):
    """A mail was not taken. `reason` is a message id, `words` are the server's own."""

    def __init__(self, reason: str, words: object = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.words = str(words)


class LaterError(UndeliveredError):
    """It may go another time."""


class ServerDownError(LaterError):
    """No mail goes now, to whomever."""


class NeverError(UndeliveredError):
    """It will never go."""


def send(settings: MailSettings, mail: EmailMessage, address: str) -> None:
    """Hand a mail for one address to the mail server, which has it when this returns.

    A server that breaks off after it got the text may have it or not: nobody can tell, and it is
    sent again, with the same Message-ID.

    Raises ServerDownError, LaterError and NeverError.
    """
    recipient = on_the_wire(address)
    letters_of_all_scripts = not recipient.isascii()
    data = mail.as_bytes(policy=policy.SMTPUTF8 if letters_of_all_scripts else policy.SMTP)
    with _told_apart(recipient), _connection(settings) as server:
        server.ehlo_or_helo_if_needed()
        if letters_of_all_scripts and not server.has_extn("smtputf8"):
            raise NeverError(NO_SUCH_LETTERS)
        options = ["SMTPUTF8", "BODY=8BITMIME"] if letters_of_all_scripts else []
        server.sendmail(on_the_wire(settings.sender), [recipient], data, mail_options=options)


def as_mail(  # noqa: PLR0913 - what is said to whom, on whose behalf
    letter: Letter,
    *,
    name: str,
    address: str,
    settings: MailSettings,
    organisation: str,
    message_id: str,
    list_id: str,
    now: datetime,
) -> EmailMessage:
    """A letter as a mail, with what lets programs refuse more of the kind (RFC 8058)."""
    templates = web_path("templates")
    mail = EmailMessage(policy=policy.SMTPUTF8)
    mail["From"] = _mailbox(settings.sender_name or organisation, settings.sender)
    mail["To"] = _mailbox(name, address)
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message_id}@{settings.domain}>"
    mail["List-Id"] = f"<{list_id}.{settings.domain}>"
    mail["List-Unsubscribe"] = f"<{letter.refuse.address}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter_text(letter, templates), cte="quoted-printable")
    mail.add_alternative(letter_html(letter, templates), subtype="html", cte="quoted-printable")
    mail["Content-Language"] = letter.language
    return mail


def _mailbox(name: str, address: str) -> Address:
    user, _, domain = on_the_wire(address).rpartition("@")
    return Address(on_one_line(name), user, domain)


@contextmanager
def _connection(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """A connection to the mail server that ends by itself when it takes too long."""
    with _opened(settings) as server:
        watchdog = Timer(LONGEST.total_seconds(), _hang_up, [server])
        watchdog.daemon = True
        watchdog.start()
        try:
            if settings.security is Security.STARTTLS:
                server.starttls(context=ssl.create_default_context())
            if settings.user:
                server.login(settings.user, settings.password)
            yield server
        finally:
            watchdog.cancel()
            # The mail is with the server, or is not, whatever comes of saying goodbye.
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()


@contextmanager
def _opened(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    server: smtplib.SMTP
    if settings.security is Security.TLS:
        server = smtplib.SMTP_SSL(
            settings.host,
            settings.port,
            local_hostname=settings.domain,
            timeout=_PATIENCE,
            context=ssl.create_default_context(),
        )
    else:
        server = smtplib.SMTP(
            settings.host, settings.port, local_hostname=settings.domain, timeout=_PATIENCE
        )
    yield server


def _hang_up(server: smtplib.SMTP) -> None:
    if server.sock is not None:
        with suppress(OSError):
            server.sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def _told_apart(address: str) -> Iterator[None]:
    """Tell the failures of a mail server apart: it, the sender, the mail, or who it is for."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        told = _words(words, address)
        raise NeverError(REFUSED, told) if code >= 500 else LaterError(LATER, told) from error
    except smtplib.SMTPSenderRefused as error:
        raise ServerDownError(SENDER_REFUSED, _words(error.smtp_error, address)) from error
    except smtplib.SMTPAuthenticationError as error:
        raise ServerDownError(NOT_LET_IN, _words(error.smtp_error, address)) from error
    except smtplib.SMTPDataError as error:
        told = _words(error.smtp_error, address)
        never = error.smtp_code >= 500
        raise NeverError(MAIL_REFUSED, told) if never else LaterError(LATER, told) from error
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
        raise ServerDownError(NOT_SECRET, _words(str(error), address)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise ServerDownError(UNREACHABLE, _words(str(error), address)) from error


def _words(words: bytes | str, address: str) -> str:
    """What a server said, without the address: it is nobody's business but the person's."""
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return " ".join(text.replace(address, "…").split())
