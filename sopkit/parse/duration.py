"""Lengths of time as authors write them."""

from __future__ import annotations

import re

from sopkit.model.step import Duration

_TIME = re.compile(r"(\d{1,6}(?:[.,]\d{1,3})?)\s*(bd|s|m|h|d)")
_INTERVAL = re.compile(
    r"(\d{1,4})\s*(days?|dag(?:en)?|weeks?|we(?:ek|ken)|months?|maand(?:en)?|years?|ja(?:ar|ren))",
    re.IGNORECASE,
)
_INTERVAL_UNITS = {"d": "d", "w": "w", "m": "months", "y": "years", "j": "years"}


def parse_time(text: str) -> Duration | None:
    """A step's time, such as `30s`, `1,5h` or `3bd` (business days); None if it is no time."""
    match = _TIME.fullmatch(text.strip())
    amount = float(match[1].replace(",", ".")) if match is not None else 0
    if match is None or amount == 0:
        return None
    return Duration(amount, match[2], text.strip())


def parse_interval(text: str) -> Duration | None:
    """The time between reviews, such as `12 months` or `2 jaar`; None if it is none."""
    match = _INTERVAL.fullmatch(text.strip())
    if match is None or int(match[1]) == 0:
        return None
    return Duration(float(match[1]), _INTERVAL_UNITS[match[2][0].lower()], text.strip())
