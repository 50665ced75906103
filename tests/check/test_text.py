"""The prose of a source text: what is blanked out, and where everything stays."""

from __future__ import annotations

import pytest

from sopkit.check.text import Prose, primary_language
from sopkit.source.span import Span

HEAD = "---\nnumber: KS-001\ntitle: The title\nowner: lead\n---\n"
TITLE = Span.at(3, 8, 9)


def body(text: str) -> str:
    prose = Prose(HEAD + text, TITLE).prose
    assert len(prose) == len(HEAD + text)
    assert prose.count("\n") == (HEAD + text).count("\n")
    return prose[len(HEAD) :]


@pytest.mark.parametrize(
    "hidden",
    [
        "`code`",
        "``a ` b``",
        "<https://example.org>",
        "<b>",
        "https://example.org/a_b",
        "www.example.org",
        "{role=agent within=4h}",
        "{naam}",
        "<!-- a\nb -->",
        "<!-- never closed",
        "[!NOTE]",
        "```\na\n```",
        "~~~~ text\na\n~~~~",
        "   ```\n   never closed",
    ],
)
def test_what_is_no_prose_is_blank(hidden: str) -> None:
    found = body(f"before {hidden}")
    assert found.split() == ["before"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("[the text](KS-001#a)", "[the text           "),
        ("![alt](a_(b).png) and", "![alt             and"),
        ("a `b` c `d` e", "a     c     e"),
        ("```\na\n``` after", "   \n \n    after"),
        ("f(x) and [1] and a < b", "f(x) and [1] and a < b"),
        ("one ` tick, one { brace", "one ` tick, one { brace"),
    ],
)
def test_the_rest_stays_in_its_place(text: str, left: str) -> None:
    assert body(text) == left


def test_of_the_front_matter_the_title_stays() -> None:
    prose = Prose(HEAD, TITLE).prose
    assert prose.split() == ["The", "title"]
    assert prose.index("The title") == HEAD.index("The title")


def test_without_front_matter_everything_is_prose() -> None:
    text = "## Purpose\n\nText.\n"
    assert Prose(text, Span.at(1, 1, 3)).prose == text


@pytest.mark.parametrize("word", ["The title", "number", "x\n"])
def test_offsets_and_places_agree(word: str) -> None:
    text = HEAD + "Ünïcode\u2028 x\n\n x\n"
    prose = Prose(text, TITLE)
    start = text.index(word)
    span = prose.span(start, start + len(word))
    assert prose.offset(span.line, span.column) == start
    assert prose.offset(span.end_line, span.end_column) == start + len(word)


def test_lower_case_keeps_every_offset() -> None:
    prose = Prose(HEAD + "İ SO İ", TITLE)
    assert len(prose.folded) == len(prose.text)


def test_the_language_of_a_tag_comes_first() -> None:
    assert primary_language("nl-BE") == "nl"
    assert primary_language("EN") == "en"
