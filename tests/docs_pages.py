"""The handwritten pages as data: their fenced blocks, tables, headings and links."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
FORMAT = ROOT / "docs" / "format.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
README = ROOT / "README.md"

_FENCE = re.compile(r"^```(?P<info>\S[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_ANY_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| (?P<first>.*?) \|", re.MULTILINE)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[[^\[\]]*\]\((?P<target>[^()\s]+)\)|!\[[^\]]*\]\((?P<image>[^()\s]+)\)")


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced block: `words` are those behind the language (`sop SOP311` has one)."""

    page: Path
    line: int
    language: str
    words: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def written_pages() -> list[Path]:
    """Every page that no program writes."""
    docs = (path for path in (ROOT / "docs").rglob("*.md") if path.parent.name != "codes")
    return [*sorted(ROOT.glob("*.md")), *sorted(docs)]


def examples(page: Path, language: str) -> Iterator[Example]:
    """The fenced blocks of a page in one language."""
    text = page.read_text(encoding="utf-8")
    for match in _FENCE.finditer(text):
        first, *words = match["info"].split()
        if first == language:
            line = text.count("\n", 0, match.start()) + 1
            yield Example(page, line, first, tuple(words), match["text"])


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return _ANY_FENCE.sub("", page.read_text(encoding="utf-8"))


def part(page: Path, heading: str) -> str:
    """What stands under a heading, up to the next one of its level or above."""
    text = prose(page)
    [found] = [match for match in _HEADING.finditer(text) if match[2] == heading]
    level = len(found[1])
    rest = text[found.end() :]
    after = (m.start() for m in _HEADING.finditer(rest) if len(m[1]) <= level)
    return rest[: next(after, len(rest))]


def named_in_rows(text: str) -> list[str]:
    """What stands as code in the first cells of the tables in a text, in its order."""
    return [name for row in _ROW.finditer(text) for name in re.findall(r"`([^`]+)`", row["first"])]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    found = set()
    for match in _HEADING.finditer(prose(page)):
        title = re.sub(r"[^\w\- ]", "", match[2].lower())
        found.add(title.strip().replace(" ", "-"))
    return found


def links(page: Path) -> list[str]:
    """The targets of a page's links and pictures, examples apart."""
    text = re.sub(r"`[^`\n]+`", "", prose(page))
    return [match["target"] or match["image"] for match in _LINK.finditer(text)]


def clean_environment() -> dict[str, str]:
    """An environment in which the pages' commands are run: English, with sopkit on the PATH."""
    programs = Path(sys.executable).parent
    return {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "LANG": "C.UTF-8"}
