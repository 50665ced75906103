"""One file to one SOP."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import Image, Section, SectionKind, Sop
from sopkit.model.step import Block, Duration, Phase, SopLink, Step
from sopkit.model.term import Term
from sopkit.parse.body import is_comment, to_blocks
from sopkit.parse.book import Ignored, Instructions, Place, read_ignore
from sopkit.parse.draft import StepDraft, walk
from sopkit.parse.frontmatter import FrontMatter, read_front_matter
from sopkit.parse.ids import assign_ids, slug
from sopkit.parse.inline import links, plain
from sopkit.parse.markdown import Element, parse_blocks
from sopkit.parse.misplaced import report_marks
from sopkit.parse.paragraph import Surroundings, read_text, sop_links
from sopkit.parse.report import Report
from sopkit.parse.sections import SectionElements, split_sections
from sopkit.parse.steering import check_braces, check_steering
from sopkit.parse.steps import (
    DEPTH_LIMIT,
    add_body,
    adopt,
    read_list,
    texts_of,
)
from sopkit.parse.terms import read_terms
from sopkit.source.file import SourceFile
from sopkit.source.span import Span

DEFAULT_REVIEW = Duration(24, "months", "24 months")


@dataclass(frozen=True, slots=True)
class ParsedSop:
    """An SOP with what was found while parsing it."""

    sop: Sop
    diagnostics: tuple[Diagnostic, ...]


@dataclass(slots=True)
class _Steps:
    """The top level of the instructions while it is read.

    `mark` is what stands behind the numbers of the list before: a full stop or a bracket.
    """

    steps: list[StepDraft] = field(default_factory=list)
    phases: list[Phase] = field(default_factory=list)
    introduction: list[Block] = field(default_factory=list)
    links: list[SopLink] = field(default_factory=list)
    mark: str = ""


@lru_cache(maxsize=8)
def parse_text(path: str, text: str, default_language: str) -> ParsedSop:
    """As `parse_sop`, of a text without a digest: the last ones are kept, for an editor."""
    return parse_sop(SourceFile(path, text), default_language)


def parse_sop(source: SourceFile, default_language: str) -> ParsedSop:
    """Parse one file. Whatever is wrong with it, there is an SOP: nothing is dropped."""
    report = Report(source.path)
    matter, body = read_front_matter(source.lines, report)
    document = parse_blocks(source.lines[body:], body + 1)
    if document.too_deep is not None:
        report.add("SOP206", Span.at(document.too_deep, 1), "markdown", hint="call")
    language = matter.texts.get("language", default_language)
    around = Surroundings(matter.texts.get("number", ""), document.references, source.path)
    sections = split_sections(document.blocks, body + 1)
    read = _read_instructions(sections, source, around, report)
    terms = [
        term
        for section in sections
        if section.kind is SectionKind.TERMS
        for term in read_terms(section.elements, language, report)
    ]
    sop = _assemble(source, matter, language, sections, read, terms, document.references)
    return ParsedSop(sop, tuple(report.diagnostics))


def _assemble(
    source: SourceFile,
    matter: FrontMatter,
    language: str,
    sections: Sequence[SectionElements],
    read: _Steps,
    terms: Sequence[Term],
    references: Mapping[str, str],
) -> Sop:
    texts, lists = matter.texts, matter.lists
    return Sop(
        source=source,
        number=texts.get("number", ""),
        title=texts.get("title", ""),
        department=texts.get("department", ""),
        language=language,
        owner=texts.get("owner"),
        roles=lists.get("roles", ()),
        review=matter.review or DEFAULT_REVIEW,
        channels=lists.get("channels", ()),
        service=texts.get("service"),
        direction=texts.get("direction"),
        situations=lists.get("situations", ()),
        standards=matter.standards,
        tags=lists.get("tags", ()),
        spans=tuple(matter.spans),
        sections=tuple(_section(section, source) for section in sections),
        terms=tuple(terms),
        introduction=tuple(read.introduction),
        steps=_freeze(read.steps),
        phases=tuple(read.phases),
        links=(*_links(sections, references), *read.links),
        images=tuple(_images(sections, references)),
        references=tuple(references.items()),
        digest=source.digest,
    )


def _freeze(steps: Iterable[StepDraft]) -> tuple[Step, ...]:
    return tuple(step.freeze(None) for step in steps)


def _section(section: SectionElements, source: SourceFile) -> Section:
    """A section's blocks; those of the instructions are its introduction and its steps."""
    blocks: tuple[Block, ...] = ()
    if section.kind is not SectionKind.INSTRUCTIONS:
        blocks = tuple(to_blocks(section.elements, source.lines, 0))
    return Section(section.kind, section.heading, section.span, blocks)


