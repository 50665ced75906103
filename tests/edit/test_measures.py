"""Targets and times as fields: taken apart and put together they are the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.edit.measures import (
    UNITS,
    IntervalFields,
    TargetFields,
    first_target,
    interval_fields,
    interval_text,
    target_fields,
)
from sopkit.model.standard import Better, Dimension, Standard, StandardKind
from sopkit.parse.target import parse_target

figures = st.decimals(0, 99_999, places=2).map(lambda each: f"{each.normalize():f}")
units = st.sampled_from(["%", "h", "bd", ""])


@given(
    st.sampled_from(["", "median", "mean", "p90"]),
    st.sampled_from([">=", "<=", ">", "<", "="]),
    figures,
    units,
)
def test_a_target_is_the_same_in_parts(
    statistic: str, comparison: str, value: str, unit: str
) -> None:
    fields = TargetFields(statistic, comparison, value, "", unit)
    assert target_fields(fields.text) == fields


@given(st.tuples(figures, figures).map(lambda two: sorted(two, key=float)), units)
def test_a_range_is_the_same_in_parts(limits: list[str], unit: str) -> None:
    fields = TargetFields("", "..", limits[0], limits[1], unit)
    assert target_fields(fields.text) == fields


@given(st.integers(1, 9999), st.sampled_from(UNITS), st.sampled_from(["nl", "nl-BE", "en", "fr"]))
def test_a_time_between_reviews_is_the_same_in_parts(amount: int, unit: str, language: str) -> None:
    fields = IntervalFields(str(amount), unit)
    assert interval_fields(interval_text(fields, language)) == fields


@pytest.mark.parametrize("text", ["", ">=", "soon", "85..75%", "12 moons"])
def test_what_is_none_has_no_parts(text: str) -> None:
    assert target_fields(text) is None
    assert interval_fields(text) is None


@pytest.mark.parametrize("kind", StandardKind)
@pytest.mark.parametrize("better", Better)
def test_every_standard_begins_with_a_target_that_is_one(
    kind: StandardKind, better: Better
) -> None:
    standard = Standard("x", {}, kind, better, Dimension.SPEED)
    assert target_fields(first_target(standard)) is not None
    assert target_fields(first_target(None)) is not None
    target = parse_target("p90 <= 4h")
    assert first_target(replace(standard, target=target)) == "p90 <= 4h"
