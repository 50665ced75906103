"""Targets of standards: `>= 75%`, `p90 <= 4h`, `median <= 2m`, `75..85%`."""

from __future__ import annotations

import re

from sopkit.model.standard import Target

_NUMERAL = r"[-+]?\d{1,12}(?:[.,]\d{1,6})?"
_UNIT = r"%|bd|[smhd]|[A-Za-z][A-Za-z/]{0,20}"
_COMPARISON = re.compile(
    rf"(?:(?P<statistic>p\d{{1,2}}|median|mediaan|mean|gemiddelde)\s+)?"
    rf"(?P<comparison>>=|<=|≥|≤|>|<|=)\s*(?P<value>{_NUMERAL})\s*(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?:(?P<statistic>p\d{{1,2}}|median|mediaan|mean|gemiddelde)\s+)?"
    rf"(?P<value>{_NUMERAL})\s*(?:%\s*)?(?:\.\.|…)\s*(?P<upper>{_NUMERAL})\s*(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)
_STATISTICS = {"mediaan": "median", "gemiddelde": "mean"}
_SIGNS = {"≥": ">=", "≤": "<="}


def parse_target(text: str) -> Target | None:
    """A target as written, or None if it is none. A comma counts as a decimal point."""
    text = text.strip()
    match = _RANGE.fullmatch(text)
    if match is not None:
        low, high = _number(match["value"]), _number(match["upper"])
        if low > high:
            return None
        return Target(text, "..", low, high, match["unit"] or "", _statistic(match))
    match = _COMPARISON.fullmatch(text)
    if match is None:
        return None
    comparison = _SIGNS.get(match["comparison"], match["comparison"])
    value = _number(match["value"])
    return Target(text, comparison, value, None, match["unit"] or "", _statistic(match))


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _statistic(match: re.Match[str]) -> str | None:
    written = match["statistic"]
    return None if written is None else _STATISTICS.get(written.lower(), written.lower())
