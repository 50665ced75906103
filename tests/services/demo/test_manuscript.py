"""Older texts are found by undoing changes; a passage that is not there is a mistake of ours."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.services.demo.manuscript import texts_of


def test_known_changes_are_undone_and_planned_ones_made() -> None:
    known = [[("one", "two")], [("two", "three"), ("b", "c")]]
    planned = [[("three", "four")]]
    assert texts_of(b"three c", known, planned) == (b"one b", b"two b", b"three c", b"four c")


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8, unique=True))
def test_undoing_and_making_again_gives_the_same_texts(numbers: list[int]) -> None:
    steps = [f"<{number}>" for number in numbers]
    changes = [[(old, new)] for old, new in pairwise(steps)]
    forth = texts_of(steps[0].encode(), [], changes)
    assert texts_of(steps[-1].encode(), changes, []) == forth


@pytest.mark.parametrize("text", [b"nothing of it", b"two and two"])
def test_a_passage_must_stand_there_exactly_once(text: bytes) -> None:
    with pytest.raises(LookupError, match="times"):
        texts_of(text, [[("one", "two")]], [])
