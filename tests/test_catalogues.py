"""Every text for users exists in every language."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from sopkit.messages import LANGUAGES, translator
from sopkit.resources import locales
from tests.catalogues import KEYWORDS, ROOT, catalogues, read, texts_of_the_code

MARKERS = {"_", "message"}
"""The functions that do nothing but mark a text for users."""


def ids_of(path: Path) -> set[str]:
    return {str(text.id) for text in read(path) if text.id}


def fields_of(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name}


def told_by(path: Path) -> Iterator[tuple[int, str | None]]:
    """Line and text of each call that names a text for users; no text where a marker has none.

    Python's own parser finds them, so it also finds those that the extraction passes over.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in KEYWORDS:
                for argument in node.args:
                    match argument:
                        case ast.Constant(value=str(text)):
                            yield argument.lineno, text
                        case _ if name in MARKERS:
                            yield argument.lineno, None


def test_every_language_but_english_has_a_catalogue() -> None:
    assert {path.parents[1].name for path in catalogues()} == set(LANGUAGES) - {"en"}


def test_the_code_has_texts() -> None:
    assert len(texts_of_the_code()) > 100


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parents[1].name)
def test_a_catalogue_holds_the_texts_of_the_code_and_no_others(path: Path) -> None:
    code = {str(text.id) for text in texts_of_the_code() if text.id}
    assert ids_of(path) == code, "run `make messages` and translate what is new"
    assert not read(path).obsolete


def test_the_catalogues_hold_every_text_that_the_code_names() -> None:
    """Babel overlooks some calls inside calls, as in `translate(names.get(id, _("Other")))`."""
    held = {str(text.id) for text in texts_of_the_code() if text.id}
    missed = [
        f"{path.relative_to(ROOT)}:{line}: {text or 'not a literal text'}"
        for path in sorted((ROOT / "sopkit").rglob("*.py"))
        for line, text in told_by(path)
        if text not in held
    ]
    assert missed == [], "make it a constant of its own"


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
