"""One standard operating procedure, as parsed from its file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from sopkit.model.standard import Target
from sopkit.model.step import Block, Duration, Jump, Phase, SopLink, Step
from sopkit.model.term import Term
from sopkit.source.file import SourceFile
from sopkit.source.span import Span

RESERVED_IDS = frozenset({"start", "end", "einde"})
"""Ids that no step can have: the flow uses them itself."""


class SectionKind(StrEnum):
    """The sections that the format knows; every other heading is `OTHER`."""

    PURPOSE = "purpose"
    SCOPE = "scope"
    TERMS = "terms"
    RESPONSIBILITIES = "responsibilities"
    INSTRUCTIONS = "instructions"
    RECORDS = "records"
    REFERENCES = "references"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Section:
    """A second-level heading and what stands under it, in the order of the file."""

    kind: SectionKind
    heading: str
    span: Span
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that the text shows: `target` as written, `alternative` its text."""

    target: str
    alternative: str
    span: Span


@dataclass(frozen=True)
class Sop:
    """A parsed procedure. Front-matter values are text; `spans` holds the place of each.

    `number` is empty where the file gives no good one. `steps` are the top-level steps;
    `introduction` is the text before the first of them. `references` are the targets of
    Markdown's reference links by label. `digest` is the SHA-256 of the file's bytes.
    `language` is a BCP 47 tag, the library's where the file gives none.
    """

    source: SourceFile
    number: str
    title: str
    department: str
    language: str
    owner: str | None = None
    roles: tuple[str, ...] = ()
    review: Duration = Duration(24, "months", "24 months")
    channels: tuple[str, ...] = ()
    service: str | None = None
    direction: str | None = None
    situations: tuple[str, ...] = ()
    standards: tuple[tuple[str, Target], ...] = ()
    tags: tuple[str, ...] = ()
    spans: tuple[tuple[str, Span], ...] = ()
    sections: tuple[Section, ...] = ()
    terms: tuple[Term, ...] = ()
    introduction: tuple[Block, ...] = ()
    steps: tuple[Step, ...] = ()
    phases: tuple[Phase, ...] = ()
    links: tuple[SopLink, ...] = ()
    images: tuple[Image, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    digest: str = field(default="")

    @property
    def path(self) -> str:
        """The file's path, relative to the library."""
        return self.source.path

    def span_of(self, key: str) -> Span:
        """The place of a front-matter value (`standards.csat` for one standard), else line 1."""
        return dict(self.spans).get(key, Span.at(1, 1, 3))

    def walk(self) -> Iterator[Step]:
        """Every step, in the order of the text."""
        return iter(self.every_step)

    @cached_property
    def every_step(self) -> tuple[Step, ...]:
        """Every step, in the order of the text."""
        return tuple(inner for step in self.steps for inner in step.walk())

    def jumps(self) -> Iterator[Jump]:
        """Every jump, in the order of the steps that they stand in."""
        for step in self.walk():
            if step.jump is not None:
                yield step.jump
            for branch in step.branches:
                if branch.jump is not None:
                    yield branch.jump

    def section(self, kind: SectionKind) -> Section | None:
        """The first section of that kind."""
        return next((section for section in self.sections if section.kind is kind), None)
