"""Which version of a procedure is in force when, worked out from what was recorded.

No clock runs and no flag is kept: the same record gives the same answer for every moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sopkit.model.control import Status


@dataclass(frozen=True, slots=True)
class Period:
    """What was recorded of a version: from when it is in force, and when it was withdrawn."""

    id: str
    effective_from: datetime
    withdrawn_from: datetime | None = None

    @property
    def took_effect(self) -> bool:
        """Whether it is ever in force: not if it was withdrawn before its day."""
        return self.withdrawn_from is None or self.withdrawn_from > self.effective_from


@dataclass(frozen=True, slots=True)
class InForce:
    """A version with the time in which it is in force: up to `until`, not included."""

    period: Period
    until: datetime | None

    def status(self, moment: datetime) -> Status:
        """What the version is at a moment."""
        period = self.period
        if period.withdrawn_from is not None and period.withdrawn_from <= moment:
            if not period.took_effect or self.until == period.withdrawn_from:
                return Status.WITHDRAWN
            return Status.SUPERSEDED
        if self.until is not None and self.until <= moment:
            return Status.SUPERSEDED
        return Status.APPROVED if moment < period.effective_from else Status.EFFECTIVE


def timeline(periods: Iterable[Period]) -> tuple[InForce, ...]:
    """Every version with the end of its time, in the order of their beginning.

    A version ends when the next one takes effect or when it is withdrawn. One that was withdrawn
    before its day counts for nothing: the version before it goes on. After a withdrawal nothing
    is in force until another version takes effect; what was superseded does not come back.
    """
    found = sorted(periods, key=lambda period: period.effective_from)
    ends: dict[str, datetime | None] = {}
    next_begin: datetime | None = None
    for period in reversed(found):
        moments = [m for m in (next_begin, period.withdrawn_from) if m is not None]
        ends[period.id] = min(moments, default=None)
        if period.took_effect:
            next_begin = period.effective_from
        else:
            ends[period.id] = period.effective_from
    return tuple(InForce(period, ends[period.id]) for period in found)


def in_force(periods: Iterable[Period], moment: datetime) -> Period | None:
    """The version in force at a moment."""
    for each in timeline(periods):
        if each.period.took_effect and each.status(moment) is Status.EFFECTIVE:
            return each.period
    return None
