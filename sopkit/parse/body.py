"""What stands in a step or section besides steps: scripts, checklists, alerts, tables, text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sopkit.model.step import Block, BlockKind
from sopkit.parse.markdown import Element
from sopkit.source.span import Span

_ALERT = re.compile(r"\s*\[!(note|tip|important|warning|caution)\]\s*(?:\n|$)", re.IGNORECASE)
_BOX = re.compile(r"\[[ xX]\](?:\s|$)")
_MARKER = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])")
_IMAGE_ONLY = re.compile(r"!\[[^\[\]]*\]\([^()\n]*\)\s*")

_KINDS = {
    "paragraph": BlockKind.PARAGRAPH,
    "table": BlockKind.TABLE,
    "fence": BlockKind.CODE,
    "code_block": BlockKind.CODE,
    "heading": BlockKind.HEADING,
    "bullet_list": BlockKind.LIST,
    "ordered_list": BlockKind.LIST,
    "blockquote": BlockKind.SCRIPT,
}


def is_box(item: Element) -> bool:
    """Whether a list item begins with a box: `[ ]` or `[x]`."""
    first = item.children[0].text if item.children else None
    return first is not None and _BOX.match(first.content) is not None


def is_checklist(element: Element) -> bool:
    """Whether a bullet list holds nothing but boxes."""
    return element.kind == "bullet_list" and all(is_box(item) for item in element.children)


def is_comment(element: Element) -> bool:
    """Whether an element is a comment of the author's, which no reader sees."""
    content = element.token.content.strip()
    return (
        element.kind == "html_block"
        and content.startswith("<!--")
        and content.endswith("-->")
        and content.count("-->") == 1
    )


def content_column(item: Element, lines: Sequence[str], parent: int) -> int:
    """The column (from 0, tabs expanded) at which a list item's content begins.

    `parent` is that of the item around it.
    """
    line = lines[item.first - 1].expandtabs(4)
    marker = _MARKER.match(line, min(parent, len(line)))
    if marker is None:
        return parent
    rest = line[marker.end() :]
    space = len(rest) - len(rest.lstrip())
    return marker.end() + (space if 1 <= space <= 4 and rest.strip() else 1)


def to_blocks(elements: Sequence[Element], lines: Sequence[str], column: int) -> Iterator[Block]:
    """Elements as blocks of the model; comments are left out."""
    for element in elements:
        if not is_comment(element):
            yield to_block(element, lines, column)


def to_block(element: Element, lines: Sequence[str], column: int) -> Block:
    """One element as a block: its Markdown without the indentation of what holds it."""
    kind = _KINDS.get(element.kind, BlockKind.OTHER)
    alert = None
    if element.kind == "blockquote":
        alert = _alert(element)
        kind = BlockKind.SCRIPT if alert is None else BlockKind.ALERT
    elif element.kind == "bullet_list" and is_checklist(element):
        kind = BlockKind.CHECKLIST
    elif element.text is not None and _IMAGE_ONLY.fullmatch(element.text.content):
        kind = BlockKind.IMAGE if kind is BlockKind.PARAGRAPH else kind
    return Block(kind, markdown_of(element, lines, column), span_of(element, lines), alert)


def _alert(quote: Element) -> str | None:
    first = quote.children[0].text if quote.children else None
    match = _ALERT.match(first.content) if first is not None else None
    return match[1].lower() if match is not None else None


def markdown_of(element: Element, lines: Sequence[str], column: int) -> str:
    """The source of an element, without the first `column` columns of each line."""
    own = lines[element.first - 1 : element.last]
    return "\n".join(
        _cut(line, column, first=index == 0) for index, line in enumerate(own)
    ).rstrip()


def _cut(line: str, column: int, *, first: bool) -> str:
    if "\t" in line:
        line = line.expandtabs(4)
    if first:
        return line[column:]
    indent = len(line) - len(line.lstrip())
    return line[min(indent, column) :]


def span_of(element: Element, lines: Sequence[str]) -> Span:
    """From the first visible character of an element to its last."""
    first, last = lines[element.first - 1], lines[element.last - 1]
    begin = element.text.columns[0] if element.text is not None else None
    column = begin if begin is not None else len(first) - len(first.lstrip()) + 1
    return Span(element.first, column, element.last, len(last.rstrip()) + 1)
