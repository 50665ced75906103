"""Phases: third-level headings between the steps of the top level."""

from __future__ import annotations

from sopkit.edit import words
from sopkit.edit.items import item_at
from sopkit.edit.levels import Entry, Rearranged, level_of, place_in, written
from sopkit.edit.outline import Outline
from sopkit.edit.refusals import CannotGoThereError, NoWordsError, StepGoneError


def insert_phase(outline: Outline, before: int, title: str) -> Rearranged:
    """A third-level heading before a step of the top level."""
    item = item_at(outline, before)
    named = words.escaped(title, lines=False)
    if item.parent is not None:
        raise CannotGoThereError
    if not named:
        raise NoWordsError
    level = level_of(outline, None)
    at = place_in(level.entries, item)
    entries = level.entries
    if at > 0 and not entries[at - 1].gap:
        entries[at - 1].gap = [""]
    entries.insert(at, Entry([f"### {named}"], [""], heading=True, moved=True))
    return written(outline, level, entries)


def rename_phase(outline: Outline, index: int, title: str) -> Rearranged:
    """Another name for the heading before a step; without one, the heading goes."""
    item = item_at(outline, index)
    level = level_of(outline, item.parent)
    at = place_in(level.entries, item)
    if at == 0 or not level.entries[at - 1].heading:
        raise StepGoneError
    named = words.escaped(title, lines=False)
    if named:
        level.entries[at - 1].lines = [f"### {named}"]
    else:
        del level.entries[at - 1]
    item_entry = next(each for each in level.entries if each.item is item)
    item_entry.moved = True
    return written(outline, level, level.entries)
