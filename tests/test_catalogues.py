"""Every text for users exists in every language."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from sopkit.messages import LANGUAGES, translator
from sopkit.resources import locales
from tests.catalogues import ROOT, catalogues, read, texts_of_the_code


def ids_of(path: Path) -> set[str]:
    return {str(text.id) for text in read(path) if text.id}


def fields_of(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_every_language_but_english_has_a_catalogue() -> None:
    assert {path.parents[1].name for path in catalogues()} == set(LANGUAGES) - {"en"}


def test_the_code_has_texts() -> None:
    assert len(texts_of_the_code()) > 100


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parents[1].name)
def test_a_catalogue_holds_the_texts_of_the_code_and_no_others(path: Path) -> None:
    code = {str(text.id) for text in texts_of_the_code() if text.id}
    assert ids_of(path) == code, "run `make messages` and translate what is new"
    assert not read(path).obsolete


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parents[1].name)
def test_every_text_is_translated(path: Path) -> None:
    empty = [text.id for text in read(path) if text.id and not text.string]
    fuzzy = [text.id for text in read(path) if text.id and text.fuzzy]
    assert (empty, fuzzy) == ([], [])


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parents[1].name)
def test_a_translation_has_the_facts_of_the_original(path: Path) -> None:
    other = {
        str(text.id): str(text.string)
        for text in read(path)
        if text.string and fields_of(str(text.id)) != fields_of(str(text.string))
    }
    assert other == {}


def test_the_compiled_catalogue_is_the_one_that_is_read() -> None:
    dutch = translator("nl-BE", locales())
    [path] = [path for path in catalogues() if path.parents[1].name == "nl"]
    for text in read(path):
        if text.id and text.string:
            assert dutch(str(text.id)) == text.string


def test_no_text_is_marked_inside_an_f_string() -> None:
    """Before Python 3.12 an f-string is one token, in which Babel finds no texts."""
    marked = re.compile(r"""\bf["'].*\{[^}]*\b(_|message|gettext)\(["']""")
    found = [
        f"{path.name}:{number}"
        for path in sorted((ROOT / "sopkit").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if marked.search(line)
    ]
    assert found == []
