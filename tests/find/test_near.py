"""Typing errors are counted as a person would count them, and no near word is overlooked."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.find.near import by_trigram, distance, errors_allowed, near, trigrams

LETTERS = st.text("abc", max_size=7)
WORDS = st.text("abcd", min_size=1, max_size=9)


@cache
def counted(one: str, other: str) -> int:
    """The optimal string alignment distance by its definition."""
    if not one or not other:
        return len(one) + len(other)
    ways = [
        counted(one[:-1], other) + 1,
        counted(one, other[:-1]) + 1,
        counted(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    ]
    if len(one) > 1 and len(other) > 1 and one[-2:] == other[-2:][::-1]:
        ways.append(counted(one[:-2], other[:-2]) + 1)
    return min(ways)


@given(LETTERS, LETTERS)
def test_errors_are_counted_by_the_definition(one: str, other: str) -> None:
    assert distance(one, other) == counted(one, other)


@given(WORDS, st.lists(WORDS, max_size=12))
def test_all_near_words_with_three_letters_in_common_are_found(word: str, known: list[str]) -> None:
    allowed = errors_allowed(word)
    expected = {
        other: counted(word, other)
        for other in known
        if allowed
        and counted(word, other) <= allowed
        and set(trigrams(word)) & set(trigrams(other))
    }
    assert near(word, by_trigram(known)) == expected


@pytest.mark.parametrize(
    ("word", "errors"), [("fcr", 0), ("baas", 1), ("klacht", 1), ("ks0003", 0), ("identiteit", 2)]
)
def test_a_longer_word_may_hold_more_errors(word: str, errors: int) -> None:
    assert errors_allowed(word) == errors
