"""A text as its editable places: items of the instructions, their parts, the sections.

An *item* is an item of a Markdown list that steers: a step, an answer of a decision, or a strand
of a parallel. Which list items those are is told by the parsed procedure; the places of what
stands in them come from the blocks and first paragraphs, read once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from sopkit.model.sop import SectionKind, Sop
from sopkit.model.step import Attributes, Block, BlockKind, Branch, Jump, Step, StepKind
from sopkit.parse.attributes import read_attributes
from sopkit.parse.body import content_column, is_comment, to_block
from sopkit.parse.frontmatter import cut
from sopkit.parse.inline import mask
from sopkit.parse.markdown import Element, parse_blocks
from sopkit.parse.paragraph import Paragraph, Surroundings, label_end, read_paragraph, read_title
from sopkit.parse.report import Report
from sopkit.parse.sections import SectionElements, split_sections
from sopkit.parse.sop import parse_text
from sopkit.source.span import Span


class ItemKind(StrEnum):
    """What an item of the instructions is."""

    STEP = "step"
    ANSWER = "answer"
    STRAND = "strand"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an item in its first paragraph, as offsets of the paragraph's content.

    `title` is where its title stands (with the stars around it), `text` what follows. Both are
    empty stretches where there is nothing. `label` is an answer's, `after_label` where its colon
    ends, or None without one.
    """

    title: tuple[int, int]
    text: tuple[int, int]
    bold: bool
    title_source: str
    label: tuple[int, int] = (0, 0)
    after_label: int | None = None
    continues: bool = False


@dataclass(slots=True, eq=False)
class Item:
    """A list item that steers, with its places.

    `first` and `last` are its lines, `marker` and `content` the columns (from 0) of its mark and of
    what it holds. `step` is None for an answer without a text. `braces` are the places of
    attributes in the content of the first paragraph, `lists` the lists of items in it.
    """

    index: int
    kind: ItemKind
    element: Element
    marker: int
    content: int
    parent: Item | None
    step: Step | None
    branch: Branch | None
    head: Paragraph | None = None
    words: Words | None = None
    braces: tuple[tuple[int, int], ...] = ()
    parts: list[tuple[Element, Block]] = field(default_factory=list)
    lists: list[Element] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)

    @property
    def first(self) -> int:
        """The line on which it begins."""
        return self.element.first

    @property
    def last(self) -> int:
        """Its last line that is not blank."""
        return self.element.last

    @property
    def depth(self) -> int:
        """How many items are around it."""
        return 0 if self.parent is None else self.parent.depth + 1

    @property
    def decides(self) -> bool:
        """Whether it holds answers or strands."""
        return self.step is not None and self.step.kind is not StepKind.ACTION

    @property
    def own(self) -> Attributes:
        """The attributes in its own braces."""
        return self.head.attributes if self.head is not None else Attributes()

    @property
    def jump(self) -> Jump | None:
        """Where it leads."""
        if self.branch is not None:
            return self.branch.jump
        return self.step.jump if self.step is not None else None


@dataclass(frozen=True)
class Outline:
    """A parsed text with its editable places. `lines` are those of the text."""

    sop: Sop
    lines: tuple[str, ...]
    matter: tuple[int, int] | None
    sections: tuple[SectionElements, ...]
    items: tuple[Item, ...]
    top: tuple[Element, ...]
    around: Surroundings

    @property
    def text(self) -> str:
        """The text itself."""
        return self.sop.source.text

    def section_lines(self, index: int) -> tuple[int, int]:
        """The lines between a section's heading and the next, as indices of `lines`."""
        section = self.sections[index]
        begin = section.span.line - 1 if not section.heading else _heading_end(self, section)
        following = self.sections[index + 1 :]
        end = following[0].span.line - 1 if following else len(self.lines)
        return begin, end

    def section_at(self, kind: SectionKind) -> int | None:
        """The index of the first section of a kind."""
        found = (index for index, each in enumerate(self.sections) if each.kind is kind)
        return next(found, None)


def _heading_end(outline: Outline, section: SectionElements) -> int:
    """The index of the line behind a heading, also one that is underlined."""
    line = section.span.end_line
    below = outline.lines[line].strip() if line < len(outline.lines) else ""
    marked = outline.lines[section.span.line - 1].lstrip().startswith("#")
    return line + 1 if not marked and below and not below.strip("-") else line


@lru_cache(maxsize=8)
def outline_of(text: str, path: str = "", language: str = "en") -> Outline:
    """The editable places of a text; `language` is that of a text that gives none.

    The last ones are kept: a text is asked for before, while and after it is changed.
    """
    sop = parse_text(path, text, language).sop
    source = sop.source
    matter = cut(source.lines)
    body = _body(source.lines, matter)
    document = parse_blocks(source.lines[body:], body + 1)
    around = Surroundings(sop.number, document.references, path)
    sections = tuple(split_sections(document.blocks, body + 1))
    items: list[Item] = []
    top: list[Element] = []
    reader = _Reader(sop, source.lines, around, items)
    for section in sections:
        if section.kind is SectionKind.INSTRUCTIONS:
            top += section.elements
            for element in section.elements:
                reader.read(element, None)
    return Outline(sop, source.lines, matter, sections, tuple(items), tuple(top), around)


