"""Words as a person types them, and as they stand in Markdown.

What is shown has links as their texts alone; written again, a text that was a link is one again,
and the number of a known procedure becomes a link to it. Marks that would make more of a line
than words (a list, a heading, braces that steer) are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sopkit.parse.attributes import read_attributes
from sopkit.parse.inline import NUMBER, links, mask
from sopkit.parse.markdown import Text
from sopkit.parse.paragraph import ARROW
from sopkit.parse.report import Report

_BLOCK_START = re.compile(
    r"(?P<indent>\s*)(?:(?P<number>\d{1,9})(?=[.)](?:\s|$))"
    r"|(?=[-+*](?:\s|$)|>|\#{1,6}(?:\s|$)|`{3}|~{3}|<[A-Za-z/!?]|(?:=+|-+)\s*$"
    r"|(?:[-_*]\s*){3,}$|\||:\s))"
)
_ESCAPED_START = re.compile(
    r"^(?P<before>[^\S\n]*(?:\d{1,9}(?=\\[.)])|(?=\\[-+*>#`~<=_|:])))\\(?P<mark>.)", re.MULTILINE
)
_ESCAPED_BRACE = re.compile(r"\\\{")
_ESCAPED_ARROW = re.compile(r"(?<!\\[-=])(?:\\[-=])+\\>")
_NUMBER_ALONE = re.compile(rf"(?<![\w/#(\[-])({NUMBER.pattern})(?![\w\]#-])")


def shown(source: str) -> str:
    """The words of a Markdown text: links as their texts, pictures as they are.

    What `escaped` escaped stands there as it was typed.
    """
    return _unescaped(_without_links(source))


def _without_links(source: str) -> str:
    parts: list[str] = []
    done = 0
    for link in links(source, {}):
        if not link.image and link.start >= done:
            parts += [source[done : link.start], link.text]
            done = link.end
    return "".join([*parts, source[done:]])


def _unescaped(text: str) -> str:
    text = _ESCAPED_ARROW.sub(lambda match: match[0].replace("\\", ""), text)
    return _ESCAPED_BRACE.sub("{", _ESCAPED_START.sub(r"\g<before>\g<mark>", text))


def written(words: str, before: str, titles: Mapping[str, str]) -> str:
    """Words as Markdown. `before` is the Markdown that they were; `titles` by known number."""
    parts: list[str] = []
    rest = words
    old = [link for link in links(before, {}) if not link.image]
    for link in old:
        start = rest.find(link.text) if link.text else -1
        if start >= 0:
            parts += [_linked(rest[:start], before, titles), before[link.start : link.end]]
            rest = rest[start + len(link.text) :]
    return "".join([*parts, _linked(rest, before, titles)])


def _linked(words: str, before: str, titles: Mapping[str, str]) -> str:
    """Numbers of known procedures as links, unless the author had them without one before."""
    spoken = _without_links(before)
    masked = mask(words)

    def link(match: re.Match[str]) -> str:
        number = match[1]
        if number not in titles or number in spoken or not masked[match.start()].strip("\x00"):
            return match[0]
        return f"[{number}]({number})"

    return _NUMBER_ALONE.sub(link, words)


def escaped(words: str, *, lines: bool = True, arrows: bool = False) -> str:
    """Typed words that stay words: no list, heading, quote, arrow, attribute or end of the line.

    `lines` keeps line breaks, which otherwise become spaces; `arrows` keeps those, for a text in
    which they steer nothing.
    """
    kept = [line.strip() for line in words.replace("\r\n", "\n").split("\n")]
    kept = [line for line in kept if line]
    text = "\n".join(_plain_start(line) for line in kept) if lines else " ".join(kept)
    if not lines:
        text = _plain_start(text)
    return _plain_braces(text if arrows else _plain_arrows(text))


def _plain_start(line: str) -> str:
    """A line that begins no block."""
    match = _BLOCK_START.match(line)
    if match is None:
        return line
    end = match.end("number") if match["number"] else match.end("indent")
    return f"{line[:end]}\\{line[end:]}"


def _plain_braces(text: str) -> str:
    """A text without braces that would be read as attributes."""
    for _round in range(text.count("{")):
        found = read_attributes(
            Text(text, 1, (1,) * (text.count("\n") + 1)), mask(text), Report("")
        )
        if not found.places:
            break
        start = found.places[0][0]
        text = f"{text[:start]}\\{text[start:]}"
    return text


def label(words: str) -> str:
    """A label of an answer, in which neither colon nor arrow ends it."""
    text = escaped(words, lines=False)
    return re.sub(r"(?<!\\):(?=\s|$)", r"\\:", text)


def _plain_arrows(text: str) -> str:
    """A text without arrows that would lead somewhere; those in code and links do not."""
    for arrow in reversed(list(ARROW.finditer(mask(text)))):
        text = f"{text[: arrow.start()]}{_plain_arrow(arrow[0])}{text[arrow.end() :]}"
    return text


def _plain_arrow(arrow: str) -> str:
    """An arrow that steers nothing: escaped, or another character where that is not possible."""
    return "".join(f"\\{sign}" for sign in arrow) if arrow.isascii() else "⇒"


def quoted(value: str) -> str:
    """A value of an attribute, in quotes where it needs them; quotes in it become curly."""
    text = " ".join(value.split())
    if re.fullmatch(r"[\w#.:-]+", text):
        return text
    return '"' + re.sub(r'"([^"]*)"', r"“\1”", text).replace('"', "”") + '"'


def link_text(title: str) -> str:
    """A title as the text of a link."""
    return re.sub(r"([\[\]\\])", r"\\\1", shown(title).replace("**", "").replace("__", ""))
