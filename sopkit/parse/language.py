"""Language tags (BCP 47) in their usual spelling."""

from __future__ import annotations

import re

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LONGEST = 35


def language_tag(text: str) -> str | None:
    """A tag as it is usually written (`nl-BE`, `zh-Hant`), since case says nothing; None for none.

    The well-formedness of RFC 5646, section 2.1, without its grandfathered tags.
    """
    if _TAG.fullmatch(text) is None or len(text) > _LONGEST:
        return None
    primary, *others = text.split("-")
    return "-".join([primary.lower(), *(_subtag(other) for other in others)])


def _subtag(text: str) -> str:
    if not text.isalpha():
        return text.lower()
    return {2: text.upper(), 4: text.title()}.get(len(text), text.lower())
