"""The documentation page of each code: from the docstring of its module, in Dutch from a file.

A page has a title and four parts, always the same. In the parts, an example is a fenced block; a
line "In `path`:" before it names its file. A docstring has the same parts with a colon after
their names, and its examples are indented by four spaces.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sopkit.check import rules
from sopkit.diagnostics.codes import CODES
from sopkit.messages import message as _

PARTS = {
    "en": ("What it finds", "Why it matters", "Example", "Use instead"),
    "nl": ("Wat het vindt", "Waarom het telt", "Voorbeeld", "Gebruik liever"),
}
"""The headings of the four parts, per language."""

STOPS = _("Error: it stops a release.")
WARNS = _("Warning: it does not stop a release, unless organisation.yaml raises it to an error.")

_INDENT = " " * 4


@dataclass(frozen=True, slots=True)
class Example:
    """One file of an example; `path` is None where the text does not name the file."""

    path: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """The documentation of one code in one language. The parts are Markdown."""

    code: str
    language: str
    title: str
    finds: str
    matters: str
    example: str
    instead: str

    def markdown(self, severity: str) -> str:
        """The page as Markdown; `severity` is `severity_sentence` in the page's language."""
        sections = (f"## {heading}\n\n{part}\n" for heading, part in self._parts())
        return "\n".join((f"# {self.code} {self.title}\n", f"*{severity}*\n", *sections))

    def text(self) -> str:
        """The parts as in a docstring, for a terminal: names with a colon, examples indented."""
        return "\n\n".join(f"{heading}:\n{_unfenced(part)}" for heading, part in self._parts())

    def _parts(self) -> Iterator[tuple[str, str]]:
        parts = (self.finds, self.matters, self.example, self.instead)
        return zip(PARTS[self.language], parts, strict=True)


def severity_sentence(code: str) -> str:
    """What the code does to a release, as a message id."""
    return STOPS if CODES[code].stops_release else WARNS


def page(code: str, language: str = "en", locales: Path | None = None) -> Page:
    """The page of a code. `locales` is the folder of the translations (`nl/codes/SOP302.md`).

    Without `locales`, or in a language that has no pages, the page is English. Raises KeyError
    for a code that does not exist.
    """
    CODES[code]
    primary = language.replace("_", "-").split("-")[0].lower()
    if locales is not None and primary in PARTS and primary != "en":
        file = locales / primary / "codes" / f"{code}.md"
        return page_from_markdown(code, primary, file.read_text(encoding="utf-8"))
    return page_from_docstring(code, _docstring(code))


def page_from_docstring(code: str, docstring: str) -> Page:
    """The English page that a module's docstring holds."""
    lines = docstring.split("\n")
    title = lines[0].removesuffix(".")
    parts = _parts(code, lines[1:], {f"{part}:": part for part in PARTS["en"]}, "en")
    return Page(code, "en", title, *(_fenced(part) for part in parts))


def page_from_markdown(code: str, language: str, text: str) -> Page:
    """The page in a file: a first-level heading, and a second-level one for each part."""
    lines = text.strip().split("\n")
    title = lines[0].removeprefix(f"# {code} ")
    parts = _parts(code, lines[1:], {f"## {part}": part for part in PARTS[language]}, language)
    return Page(code, language, title, *parts)


def examples(part: str) -> tuple[Example, ...]:
    """The fenced blocks of a part, with the files that they stand for."""
    found: list[Example] = []
    path: str | None = None
    block: list[str] | None = None
    fence = ""
    for line in part.split("\n"):
        if block is not None:
            if line == fence:
                found.append(Example(path, "\n".join(block) + "\n"))
                path, block = None, None
            else:
                block.append(line)
        elif opening := re.match(r"(`{3,}|~{3,})", line):
            fence, block = opening[1], []
        elif named := re.fullmatch(r"In `([^`]+)`:", line):
            path = named[1]
    return tuple(found)


def _docstring(code: str) -> str:
    """The docstring of a code's module, read without running it: quick, and also under -OO."""
    source = _sources()[code].read_text(encoding="utf-8")
    return ast.get_docstring(ast.parse(source)) or ""


@lru_cache(maxsize=1)
def _sources() -> dict[str, Path]:
    """The module's file of each code: `sop302_endless_loop.py` belongs to SOP302."""
    files = (file for folder in rules.__path__ for file in Path(folder).glob("sop*.py"))
    return {file.name[:6].upper(): file for file in files}


def _parts(
    code: str, lines: list[str], headings: dict[str, str], language: str
) -> tuple[str, str, str, str]:
    """The text of each part; raises ValueError when one is missing, which is a mistake of ours."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines:
        if line in headings:
            current = found[headings[line]] = []
        else:
            current.append(line)
    if tuple(found) != PARTS[language]:
        raise ValueError(code, "must have the parts", PARTS[language], "and has", tuple(found))
    finds, matters, example, instead = ("\n".join(part).strip("\n") for part in found.values())
    return finds, matters, example, instead


def _fenced(part: str) -> str:
    """The part with its indented blocks fenced."""
    result: list[str] = []
    block: list[str] = []
    for line in [*part.split("\n"), "."]:
        if line.startswith(_INDENT) or (block and not line):
            block.append(line[4:])
            continue
        if block:
            result.extend(_fence(block))
            block = []
        result.append(line)
    return "\n".join(result[:-1]).strip("\n")


def _fence(block: list[str]) -> list[str]:
    text = "\n".join(block).rstrip("\n")
    marks = "````" if "```" in text else "```"
    return [marks + "markdown", *text.split("\n"), marks, ""]


def _unfenced(part: str) -> str:
    """The part with its fenced blocks indented instead."""
    result: list[str] = []
    fence: str | None = None
    for line in part.split("\n"):
        opening = re.match(r"`{3,}|~{3,}", line) if fence is None else None
        if opening is not None:
            fence = opening.group()
            if result and result[-1]:
                result.append("")
        elif line == fence:
            fence = None
        else:
            result.append(line if fence is None or not line else _INDENT + line)
    text = "\n".join(result)
    return f"\n{text}" if text != part else text
