"""Service standards and the targets set for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class StandardKind(StrEnum):
    """What is measured."""

    PROPORTION = "proportion"
    DURATION = "duration"
    SCORE = "score"
    NPS = "nps"
    RATE = "rate"
    COUNT = "count"


class Better(StrEnum):
    """The direction of improvement."""

    HIGHER = "higher"
    LOWER = "lower"
    RANGE = "range"


class Dimension(StrEnum):
    """The side of the service that a standard looks at."""

    SPEED = "speed"
    THOROUGHNESS = "thoroughness"
    FRIENDLINESS = "friendliness"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class Target:
    """A target: `[statistic] comparison value [unit]`, or a range `low..high [unit]`.

    `text` is as written. `value` (and `upper` for a range) are numbers in `unit`.
    `comparison` is one of `>= <= > < = ..`.
    """

    text: str
    comparison: str
    value: float
    upper: float | None = None
    unit: str = ""
    statistic: str | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What two targets must share to be the same target, however they are written."""
        return (self.statistic, self.comparison, self.value, self.upper, self.unit)


@dataclass(frozen=True, slots=True)
class Standard:
    """A measurable service standard, with its exact definition per language."""

    id: str
    names: Mapping[str, str]
    kind: StandardKind
    better: Better
    dimension: Dimension
    unit: str = ""
    definitions: Mapping[str, str] = field(default_factory=dict)
    target: Target | None = None
    window: str | None = None
    notice: Mapping[str, str] = field(default_factory=dict)

    def name(self, language: str) -> str:
        """The name in a language, else in English, else any."""
        return (
            self.names.get(language)
            or self.names.get("en")
            or next(iter(self.names.values()), self.id)
        )
