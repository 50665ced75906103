"""What is refused about mail and the jobs that send it."""

from __future__ import annotations

from sopkit.errors import SopkitError
from sopkit.messages import message

_ = message


class BadMailServerError(SopkitError):
    """SOPKIT_SMTP_URL names no mail server. The sentence keeps the password to itself."""

    template = _(
        "SOPKIT_SMTP_URL must look like “smtp://user:password@mail.example.org:587” or "
        "“smtps://…”; write “@”, “:”, “/” and “%” in a password as %40, %3A, %2F and %25."
    )


class BadMailSenderError(SopkitError):
    """SOPKIT_MAIL_FROM names nobody."""

    template = _(
        "SOPKIT_MAIL_FROM must be the address that mail comes from, such as “sops@example.org” or "
        "“Procedures <sops@example.org>”."
    )


class BadBaseUrlError(SopkitError):
    """SOPKIT_BASE_URL is no address of a site."""

    template = _(
        "SOPKIT_BASE_URL must be the address at which people find the pages, such as "
        "“https://sops.example.org”."
    )


class MailNotSetUpError(SopkitError):
    """Mail is to be sent, and nobody said how."""

    template = _(
        "Mail is not set up: SOPKIT_SMTP_URL, SOPKIT_MAIL_FROM and SOPKIT_BASE_URL say how it is "
        "sent."
    )


class BadUnsubscribeLinkError(SopkitError):
    """A link to refuse mail that was changed on its way, or never was one."""

    template = _(
        "This link is not complete. Open it from the mail itself, or choose your mail here."
    )


class JobNotFailedError(SopkitError):
    """A job that has not failed, or is gone, cannot be tried again."""

    template = _("This job has not failed, or it is gone.")
