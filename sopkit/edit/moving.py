"""Steps and answers moved among those beside them, into others, out of them, and taken out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sopkit.edit.items import item_at, settled_answer
from sopkit.edit.levels import (
    Entry,
    Rearranged,
    emitted_lines,
    level_of,
    number_of,
    numbered,
    open_gaps,
    place_in,
    usual_gap,
    written,
)
from sopkit.edit.lines import blank_count, shifted, with_lines
from sopkit.edit.outline import Item, ItemKind, Outline, outline_of
from sopkit.edit.refusals import CannotGoThereError


def movable(outline: Outline) -> Mapping[int, frozenset[str]]:
    """The ways in which each item can be moved, by its index: `up`, `down`, `in`, `out`."""
    ways: dict[int, frozenset[str]] = {}
    for parent, answers in _levels(outline):
        entries = level_of(outline, parent, answers=answers).entries
        for at, entry in enumerate(entries):
            if entry.item is not None:
                ways[entry.item.index] = _ways(entries, at, entry.item)
    return ways


def _levels(outline: Outline) -> Iterator[tuple[Item | None, bool]]:
    """All levels, each told as `level_of` is."""
    if outline.items:
        yield None, False
    for item in outline.items:
        kinds = {child.kind is not ItemKind.STEP for child in item.children}
        yield from ((item, answers) for answers in sorted(kinds))


def _ways(entries: Sequence[Entry], at: int, item: Item) -> frozenset[str]:
    before = entries[at - 1] if at > 0 else None
    after = entries[at + 1] if at + 1 < len(entries) else None
    ways = set()
    if before is not None and (before.item is not None or (before.heading and at > 1)):
        ways.add("up")
    if after is not None and (after.item is not None or after.heading):
        ways.add("down")
    if item.kind is ItemKind.STEP:
        if before is not None and before.item is not None and not before.item.decides:
            ways.add("in")
        if item.parent is not None:
            ways.add("out")
    return frozenset(ways)


def remove(outline: Outline, index: int) -> Rearranged:
    """A step or answer taken out, with all that is in it, and the heading of a phase left empty."""
    item = item_at(outline, index)
    level = level_of(outline, item.parent, answers=item.kind is not ItemKind.STEP)
    entries = level.entries
    at = place_in(entries, item)
    alone = at > 0 and entries[at - 1].heading and _ends_phase(entries, at)
    del entries[at - 1 if alone else at : at + 1]
    at -= alone
    if at == len(entries) and entries:
        entries[-1].gap = []
    if not entries:
        begin = level.begin
        while begin > 0 and not outline.lines[begin - 1].strip():
            begin -= 1
        keep = [""] if item.parent is None and level.end < len(outline.lines) else []
        text = with_lines(outline.lines, begin, level.end, keep)
        return Rearranged(_settled(outline, text, item.parent), max(begin, 1))
    entries[min(at, len(entries) - 1)].moved = True
    return written(outline, level, entries)


def _ends_phase(entries: Sequence[Entry], at: int) -> bool:
    """Whether nothing stands between an entry and the next heading, or the end."""
    return at + 1 == len(entries) or entries[at + 1].heading


def move(outline: Outline, index: int, *, up: bool) -> Rearranged:
    """A step or answer one place up or down among those beside it, or over a heading."""
    item = item_at(outline, index)
    level = level_of(outline, item.parent, answers=item.kind is not ItemKind.STEP)
    entries = level.entries
    at = place_in(entries, item)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(entries) or (entries[to].item is None and not entries[to].heading):
        raise CannotGoThereError
    entries[at].moved = True
    if to == 0 and entries[0].heading:
        raise CannotGoThereError
    first, second = entries[min(at, to)], entries[max(at, to)]
    first.gap, second.gap = second.gap, first.gap
    entries[at], entries[to] = entries[to], entries[at]
    open_gaps(entries)
    return written(outline, level, entries)


def indent(outline: Outline, index: int) -> Rearranged:
    """A step made a part of the step above it."""
    item = item_at(outline, index)
    if item.kind is not ItemKind.STEP:
        raise CannotGoThereError
    level = level_of(outline, item.parent)
    entries = level.entries
    at = place_in(entries, item)
    above = entries[at - 1].item if at > 0 else None
    if above is None or above.decides:
        raise CannotGoThereError
    inner = [child for child in above.children if child.kind is ItemKind.STEP]
    number = number_of(outline, inner[-1]) + 1 if inner else 1
    column = inner[0].marker if inner else above.content
    own, host = entries[at], entries[at - 1]
    lines = shifted(own.lines, column - item.marker)
    if (
        not inner
        and not host.gap
        and above.parts
        and above.parts[-1][0].kind in ("table", "html_block")
    ):
        host.gap = [""]
    moved = numbered(lines, own.mark, number)
    place = len(host.lines) + len(host.gap) + own.mark
    host.lines = [*host.lines, *host.gap, *moved]
    host.gap = own.gap
    host.mark, kept = place, host.mark
    host.moved = True
    del entries[at]
    return written(outline, level, entries, marks={id(host): kept})


def outdent(outline: Outline, index: int) -> Rearranged:
    """A step taken out of the step or question around it, and put after that."""
    item = item_at(outline, index)
    around = item.parent
    if item.kind is not ItemKind.STEP or around is None:
        raise CannotGoThereError
    host_item = around if around.kind is ItemKind.STEP else around.parent
    if host_item is None:
        raise CannotGoThereError
    while host_item.kind is not ItemKind.STEP and host_item.parent is not None:
        host_item = host_item.parent
    inner = level_of(outline, around)
    at = place_in(inner.entries, item)
    own = inner.entries[at]
    before_gap = inner.entries[at - 1].gap if at > 0 else _gap_above(outline, inner.begin)
    last_there = at == len(inner.entries) - 1 and item.last == host_item.last
    level = level_of(outline, host_item.parent)
    place = place_in(level.entries, host_item)
    host = level.entries[place]
    del inner.entries[at]
    if at == len(inner.entries) and at > 0:
        inner.entries[at - 1].gap = []
    emitted, _ = emitted_lines(inner, inner.entries, {})
    offset = host_item.first - 1 - host.mark
    begin, end = inner.begin - offset, inner.end - offset
    if not inner.entries:
        begin -= len(before_gap)
    host.lines = [*host.lines[:begin], *emitted, *host.lines[end:]]
    number = number_of(outline, host_item) + 1
    lines = shifted(own.lines, host_item.marker - item.marker)
    entry = Entry(numbered(lines, own.mark, number), host.gap, item, mark=own.mark, number=number)
    entry.moved = True
    if last_there or not host.gap:
        gap = before_gap if last_there else usual_gap(level.entries, host_item.parent)
        entry.gap, host.gap = host.gap, gap
    else:
        entry.gap = list(host.gap)
    level.entries.insert(place + 1, entry)
    done = written(outline, level, level.entries)
    return replace(done, text=_settled(outline, done.text, around))


def _gap_above(outline: Outline, begin: int) -> list[str]:
    count = blank_count(outline.lines[:begin][::-1])
    return list(outline.lines[begin - count : begin])


def _settled(outline: Outline, text: str, host: Item | None) -> str:
    """A text in which an answer that was left without anything goes on."""
    if host is None or host.branch is None or host.words is None:
        return text
    return settled_answer(outline_of(text, outline.sop.path, outline.sop.language), host.index)
