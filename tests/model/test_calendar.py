"""When an interval has passed: month ends, leap years, the end of the calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.model.calendar import END, later
from sopkit.model.step import Duration

moments = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - as the strategy wants it
    max_value=datetime(9000, 1, 1),  # noqa: DTZ001 - as the strategy wants it
    timezones=st.just(UTC),
)


def interval(amount: float, unit: str) -> Duration:
    return Duration(amount, unit, f"{amount:g} {unit}")


@pytest.mark.parametrize(
    ("begin", "amount", "unit", "end"),
    [
        ("2026-01-31", 1, "months", "2026-02-28"),
        ("2028-01-31", 1, "months", "2028-02-29"),
        ("2028-02-29", 12, "months", "2029-02-28"),
        ("2028-02-29", 4, "years", "2032-02-29"),
        ("2026-10-31", 13, "months", "2027-11-30"),
        ("2026-12-15", 1, "months", "2027-01-15"),
        ("2099-12-31", 2, "months", "2100-02-28"),
        ("2026-02-27", 2, "d", "2026-03-01"),
        ("2026-02-27", 1, "w", "2026-03-06"),
    ],
)
def test_the_day_stays_or_is_the_last_of_a_shorter_month(
    begin: str, amount: int, unit: str, end: str
) -> None:
    moment = datetime.fromisoformat(f"{begin}T09:30:00+00:00")
    assert later(moment, interval(amount, unit)) == datetime.fromisoformat(f"{end}T09:30:00+00:00")


@given(moments, st.integers(1, 600))
def test_months_are_counted_one_by_one(moment: datetime, months: int) -> None:
    year, month = moment.year, moment.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    day = min(moment.day, monthrange(year, month)[1])
    found = later(moment, interval(months, "months"))
    assert found == moment.replace(year=year, month=month, day=day)


@given(moments, st.integers(1, 600))
def test_days_and_weeks_are_whole_days(moment: datetime, count: int) -> None:
    assert later(moment, interval(count, "w")) == later(moment, interval(7 * count, "d"))
    assert later(moment, interval(count, "d")) - moment == timedelta(days=count)


@given(moments, st.sampled_from(["d", "w", "months", "years"]), st.integers(1, 10**9))
def test_an_interval_beyond_the_calendar_ends_with_it(
    moment: datetime, unit: str, count: int
) -> None:
    assert moment < later(moment, interval(count, unit)) <= END
    for endless in (10.0**12, float("inf")):
        assert later(moment, interval(endless, unit)) == END
