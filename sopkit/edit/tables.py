"""Tables in a step, cell by cell: a row is one line, and only what changes is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from sopkit.edit import words
from sopkit.edit.items import item_at
from sopkit.edit.lines import with_lines
from sopkit.edit.outline import Outline
from sopkit.edit.parts import remove_part
from sopkit.edit.refusals import StepGoneError
from sopkit.parse.markdown import Element

_BAR = re.compile(r"(?<!\\)\|")
Cells = tuple[tuple[str, ...], ...]
"""The words of a table, row by row; the first row is its heading."""


def cells_of(element: Element) -> Cells:
    """The words in a table as a person sees them."""
    rows = [each for each in element.walk() if each.kind == "tr"]
    return tuple(
        tuple(words.shown(cell.text.content) if cell.text else "" for cell in row.children)
        for row in rows
    )


def new_table(headings: Sequence[str]) -> str:
    """A table with these headings and an empty row, as Markdown."""
    named = [_source(each, "", {}) for each in headings]
    return "\n".join((_row(named), _row(["---"] * len(named)), _row([""] * len(named))))


def set_cell(
    outline: Outline,
    index: int,
    number: int,
    at: tuple[int, int],
    typed: str,
    titles: Mapping[str, str],
) -> str:
    """The text with other words in the cell in a row and column of a table."""
    table, element = _table(outline, index, number)
    row, column = at
    if not (0 <= row < len(table) and 0 <= column < len(table[row])):
        raise StepGoneError
    if table[row][column] == " ".join(typed.split()):
        return outline.text
    line = _line_of(element, row)
    old = _begun(outline.lines[line])
    stretches = _stretches(old)
    while len(stretches) <= column:  # a row may be shorter than the heading
        old = _with_cell(old, "")
        stretches = _stretches(old)
    begin, end = stretches[column]
    new = _source(typed, old[begin:end].strip(), titles)
    changed = f"{old[:begin]} {new} {old[end:]}".rstrip()
    return with_lines(outline.lines, line, line + 1, [changed])


def add_row(outline: Outline, index: int, number: int) -> str:
    """The text with an empty row more at the end of a table."""
    table, element = _table(outline, index, number)
    heading = outline.lines[element.first - 1]
    indent = heading[: len(heading) - len(heading.lstrip())]
    new = f"{indent}{_row([''] * len(table[0]))}"
    return with_lines(outline.lines, element.last, element.last, [new])


def remove_row(outline: Outline, index: int, number: int, row: int) -> str:
    """The text without a row of a table; the heading stays."""
    table, element = _table(outline, index, number)
    if not 0 < row < len(table):
        raise StepGoneError
    line = _line_of(element, row)
    return with_lines(outline.lines, line, line + 1, ())


def add_column(outline: Outline, index: int, number: int, heading: str) -> str:
    """The text with a column more at the right of a table."""
    _, element = _table(outline, index, number)
    new = {0: _source(heading, "", {}), 1: "---"}
    return _each_line(outline, element, lambda at, line: _with_cell(line, new.get(at, "")))


def remove_column(outline: Outline, index: int, number: int, column: int) -> str:
    """The text without a column of a table; without its last one, there is no table."""
    table, element = _table(outline, index, number)
    if not 0 <= column < len(table[0]):
        raise StepGoneError
    if len(table[0]) == 1:
        return remove_part(outline, index, number)
    return _each_line(outline, element, lambda _, line: _without_cell(line, column))


def _table(outline: Outline, index: int, number: int) -> tuple[Cells, Element]:
    item = item_at(outline, index)
    if not 0 <= number < len(item.parts) or item.parts[number][0].kind != "table":
        raise StepGoneError
    element = item.parts[number][0]
    return cells_of(element), element


def _line_of(element: Element, row: int) -> int:
    """The index of the line of a row: below the heading stands the line that makes it a table."""
    return element.first - 1 + (row + 1 if row else 0)


def _each_line(outline: Outline, element: Element, change: Callable[[int, str], str]) -> str:
    begin, end = element.first - 1, element.last
    lines = [change(at, line) for at, line in enumerate(outline.lines[begin:end])]
    return with_lines(outline.lines, begin, end, lines)


def _stretches(line: str) -> list[tuple[int, int]]:
    """Where the cells of a row stand, between their bars."""
    begin = len(line) - len(line.lstrip())
    end = len(line.rstrip())
    bars = [match.start() for match in _BAR.finditer(line, begin, end)]
    edges = [*([] if bars[:1] == [begin] else [begin - 1]), *bars]
    if bars[-1:] != [end - 1] or len(edges) == 1:
        edges.append(end)
    return [(left + 1, right) for left, right in pairwise(edges)]


def _begun(line: str) -> str:
    """A row that begins with a bar, so that no words of its first cell begin something else."""
    said = line.strip()
    indent = line[: len(line) - len(line.lstrip())]
    return line if said.startswith("|") else f"{indent}| {said}{'' if _ends(said) else ' |'}"


def _ends(line: str) -> bool:
    """Whether a row has a bar at its end."""
    return bool(_BAR.search(line, len(line) - 1))


def _with_cell(line: str, cell: str) -> str:
    """A row with a cell more at its end."""
    kept = line.rstrip()
    return f"{kept}{'' if _ends(kept) else ' |'} {cell} |"


def _without_cell(line: str, column: int) -> str:
    stretches = _stretches(line)
    if column >= len(stretches):
        return line
    begin, end = stretches[column]
    if column == len(stretches) - 1 and end >= len(line.rstrip()):  # no bar behind it
        return line[: begin - 1].rstrip()
    return line[:begin] + line[end + 1 :]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _source(typed: str, before: str, titles: Mapping[str, str]) -> str:
    """What was typed as the Markdown of a cell."""
    said = words.written(" ".join(typed.split()), before, titles)
    return _BAR.sub(r"\\|", said)
