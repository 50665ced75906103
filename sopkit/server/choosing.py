"""What there is to choose from in forms, and where lists go on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from sopkit.messages import LANGUAGES, message


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things to choose from."""

    value: str
    name: str
    chosen: bool = False


LANGUAGE_NAMES: Mapping[str, str] = {"en": "English", "nl": "Nederlands"}
"""Each language in its own words, whatever the page speaks."""


LANGUAGE_WORDS: Mapping[str, str] = {"en": message("English"), "nl": message("Dutch")}
"""Each language as the page speaks of it."""


def language_choices(chosen: str) -> tuple[Choice, ...]:
    """The languages of the interface."""
    return tuple(Choice(each, LANGUAGE_NAMES[each], each == chosen) for each in LANGUAGES)


def choices(named: Iterable[tuple[str, str]], chosen: str) -> tuple[Choice, ...]:
    """Pairs of value and name."""
    return tuple(Choice(value, name, value == chosen) for value, name in named)


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one is in a list of pages; an address is empty where there is none."""

    told: str
    previous: str
    next: str


def with_query(path: str, **values: str | int) -> str:
    """An address with those of these values that say something."""
    kept = {name: value for name, value in values.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path
