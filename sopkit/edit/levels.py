"""What stands side by side, taken apart into entries and written again with the numbers after it.

A *level* is the steps of the top level with the headings between them, the steps in a step or
answer, or the answers of a question. Whatever puts in, takes out or moves takes the lines of a
level apart, puts them in another order, and writes them again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sopkit.edit.lines import shifted, with_lines
from sopkit.edit.outline import Item, ItemKind, Outline
from sopkit.edit.refusals import StepGoneError
from sopkit.parse.body import is_comment
from sopkit.parse.book import read_ignore
from sopkit.parse.markdown import Element

_NUMBER = re.compile(r"(?P<indent>\s*)(?P<number>\d{1,9})(?P<mark>[.)])(?P<space>\s*)")


@dataclass(slots=True)
class Entry:
    """One thing on a level: its lines, and the blank lines behind it.

    `item` is None for a heading and for what only stands between. `mark` is the index of the line
    with the item's number (before it may stand comments).
    """

    lines: list[str]
    gap: list[str] = field(default_factory=list)
    item: Item | None = None
    heading: bool = False
    mark: int = 0
    number: int | None = None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Rearranged:
    """A changed text, and the line on which the item stands that the change was about."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Level:
    """The entries of a level, the lines (as indices) that they take up, and their numbering.

    `follows` tells whether its numbers count up from `start`.
    """

    begin: int
    end: int
    entries: list[Entry]
    start: int
    follows: bool


def level_of(outline: Outline, parent: Item | None, *, answers: bool = False) -> Level:
    """What stands side by side in an item, or at the top."""
    if parent is None:
        items = [item for item in outline.items if item.parent is None]
        elements = [each for each in outline.top if each.kind != "ordered_list"]
    else:
        steps = [child for child in parent.children if child.kind is ItemKind.STEP]
        others = [child for child in parent.children if child.kind is not ItemKind.STEP]
        items = others if answers else steps
        lists = set(map(id, parent.lists))
        elements = [each for each in parent.element.children if id(each) not in lists]
    if not items:
        raise StepGoneError
    entries = _entries(outline, items, elements, top=parent is None)
    numbers = [each.number for each in entries if each.number is not None]
    start = numbers[0] if numbers else 1
    follows = numbers == list(range(start, start + len(numbers)))
    begin, end = _bounds(items, elements, top=parent is None)
    return Level(begin, end, entries, start, follows)


def _bounds(items: Sequence[Item], elements: Iterable[Element], *, top: bool) -> tuple[int, int]:
    begin = min(item.first for item in items) - 1
    end = max(item.last for item in items)
    if top:
        own = [each for each in elements if each.kind == "heading" or is_comment(each)]
        begin = min([begin, *(each.first - 1 for each in own if each.kind == "heading")])
        end = max([end, *(each.last for each in own)])
        begin = min(
            [begin, *(each.first - 1 for each in own if each.last <= begin and read_ignore(each))]
        )
    return begin, end


def _entries(
    outline: Outline, items: Sequence[Item], elements: Sequence[Element], *, top: bool
) -> list[Entry]:
    begin, end = _bounds(items, elements, top=top)
    between = [each for each in elements if begin < each.first <= end]
    places: list[tuple[int, int, Item | None, Element | None]] = [
        *((item.first - 1, item.last, item, None) for item in items),
        *((each.first - 1, each.last, None, each) for each in between),
    ]
    places.sort(key=lambda each: each[0])
    entries: list[Entry] = []
    waiting: list[tuple[int, int]] = []
    done = begin
    for start, stop, item, element in places:
        if element is not None and read_ignore(element) and top:
            waiting.append((start, stop))
            continue
        first = waiting[0][0] if waiting and item is not None else start
        waiting = []
        if entries:
            entries[-1].gap = list(outline.lines[done:first])
        lines = list(outline.lines[first:stop])
        number = (
            number_of(outline, item) if item is not None and item.kind is ItemKind.STEP else None
        )
        heading = element is not None and element.kind == "heading" and element.token.tag == "h3"
        entries.append(Entry(lines, [], item, heading, start - first, number))
        done = stop
    if entries and done < end:
        entries[-1].lines += outline.lines[done:end]
    return entries


def number_of(outline: Outline, item: Item) -> int:
    """The number that a step begins with."""
    match = _NUMBER.match(outline.lines[item.first - 1])
    return int(match["number"]) if match else 1


def place_in(entries: Sequence[Entry], item: Item) -> int:
    """The index of the entry of an item. Raises StepGoneError."""
    found = next((at for at, each in enumerate(entries) if each.item is item), None)
    if found is None:
        raise StepGoneError
    return found


def usual_gap(entries: Sequence[Entry], parent: Item | None) -> list[str]:
    """The blank lines that stand between most entries of a level."""
    gaps = Counter(len(each.gap) for each in entries[:-1] if each.item is not None)
    usual = gaps.most_common(1)[0][0] if gaps else (1 if parent is None else 0)
    return [""] * usual


def open_gaps(entries: Sequence[Entry]) -> None:
    """Headings stand apart from what is around them."""
    for before, after in pairwise(entries):
        if (before.heading or after.heading) and not before.gap:
            before.gap = [""]


def put_after(outline: Outline, level: Level, item: Item, entry: Entry) -> Rearranged:
    """The text with an entry behind that of an item, as far from it as others are."""
    entries = level.entries
    at = place_in(entries, item)
    if at == len(entries) - 1:
        usual = usual_gap(entries, item.parent)
        entries[at].gap = usual
    else:
        entry.gap = list(entries[at].gap)
    entries.insert(at + 1, entry)
    return written(outline, level, entries)


def written(
    outline: Outline, level: Level, entries: Sequence[Entry], marks: dict[int, int] | None = None
) -> Rearranged:
    """The text with a level's entries in another order; `marks` are where their numbers stood."""
    lines, place = emitted_lines(level, entries, marks or {})
    text = with_lines(outline.lines, level.begin, level.end, lines)
    return Rearranged(text, level.begin + place + 1)


def emitted_lines(
    level: Level, entries: Sequence[Entry], marks: dict[int, int]
) -> tuple[list[str], int]:
    """The lines of a level, numbered, and the index of the line with what was moved."""
    lines: list[str] = []
    place = 0
    number = level.start
    for entry in entries:
        own = entry.lines
        mark = marks.get(id(entry), entry.mark)
        if entry.number is not None:
            if level.follows:
                own = numbered(own, mark, number)
            number += 1
        if entry.moved:
            place = len(lines) + entry.mark
        lines += [*own, *entry.gap]
    if entries and entries[-1].gap:
        del lines[len(lines) - len(entries[-1].gap) :]
    return lines, place


def numbered(lines: Sequence[str], mark: int, number: int) -> list[str]:
    """The lines of an item with another number; what it holds moves with the number's width."""
    match = _NUMBER.match(lines[mark])
    if match is None or int(match["number"]) == number:
        return list(lines)
    new = f"{match['indent']}{number}{lines[mark][match.end('number') :]}"
    by = len(str(number)) - len(match["number"])
    inner = len(match[0])
    below = [
        shifted([line], by)[0] if _belongs(line, inner) else line for line in lines[mark + 1 :]
    ]
    return [*lines[:mark], new, *below]


def _belongs(line: str, column: int) -> bool:
    """Whether a line is indented as what an item holds; else it only goes on with a paragraph."""
    return len(line) - len(line.lstrip()) >= column
