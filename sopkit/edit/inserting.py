"""Steps put in."""

from __future__ import annotations

from sopkit.edit import words
from sopkit.edit.items import item_at, settled_answer
from sopkit.edit.levels import (
    Entry,
    Rearranged,
    level_of,
    number_of,
    place_in,
    put_after,
    usual_gap,
    written,
)
from sopkit.edit.lines import with_lines
from sopkit.edit.outline import Item, ItemKind, Outline, outline_of
from sopkit.edit.refusals import CannotGoThereError, NoWordsError
from sopkit.edit.sections import with_instructions
from sopkit.model.sop import SectionKind


def insert_step(outline: Outline, after: int | None, title: str) -> Rearranged:
    """A new step after another (or an answer: after its question); None is the very first."""
    said = _step_words(title)
    if after is None:
        return _insert_first(outline, said)
    item = item_at(outline, after)
    if item.kind is not ItemKind.STEP:
        return insert_step(outline, item.parent.index if item.parent else None, title)
    level = level_of(outline, item.parent)
    number = number_of(outline, item)
    entry = Entry([f"{' ' * item.marker}{number + 1}. {said}"], number=number + 1, moved=True)
    return put_after(outline, level, item, entry)


def insert_inside(outline: Outline, index: int, title: str) -> Rearranged:
    """A new step as the last one in a step or answer."""
    said = _step_words(title)
    item = item_at(outline, index)
    if item.decides:
        raise CannotGoThereError
    inner = [child for child in item.children if child.kind is ItemKind.STEP]
    if inner:
        return insert_step(outline, inner[-1].index, title)
    gap = [""] if item.parts else []
    line = f"{' ' * item.content}1. {said}"
    text = with_lines(outline.lines, item.last, item.last, [*gap, line])
    place = item.last + len(gap) + 1
    if item.words is not None and item.words.continues:
        text = _without_go_on(outline, text, item)
    return Rearranged(text, place)


def insert_steps(outline: Outline, after: int, listed: str) -> Rearranged:
    """A new step for each line, after another; a line that is indented goes into the one before."""
    done = Rearranged(outline.text, item_at(outline, after).first)
    outer, inner = after, None
    for line in (line for line in listed.split("\n") if line.strip()):
        if line.startswith((" ", "\t")) and inner is not None:
            done = insert_inside(outline, inner, line.strip())
        else:
            done = insert_step(outline, outer if inner is None else inner, line.strip())
        outline = outline_of(done.text, outline.sop.path, outline.sop.language)
        made = next(item for item in outline.items if item.first == done.line)
        if not line.startswith((" ", "\t")) or inner is None:
            outer = inner = made.index
    return done


def _step_words(title: str) -> str:
    said = words.escaped(title, lines=False)
    if not said:
        raise NoWordsError
    return f"**{said.replace('**', '')}**"


def _insert_first(outline: Outline, said: str) -> Rearranged:
    """The first step of all, in a section that is made if it is missing."""
    at = outline.section_at(SectionKind.INSTRUCTIONS)
    if at is None:
        made = outline_of(with_instructions(outline), outline.sop.path, outline.sop.language)
        return _insert_first(made, said)
    tops = [item for item in outline.items if item.parent is None]
    if tops:
        level = level_of(outline, None)
        first = tops[0]
        number = number_of(outline, first)
        entry = Entry([f"{' ' * first.marker}{number}. {said}"], number=number, moved=True)
        entry.gap = usual_gap(level.entries, None)
        level.entries.insert(place_in(level.entries, first), entry)
        return written(outline, level, level.entries)
    begin, end = outline.section_lines(at)
    while end > begin and not outline.lines[end - 1].strip():
        end -= 1
    after = outline.lines[end:]
    text = "\n".join([*outline.lines[:end], "", f"1. {said}", *(after or [""])])
    return Rearranged(text, end + 2)


def _without_go_on(outline: Outline, text: str, item: Item) -> str:
    return settled_answer(outline_of(text, outline.sop.path, outline.sop.language), item.index)
