"""What forms are made of and what they send: choices, texts, passwords, days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form

from sopkit.messages import LANGUAGES
from sopkit.model.control import Nature
from sopkit.refusals import NotADayError
from sopkit.server.visit import Visit

Text = Annotated[str, Form(max_length=20_000)]
"""What somebody typed or chose."""

Password = Annotated[str, Form(max_length=200)]
"""The second component of a signature."""


def nature_of(name: str) -> Nature | None:
    """The nature that a form names, if it is one."""
    return Nature(name) if name in set(Nature) else None


def beginning(here: Visit, day: str) -> datetime | None:
    """The moment at which a day begins; None, which is now, for today. Raises NotADayError."""
    if not day.strip():
        return None
    try:
        wanted = date.fromisoformat(day.strip())
    except ValueError as error:
        raise NotADayError(day) from error
    if wanted == here.now.astimezone(here.zone).date():
        return None
    return datetime.combine(wanted, time(), here.zone)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things to choose from."""

    value: str
    name: str
    chosen: bool = False


LANGUAGE_NAMES: Mapping[str, str] = {"en": "English", "nl": "Nederlands"}
"""Each language in its own words, whatever the page speaks."""


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
