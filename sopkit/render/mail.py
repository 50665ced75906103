"""A letter as a mail shows it: as plain text, and as HTML for those who read mail that way.

Both say the same. The HTML needs nothing from anywhere: no picture that tells the sender when it
was read, no font, no style sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says, and where it leads."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """A procedure in a list: its number and title as a link, and what is to be said of it.

    `language` is that of the title.
    """

    link: Link
    remark: str
    language: str


@dataclass(frozen=True, slots=True)
class ListOfLines:
    """A list, with a heading unless it is the only one.

    `more` tells how many lines were left out; empty if none were.
    """

    heading: str
    lines: tuple[Line, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says, in the language of its reader.

    `action` is the one thing to do, if there is one. `why` says why the person gets it,
    `refuse` leads to where that can be ended, `choose` to the choice of all mail.
    """

    language: str
    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    lists: tuple[ListOfLines, ...]
    action: Link | None
    why: str
    refuse: Link
    choose: Link


def letter_text(letter: Letter, templates: Path) -> str:
    """A letter as plain text."""
    return _environment(templates).get_template("letter.txt").render(letter=letter)


def letter_html(letter: Letter, templates: Path) -> str:
    """A letter as HTML."""
    return _environment(templates).get_template("letter.html").render(letter=letter)


@lru_cache(maxsize=4)
def _environment(folder: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(folder / "mail"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
