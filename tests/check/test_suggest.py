"""Suggestions are made once for each word, and stop before they cost too much."""

from __future__ import annotations

import pytest

from sopkit.check import suggest as module
from sopkit.check.rule import Context
from sopkit.check.suggest import suggest
from sopkit.model.library import Library


def test_the_nearest_name_is_suggested_and_the_names_are_asked_for_once() -> None:
    asked: list[int] = []

    def names() -> list[str]:
        asked.append(1)
        return ["agent", "lead"]

    context = Context(Library())
    assert suggest("agnet", "role", names, context) == "agent"
    assert suggest("agnet", "role", names, context) == "agent"
    assert suggest("laed", "role", names, context) == "lead"
    assert suggest("nobody", "role", names, context) is None
    assert len(asked) == 1


def test_kinds_have_names_of_their_own() -> None:
    context = Context(Library())
    assert suggest("csta", "standard", lambda: ["csat"], context) == "csat"
    assert suggest("csta", "role", lambda: ["agent"], context) is None


def test_beyond_the_bound_there_are_no_suggestions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 5000)
    context = Context(Library())
    names = [f"KS-{index:04}" for index in range(1000)]
    found = [suggest(f"KX-{index:04}", "number", lambda: names, context) for index in range(6)]
    assert found == [*names[:5], None]
    assert suggest("KX-0000", "number", lambda: names, context) == names[0]