def _body(lines: Sequence[str], matter: tuple[int, int] | None) -> int:
    if matter is None:
        return 0
    if matter[1] >= 0:
        return matter[1] + 1
    for index in range(1, len(lines)):
        if not lines[index].strip() or lines[index].startswith("#"):
            return index
    return len(lines)


class _Reader:
    """Walks the blocks of the instructions and finds the items in them."""

    def __init__(
        self, sop: Sop, lines: Sequence[str], around: Surroundings, items: list[Item]
    ) -> None:
        self._lines = lines
        self._around = around
        self._items = items
        self._steps: dict[int, list[Step]] = {}
        self._branches: dict[int, list[tuple[Branch, Step]]] = {}
        texts: set[int] = set()
        for step in sop.every_step:
            for branch in step.branches:
                self._branches.setdefault(branch.span.line, []).append((branch, step))
                texts.update(id(each) for each in branch.steps if each.number == branch.number)
        for step in sop.every_step:
            if id(step) not in texts:
                self._steps.setdefault(step.span.line, []).append(step)

    def read(self, element: Element, parent: Item | None) -> None:
        """Read a block: a list of items, or a part of the item around it."""
        ordered = element.kind == "ordered_list"
        items = [item for item in element.children if self._steers(item, ordered=ordered)]
        if items and element.kind in ("ordered_list", "bullet_list"):
            if parent is not None:
                parent.lists.append(element)
            for item in items:
                self._item(item, parent, ordered=ordered)
        elif parent is not None and not is_comment(element):
            block = to_block(element, self._lines, parent.content)
            parent.parts.append((element, block))

    def _steers(self, item: Element, *, ordered: bool) -> bool:
        """Whether the procedure has a step or branch where a list item begins."""
        return bool(self._steps.get(item.first) if ordered else self._branches.get(item.first))

    def _item(self, element: Element, parent: Item | None, *, ordered: bool) -> None:
        around = parent.content if parent is not None else 0
        line = self._lines[element.first - 1]
        marker = len(line) - len(line.lstrip())
        content = content_column(element, self._lines, around)
        index = len(self._items)
        if ordered:
            step: Step | None = self._steps[element.first].pop(0)
            item = Item(index, ItemKind.STEP, element, marker, content, parent, step, None)
        else:
            branch, of = self._branches[element.first].pop(0)
            kind = ItemKind.STRAND if of.kind is StepKind.PARALLEL else ItemKind.ANSWER
            step = next((each for each in branch.steps if each.number == branch.number), None)
            item = Item(index, kind, element, marker, content, parent, step, branch)
        self._items.append(item)
        if parent is not None:
            parent.children.append(item)
        self._fill(item)

    def _fill(self, item: Item) -> None:
        children = list(item.element.children)
        if children and children[0].text is not None:
            item.head = read_paragraph(children[0].text, self._around, Report(""))
            content = children[0].text.content
            braces = read_attributes(children[0].text, mask(content), Report(""))
            item.braces = braces.places
            item.words = _words(item.head, item.branch)
            del children[0]
        if children and _is_last_jump(item, children[-1]):
            del children[-1]
        for child in children:
            self.read(child, item)


def _is_last_jump(item: Item, last: Element) -> bool:
    """Whether an answer's jump stands in a paragraph of its own at the end."""
    jump = item.branch.jump if item.branch is not None else None
    return (
        jump is not None and last.kind == "paragraph" and last.first <= jump.span.line <= last.last
    )


def _words(head: Paragraph, branch: Branch | None) -> Words:
    ends = label_end(head) if branch is not None else None
    label = (0, 0)
    rest, start = head, 0
    if branch is not None and (branch.label or ends is not None):
        stop = ends[0] if ends is not None else len(head.content)
        raw = head.content[:stop]
        label = (len(raw) - len(raw.lstrip()), len(raw.rstrip()))
        start = ends[1] if ends is not None else len(head.content)
        rest = head.part(start)
    after = ends[1] if ends is not None else None
    end = len(head.content.rstrip())
    if rest.empty or (branch is not None and rest.continues):
        at = max(len(head.content[:start].rstrip()), label[1])
        return Words((at, at), (at, at), False, "", label, after, not rest.empty)  # noqa: FBT003
    title = read_title(rest)
    stop = max(len(head.content[: title.end].rstrip()), title.start)
    following = head.content[stop:end]
    begin = stop + len(following) - len(following.lstrip())
    bold = head.content[title.start : title.start + 2] in ("**", "__")
    source = title.plain_source
    return Words((title.start, stop), (begin, max(end, begin)), bold, source, label, after)


def descendants(item: Item) -> Iterator[Item]:
    """All items in an item, in the order of the text."""
    for child in item.children:
        yield child
        yield from descendants(child)


def place(head: Paragraph, stretch: tuple[int, int]) -> Span:
    """The place of a stretch of a first paragraph's content."""
    return head.text.span(*stretch)


def is_body(block: Block) -> bool:
    """Whether a part is plain text."""
    return block.kind in (BlockKind.PARAGRAPH, BlockKind.OTHER)
