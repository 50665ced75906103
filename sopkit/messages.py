"""Texts for users: English in the code, other languages from gettext catalogues.

English texts are the message ids. A text with facts in it is a format string with named
fields (`"unknown key {key}"`), filled after translation.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("en", "nl")
"""The languages that every text for users exists in."""

Translate = Callable[[str], str]
"""Gives a message id in the reader's language."""


def message(text: str) -> str:
    """Mark a text for the catalogues without translating it yet."""
    return text


def english(text: str) -> str:
    """Translate into English: the message ids are English."""
    return text


@lru_cache(maxsize=8)
def translator(language: str, catalogues: Path) -> Translate:
    """The translation into a language (a BCP 47 tag; unknown ones give English).

    `catalogues` is the folder that holds `nl/LC_MESSAGES/sopkit.mo`.
    """
    primary = language.replace("_", "-").split("-")[0].lower()
    if primary == "en" or primary not in LANGUAGES:
        return english
    return gettext.translation("sopkit", catalogues, languages=[primary]).gettext


def fill(text: str, parameters: Mapping[str, str]) -> str:
    """Put facts into a translated text. A field without a fact stays visible, never an error."""
    return text.format_map(_Visible(parameters))


class _Visible(dict[str, str]):
    """A mapping that shows the name of a missing field."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
