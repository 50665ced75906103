"""What happened when: acts at moments of working days, carried out in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Act = Callable[[datetime], object]
"""Does something at the moment that it is told."""

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Counts days back from the day on which the demo is made."""

    today: date
    zone: ZoneInfo

    def moment(self, days_ago: float, clock: time) -> datetime:
        """A moment that many days ago, on the Friday before if that is in a weekend."""
        day = self.today - timedelta(days=days_ago)
        late = max(0, day.weekday() - _SATURDAY + 1)
        return datetime.combine(day - timedelta(days=late), clock, self.zone)

    def next_week(self) -> datetime:
        """The beginning of next Monday."""
        day = self.today + timedelta(days=7 - self.today.weekday())
        return datetime.combine(day, time(), self.zone)


@dataclass(slots=True)
class Chronicle:
    """Acts with their moments. Time in a register only goes on, so they are sorted first."""

    acts: list[tuple[datetime, Act]] = field(default_factory=list)

    def note(self, moment: datetime, act: Act) -> None:
        """Something that happens at a moment."""
        self.acts.append((moment, act))

    def play(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Carry everything out; what has the same moment in the order in which it was noted."""
        ordered = sorted(self.acts, key=lambda each: each[0])
        for done, (moment, act) in enumerate(ordered, start=1):
            act(moment)
            if progress is not None:
                progress(done, len(ordered))
