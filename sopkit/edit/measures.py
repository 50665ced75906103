"""Targets and lengths of time as fields: what stands in a text taken apart, and put together again.

Nothing is written anew that somebody did not change: two ways to write the same are the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from sopkit.model.standard import Better, Standard, StandardKind
from sopkit.parse.duration import parse_interval
from sopkit.parse.target import parse_target

RANGE = ".."


@dataclass(frozen=True, slots=True)
class TargetFields:
    """A target in its parts: `statistic comparison value unit`, or `value..upper unit`."""

    statistic: str
    comparison: str
    value: str
    upper: str
    unit: str

    @property
    def text(self) -> str:
        """The target as the format has it; with a number missing, what there is of it."""
        said = f"{self.statistic} " if self.statistic else ""
        value, upper = self.value.strip(), self.upper.strip()
        if self.comparison == RANGE:
            return f"{said}{value}..{upper}{self.unit}"
        return f"{said}{self.comparison} {value}{self.unit}"


def target_fields(text: str) -> TargetFields | None:
    """A target in its parts; None for a text that is none."""
    target = parse_target(text)
    if target is None:
        return None
    upper = "" if target.upper is None else _figure(target.upper)
    return TargetFields(
        target.statistic or "", target.comparison, _figure(target.value), upper, target.unit
    )


def first_target(standard: Standard | None) -> str:
    """What a standard is to reach until its author says something else."""
    if standard is None:
        return ">= 80%"
    if standard.target is not None:
        return standard.target.text
    comparison = "<=" if standard.better is Better.LOWER else ">="
    return f"{comparison} {_FIRST[standard.kind]}"


_FIRST = {
    StandardKind.PROPORTION: "80%",
    StandardKind.DURATION: "1d",
    StandardKind.SCORE: "8",
    StandardKind.NPS: "30",
    StandardKind.RATE: "10",
    StandardKind.COUNT: "10",
}


@dataclass(frozen=True, slots=True)
class IntervalFields:
    """The time between two reviews; `unit` is one of `UNITS`."""

    amount: str
    unit: str


UNITS = ("d", "w", "months", "years")
_WORDS = {
    "nl": {"d": "dagen", "w": "weken", "months": "maanden", "years": "jaar"},
    "en": {"d": "days", "w": "weeks", "months": "months", "years": "years"},
}


def interval_fields(text: str) -> IntervalFields | None:
    """A time between reviews in its parts; None for a text that is none."""
    interval = parse_interval(text)
    return None if interval is None else IntervalFields(_figure(interval.amount), interval.unit)


def interval_text(fields: IntervalFields, language: str) -> str:
    """A time between reviews as it is written in a language; empty without an amount."""
    words = _WORDS.get(language.partition("-")[0].lower(), _WORDS["en"])
    amount = fields.amount.strip()
    return f"{amount} {words.get(fields.unit, fields.unit)}" if amount else ""


def _figure(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
