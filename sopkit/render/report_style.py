"""Colours of a terminal report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a piece of a report is; its colour follows from it."""

    ERROR = "error"
    WARNING = "warning"
    PLACE = "place"
    GUTTER = "gutter"
    HINT = "hint"
    STRONG = "strong"
    GOOD = "good"


Paint = Callable[[str, Role], str]
"""Gives a text the looks of its role."""

_CODES: Mapping[Role, str] = {
    Role.ERROR: "1;31",
    Role.WARNING: "1;33",
    Role.PLACE: "1",
    Role.GUTTER: "34",
    Role.HINT: "36",
    Role.STRONG: "1",
    Role.GOOD: "1;32",
}


def plain(text: str, role: Role) -> str:  # noqa: ARG001 - the signature of Paint
    """No colour."""
    return text


def coloured(text: str, role: Role) -> str:
    """The sixteen colours that every terminal has, which follow its own theme."""
    return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if text else text
