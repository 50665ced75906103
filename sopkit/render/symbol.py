"""The symbols of ISO 5807, each as large as its text asks for.

A figure stands around the origin: its line enters and leaves on x = 0, its middle is y = 0.
All lengths are in points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from sopkit.flow.node import Node, NodeKind
from sopkit.render.chart import Box, Mark, Style, Symbol, TextRun
from sopkit.render.measure import Weight, text_width
from sopkit.render.options import LINE_HEIGHT, SMALL_SIZE, TITLE_SIZE, ChartOptions
from sopkit.render.wording import fate_of, node_details, node_title
from sopkit.render.wrap import balanced, drawable, one_line, wrap

BOX_WIDTH = 130.0
"""The width of a process box; all are alike, so that columns are calm."""
BAR_HEIGHT = 5.0
"""The height of a bar without a text."""
CONNECTOR_RADIUS = 11.0
"""The radius of a connector's circle."""
SIDE_BAR = 7.0
"""The distance between the two bars at either side of a predefined process."""
SLANT = 11.0
"""How much narrower a manual operation is at its foot, at either side."""

_PADDING = 7.0
_VERTICAL_PADDING = 7.0
_LEAST_HEIGHT = 32.0
_FIT = 0.99  # of the room: what rounding of coordinates may take

SYMBOLS = {
    NodeKind.START: Symbol.TERMINATOR,
    NodeKind.END: Symbol.TERMINATOR,
    NodeKind.ACTION: Symbol.PROCESS,
    NodeKind.DECISION: Symbol.DECISION,
    NodeKind.CALL: Symbol.PREDEFINED,
    NodeKind.HANDOFF: Symbol.TERMINATOR,
    NodeKind.FORK: Symbol.PARALLEL,
    NodeKind.JOIN: Symbol.PARALLEL,
    NodeKind.WAIT: Symbol.DELAY,
}
"""The symbol of each kind of node."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A symbol with its text, around the origin.

    `box` is the symbol's; `left` and `right` tell how far it and its notes reach from the axis.
    """

    symbol: Symbol
    box: Box
    runs: tuple[TextRun, ...] = ()
    notes: tuple[TextRun, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def left(self) -> float:
        """How far it reaches to the left of its axis."""
        return -min(self.box.x, *(note.x for note in self.notes), 0)

    @property
    def right(self) -> float:
        """How far it reaches to the right of its axis."""
        return max(self.box.right, *(note.x + note.width for note in self.notes), 0)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text before it has a place."""

    text: str
    size: float
    style: Style
    weight: Weight = Weight.REGULAR

    @property
    def height(self) -> float:
        return self.size * LINE_HEIGHT

    @property
    def width(self) -> float:
        return text_width(self.text, self.size, self.weight)


_WITHOUT_DETAILS = frozenset({Symbol.TERMINATOR, Symbol.DELAY})


def figure_of(node: Node, options: ChartOptions, *, with_role: bool = True) -> Figure:
    """The figure of a node; `with_role` prints who does it."""
    symbol = SYMBOLS[node.kind]
    if node.kind is NodeKind.ACTION and node.unobservable:
        symbol = Symbol.MANUAL
    if node.kind is NodeKind.JOIN:
        return _bar()
    title = drawable(node_title(node, options.translate)) or "…"  # nothing that can be drawn
    details = tuple(drawable(text) for text in node_details(node, options, with_role=with_role))
    fate = fate_of(node, options)
    if fate and symbol in _WITHOUT_DETAILS:
        title = f"{title} ({fate})"
    elif fate:
        details = (fate, *details)
    figure = _figure(symbol, one_line(node.step or ""), title, details)
    marks = (*_marks(node), *_revision_marks(node, options))
    return replace(figure, marks=marks) if marks else figure


@lru_cache(maxsize=1024)  # dividing a large flow lays out the same nodes several times
def _figure(symbol: Symbol, number: str, title: str, details: tuple[str, ...]) -> Figure:
    if symbol is Symbol.DECISION:
        return _decision(number, title, details)
    if symbol is Symbol.TERMINATOR:
        return _rounded(Symbol.TERMINATOR, title, 16.0)
    if symbol is Symbol.DELAY:
        return _rounded(Symbol.DELAY, title, 18.0)
    if symbol is Symbol.PARALLEL:
        return _fork(number, title, details)
    return _process(symbol, number, title, details)


def connector(letter: str, note: str, *, entry: bool) -> Figure:
    """A circle with a letter, and below it where it leads, or above it where it comes from."""
    weight = Weight.SEMIBOLD
    width = text_width(letter, TITLE_SIZE, weight)
    radius = max(CONNECTOR_RADIUS, width / 2 + 4)
    run = TextRun(letter, -width / 2, 0.34 * TITLE_SIZE, width, TITLE_SIZE, Style.NUMBER, weight)
    lines = [_Line(text, SMALL_SIZE, Style.DETAIL) for text in balanced(note, 64, SMALL_SIZE)]
    away = radius + 2 + _height(lines) / 2
    notes = [line.moved(0, -away if entry else away) for line in _placed(lines)]
    return Figure(Symbol.CONNECTOR, _centred(2 * radius, 2 * radius), (run,), tuple(notes))


def _marks(node: Node) -> tuple[Mark, ...]:
    """The signs of a step; the wait before it does not repeat them."""
    if node.kind is NodeKind.WAIT:
        return ()
    found = []
    if node.critical:
        found.append(Mark.CRITICAL)
    if node.moment_of_truth:
        found.append(Mark.MOMENT_OF_TRUTH)
    return tuple(found)


def _revision_marks(node: Node, options: ChartOptions) -> tuple[Mark, ...]:
    fate = options.revision.nodes.get(node.id) if options.revision is not None else None
    return () if fate is None else (Mark(fate.value),)


def _process(symbol: Symbol, number: str, title: str, details: tuple[str, ...]) -> Figure:
    """A box with the number at the left and the title beside it."""
    inset = {Symbol.PREDEFINED: SIDE_BAR, Symbol.MANUAL: SLANT * 0.8}.get(symbol, 0.0)
    left = -BOX_WIDTH / 2 + _PADDING + inset
    room = (BOX_WIDTH - 2 * _PADDING - 2 * inset) * _FIT
    column = text_width(number, SMALL_SIZE, Weight.SEMIBOLD) + 6 if number else 0.0
    beside = column < room / 3
    indent = column if beside else 0.0
    lines = [] if beside else _numbers(number, room)
    lines += _texts(title, room - indent, TITLE_SIZE, Style.TITLE)
    for detail in details:
        lines += _texts(detail, room - indent, SMALL_SIZE, Style.DETAIL)
    height = max(_LEAST_HEIGHT, _height(lines) + 2 * _VERTICAL_PADDING)
    runs = _placed(lines, x=left + indent)
    if beside and number:
        runs = (_number_run(number, left, runs[0].y), *runs)
    return Figure(symbol, _centred(BOX_WIDTH, height), runs)


def _number_run(number: str, x: float, baseline: float) -> TextRun:
    width = text_width(number, SMALL_SIZE, Weight.SEMIBOLD)
    return TextRun(number, x, baseline, width, SMALL_SIZE, Style.NUMBER, Weight.SEMIBOLD)


def _numbers(number: str, room: float) -> list[_Line]:
    found = wrap(number, room, SMALL_SIZE, Weight.SEMIBOLD)
    return [_Line(text, SMALL_SIZE, Style.NUMBER, Weight.SEMIBOLD) for text in found]


def _texts(text: str, room: float, size: float, style: Style) -> list[_Line]:
    return [_Line(line, size, style) for line in wrap(text, room, size)]


def _rounded(symbol: Symbol, title: str, side: float) -> Figure:
    """A terminator or delay: centred text between rounded ends."""
    lines = [
        _Line(text, TITLE_SIZE, Style.TITLE)
        for text in balanced(title, BOX_WIDTH - 2 * side, TITLE_SIZE)
    ]
    height = max(26.0, _height(lines) + 11)
    width = max(72.0, max((line.width for line in lines), default=0.0) / _FIT + 2 * side)
    return Figure(symbol, _centred(width, height), _placed(lines))


def _bar() -> Figure:
    return Figure(Symbol.PARALLEL, _centred(60.0, BAR_HEIGHT))


def _fork(number: str, title: str, details: tuple[str, ...]) -> Figure:
    """Two bars with the title between them."""
    room = BOX_WIDTH - 2 * _PADDING
    text = f"{number}  {title}" if number else title
    lines = [_Line(line, TITLE_SIZE, Style.TITLE) for line in balanced(text, room, TITLE_SIZE)]
    for detail in details:
        lines += [_Line(line, SMALL_SIZE, Style.DETAIL) for line in balanced(detail, room, 9.0)]
    height = max(26.0, _height(lines) + 2 * _VERTICAL_PADDING)
    return Figure(Symbol.PARALLEL, _centred(BOX_WIDTH, height), _placed(lines))


def _decision(number: str, title: str, details: tuple[str, ...]) -> Figure:
    """A diamond: the smallest of pleasant proportions in which every line fits."""
    lines = 1 + bool(number) + len(details)
    area = text_width(title, TITLE_SIZE) * TITLE_SIZE * LINE_HEIGHT
    for width, height in _diamonds():
        if width * height < 2 * area or height < 2 * lines * SMALL_SIZE:
            continue  # a rectangle of text never fills more than half of a diamond
        for least in range(1, 1 + int(height / (TITLE_SIZE * LINE_HEIGHT))):
            found = _diamond_lines(number, title, details, least, (width, height))
            if found is not None:
                return Figure(Symbol.DECISION, _centred(width, height), _placed(found))
    raise AssertionError  # pragma: no cover - the diamonds grow without end


def _diamonds() -> Iterator[tuple[float, float]]:
    """Sizes of diamonds, from small to ever larger, a little rounder as they grow."""
    width, height = 130.0, 54.0
    while True:
        yield width, height
        factor = 1.05 if height < 400 else 1.4
        width, height = width * factor, height * (factor + 0.02)


def _diamond_lines(
    number: str, title: str, details: tuple[str, ...], count: int, size: tuple[float, float]
) -> list[_Line] | None:
    """The lines of a diamond when the title takes `count` lines, or None if they do not fit."""
    head = [_Line(number, SMALL_SIZE, Style.NUMBER, Weight.SEMIBOLD)] if number else []
    foot = [_Line(text, SMALL_SIZE, Style.DETAIL) for text in details]
    blank = [_Line("", TITLE_SIZE, Style.TITLE)] * count
    rooms = _diamond_rooms([*head, *blank, *foot], size)
    middle = rooms[len(head) : len(head) + count]
    if any(room < 20 for room in middle):
        return None
    texts = wrap(title, lambda index: middle[min(index, count - 1)], TITLE_SIZE)
    if len(texts) != count or any(
        text_width(text, TITLE_SIZE) > room for text, room in zip(texts, middle, strict=True)
    ):
        return None
    if not _keeps_words(texts, title) and size[1] < 110:
        return None
    fixed = zip([*head, *foot], [*rooms[: len(head)], *rooms[len(head) + count :]], strict=True)
    if any(line.width > room for line, room in fixed):
        return None
    return [*head, *(_Line(text, TITLE_SIZE, Style.TITLE) for text in texts), *foot]


def _keeps_words(lines: tuple[str, ...], text: str) -> bool:
    return " ".join(lines) == text


def _diamond_rooms(lines: list[_Line], size: tuple[float, float]) -> list[float]:
    """How wide each line may be where it stands in a diamond."""
    width, height = size
    y = -_height(lines) / 2
    rooms = []
    for line in lines:
        edge = max(abs(y), abs(y + line.height)) + 1.5
        rooms.append(max(0.0, width * (1 - 2 * edge / height)) * _FIT)
        y += line.height
    return rooms


def _height(lines: list[_Line]) -> float:
    return sum(line.height for line in lines)


def _centred(width: float, height: float) -> Box:
    return Box(-width / 2, -height / 2, width, height)


def _placed(lines: list[_Line], x: float | None = None) -> tuple[TextRun, ...]:
    """The lines under one another around y = 0: centred, or from `x` to the right."""
    top = -_height(lines) / 2
    runs = []
    for line in lines:
        width = line.width
        left = -width / 2 if x is None else x
        baseline = top + line.height / 2 + 0.34 * line.size
        runs.append(TextRun(line.text, left, baseline, width, line.size, line.style, line.weight))
        top += line.height
    return tuple(runs)
