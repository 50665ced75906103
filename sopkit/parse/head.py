"""The head of a step: its title, its text, its call and references."""

from __future__ import annotations

from sopkit.parse.book import Instructions, item_span
from sopkit.parse.draft import StepDraft
from sopkit.parse.inline import first_sentence, links, plain
from sopkit.parse.markdown import Element
from sopkit.parse.paragraph import Paragraph, Title, read_paragraph, read_title, sop_link
from sopkit.source.span import Span


def take_head(children: list[Element], book: Instructions) -> Paragraph | None:
    """Take the first paragraph (or heading) out of an item's children and apart."""
    if not children or children[0].text is None:
        return None
    text = children[0].text
    del children[0]
    return read_paragraph(text, book.around, book.report)


def new_step(
    item: Element, head: Paragraph | None, number: str, depth: int, book: Instructions
) -> StepDraft:
    """A step with the title and text of its first paragraph."""
    span = item_span(item, book)
    book.deepest = max(book.deepest, depth)
    if head is None:
        return StepDraft("", "", number, span, Span.at(item.first, 1), depth)
    title = read_title(head)
    step = StepDraft(
        title=plain(title.plain_source),
        title_source=title.plain_source,
        number=number,
        span=span,
        title_span=title_span(head, title),
        depth=depth,
        text=head.content[title.end :].strip(),
        jump=head.jump,
    )
    if not step.title and head.jump is not None:
        step.title = step.title_source = plain(head.jump.text)
        step.title_span = head.jump.span
    add_links(step, head, title, book)
    book.paragraphs.append((head, step))
    return step


def title_span(head: Paragraph, title: Title) -> Span:
    """The place of a title in its paragraph."""
    end = max(len(head.content[: title.end].rstrip()), title.start)
    return head.text.span(title.start, end)


def add_links(step: StepDraft, head: Paragraph, title: Title, book: Instructions) -> None:
    """The step's call (the first link to an SOP in its first sentence) and its references."""
    end = max(title.end, first_sentence(head.content, head.masked))
    for link in links(head.content, book.around.references):
        found = sop_link(link, head.text.span(link.start, link.end))
        if found is None:
            continue
        if step.call is None and link.start < end and not _in_brackets(head.masked, link.start):
            step.call = found
        else:
            step.links.append(found)


def _in_brackets(masked: str, offset: int) -> bool:
    before = masked[:offset]
    return before.count("(") > before.count(")")
