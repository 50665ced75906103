"""No pattern of sopkit takes long over any text: what one person sends keeps no other waiting."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest

import sopkit
from sopkit.find.index import plain
from sopkit.find.words import words
from tests.bad_input.program import time_limit
from tests.bad_input.test_sizes import REPEATED, SHORT_LINES

Pattern = re.Pattern[Any]

BEGINNINGS = ("", "[", "[a](", "<!--", "(", "{", "`")
SLOW_ONCE = ("A", "a0", "0", "_", "`", "~", "]:", "<!--", "<!---->", "- a ", "a-", " ", "[a](b) ")
"""What took more than linear time in some pattern once."""

ANY = (
    *SLOW_ONCE,
    *REPEATED,
    *SHORT_LINES,
    *("A1", "A-", "-A", "a-0-", "00", "A-1", "a.", "@a.", "a@", "<a@", "<ab:", "ab:", "a'"),
    *("](", "](a", "](a)", "(a", "(a.md", "a.md", "[!a", "![a](", "[a][", "[a]:b ", "((", "()"),
    *("-->", "<!-- --> ", "<!-- sopkit: ignore SOP101 ", "<?xml ", "<!DOCTYPE ", "<svg", "@a{"),
    *("{=", "{a=", '{a="', '"a"', "“a”", "„a", "\\{", "\\-", "a=b ", "#a", "{#a"),
    *(" \n", "\n ", "\n\n  ", "\r", "\r\n", "\t\n", "```\n", "~~~\n", "`a`\n", "= ", "- - "),
    *("1a.1", "naar stap 1", "einde:", "p1 ", "1,1", ">=1", "1 %", "1..", "ja: ", "ja → ", "*_"),
    *("?)", "...", "?* ", "1)", "p", "A! ", "א ", "א, ", "٣", "x\u0301", "a/b", "€ ", "<text "),
)
ENDS = ("", "я", "\n", "\0")
SIZE = 20_000
SECONDS = 1.0
"""A pattern takes some milliseconds over such a text; one that is quadratic takes seconds."""

SHORT_TEXTS = {"sopkit.check.rules.sop401_unexplained_acronym._CAPITALS_BEFORE"}
"""Those that see no more than the few words around a place."""

WAYS: Mapping[str, Callable[[Pattern, Any], object]] = {
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "search": lambda pattern, text: pattern.sub(lambda match: match.group()[:1], text),
}
SEARCHING = ("search", "sub", "subn", "findall", "finditer", "split")

SOURCES = {path: path.read_text("utf-8") for path in Path(sopkit.__path__[0]).rglob("*.py")}


def ways_of(name: str, module: Path) -> set[str]:
    """How a pattern is used, by the sources: one with a name of its own only by its module."""
    sources = [SOURCES[module]] if name.startswith("_") else SOURCES.values()
    used = {way for text in sources for way in re.findall(rf"\b{name}\.(\w+)", text)}
    return {"search" if way in SEARCHING else way for way in used} & set(WAYS)


def patterns() -> dict[str, tuple[Pattern, set[str]]]:
    """Every pattern of a module, with how it is used."""
    found: dict[str, tuple[Pattern, set[str]]] = {}
    for each in walk_packages(sopkit.__path__, "sopkit."):
        if each.name.endswith("__main__"):
            continue
        module = import_module(each.name)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and module.__file__:
                ways = ways_of(name, Path(module.__file__))
                found[f"{each.name}.{name}"] = value, ways
    return found


PATTERNS = {name: found for name, found in patterns().items() if name not in SHORT_TEXTS}


def assert_read_soon(part: str) -> None:
    around = [("", end) for end in ENDS] + [(begin, "") for begin in BEGINNINGS]
    for begin, end in around:
        text = begin + (part * (SIZE // len(part) + 1))[:SIZE] + end
        for pattern, ways in PATTERNS.values():
            for way in ways:
                given = text.encode() if isinstance(pattern.pattern, bytes) else text
                with time_limit(SECONDS):
                    WAYS[way](pattern, given)


def test_patterns_are_found_with_how_they_are_used() -> None:
    assert len(PATTERNS) > 100
    assert PATTERNS["sopkit.parse.inline.NUMBER"][1] == {"match", "fullmatch", "search"}
    assert PATTERNS["sopkit.find.words._NUMBER"][1] == {"fullmatch"}


@pytest.mark.parametrize("part", SLOW_ONCE)
def test_what_was_slow_once_is_read_soon_by_every_pattern(part: str) -> None:
    assert_read_soon(part)


def test_words_and_comments_are_taken_out_of_a_text_soon() -> None:
    for part in SLOW_ONCE:
        with time_limit(SECONDS):
            words(f"a{part * (SIZE // len(part))}я")
            plain(part * (SIZE // len(part)))


@pytest.mark.soak
@pytest.mark.parametrize("part", dict.fromkeys(ANY))
def test_any_part_is_read_soon_by_every_pattern(part: str) -> None:
    assert_read_soon(part)
