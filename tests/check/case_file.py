"""Reads the case files of the rules: Markdown with procedures and the findings to expect.

A case is a second-level heading `finds: …` or `allows: …`, a block of tildes for each file with
its path behind the tildes, and a block `findings` of lines `SOP302 14:5-14:22`, with the path
between code and place when there are several files. Nothing else may be found. What an `allows`
case lists are findings of other codes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases"

_HEADING = re.compile(r"## (finds|allows): (.+)")
_FINDING = re.compile(r"(SOP\d{3})(?: (\S+))? (\d+:\d+-\d+:\d+)")
_FENCE = "~~~~"


@dataclass(frozen=True)
class Case:
    """One case. `expected` are lines `CODE path line:column-line:column`, sorted."""

    code: str
    title: str
    files: dict[str, str]
    expected: tuple[str, ...]


def all_cases() -> list[Case]:
    """Every case of every file, in order."""
    return [case for file in sorted(CASES.glob("SOP*.md")) for case in cases_of(file)]


def cases_of(file: Path) -> list[Case]:
    """The cases of one file."""
    sections = re.split(r"(?m)^(?=## (?:finds|allows): )", file.read_text(encoding="utf-8"))
    return [_case(file.stem, section) for section in sections[1:]]


def _case(code: str, section: str) -> Case:
    heading = _HEADING.match(section)
    if heading is None:
        raise ValueError(code, section[:80])
    blocks = _blocks(section)
    listed = blocks.pop("findings", "")
    if (code in listed) is not (heading[1] == "finds"):
        raise ValueError(code, heading[2], "lists its own code exactly when it finds")
    only = next(iter(blocks))
    expected = [_expected(line, only) for line in listed.splitlines()]
    return Case(code, f"{heading[1]}: {heading[2]}", blocks, tuple(sorted(expected)))


def _blocks(section: str) -> dict[str, str]:
    blocks: dict[str, str] = {}
    path: str | None = None
    lines: list[str] = []
    for line in section.split("\n"):
        if path is None and line.startswith(f"{_FENCE} "):
            path, lines = line.removeprefix(f"{_FENCE} "), []
        elif path is not None and line == _FENCE:
            blocks[path] = "".join(f"{each}\n" for each in lines)
            path = None
        else:
            lines.append(line)
    return blocks


def _expected(line: str, only: str) -> str:
    match = _FINDING.fullmatch(line)
    if match is None:
        raise ValueError(line)
    return f"{match[1]} {match[2] or only} {match[3]}"
