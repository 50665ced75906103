"""Tables fit a terminal, whatever stands in them."""

from __future__ import annotations

from sopkit.cli.table import cells, table

LONG = "Een titel die veel te lang is voor een regel van tachtig cellen en dus wordt gevouwen"


def test_a_long_cell_is_folded_between_words_and_nothing_is_lost() -> None:
    lines = table(["Number", "Title", "Status"], [("KS-001", LONG, "in force")])
    assert max(cells(line) for line in lines) <= 80
    folded = " ".join(line[8:] for line in lines[2:]).replace("in force", "")
    assert folded.split() == LONG.split()


def test_a_cell_that_must_stay_whole_is_not_folded() -> None:
    rows = [("2026-11-25 17:41", LONG, LONG)]
    lines = table(["When", "What", "Why"], rows, whole=(0,))
    assert lines[2].startswith("2026-11-25 17:41  ")


def test_a_column_without_anything_is_left_out() -> None:
    assert table(["One", "Two"], [("a", "")]) == ["One", "---", "a"]


def test_wide_characters_take_two_cells() -> None:
    lines = table(["A", "B"], [("漢字", "x"), ("abcd", "y")])
    assert lines[2:] == ["漢字  x", "abcd  y"]


def test_control_characters_are_shown_and_not_obeyed() -> None:
    assert "\x1b" not in "".join(table(["A"], [("\x1b[31mred",)]))
