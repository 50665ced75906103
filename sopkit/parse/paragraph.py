"""The first paragraph of a step or branch, taken apart: text, attributes and jump."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sopkit.model.step import Attributes, Jump, JumpKind, SopLink
from sopkit.parse.attributes import read_attributes
from sopkit.parse.inline import MASK, NUMBER, Link, first_sentence, links, mask, without_comments
from sopkit.parse.markdown import Text
from sopkit.parse.report import Report
from sopkit.source.span import Span

ARROW = re.compile(r"→|\uf0e0|(?<![-=<])(?:-->|->|=>)(?![->=])")
"""The arrows that steer; U+F0E0 is what Word makes of `-->`."""

_END = re.compile(r"(?:einde|end)\b", re.IGNORECASE)
_BOLD = re.compile(
    r"\s*(?P<mark>\*\*|__)(?=\S)(?P<bold>.+?)(?<=\S)(?P=mark)(?P<end>[?!.:]?)",
    re.DOTALL,
)
_CONTINUE = re.compile(r"(?:ga verder|continue)\s*\.?", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the reading of a text needs to know of its file."""

    number: str
    references: Mapping[str, str]
    path: str = ""

    def own(self, target: str) -> bool:
        """Whether a link's target is this very SOP, by its number or its file."""
        if target == self.number:
            return True
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.path), target)) == self.path


@dataclass(slots=True)
class Paragraph:
    """A first paragraph: `content` and `masked` are blank where attributes and jump stood.

    All offsets are those of `text.content`; `masked` is blank in code and links as well.
    `bullet_of` is the title of the step whose bullet this is, though the step is no decision;
    `spoken` marks words to say, which may well speak of steps.
    """

    text: Text
    content: str
    masked: str
    attributes: Attributes
    jump: Jump | None
    bullet_of: str | None = None
    spoken: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is left besides attributes and jump."""
        return not self.content.strip()

    @property
    def continues(self) -> bool:
        """Whether it says no more than `continue`."""
        return _CONTINUE.fullmatch(self.content.strip()) is not None

    def part(self, start: int) -> Paragraph:
        """The paragraph from an offset on, the rest blanked."""
        blank = " " * start
        return replace(
            self, content=blank + self.content[start:], masked=blank + self.masked[start:]
        )


@dataclass(frozen=True, slots=True)
class Title:
    """A step's title: plain, as Markdown, `content[start:end]` of its paragraph."""

    plain_source: str
    start: int
    end: int
    question: bool


def read_paragraph(text: Text, around: Surroundings, report: Report) -> Paragraph:
    """Take a first paragraph apart."""
    masked = mask(text.content)
    braces = read_attributes(text, masked, report)
    content = without_comments(text.content).replace(MASK, " ")
    content = _blanked(content, braces.places)
    masked = _blanked(masked, braces.places)
    jump, start = _find_jump(text, content, masked, around)
    if jump is not None:
        content = _blanked(content, ((start, len(content)),))
        masked = _blanked(masked, ((start, len(masked)),))
    return Paragraph(text, content, masked, braces.attributes, jump)


def read_text(text: Text, bullet_of: str | None = None, *, spoken: bool = False) -> Paragraph:
    """A paragraph in which nothing steers: neither attributes nor jump are looked for."""
    masked = mask(text.content)
    return Paragraph(text, text.content, masked, Attributes(), None, bullet_of, spoken)


def _blanked(content: str, places: tuple[tuple[int, int], ...]) -> str:
    for start, end in places:
        content = content[:start] + " " * (end - start) + content[end:]
    return content


def _find_jump(
    text: Text, content: str, masked: str, around: Surroundings
) -> tuple[Jump | None, int]:
    """The jump at the end of a paragraph, and where its arrow begins.

    An arrow followed by a link and more text is none: `steering` reports it.
    """
    arrow = next(reversed(list(ARROW.finditer(masked))), None)
    if arrow is None:
        return None, 0
    end = max(len(content.rstrip()), arrow.end())
    rest, span = content[arrow.end() : end], text.span(arrow.start(), end)
    name = _end_name(rest)
    if name is not None:
        return Jump(JumpKind.END, name, rest.strip().rstrip("."), span), arrow.start()
    link = next(links(rest, around.references), None)
    if link is not None and not rest[: link.start].strip():
        if rest[link.end :].strip() not in ("", "."):
            return None, 0
        place = text.span(arrow.end() + link.start, arrow.end() + link.end)
        return _jump_to(link, place, span, around), arrow.start()
    if first_sentence(rest, masked[arrow.end() : end]) < len(rest):
        return None, 0
    target = rest.strip()
    return Jump(JumpKind.UNKNOWN, target.rstrip("."), target, span), arrow.start()


def _end_name(rest: str) -> str | None:
    """The name of an end (`einde: toegekend`), empty for the plain one; None for no end."""
    target = rest.strip()
    ending = _END.match(target)
    if ending is None:
        return None
    after = target[ending.end() :].lstrip()
    if after in ("", "."):
        return ""
    name = after[1:].strip()
    if not after.startswith(":") or first_sentence(name, name) < len(name):
        return None
    return name.rstrip(".")


def _jump_to(link: Link, place: Span, span: Span, around: Surroundings) -> Jump:
    if link.target.startswith("#"):
        return Jump(JumpKind.STEP, link.target[1:], link.text, span)
    sop = sop_link(link, place)
    if sop is None:
        return Jump(JumpKind.UNKNOWN, link.target, link.text, span)
    if sop.step is not None and around.own(sop.target):
        return Jump(JumpKind.STEP, sop.step, link.text, span)
    return Jump(JumpKind.SOP, sop.target, link.text, span, sop)


def sop_link(link: Link, place: Span) -> SopLink | None:
    """The link as one to another SOP (by number or by its file), or None."""
    if link.image:
        return None
    target, _, step = link.target.partition("#")
    is_number = NUMBER.fullmatch(target) is not None
    is_file = target.lower().endswith(".md") and _SCHEME.match(target) is None
    if not is_number and not is_file:
        return None
    return SopLink(target, step or None, link.text, place)


def sop_links(text: Text, references: Mapping[str, str]) -> Iterator[SopLink]:
    """The links to other SOPs in a text."""
    for link in links(text.content, references):
        found = sop_link(link, text.span(link.start, link.end))
        if found is not None:
            yield found


def read_title(paragraph: Paragraph) -> Title:
    """The title of a step: the leading bold run, else the first sentence."""
    bold = _BOLD.match(paragraph.content)
    if bold is not None and bold.start("bold") < len(paragraph.masked):
        source = bold["bold"].strip() + bold["end"]
        start, end = bold.start("mark"), bold.end()
    else:
        start = len(paragraph.content) - len(paragraph.content.lstrip())
        end = first_sentence(paragraph.content, paragraph.masked)
        source = paragraph.content[start:end].strip()
    source = source.strip()
    return Title(source.rstrip(".:").rstrip() or source, start, end, source.endswith("?"))


def label_end(paragraph: Paragraph) -> tuple[int, int] | None:
    """Where a branch's label ends and where the text after its colon begins, or None."""
    colon = re.search(r":(?=\s|$)", paragraph.masked)
    return None if colon is None else (colon.start(), colon.end())
