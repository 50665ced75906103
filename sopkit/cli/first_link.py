"""The way into a register that knows nobody: a link that only who starts the server sees."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sopkit.messages import message

if TYPE_CHECKING:
    from sopkit.cli.session import Session
    from sopkit.services.register.opening import Register

_ = message


def tell_first_link(session: Session, register: Register, address: str) -> None:
    """Make a link to the first account if there is none yet, and tell it.

    `address` is that of the application, with a slash at its end. It is made here, before any
    process serves, so that several of them do not each make another.
    """
    from sopkit.services.accounts.founding import offer_founding

    secret = offer_founding(register, datetime.now(UTC))
    if secret is not None:
        session.note(
            _("The register knows nobody yet. Make the first account, within a day, at {address}"),
            address=f"{address}set-up/{secret}",
        )
