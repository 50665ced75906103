"""A difference for a terminal: words struck as `[-…-]`, words inserted as `{+…+}`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from sopkit.compare.difference import Fate, Piece
from sopkit.messages import Translate, message
from sopkit.render.difference_view import DifferenceView, Entry, Line
from sopkit.render.report_characters import harmless
from sopkit.render.report_style import Paint, Role, plain

_KEPT = 6
"""Words of unchanged text that are shown before and behind a change."""
_ELISION = "…"
_INDENT = "    "


def difference_text(
    shown: DifferenceView, translate: Translate, *, paint: Paint = plain, width: int = 100
) -> Iterator[str]:
    """The lines of the report."""
    if shown.nature is None:
        yield shown.meaning
        return
    name = harmless(f"{shown.number} {shown.title}".strip())
    if name:
        yield paint(name, Role.STRONG)
    counts = ", ".join(shown.counts)
    head = shown.nature.word.capitalize()
    yield from wrap(f"{head}: {counts}." if counts else f"{head}.", width)
    yield from wrap(shown.meaning, width)
    for group in shown.groups:
        yield ""
        yield paint(group.title, Role.STRONG)
        for entry in group.entries:
            yield from _entry(entry, translate, paint)


def _entry(entry: Entry, translate: Translate, paint: Paint) -> Iterator[str]:
    if entry.title:
        marks = ", ".join(entry.fates)
        was = f" ({entry.was})" if entry.was else ""
        role = f", {entry.role}" if entry.role else ""
        sign = {"added": "+", "removed": "-"}.get(entry.fate, "~")
        title = harmless(f"{entry.number} {entry.title}".strip())
        head = f"  {sign} {title}{was}{role}: {marks}"
        yield f"{paint(harmless(head), _ROLES[entry.fate])} [{entry.nature.word}]"
    for line in entry.lines:
        yield from _line(line, entry, translate, paint)


_ROLES = {"added": Role.GOOD, "removed": Role.ERROR, "changed": Role.PLACE, "same": Role.PLACE}


def _line(line: Line, entry: Entry, translate: Translate, paint: Paint) -> Iterator[str]:
    told = _pieces(line.pieces, entry, paint) if line.pieces else _values(line, translate, paint)
    label = f"{harmless(line.label)}: " if line.label else ""
    nature = f" [{line.nature.word}]" if line.nature != entry.nature else ""
    first, *rest = f"{label}{told}{nature}".split("\n")
    yield f"{_INDENT}{first}"
    yield from (f"{_INDENT}  {more}" for more in rest)
    for note in line.notes:
        yield f"{_INDENT}  {paint(f'= {harmless(note)}', Role.HINT)}"


def _values(line: Line, translate: Translate, paint: Paint) -> str:
    none = translate(message("none"))
    if not line.old and not line.new:
        return ""
    old, new = (harmless(value.replace("\n", "; ")) or none for value in (line.old, line.new))
    return f"{paint(old, Role.ERROR)} → {paint(new, Role.GOOD)}"


def _pieces(pieces: Sequence[Piece], entry: Entry, paint: Paint) -> str:
    """The pieces; of a long unchanged run only the words beside the changes."""
    if entry.fate != "changed" and len(pieces) == 1:
        return _clean(pieces[0].text)
    told = []
    for index, piece in enumerate(pieces):
        text = _clean(piece.text)
        if piece.fate is Fate.SAME:
            told.append(_shortened(text, first=index == 0, last=index == len(pieces) - 1))
        elif piece.fate is Fate.REMOVED:
            told.append(paint(f"[-{text}-]", Role.ERROR))
        else:
            told.append(paint(f"{{+{text}+}}", Role.GOOD))
    return "".join(told)


def _clean(text: str) -> str:
    return "\n".join(harmless(line) for line in text.split("\n"))


def _shortened(text: str, *, first: bool, last: bool) -> str:
    words = text.split(" ")
    before = 0 if first else _KEPT
    after = 0 if last else _KEPT
    if len(words) <= before + after + 2:
        return text
    return " ".join([*words[:before], _ELISION, *(words[len(words) - after :] if after else ())])
