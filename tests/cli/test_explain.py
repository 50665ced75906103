"""`sopkit explain`: every code has a page, in both languages."""

from __future__ import annotations

import pytest

from sopkit.diagnostics.codes import CODES
from sopkit.resources import locales
from tests.cli.conftest import Sopkit


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page_in_both_languages(sopkit: Sopkit, code: str) -> None:
    english = sopkit("explain", code)
    dutch = sopkit("explain", code, "--lang", "nl")
    assert (english.status, dutch.status) == (0, 0)
    for heading in ("What it finds", "Why it matters", "Example", "Use instead"):
        assert f"\n{heading}\n" in english.out
    for heading in ("Wat het vindt", "Waarom het telt", "Voorbeeld", "Gebruik liever"):
        assert f"\n{heading}\n" in dutch.out
    assert english.out.startswith(f"{code}: ")
    assert dutch.out.startswith(f"{code}: ")


def test_the_dutch_pages_are_those_of_the_codes() -> None:
    folder = locales() / "nl" / "codes"
    assert {path.stem for path in folder.glob("*.md")} == set(CODES)


@pytest.mark.parametrize("code", ["sop302", "302", " SOP302 "])
def test_a_code_may_be_written_carelessly(sopkit: Sopkit, code: str) -> None:
    assert sopkit("explain", code).out.startswith("SOP302: Endless loop (error)\n")


def test_without_a_code_all_are_listed(sopkit: Sopkit) -> None:
    lines = sopkit("explain").out.splitlines()
    assert [line[:6] for line in lines] == list(CODES)
    assert any("warning" in line and "vague wording" in line for line in lines)


def test_a_page_keeps_examples_as_they_stand_and_wraps_the_rest(sopkit: Sopkit) -> None:
    out = sopkit("explain", "SOP302").out
    assert "    1. **Call the customer.** {#call}\n" in out
    assert all(len(line) <= 92 for line in out.splitlines() if not line.startswith("    "))
