"""The documentation pages are complete, alike in both languages, and fresh."""

from __future__ import annotations

import pytest

from sopkit.check.documentation import (
    PARTS,
    Page,
    examples,
    page,
    page_from_docstring,
    page_from_markdown,
    severity_sentence,
)
from sopkit.diagnostics.codes import CODES
from sopkit.resources import locales
from tests.code_pages import FOLDER, pages

WITHOUT_EXAMPLE = {"SOP101", "SOP102", "SOP206"}
"""Codes whose wrong text cannot be shown on a page: it is no text, too long or too deep."""

PAGE = """\
Endless loop.

What it finds:
Steps in a circle.

Why it matters:
It never ends.

Example:

In `a.md`:

    1. One.

       > Two.

Use instead:

    1. One.
"""


def test_a_docstring_becomes_a_page_with_fenced_examples() -> None:
    found = page_from_docstring("SOP302", PAGE)
    assert found.title == "Endless loop"
    assert found.finds == "Steps in a circle."
    assert found.example == "In `a.md`:\n\n```markdown\n1. One.\n\n   > Two.\n```"
    assert [(example.path, example.text) for example in examples(found.example)] == [
        ("a.md", "1. One.\n\n   > Two.\n")
    ]


def test_a_page_written_as_markdown_reads_back_as_the_same_page() -> None:
    found = page_from_docstring("SOP302", PAGE)
    text = found.markdown("Error.").replace("*Error.*\n\n", "")
    assert page_from_markdown("SOP302", "en", text) == found


def test_the_text_for_a_terminal_is_the_docstring_again() -> None:
    assert f"Endless loop.\n\n{page_from_docstring('SOP302', PAGE).text()}\n" == PAGE


def test_a_missing_part_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="SOP302"):
        page_from_docstring("SOP302", PAGE.replace("Why it matters:", "Why:"))


@pytest.mark.parametrize("language", PARTS)
@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page_with_examples(code: str, language: str) -> None:
    found = page(code, language, locales())
    assert found.language == language
    assert all((found.title, found.finds, found.matters, found.example, found.instead))
    if code not in WITHOUT_EXAMPLE:
        assert examples(found.example)
        assert examples(found.instead)


@pytest.mark.parametrize("code", CODES)
def test_the_title_of_a_page_is_that_of_its_code(code: str) -> None:
    assert page(code).title.casefold() == CODES[code].title.casefold()


@pytest.mark.parametrize("code", CODES)
def test_both_languages_show_the_same_examples(code: str) -> None:
    english, dutch = page(code), page(code, "nl", locales())
    assert _shape(english) == _shape(dutch)


def test_another_language_gets_the_english_page() -> None:
    assert page("SOP302", "fr", locales()) == page("SOP302")


def test_the_generated_pages_are_fresh() -> None:
    stored = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.md")}
    assert stored == pages(), "run: make docs"


def test_a_page_says_whether_its_code_stops_a_release() -> None:
    assert severity_sentence("SOP302") != severity_sentence("SOP404")
    assert severity_sentence("SOP302") in pages()["SOP302.md"]


def _shape(found: Page) -> list[tuple[int, int]]:
    """Files and lines of the wrong and of the right example; English needs no `language:`."""
    parts = (examples(found.example), examples(found.instead))
    return [
        (len(part), sum(text.count("\n") - text.count("language:") for text in texts))
        for part in parts
        for texts in [[example.text for example in part]]
    ]
