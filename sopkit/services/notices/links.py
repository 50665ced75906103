"""The addresses of pages that a mail leads to, and the proof in a link that refuses mail.

A link to refuse a kind of mail works without signing in, so it proves itself: it ends with an
HMAC-SHA256 of person and kind, with a secret that is the person's own and in no other mail.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote, urlencode

from sopkit.model.notice import Notice
from sopkit.store.mailing import MailWishes

_PROOF_LENGTH = 32
"""Hexadecimal digits: 128 bits."""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of pages below one address."""

    base: str

    def procedure(self, number: str, language: str) -> str:
        """The page of a procedure."""
        return f"{self.base}/sops/{quote(number, safe='')}?{urlencode({'language': language})}"

    def review(self, submission_id: str) -> str:
        """The page of a submission: what is asked, and what was decided."""
        return f"{self.base}/reviews/{submission_id}"

    def reviews(self) -> str:
        """The page of everything that is under review, or came back from it."""
        return f"{self.base}/reviews"

    def choice(self) -> str:
        """The page on which one chooses one's mail."""
        return f"{self.base}/account/mail"

    def refuse(self, token: str) -> str:
        """The page on which one kind of mail is refused, without signing in."""
        return f"{self.base}/mail/off/{token}"


def token(person_id: str, notice: Notice, wishes: MailWishes) -> str:
    """What stands at the end of a link that refuses a kind of mail."""
    return f"{person_id}.{notice}.{_proof(person_id, notice, wishes.secret)}"


def parts(text: str) -> tuple[str, Notice] | None:
    """Person and kind of a token, not proved yet; None if it is none."""
    pieces = text.split(".")
    if len(pieces) != 3 or pieces[1] not in list(Notice):
        return None
    return pieces[0], Notice(pieces[1])


def proves(text: str, person_id: str, notice: Notice, wishes: MailWishes) -> bool:
    """Whether a token was made by us. Nobody has a link without a secret."""
    made = token(person_id, notice, wishes)
    return bool(wishes.secret) and hmac.compare_digest(text.encode(), made.encode())


def _proof(person_id: str, notice: Notice, secret: str) -> str:
    made = hmac.new(secret.encode(), f"{person_id}.{notice}".encode(), sha256)
    return made.hexdigest()[:_PROOF_LENGTH]
