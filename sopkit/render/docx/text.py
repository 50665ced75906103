"""Runs of text: how they look, which language they are in, and which way they are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from sopkit.render.docx.xml import Element, element, text_element
from sopkit.render.html.wording import direction_of_text

_REGIONS = {"en": "en-GB", "nl": "nl-NL", "de": "de-DE", "fr": "fr-FR", "ar": "ar-SA"}
"""The regions that are meant where a language has none: a spelling checker needs one."""

_STRONG_RIGHT = frozenset({"R", "AL"})
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff"
_RIGHT_TO_LEFT = re.compile(f"[{_RIGHT}]+(?:[\\s,.:;!?'\"()-]+[{_RIGHT}]+)*")


@dataclass(frozen=True, slots=True)
class Format:
    """How a run looks. `size` is in points; `language` is a BCP 47 tag; `framed` has a border."""

    language: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    linked: bool = False
    framed: bool = False
    size: float | None = None


def checker_language(tag: str) -> str:
    """A language as a spelling checker wants it, with its region."""
    primary, _, region = tag.partition("-")
    if region:
        return f"{primary.lower()}-{region}"
    return _REGIONS.get(primary.lower(), primary.lower() or "en-GB")


def reads_from_right(text: str) -> bool:
    """Whether the first character with a direction is read from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in _STRONG_RIGHT:
            return True
        if direction == "L":
            return False
    return False


def run_properties(look: Format, *, from_right: bool = False) -> Element:
    """The properties of a run, in the order of the schema."""
    size = None if look.size is None else round(look.size * 2)
    language = checker_language(look.language)
    is_right = direction_of_text(look.language) == "rtl"
    return element(
        "rPr",
        element("rStyle", val="Hyperlink") if look.linked else None,
        element("rFonts", ascii="Courier New", hAnsi="Courier New", cs="Courier New")
        if look.code
        else None,
        *((element("b"), element("bCs")) if look.bold else ()),
        *((element("i"), element("iCs")) if look.italic else ()),
        element("strike") if look.struck else None,
        element("sz", val=size) if size else None,
        element("szCs", val=size) if size else None,
        element("bdr", val="single", sz=4, space=0, color="auto") if look.framed else None,
        element("rtl") if from_right else None,
        element("lang", bidi=language) if is_right else element("lang", val=language),
    )


def runs(text: str, look: Format) -> Iterator[Element]:
    """The runs of a text: a new one wherever the direction changes; line ends become breaks."""
    place = 0
    for found in _RIGHT_TO_LEFT.finditer(text):
        if found.start() > place:
            yield _run(text[place : found.start()], look, from_right=False)
        yield _run(found[0], look, from_right=True)
        place = found.end()
    if place < len(text):
        yield _run(text[place:], look, from_right=False)


def _run(text: str, look: Format, *, from_right: bool) -> Element:
    made = element("r", run_properties(look, from_right=from_right))
    for index, line in enumerate(text.split("\n")):
        if index:
            made.append(element("br"))
        for place, part in enumerate(line.split("\t")):
            if place:
                made.append(element("tab"))
            if part:
                made.append(text_element(part))
    return made
