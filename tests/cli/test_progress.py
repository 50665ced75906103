"""The progress bar: on a terminal only, and only for work that takes its time."""

from __future__ import annotations

import io

import pytest

from sopkit.cli import progress
from sopkit.cli.progress import Progress


class Stream(io.StringIO):
    """Standard error as a terminal or not."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def shown(monkeypatch: pytest.MonkeyPatch, *, terminal: bool, patience: float) -> str:
    stream = Stream(terminal=terminal)
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(progress, "_PATIENCE", patience)
    with Progress("Checking") as told:
        for done in range(1, 4):
            told(done, 3)
    return stream.getvalue()


def test_long_work_shows_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(monkeypatch, terminal=True, patience=0)
    assert "Checking" in text
    assert "3/3" in text


def test_short_work_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, terminal=True, patience=60) == ""


def test_a_file_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, terminal=False, patience=0) == ""


def test_a_second_count_starts_a_new_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stream(terminal=True)
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    with Progress("Checking") as told:
        told(1, 2)
        told(2, 2)
        told(1, 5)
    assert "2/2" in stream.getvalue()
    assert "1/5" in stream.getvalue()
