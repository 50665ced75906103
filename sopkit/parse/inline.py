"""Inline Markdown, read where it stands: code, links and plain text.

The inline pass of markdown-it-py gives no positions and destroys quoted attribute values, so
links and code are found in the raw text here; only the plain text of a title is made by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference

NUMBER = re.compile(r"(?<![A-Z0-9-])[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-\d+")
"""A document number. It is looked for where such a word begins, not at each of its letters."""

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)", re.DOTALL)
_AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>|<[^\s<>@]+@[^\s<>@]+>")
_LINK = re.compile(  # in a text whose escaped characters are blanked out
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]]|!?\[[^\[\]]*\](?:\([^()\s]*\))?+)*+)\]"
    r"(?:\(\s*+(?P<target><[^<>\n]*>|[^\s()<]*(?:\([^\s()]*\)[^\s()]*)*)"
    r"(?:\s++(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?+\s*+\)"
    r"|\[(?P<label>[^\[\]]*)\])?"
)
_SPECIAL = re.compile(r"[*_`\[\]<>&\\~!]")
_SENTENCE_END = re.compile(r"(?<![.?!…])[.?!…]++[\"'”’»)\]*_]*+(?=\s++(?P<next>\S)|\s*+$)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:dhr|mevr|mw|dr|mr|ir|ing|drs|prof|nr|tel|art|st|bijv|bv|mrs|ms|no|vs|ca"
    r"|[a-z](?:\.[a-z])+|[A-Z])\.$",
    re.IGNORECASE,
)
MASK = "\x00"
"""What stands for a character that is blanked out."""
_LONGEST_TITLE = 5_000


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image as written: `content[start:end]`, its text and its decoded target."""

    start: int
    end: int
    text: str
    target: str
    image: bool = False


def mask(content: str) -> str:
    """The text with code, comments and links blanked out, character for character.

    What is left can be searched for arrows, colons and braces: those that the author meant as
    text stand in code or links.
    """
    if not _SPECIAL.search(content):
        return content
    blanked = mask_code(content)
    return _LINK.sub(_blank_link, blanked)


def mask_code(content: str) -> str:
    """The text with code spans, comments, addresses and escaped characters blanked out."""
    if "`" in content:
        content = _CODE.sub(_blank, content)
    if "<" in content:
        content = _AUTOLINK.sub(_blank, without_comments(content))
    if "\\" in content:
        content = re.sub(r"\\[!-/:-@\[-`{-~]", _blank, content)
    return content


def without_comments(content: str) -> str:
    """The text with comments blanked out, character for character.

    A search for each end that is not there would take for ever.
    """
    start = content.find("<!--")
    parts, done = [], 0
    while start >= 0:
        end = content.find("-->", start + 4)
        if end < 0:
            break
        parts += [content[done:start], re.sub(r"[^\n]", MASK, content[start : end + 3])]
        done = end + 3
        start = content.find("<!--", done)
    return "".join([*parts, content[done:]])


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", MASK, match.group())


def _blank_link(match: re.Match[str]) -> str:
    return match.group() if match["target"] is None else _blank(match)


def links(content: str, references: Mapping[str, str]) -> Iterator[Link]:
    """The links and images of a text, in its order."""
    if "[" not in content:
        return
    for match in _LINK.finditer(mask_code(content)):
        target = _target(match, references)
        if target is not None:
            text = content[match.start("text") : match.end("text")]
            yield Link(match.start(), match.end(), text, target, bool(match["image"]))


def _target(match: re.Match[str], references: Mapping[str, str]) -> str | None:
    if match["target"] is not None:
        return decode_target(match["target"])
    if not references:
        return None
    return references.get(normalizeReference(match["label"] or match["text"]))


def decode_target(target: str) -> str:
    """A link's target as the author means it: without brackets and percent signs, in NFC."""
    if target.startswith("<") and target.endswith(">"):
        target = target[1:-1]
    return normalize("NFC", unquote(target, errors="replace"))


@lru_cache(maxsize=1)
def _inline_parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": 100}).enable("strikethrough")


def plain(markdown: str) -> str:
    """The text without emphasis, link syntax and escapes; line breaks count as spaces.

    A text longer than any title keeps its marks: brackets that do not pair take for ever.
    """
    if len(markdown) <= _LONGEST_TITLE and _SPECIAL.search(markdown):
        try:
            tokens = _inline_parser().parseInline(markdown)
        except RecursionError:
            return " ".join(markdown.split())
        parts = []
        for token in tokens[0].children or ():
            breaks = token.type in ("softbreak", "hardbreak")
            parts.append(" " if breaks else "" if _is_comment(token.content) else token.content)
        markdown = "".join(parts)
    return " ".join(markdown.split())


def _is_comment(content: str) -> bool:
    return content.startswith("<!--") and content.endswith("-->")


def first_sentence(content: str, masked: str) -> int:
    """Where the first sentence of a text ends: an offset just behind its final mark.

    A full stop ends no sentence before a word in lower case, nor after an abbreviation.
    """
    for match in _SENTENCE_END.finditer(masked):
        following = match["next"]
        if match.group()[0] == "." and following:
            if following.islower():
                continue
            if _ABBREVIATION.search(masked[max(match.start() - 20, 0) : match.start() + 1]):
                continue
        return match.end()
    return len(content)
