"""Markdown as a tree of blocks, each with its place in the source.

markdown-it-py gives the lines of every block and no columns. A paragraph's content is its source
lines without their indentation, so each content line is the end of a source line, and its column
follows from the lengths.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import zip_longest
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from sopkit.source.span import Span

NESTING_LIMIT = 200
"""Levels of Markdown nesting that are read; the preset's 20 loses text without a sound."""


@dataclass
class Text:
    """The raw content of a paragraph, heading or term, with the place of each of its lines.

    `starts` are the offsets in `content` at which its lines begin, `columns` the columns (from 1)
    at which these stand in the source, from source line `line` on.
    """

    content: str
    line: int
    columns: tuple[int, ...]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Offsets of the content's lines."""
        return (0, *(match.end() for match in re.finditer("\n", self.content)))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a character of the content."""
        if len(self.columns) == 1:
            return self.line, self.columns[0] + offset
        index = bisect_right(self.starts, offset) - 1
        return self.line + index, self.columns[index] + offset - self.starts[index]

    def span(self, start: int, end: int) -> Span:
        """The place of `content[start:end]`."""
        return Span(*self.place(start), *self.place(end))

    @property
    def whole(self) -> Span:
        """The place of all of it."""
        return self.span(0, len(self.content))


@dataclass(slots=True)
class Element:
    """A block of Markdown with what it holds: `kind` is the token's type without `_open`.

    `first` and `last` are the lines (from 1) that it covers, `last` without trailing blank lines.
    """

    kind: str
    token: Token
    first: int
    last: int
    children: list[Element] = field(default_factory=list)
    text: Text | None = None

    def walk(self) -> Iterator[Element]:
        """This block and all in it, in the order of the text."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(reversed(element.children))


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed text: its top-level blocks, link references, and where nesting grew too deep."""

    blocks: tuple[Element, ...]
    references: Mapping[str, str]
    too_deep: int | None = None


@lru_cache(maxsize=1)
def block_parser() -> MarkdownIt:
    """The parser of blocks; inline text is left raw, since parsing destroys attributes."""
    parser = MarkdownIt("commonmark", {"maxNesting": NESTING_LIMIT})
    parser.enable(["table"])
    parser.use(deflist_plugin)
    parser.core.ruler.disable("inline")
    return parser


def parse_blocks(lines: Sequence[str], first_line: int) -> Document:
    """The block tree of `lines`, of which the first is line `first_line` of its file."""
    environment: dict[str, Any] = {}
    try:
        tokens = block_parser().parse("\n".join(lines), environment)
    except RecursionError:
        return Document((), {}, first_line)
    references = {
        label: str(reference.get("href", ""))
        for label, reference in environment.get("references", {}).items()
    }
    blocks, deepest = _tree(tokens, lines, first_line)
    return Document(tuple(blocks), references, deepest)


def _tree(
    tokens: Sequence[Token], lines: Sequence[str], shift: int
) -> tuple[list[Element], int | None]:
    """The tokens as a tree, and the line where the nesting limit was met, if it was."""
    top: list[Element] = []
    open_elements: list[Element] = []
    too_deep: int | None = None
    line = shift
    for token in tokens:
        nesting = token.nesting
        if nesting < 0:
            open_elements.pop()
            continue
        if token.map is not None:
            line = token.map[0] + shift
        if token.level >= NESTING_LIMIT - 1 and too_deep is None:
            too_deep = line
        if token.type == "inline":
            _give_text(open_elements[-1], token, lines, shift)
            continue
        element = _element(token, lines, shift, line)
        (open_elements[-1].children if open_elements else top).append(element)
        if nesting:
            open_elements.append(element)
    return top, too_deep


def _give_text(owner: Element, token: Token, lines: Sequence[str], shift: int) -> None:
    """Give a paragraph, heading or cell its text, and the lines that this takes up."""
    owner.text = _text(token, lines, shift)
    if token.map is not None:
        owner.first = max(owner.first, token.map[0] + shift)
        owner.last = token.map[1] - 1 + shift


def _element(token: Token, lines: Sequence[str], shift: int, line: int) -> Element:
    """A block without children; a token without lines (a table's cell) stands at `line`."""
    kind = token.type.removesuffix("_open")
    if token.map is None:
        return Element(kind, token, line, line)
    begin, end = token.map
    while end > begin + 1 and end <= len(lines) and not lines[end - 1].strip():
        end -= 1
    return Element(kind, token, begin + shift, end - 1 + shift)


def _text(token: Token, lines: Sequence[str], shift: int) -> Text:
    begin = token.map[0] if token.map is not None else 0
    contents = token.content.split("\n")
    sources = lines[begin : begin + len(contents)]
    columns = tuple(
        len(source) - len(content) + 1 if source.endswith(content) else _column(source, content)
        for source, content in zip_longest(sources, contents, fillvalue="")
    )
    return Text(token.content, begin + shift, columns)


def _column(source: str, content: str) -> int:
    """The column of a content line: it is what ends the source line, but for a heading's marks."""
    stripped = content.rstrip()
    if source.rstrip().endswith(stripped):
        return len(source.rstrip()) - len(stripped) + 1
    found = source.find(stripped)
    return found + 1 if found >= 0 else max(len(source.rstrip()) - len(stripped), 0) + 1
