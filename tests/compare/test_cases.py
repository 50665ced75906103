"""Sentences by hand: what each change of words is, in Dutch and English."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from sopkit.compare.wording import Vocabulary, compare_texts
from sopkit.model.control import Nature
from tests.compare.reading import CASES, of_steps

_ROW = re.compile(r"\| (.+) \| (.+) \| (editorial|clarifying|behavioural) \|")


@dataclass(frozen=True)
class Case:
    language: str
    old: str
    new: str
    nature: Nature


def _cases() -> list[Case]:
    return [
        Case(file.stem, row[1], row[2], Nature(row[3]))
        for file in sorted(CASES.glob("*.md"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if (row := _ROW.fullmatch(line))
    ]


@pytest.mark.parametrize("case", _cases(), ids=lambda case: f"{case.old} → {case.new}")
def test_a_change_of_words_is_what_the_case_says(case: Case) -> None:
    vocabulary = Vocabulary.of(case.old, case.new, case.language)
    found = compare_texts(case.old, case.new, vocabulary)
    assert (found.nature, found.old, found.new) == (case.nature, case.old, case.new)
    # What is behavioural for more than its kind says why.
    assert bool(found.causes) is (case.nature is Nature.BEHAVIOURAL)


@pytest.mark.parametrize("case", _cases(), ids=lambda case: f"{case.new} → {case.old}")
def test_what_is_behavioural_one_way_is_so_the_other_way(case: Case) -> None:
    back = compare_texts(case.new, case.old, Vocabulary.of(case.new, case.old, case.language))
    assert (back.nature is Nature.BEHAVIOURAL) is (case.nature is Nature.BEHAVIOURAL)


@pytest.mark.parametrize("case", _cases(), ids=lambda case: f"{case.old} → {case.new}")
def test_a_script_is_behavioural_unless_it_is_editorial(case: Case) -> None:
    old, new = (f"1. **Call.**\n\n   > {text}" for text in (case.old, case.new))
    found = of_steps(old, new, case.language)
    editorial = case.nature is Nature.EDITORIAL
    assert found.nature is (Nature.EDITORIAL if editorial else Nature.BEHAVIOURAL)


def test_other_words_of_a_language_that_is_not_known_are_behavioural() -> None:
    found = compare_texts("Rufen Sie an", "Rufen Sie bitte an", Vocabulary.of("", "", "de"))
    assert found.nature is Nature.BEHAVIOURAL
