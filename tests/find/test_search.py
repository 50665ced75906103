"""A procedure is found by its words, situations and number, whatever form they are typed in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from sopkit.find.index import Index, build_index
from sopkit.find.search import Hit, search
from sopkit.resources import example_library
from sopkit.services.compile import compile_library
from tests.generate.library import write_library


@lru_cache(maxsize=1)
def example() -> Index:
    return build_index(compile_library(example_library()).library.sops)


def found(query: str, language: str = "nl") -> tuple[Hit, ...]:
    return search(example(), query, language)


def numbers(query: str, language: str = "nl") -> list[str]:
    return [hit.document.number for hit in found(query, language)]


@pytest.mark.parametrize(
    ("query", "language", "first"),
    [
        ("klacht", "nl", "KS-003"),
        ("klachten", "nl", "KS-003"),
        ("complaint", "en", "KS-003"),
        ("complaining", "en", "KS-003"),
        ("klant wil geld terug", "nl", "KS-003"),
        ("de klant wil zijn geld terug hebben", "nl", "KS-003"),
        ("customer wants money back", "en", "KS-003"),
        ("identiteit vaststellen", "nl", "KS-005"),
        ("FACTUREN", "nl", "FIN-001"),
        ("betwiste", "nl", "FIN-001"),
        ("eerste week", "nl", "HR-001"),
    ],
)
def test_the_best_procedure_comes_first(query: str, language: str, first: str) -> None:
    assert numbers(query, language)[0] == first


@pytest.mark.parametrize("query", ["ks3", "KS3", "ks-3", "KS-003", "ks 3", "KS 003"])
def test_a_number_is_found_however_it_is_written(query: str) -> None:
    assert numbers(query)[0] == "KS-003"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("klahct", "KS-003"),
        ("klcht", "KS-003"),
        ("klachtt", "KS-003"),
        ("klaxht", "KS-003"),
        ("identitiet", "KS-005"),
        ("identetiet", "KS-005"),
        ("identty", "KS-005"),
    ],
)
def test_a_typing_error_is_forgiven(query: str, first: str) -> None:
    assert numbers(query)[0] == first


def test_a_word_is_found_while_it_is_being_typed() -> None:
    for length in range(3, len("klacht") + 1):
        assert "KS-003" in numbers("klacht"[:length])


def test_the_language_of_the_reader_comes_first_and_the_other_is_found_too() -> None:
    [best, *_] = found("KS-003", "en")
    assert (best.document.language, best.document.title) == ("en", "Handling a complaint")
    [best, *_] = found("complaint", "nl")
    assert best.document.number == "KS-003"
    assert len(numbers("KS-003")) == len(set(numbers("KS-003")))


def test_a_hit_shows_the_situation_and_the_steps_that_matched() -> None:
    assert found("geld terug")[0].situation == "klant wil geld terug"
    [best, *_] = found("excuses")
    steps = [best.document.steps[index] for index in best.steps]
    assert [(step.id, step.number) for step in steps] == [("excuses", "3")]


def test_a_title_counts_more_than_a_text() -> None:
    hits = found("klacht")
    titled = [hit for hit in hits if "klacht" in hit.document.title.casefold()]
    assert len(titled) == 2
    assert hits[:2] == tuple(titled)
    assert all(hit.score < titled[-1].score for hit in hits[2:])


def test_of_hits_that_are_as_good_the_one_with_the_shorter_title_comes_first() -> None:
    best, second, *_ = found("klacht")
    assert best.score == second.score
    assert [best.document.title, second.document.title] == [
        "Klacht behandelen",
        "Klacht van een medewerker",
    ]


@pytest.mark.parametrize("query", ["", "   ", "?!…", "-", "xyzzy", "🙂", "\0", "x" * 100_000])
def test_what_cannot_be_found_is_not_found(query: str) -> None:
    assert found(query) == ()


def test_a_thousand_words_are_answered_as_their_first_ones() -> None:
    assert numbers("klacht " * 1000) == numbers("klacht")
    assert numbers(" ".join(f"klacht{n}" for n in range(1000))) is not None


STEP = """\
---
number: {number}
title: {title}
department: d
language: nl
---

## Doel

{text}

## Begrippen

Geen.

## Instructies

1. **Doe [iets](https://verborgen.example/geheim).** <!-- onzichtbaar -->
"""


def test_compounds_are_found_by_their_parts_and_forms_by_one_another(tmp_path: Path) -> None:
    files = {
        "a.md": STEP.format(number="A-1", title="Telefoonklachten", text="x"),
        "b.md": STEP.format(number="B-1", title="Boze huizen", text="brieven"),
    }
    write_library(tmp_path, files)
    index = build_index(compile_library(tmp_path).library.sops)
    for query, number in [("klacht", "A-1"), ("boos", "B-1"), ("huis", "B-1"), ("brief", "B-1")]:
        assert [hit.document.number for hit in search(index, query, "nl")] == [number]


def test_what_no_reader_sees_is_not_found(tmp_path: Path) -> None:
    write_library(tmp_path, {"a.md": STEP.format(number="A-1", title="Iets", text="x")})
    index = build_index(compile_library(tmp_path).library.sops)
    assert search(index, "geheim", "nl") == search(index, "onzichtbaar", "nl") == ()


def test_files_without_a_number_are_found_each_for_itself(tmp_path: Path) -> None:
    text = STEP.format(number="''", title="Klacht", text="x")
    write_library(tmp_path, {"a.md": text, "b.md": text})
    index = build_index(compile_library(tmp_path).library.sops)
    assert [hit.document.path for hit in search(index, "klacht", "nl")] == ["a.md", "b.md"]
