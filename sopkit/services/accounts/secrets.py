"""What only its holder knows: of a token or link the register keeps no more than the hash."""

from __future__ import annotations

from hashlib import sha256
from secrets import token_urlsafe

_BYTES = 32
"""As many as SHA-256 gives: guessing is hopeless, so a quick hash of it does."""


def new_secret(prefix: str = "") -> str:
    """A text that nobody can guess, safe in an address."""
    return prefix + token_urlsafe(_BYTES)


def secret_hash(secret: str) -> str:
    """What is kept of it: SHA-256, as hexadecimal digits."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
