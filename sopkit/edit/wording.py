"""The words of an item: title, text, label."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sopkit.edit import words
from sopkit.edit.ids import id_of, is_led_to
from sopkit.edit.items import again, whole, words_of
from sopkit.edit.lines import indented, replaced
from sopkit.edit.outline import Item, ItemKind, Outline, place
from sopkit.edit.refusals import NotAQuestionError, NoWordsError
from sopkit.model.step import JumpKind
from sopkit.parse.markdown import Text
from sopkit.parse.paragraph import Surroundings, read_paragraph, read_title
from sopkit.parse.report import Report
from sopkit.source.span import Span

_STOP = re.compile(r"\.(?=\*\*$|__$|$)")
"""The full stop at the end of a title, within its stars or without any."""


def set_title(outline: Outline, index: int, typed: str, titles: Mapping[str, str]) -> str:
    """The text with another title of an item.

    Links to it that were named by its old title are named by the new one, and it keeps the id
    that they use. An answer's title may be taken away, a step's not.
    """
    item, head, own = words_of(outline, index)
    if words.shown(own.title_source) == typed.strip():
        return outline.text
    new = words.escaped(words.written(typed, own.title_source, titles), lines=False)
    if not new and item.kind is ItemKind.STEP:
        raise NoWordsError
    if item.own.id is None and item.step is not None and new and is_led_to(outline, item):
        _, text = id_of(outline, index)
        return set_title(again(outline, text), index, typed, titles)
    if own.title[0] == own.title[1] or not new:
        changes = [whole(outline, item, title=new)]
    else:
        raw = head.content[own.title[0] : own.title[1]]
        text = head.content[own.text[0] : own.text[1]]
        source = _title(new, raw, bold=own.bold or bool(text))
        if not _reads_as(source + (f" {text}" if text else ""), new, outline.around):
            source = _title(new, raw, bold=True)
        changes = [(place(head, own.title), indented(source, item.content))]
    return replaced(outline.text, [*changes, *_renamed_links(outline, item, own.title_source, new)])


def set_text(outline: Outline, index: int, typed: str, titles: Mapping[str, str]) -> str:
    """The text with other words behind an item's title."""
    item, head, own = words_of(outline, index)
    before = head.content[own.text[0] : own.text[1]].strip()
    if words.shown(before).strip() == typed.replace("\r\n", "\n").strip():
        return outline.text
    new = words.escaped(words.written(typed, before, titles))
    title = head.content[own.title[0] : own.title[1]]
    if not title.strip():
        raise NoWordsError
    if new and not own.bold:
        title = _title(own.title_source, title, bold=True)
    if new[:1].islower():  # the sentence goes on behind the title
        title = _STOP.sub("", title)
    return replaced(outline.text, [whole(outline, item, title_markdown=title, text=new)])


def set_label(outline: Outline, index: int, typed: str) -> str:
    """The text with another label of an answer."""
    item, head, own = words_of(outline, index)
    if item.branch is None:
        raise NotAQuestionError
    if item.branch.label == typed.strip():
        return outline.text
    new = words.label(typed)
    if not new and item.kind is ItemKind.STRAND and own.title[1] > own.title[0]:
        return replaced(outline.text, [(place(head, (own.label[0], own.title[0])), "")])
    if not new:
        raise NoWordsError
    if own.label != (0, 0) or own.after_label is not None:
        return replaced(outline.text, [(place(head, own.label), new)])
    return replaced(outline.text, [whole(outline, item, label=new)])


def _title(new: str, old: str, *, bold: bool) -> str:
    """A title as Markdown, with the full stop that it had."""
    bare = old.strip("*_")
    ends_inside = bare.endswith((".", ":")) and not new.endswith((".", ":", "?", "!", "…"))
    new += bare[-1] if ends_inside else ""
    if not bold:
        return new
    return f"**{new.replace('**', '').replace('__', '')}**"


def _reads_as(source: str, title: str, around: Surroundings) -> bool:
    """Whether a paragraph without stars has that title."""
    text = Text(source, 1, (1,) * (source.count("\n") + 1))
    found = read_title(read_paragraph(text, around, Report("")))
    return found.plain_source == title.rstrip(".:").rstrip()


def _renamed_links(outline: Outline, item: Item, old: str, new: str) -> list[tuple[Span, str]]:
    """Jumps to an item that are named by its title, named anew."""
    step = item.step
    if step is None or not new:
        return []
    before, after = words.link_text(old), words.link_text(new)
    changes = []
    for other in outline.items:
        jump = other.jump
        if jump is None or jump.kind is not JumpKind.STEP or jump.target != step.id:
            continue
        if words.link_text(jump.text) == before and other is not item:
            line = outline.lines[jump.span.line - 1]
            begin = line.find(f"[{jump.text}]", jump.span.column - 1)
            if begin >= 0:
                changes.append((Span.at(jump.span.line, begin + 2, len(jump.text)), after))
    return changes
