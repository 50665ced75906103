"""Tests of the suggestion for a mistyped name."""

from __future__ import annotations

import pytest

from sopkit.diagnostics.nearest import nearest

KEYS = ("number", "title", "department", "language", "owner", "roles", "review", "standards")
ATTRIBUTES = ("parallel", "role", "within", "overdue", "escalate", "wait", "max", "moment-of-truth")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("numebr", "number"),
        ("tittle", "title"),
        ("Department", "department"),
        ("departement", "department"),
        ("standard", "standards"),
        ("langauge", "language"),
    ],
)
def test_a_slip_in_a_key_is_recognised(word: str, meant: str) -> None:
    assert nearest(word, KEYS) == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [("moment_of_truth", "moment-of-truth"), ("withn", "within"), ("mox", "max"), ("rol", "role")],
)
def test_a_slip_in_an_attribute_is_recognised(word: str, meant: str) -> None:
    assert nearest(word, ATTRIBUTES) == meant


@pytest.mark.parametrize("word", ["", "a", "naam", "klantnummer", "colour", "xy"])
def test_another_word_has_no_nearest(word: str) -> None:
    assert nearest(word, ATTRIBUTES) is None


def test_two_swapped_letters_are_one_slip() -> None:
    assert nearest("csta", ["cost", "csat"]) == "csat"


def test_the_fewest_slips_win_whatever_the_order() -> None:
    assert nearest("gegevens", ["gegeven", "gegevenss", "gegevens"]) == "gegevens"
    assert nearest("KS-01", ["KS-002", "KS-001", "HR-001"]) == "KS-001"


def test_the_first_of_equals_wins() -> None:
    assert nearest("KS-009", ["KS-001", "KS-002"]) == "KS-001"


def test_the_beginning_of_a_long_name_is_enough() -> None:
    choices = ["csat", "first-response-time", "first-contact-resolution"]
    assert nearest("first-contact", choices) == "first-contact-resolution"


def test_nothing_to_choose_from_gives_nothing() -> None:
    assert nearest("role", []) is None
