"""Times on the calendar: when an interval such as `12 months` has passed."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta

from sopkit.model.step import Duration

END = datetime(9999, 12, 30, tzinfo=UTC)
"""The end of the calendar, with room for every time zone."""


def later(moment: datetime, interval: Duration) -> datetime:
    """The moment an interval between reviews after another: days, weeks, months or years.

    Months and years keep the day of the month, or take the last day of a shorter month. What
    lies beyond the calendar is at its end.
    """
    try:
        found = _later(moment, interval)
    except OverflowError:
        return END
    return min(found, END)


def _later(moment: datetime, interval: Duration) -> datetime:
    if interval.unit in {"months", "years"}:
        months = int(interval.amount) * (12 if interval.unit == "years" else 1)
        return _months_later(moment, months)
    seconds = interval.seconds
    if seconds is None:
        raise ValueError(f"{interval.unit} is no unit of an interval")
    return moment + timedelta(seconds=seconds)


def _months_later(moment: datetime, months: int) -> datetime:
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    if year > END.year:
        return END
    return moment.replace(
        year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1])
    )
