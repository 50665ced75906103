"""The printed text of a procedure's source, with the place of everything in it.

Rules about wording search the source text itself, so that a match gives its line and column. What
steers or is shown otherwise (code, addresses, braces, comments, alert marks) is blanked out first,
character for character.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from sopkit.check.rule import Context
from sopkit.model.sop import Sop
from sopkit.source.span import Span

# The pattern begins with a set of signs, which is quick to search for; each alternative then looks
# back at the sign that it begins with.
_NOT_PROSE = re.compile(
    r"""
    [`~<\]{[] (?:
      (?<=`)(?<!``)``(?P<backticks>`*+)[^`\n]*+\n
        .*? (?:\n[ \t>]*```(?P=backticks)|\Z)                                    # a code block
    | (?<=~)(?<!~~)~~(?P<tildes>~*+)[^\n]*+\n
        .*? (?:\n[ \t>]*~~~(?P=tildes)|\Z)                                       # the same
    | (?<=`)[^`\n]+` | (?<=`)`(?:[^`\n]|`(?!`))+``                               # code in a line
    | (?<=<)!--.*?(?:-->|\Z)                                                     # a comment
    | (?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)                               # a link's target
    | (?<=<)[A-Za-z/][^<>\n]*>                                                   # a tag, an address
    | (?<={)[^{}\n]*}                                                            # attributes
    | (?<=\[)![A-Za-z]+\]                                                        # an alert's mark
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)\]]+")

_INK = re.compile(r"[^\n]")


@dataclass(frozen=True)
class Prose:
    """The source of one procedure, and the same with all that is no prose blanked out.

    `text`, `prose` and `folded` (in lower case) have the same length, so that an offset in one
    holds in the others. The front matter is blank in `prose`, apart from the title.
    """

    text: str
    title: Span

    @cached_property
    def prose(self) -> str:
        """The text with front matter (but for the title), code, addresses and braces blank."""
        body = _end_of_front_matter(self.text)
        head = _INK.sub(" ", self.text[:body])
        start, end = self.offset(self.title.line, self.title.column), 0
        if self.title.line == self.title.end_line and start < body:
            end = self.offset(self.title.line, self.title.end_column)
            head = head[:start] + self.text[start:end] + head[end:]
        prose = _NOT_PROSE.sub(_blank, self.text[body:])
        if "://" in prose or "www." in prose:
            prose = _ADDRESS.sub(_blank, prose)
        return head + prose

    @cached_property
    def folded(self) -> str:
        """The prose in lower case."""
        return self.prose.replace("İ", "i").lower()

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, offset = [0], self.text.find("\n")
        while offset >= 0:
            starts.append(offset + 1)
            offset = self.text.find("\n", offset + 1)
        return starts

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both counted from 1."""
        if line > len(self._line_starts):
            return len(self.text)
        return min(self._line_starts[line - 1] + column - 1, len(self.text))

    def span(self, start: int, end: int) -> Span:
        """The place of the text between two offsets."""
        first = bisect_right(self._line_starts, start)
        last = bisect_right(self._line_starts, end)
        return Span(
            first,
            start - self._line_starts[first - 1] + 1,
            last,
            end - self._line_starts[last - 1] + 1,
        )


def prose_of(sop: Sop, context: Context) -> Prose:
    """The prose of one of the library's procedures."""
    return context.once(("prose", sop.path), lambda: Prose(sop.source.text, sop.span_of("title")))


def primary_language(tag: str) -> str:
    """The language of a BCP 47 tag, without region or script: `nl` of `nl-BE`."""
    return tag.split("-", 1)[0].lower()


def _blank(match: re.Match[str]) -> str:
    """As many blanks as the match has characters; its line ends stay."""
    found = match.group()
    return _INK.sub(" ", found) if "\n" in found else " " * len(found)


def _end_of_front_matter(text: str) -> int:
    """The offset behind the front matter's closing line, or 0 when there is none."""
    if not text.startswith("---"):
        return 0
    end = text.find("\n---", 3)
    if end < 0:
        return 0
    line_end = text.find("\n", end + 1)
    return len(text) if line_end < 0 else line_end + 1
