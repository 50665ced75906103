"""One item of the instructions: found by its index, its first paragraph written anew."""

from __future__ import annotations

from sopkit.edit.lines import indented, replaced
from sopkit.edit.outline import Item, Outline, Words, outline_of
from sopkit.edit.refusals import StepGoneError
from sopkit.parse.paragraph import ARROW, Paragraph
from sopkit.source.span import Span

_GO_ON = {"nl": "ga verder", "en": "continue"}


def item_at(outline: Outline, index: int) -> Item:
    """The item with an index. Raises StepGoneError."""
    if not 0 <= index < len(outline.items):
        raise StepGoneError
    return outline.items[index]


def again(outline: Outline, text: str) -> Outline:
    """The editable places of a changed text."""
    return outline_of(text, outline.sop.path, outline.sop.language)


def language_of(outline: Outline) -> str:
    """The language in which the words of the format are written."""
    primary = outline.sop.language.partition("-")[0].lower()
    return primary if primary in _GO_ON else "en"


def go_on(outline: Outline) -> str:
    """What an answer says that leads to the next step."""
    return _GO_ON[language_of(outline)]


def words_of(outline: Outline, index: int) -> tuple[Item, Paragraph, Words]:
    """An item with its first paragraph and the words in it. Raises StepGoneError without one."""
    item = item_at(outline, index)
    if item.head is None or item.words is None:
        raise StepGoneError
    return item, item.head, item.words


def whole(
    outline: Outline,
    item: Item,
    *,
    label: str | None = None,
    title: str | None = None,
    title_markdown: str | None = None,
    text: str | None = None,
    jump: str | None = None,
) -> tuple[Span, str]:
    """The first paragraph of an item written anew, with what is not given as it was."""
    head, own = item.head, item.words
    assert head is not None and own is not None  # noqa: PT018, S101 - callers looked
    raw = head.text.content
    if title_markdown is None:
        title_markdown = raw[own.title[0] : own.title[1]] if title is None else title
    if text is None:
        text = head.content[own.text[0] : own.text[1]].strip() if title_markdown else ""
    says = " ".join(part for part in (title_markdown.strip(), text) if part)
    if jump is None:
        jump = jump_source(item)
    if item.branch is not None:
        named = raw[own.label[0] : own.label[1]] if label is None else label
        holds = bool(item.lists or item.parts)
        says = _answer(outline, named, says, leads=bool(jump), holds=holds)
    braces = " ".join(raw[start:end] for start, end in item.braces)
    new = " ".join(part for part in (says, jump, braces) if part)
    return head.text.whole, indented(new, item.content)


def _answer(outline: Outline, named: str, says: str, *, leads: bool, holds: bool) -> str:
    """The words of an answer: `Yes: do this`, `Yes:` before steps, `Yes` before an arrow."""
    if not named:
        return says
    if says:
        return f"{named}: {says}"
    if holds:
        return f"{named}:"
    return named if leads else f"{named}: {go_on(outline)}"


def jump_source(item: Item) -> str:
    """The arrow and its target as written, if they stand in the first paragraph."""
    jump = item.head.jump if item.head is not None else None
    if jump is None or item.head is None:
        return ""
    content = item.head.text.content
    arrows = list(ARROW.finditer(content))
    start = next(
        (
            arrow.start()
            for arrow in reversed(arrows)
            if item.head.text.place(arrow.start()) == (jump.span.line, jump.span.column)
        ),
        None,
    )
    if start is None:
        return ""
    stop = next((begin for begin, _ in item.braces if begin > start), len(content))
    return content[start:stop].rstrip()


def settled_answer(outline: Outline, index: int) -> str:
    """The text in which an answer says that it goes on exactly if it holds nothing."""
    item = item_at(outline, index)
    if item.branch is None or item.head is None or item.words is None:
        return outline.text
    if item.words.title[1] > item.words.title[0]:
        return outline.text
    return replaced(outline.text, [whole(outline, item)])


def free_bullet(item: Item) -> str:
    """A bullet of a list that does not join another one beside it."""
    beside = [*item.lists, *(element for element, _ in item.parts)]
    used = {each.token.markup for each in beside if each.kind == "bullet_list"}
    return next(bullet for bullet in "-*+" if bullet not in used or bullet == "+")
