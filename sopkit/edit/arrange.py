"""Steps and answers put in, taken out and moved; the numbers after them follow.

A *level* is what stands side by side: the steps of the top level with the headings between them,
the steps in a step or answer, the answers of a question. A change takes the lines of a level
apart into entries, puts them in another order, and writes them again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from sopkit.edit import words
from sopkit.edit.items import go_on, item_at, settled_answer
from sopkit.edit.lines import blank_count, shifted, with_lines
from sopkit.edit.outline import Item, ItemKind, Outline, outline_of
from sopkit.edit.refusals import (
    CannotGoThereError,
    NotAQuestionError,
    NoWordsError,
    StepGoneError,
)
from sopkit.edit.sections import with_instructions
from sopkit.model.sop import SectionKind
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
class _Level:
    """The entries of a level, the lines (as indices) that they take up, and their numbering.

    `follows` tells whether its numbers count up from `start`.
    """

    begin: int
    end: int
    entries: list[Entry]
    start: int
    follows: bool


# what a change does


def insert_step(outline: Outline, after: int | None, title: str) -> Rearranged:
    """A new step after another (or an answer: after its question); None is the very first."""
    said = _step_words(title)
    if after is None:
        return _insert_first(outline, said)
    item = item_at(outline, after)
    if item.kind is not ItemKind.STEP:
        return insert_step(outline, item.parent.index if item.parent else None, title)
    level = _level(outline, item.parent)
    number = _number_of(outline, item)
    entry = Entry([f"{' ' * item.marker}{number + 1}. {said}"], number=number + 1, moved=True)
    return _put_after(outline, level, item, entry)


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


def insert_answer(outline: Outline, index: int, label: str) -> Rearranged:
    """A new answer, the last of a question (or after the answer that `index` names)."""
    named = words.label(label)
    if not named:
        raise NoWordsError
    item = item_at(outline, index)
    before = item if item.kind is not ItemKind.STEP and not item.decides else None
    question = item.parent if before is not None else item
    if question is None or not question.decides:
        raise NotAQuestionError
    answers = [child for child in question.children if child.kind is not ItemKind.STEP]
    if before is None:
        before = answers[-1]
    bullet = outline.lines[before.first - 1].lstrip()[:1]
    says = "" if before.kind is ItemKind.STRAND else f": {go_on(outline)}"
    entry = Entry([f"{' ' * before.marker}{bullet} {named}{says}"], moved=True)
    return _put_after(outline, _level(outline, question, answers=True), before, entry)


def insert_phase(outline: Outline, before: int, title: str) -> Rearranged:
    """A third-level heading before a step of the top level."""
    item = item_at(outline, before)
    named = words.escaped(title, lines=False)
    if item.parent is not None:
        raise CannotGoThereError
    if not named:
        raise NoWordsError
    level = _level(outline, None)
    at = _index(level.entries, item)
    entries = level.entries
    if at > 0 and not entries[at - 1].gap:
        entries[at - 1].gap = [""]
    entries.insert(at, Entry([f"### {named}"], [""], heading=True, moved=True))
    return _written(outline, level, entries)


def rename_phase(outline: Outline, index: int, title: str) -> Rearranged:
    """Another name for the heading before a step; without one, the heading goes."""
    item = item_at(outline, index)
    level = _level(outline, item.parent)
    at = _index(level.entries, item)
    if at == 0 or not level.entries[at - 1].heading:
        raise StepGoneError
    named = words.escaped(title, lines=False)
    if named:
        level.entries[at - 1].lines = [f"### {named}"]
    else:
        del level.entries[at - 1]
    item_entry = next(each for each in level.entries if each.item is item)
    item_entry.moved = True
    return _written(outline, level, level.entries)


def movable(outline: Outline, item: Item) -> frozenset[str]:
    """The ways in which an item can be moved: `up`, `down`, `in`, `out`."""
    entries = _level(outline, item.parent, answers=item.kind is not ItemKind.STEP).entries
    at = _index(entries, item)
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
    """A step or answer taken out, with all that is in it."""
    item = item_at(outline, index)
    level = _level(outline, item.parent, answers=item.kind is not ItemKind.STEP)
    entries = level.entries
    at = _index(entries, item)
    if at == len(entries) - 1 and at > 0:
        entries[at - 1].gap = []
    del entries[at]
    if not entries:
        begin = level.begin
        while begin > 0 and not outline.lines[begin - 1].strip():
            begin -= 1
        keep = [""] if item.parent is None and level.end < len(outline.lines) else []
        text = with_lines(outline.lines, begin, level.end, keep)
        return Rearranged(_settled(outline, text, item.parent), max(begin, 1))
    entries[min(at, len(entries) - 1)].moved = True
    return _written(outline, level, entries)


def move(outline: Outline, index: int, *, up: bool) -> Rearranged:
    """A step or answer one place up or down among those beside it, or over a heading."""
    item = item_at(outline, index)
    level = _level(outline, item.parent, answers=item.kind is not ItemKind.STEP)
    entries = level.entries
    at = _index(entries, item)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(entries) or (entries[to].item is None and not entries[to].heading):
        raise CannotGoThereError
    entries[at].moved = True
    if to == 0 and entries[0].heading:
        raise CannotGoThereError
    first, second = entries[min(at, to)], entries[max(at, to)]
    first.gap, second.gap = second.gap, first.gap
    entries[at], entries[to] = entries[to], entries[at]
    _open_gaps(entries)
    return _written(outline, level, entries)


def indent(outline: Outline, index: int) -> Rearranged:
    """A step made a part of the step above it."""
    item = item_at(outline, index)
    if item.kind is not ItemKind.STEP:
        raise CannotGoThereError
    level = _level(outline, item.parent)
    entries = level.entries
    at = _index(entries, item)
    above = entries[at - 1].item if at > 0 else None
    if above is None or above.decides:
        raise CannotGoThereError
    inner = [child for child in above.children if child.kind is ItemKind.STEP]
    number = _number_of(outline, inner[-1]) + 1 if inner else 1
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
    moved = _numbered(lines, own.mark, number)
    place = len(host.lines) + len(host.gap) + own.mark
    host.lines = [*host.lines, *host.gap, *moved]
    host.gap = own.gap
    host.mark, kept = place, host.mark
    host.moved = True
    del entries[at]
    return _written(outline, level, entries, marks={id(host): kept})


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
    inner = _level(outline, around)
    at = _index(inner.entries, item)
    own = inner.entries[at]
    before_gap = inner.entries[at - 1].gap if at > 0 else _gap_above(outline, inner.begin)
    last_there = at == len(inner.entries) - 1 and item.last == host_item.last
    level = _level(outline, host_item.parent)
    place = _index(level.entries, host_item)
    host = level.entries[place]
    del inner.entries[at]
    if at == len(inner.entries) and at > 0:
        inner.entries[at - 1].gap = []
    emitted, _ = _emit(inner, inner.entries, {})
    offset = host_item.first - 1 - host.mark
    begin, end = inner.begin - offset, inner.end - offset
    if not inner.entries:
        begin -= len(before_gap)
    host.lines = [*host.lines[:begin], *emitted, *host.lines[end:]]
    number = _number_of(outline, host_item) + 1
    lines = shifted(own.lines, host_item.marker - item.marker)
    entry = Entry(_numbered(lines, own.mark, number), host.gap, item, mark=own.mark, number=number)
    entry.moved = True
    if last_there or not host.gap:
        gap = before_gap if last_there else _usual_gap(level.entries, host_item.parent)
        entry.gap, host.gap = host.gap, gap
    else:
        entry.gap = list(host.gap)
    level.entries.insert(place + 1, entry)
    done = _written(outline, level, level.entries)
    return replace(done, text=_settled(outline, done.text, around))


def _gap_above(outline: Outline, begin: int) -> list[str]:
    count = blank_count(outline.lines[:begin][::-1])
    return list(outline.lines[begin - count : begin])


def _settled(outline: Outline, text: str, host: Item | None) -> str:
    """A text in which an answer that was left without anything goes on."""
    if host is None or host.branch is None or host.words is None:
        return text
    return settled_answer(outline_of(text, outline.sop.path, outline.sop.language), host.index)


def _without_go_on(outline: Outline, text: str, item: Item) -> str:
    return settled_answer(outline_of(text, outline.sop.path, outline.sop.language), item.index)


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
        level = _level(outline, None)
        first = tops[0]
        number = _number_of(outline, first)
        entry = Entry([f"{' ' * first.marker}{number}. {said}"], number=number, moved=True)
        entry.gap = _usual_gap(level.entries, None)
        level.entries.insert(_index(level.entries, first), entry)
        return _written(outline, level, level.entries)
    begin, end = outline.section_lines(at)
    while end > begin and not outline.lines[end - 1].strip():
        end -= 1
    after = outline.lines[end:]
    text = "\n".join([*outline.lines[:end], "", f"1. {said}", *(after or [""])])
    return Rearranged(text, end + 2)


# levels


def _level(outline: Outline, parent: Item | None, *, answers: bool = False) -> _Level:
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
    return _Level(begin, end, entries, start, follows)


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
            _number_of(outline, item) if item is not None and item.kind is ItemKind.STEP else None
        )
        heading = element is not None and element.kind == "heading" and element.token.tag == "h3"
        entries.append(Entry(lines, [], item, heading, start - first, number))
        done = stop
    if entries and done < end:
        entries[-1].lines += outline.lines[done:end]
    return entries


def _number_of(outline: Outline, item: Item) -> int:
    match = _NUMBER.match(outline.lines[item.first - 1])
    return int(match["number"]) if match else 1


def _index(entries: Sequence[Entry], item: Item) -> int:
    found = next((at for at, each in enumerate(entries) if each.item is item), None)
    if found is None:
        raise StepGoneError
    return found


def _usual_gap(entries: Sequence[Entry], parent: Item | None) -> list[str]:
    """The blank lines that stand between most entries of a level."""
    gaps = Counter(len(each.gap) for each in entries[:-1] if each.item is not None)
    usual = gaps.most_common(1)[0][0] if gaps else (1 if parent is None else 0)
    return [""] * usual


def _open_gaps(entries: Sequence[Entry]) -> None:
    """Headings stand apart from what is around them."""
    for before, after in pairwise(entries):
        if (before.heading or after.heading) and not before.gap:
            before.gap = [""]


def _put_after(outline: Outline, level: _Level, item: Item, entry: Entry) -> Rearranged:
    entries = level.entries
    at = _index(entries, item)
    if at == len(entries) - 1:
        usual = _usual_gap(entries, item.parent)
        entries[at].gap = usual
    else:
        entry.gap = list(entries[at].gap)
    entries.insert(at + 1, entry)
    return _written(outline, level, entries)


def _written(
    outline: Outline, level: _Level, entries: Sequence[Entry], marks: dict[int, int] | None = None
) -> Rearranged:
    lines, place = _emit(level, entries, marks or {})
    text = with_lines(outline.lines, level.begin, level.end, lines)
    return Rearranged(text, level.begin + place + 1)


def _emit(level: _Level, entries: Sequence[Entry], marks: dict[int, int]) -> tuple[list[str], int]:
    """The lines of a level, numbered, and the index of the line with what was moved."""
    lines: list[str] = []
    place = 0
    number = level.start
    for entry in entries:
        own = entry.lines
        mark = marks.get(id(entry), entry.mark)
        if entry.number is not None:
            if level.follows:
                own = _numbered(own, mark, number)
            number += 1
        if entry.moved:
            place = len(lines) + entry.mark
        lines += [*own, *entry.gap]
    if entries and entries[-1].gap:
        del lines[len(lines) - len(entries[-1].gap) :]
    return lines, place


def _numbered(lines: Sequence[str], mark: int, number: int) -> list[str]:
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