def _read_instructions(
    sections: Sequence[SectionElements],
    source: SourceFile,
    around: Surroundings,
    report: Report,
) -> _Steps:
    book = Instructions(source.lines, around, report)
    read = _Steps()
    present = False
    for section in sections:
        if section.kind is SectionKind.INSTRUCTIONS:
            present = True
            _read_top(section.elements, read, book)
            if not any(element.kind == "ordered_list" for element in section.elements):
                report.add("SOP204", section.span, hint="number")
    if not present:
        return read
    every = list(walk(read.steps))
    assign_ids(every)
    anchors = {slug(section.heading) for section in sections}
    check_steering(book.paragraphs, every, around, anchors, report)
    check_braces(book.paragraphs, report)
    if not any(finding.code == "SOP206" for finding in report.diagnostics):
        _check_depth(every, book)
    return read


def _read_top(elements: Sequence[Element], read: _Steps, book: Instructions) -> None:
    """The top level: lists that only comments and phases part are one list."""
    before: Element | None = None
    ignored: Ignored = ()
    for element in elements:
        ignored += read_ignore(element)
        if element.kind == "ordered_list" and _goes_on(element, before, read, book):
            first = len(read.steps)
            read_list(element, Place(), read.steps, book, ignored)
            ignored = ()
            for step in read.steps[first:]:
                for inner in step.walk():
                    inner.phase = read.phases[-1].title if read.phases else None
        elif element.kind == "heading" and element.token.tag == "h3":
            title = plain(element.text.content) if element.text is not None else ""
            span = element.text.whole if element.text is not None else Span.at(element.first, 1)
            read.phases.append(Phase(title, span, len(read.steps)))
            for text in texts_of(element):
                book.paragraphs.append((read_text(text), None))
                read.links += sop_links(text, book.around.references)
        elif not is_comment(element):
            _read_between(element, before, read, book)
        if not is_comment(element):
            before = element


def _goes_on(element: Element, before: Element | None, read: _Steps, book: Instructions) -> bool:
    """Whether a list holds the next steps.

    One straight after another list with other marks (`1)` after `1.`) does so only if it goes on
    counting; then the marks are reported.
    """
    mark = element.token.markup
    if before is None or before.kind != "ordered_list" or mark == read.mark:
        read.mark = mark
        return True
    last = read.steps[-1].number if read.steps else ""
    if str(int(element.token.attrs.get("start", 1)) - 1) != last:
        return False
    report_marks(element, read.mark, book)
    return True


def _read_between(
    element: Element, before: Element | None, read: _Steps, book: Instructions
) -> None:
    """What stands between the steps of the top level, but in none of them."""
    if not read.steps:
        read.introduction += to_blocks([element], book.lines, 0)
        for text in texts_of(element):
            read.links += sop_links(text, book.around.references)
        book.paragraphs += [(read_text(text), None) for text in texts_of(element)]
        return
    stray = element.kind in ("bullet_list", "ordered_list")
    if stray and before is not None and before.kind == "ordered_list":
        adopt(element, read.steps[-1], Place(), book)
    else:
        add_body(read.steps[-1], element, 0, book)


def _check_depth(steps: Sequence[StepDraft], book: Instructions) -> None:
    for step in steps:
        if step.depth > DEPTH_LIMIT:
            book.report.add(
                "SOP206", step.title_span, hint="call", depth=book.deepest, limit=DEPTH_LIMIT
            )
            return


def _links(sections: Sequence[SectionElements], references: Mapping[str, str]) -> Iterable[SopLink]:
    """The links to SOPs in every section but the instructions."""
    for section in sections:
        if section.kind is SectionKind.INSTRUCTIONS:
            continue
        for element in section.elements:
            for text in texts_of(element):
                yield from sop_links(text, references)


def _images(sections: Sequence[SectionElements], references: Mapping[str, str]) -> Iterable[Image]:
    for section in sections:
        for element in section.elements:
            for text in texts_of(element):
                if "![" not in text.content:
                    continue
                for link in links(text.content, references):
                    if link.image:
                        span = text.span(link.start, link.end)
                        yield Image(link.target, plain(link.text), span)
