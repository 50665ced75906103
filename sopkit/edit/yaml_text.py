"""Texts as YAML writes them."""

from __future__ import annotations

import json
import re

_PLAIN = re.compile(r"[^\W\d_][\w ’'&()/,.+-]*")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def scalar(text: str, *, inside: bool = False) -> str:
    """A text as a YAML value, in quotes where it needs them; `inside` a list in brackets."""
    text = " ".join(text.split())
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _WORDS and not text.endswith(" ")
    if plain and not (inside and "," in text):
        return text
    return json.dumps(text, ensure_ascii=False)
