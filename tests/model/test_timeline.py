"""Which version is in force when, compared with a walk through the days, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.model.control import Status
from sopkit.model.timeline import Period, in_force, timeline

DAYS = 12
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
DayOf = tuple[int, int | None]
"""On which day a version takes effect, and on which it was withdrawn, if it was."""


def on(day: int) -> datetime:
    return BEGIN + timedelta(days=day)


@st.composite
def lives(draw: st.DrawFn) -> list[DayOf]:
    """Versions of one procedure: no two take effect on the same day."""
    days = draw(st.lists(st.integers(0, DAYS), unique=True, max_size=5))
    return [(day, draw(st.none() | st.integers(0, DAYS + 1))) for day in days]


def walk(versions: list[DayOf]) -> Iterator[tuple[int, int | None]]:
    """Every day with the version in force on it, by its place in the list."""
    current: int | None = None
    for day in range(DAYS + 3):
        if current is not None and versions[current][1] == day:
            current = None
        for index, (begins, withdrawn) in enumerate(versions):
            if begins == day and (withdrawn is None or withdrawn > day):
                current = index
        yield day, current


def periods(versions: list[DayOf]) -> list[Period]:
    return [
        Period(str(index), on(begins), None if withdrawn is None else on(withdrawn))
        for index, (begins, withdrawn) in enumerate(versions)
    ]


@given(lives())
def test_the_version_in_force_is_that_of_a_walk_through_the_days(versions: list[DayOf]) -> None:
    for day, current in walk(versions):
        for moment in (on(day), on(day) + timedelta(hours=23)):
            found = in_force(periods(versions), moment)
            assert (found and found.id) == (None if current is None else str(current))


@given(lives())
def test_a_version_is_in_force_up_to_its_end_and_not_after(versions: list[DayOf]) -> None:
    walked = dict(walk(versions))
    for each in timeline(periods(versions)):
        own = [day for day, current in walked.items() if str(current) == each.period.id]
        assert own == [
            day
            for day in walked
            if each.period.took_effect
            and on(day) >= each.period.effective_from
            and (each.until is None or on(day) < each.until)
        ]


@given(lives())
def test_a_status_never_goes_back(versions: list[DayOf]) -> None:
    order = [Status.APPROVED, Status.EFFECTIVE, Status.SUPERSEDED, Status.WITHDRAWN]
    for each in timeline(periods(versions)):
        steps = [order.index(each.status(on(day))) for day in range(DAYS + 3)]
        assert steps == sorted(steps)
        assert Status.EFFECTIVE not in {each.status(on(day)) for day in range(DAYS + 3)} or (
            each.period.took_effect
        )


def test_one_day_of_two_versions_is_told_apart_by_the_withdrawal() -> None:
    called_off = Period("a", on(3), on(2))
    assert [each.status(on(4)) for each in timeline([called_off])] == [Status.WITHDRAWN]
    assert in_force([called_off, Period("b", on(1))], on(4)) == Period("b", on(1))


@pytest.mark.parametrize("moment", [on(2) - timedelta(microseconds=1), on(5)])
def test_the_end_is_not_included_and_the_beginning_is(moment: datetime) -> None:
    period = Period("a", on(2), on(5))
    assert in_force([period], on(2)) == period
    assert in_force([period], moment) is None
