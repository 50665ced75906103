"""Times on the calendar: when an interval such as `12 months` has passed."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, datetime, timedelta

from sopkit.model.step import Duration


def later(moment: datetime, interval: Duration) -> datetime:
    """The moment an interval between reviews after another: days, weeks, months or years.

    Months and years keep the day of the month, or take the last day of a shorter month.
    """
    if interval.unit in {"months", "years"}:
        months = int(interval.amount) * (12 if interval.unit == "years" else 1)
        return _months_later(moment, months)
    seconds = interval.seconds
    if seconds is None:
        raise ValueError(f"{interval.unit} is no unit of an interval")
    return moment + timedelta(seconds=seconds)


def _months_later(moment: datetime, months: int) -> datetime:
    years, month = divmod(moment.month - 1 + months, 12)
    year = min(moment.year + years, MAXYEAR)
    return moment.replace(
        year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1])
    )
