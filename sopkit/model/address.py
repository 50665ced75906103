"""E-mail addresses: whether a text is one, and how it goes over the wire.

An address is what people write, not all of what RFC 5322 allows: no quoted names, no comments, no
numbers of machines. Letters of every script are allowed on both sides (RFC 6531).
"""

from __future__ import annotations

import re
from unicodedata import normalize

_LONGEST = 254
_LONGEST_NAME = 64
_NAME = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


def mail_address(text: str) -> str | None:
    """A text as an address, without the spaces around it; None if it is none."""
    address = normalize("NFC", text.strip())
    name, at, domain = address.rpartition("@")
    if not at or len(address.encode()) > _LONGEST or len(name.encode()) > _LONGEST_NAME:
        return None
    if not _NAME.fullmatch(name) or ascii_domain(domain) is None:
        return None
    return address


def on_the_wire(address: str) -> str:
    """An address as a mail server is told it: its domain in ASCII.

    Raises ValueError for a text that is no address.
    """
    name, _, domain = address.rpartition("@")
    ascii_form = ascii_domain(domain)
    if ascii_form is None:
        raise ValueError("not an address")
    return f"{name}@{ascii_form}"


def ascii_domain(domain: str) -> str | None:
    """A domain in ASCII (`xn--…`); None if it is none.

    Python's own conversion is of 2003 and takes some letters for others (ß for ss), which would
    send the mail elsewhere: a domain that it does not give back as it was is refused.
    """
    lowered = domain.lower()
    try:
        found = lowered.encode("idna").decode("ascii")
        if not lowered.isascii() and found.encode().decode("idna") != lowered:
            return None
    except UnicodeError:
        return None
    good = all(_LABEL.fullmatch(label) for label in found.split("."))
    return found if good else None
