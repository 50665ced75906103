"""Three texts put together, line by line: what both began from, and what each made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Agreed:
    """Lines on which both agree, or that only one of them changed."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Lines that both changed, each otherwise."""

    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


Chunk = Agreed | Conflict


def merge(base: str, mine: str, theirs: str) -> tuple[Chunk, ...]:
    """The chunks of the text that has the changes of both, in its order."""
    old, own, other = base.split("\n"), mine.split("\n"), theirs.split("\n")
    to_own, to_other = _changes(old, own), _changes(old, other)
    chunks: list[Chunk] = []
    done = 0
    for begin, end in _regions([*to_own, *to_other]):
        _agree(chunks, old[done:begin])
        ours = own[_moved(to_own, begin, late=False) : _moved(to_own, end, late=True)]
        others = other[_moved(to_other, begin, late=False) : _moved(to_other, end, late=True)]
        if ours == others or others == old[begin:end]:
            _agree(chunks, ours)
        elif ours == old[begin:end]:
            _agree(chunks, others)
        else:
            chunks.append(Conflict(tuple(old[begin:end]), tuple(ours), tuple(others)))
        done = end
    _agree(chunks, old[done:])
    return tuple(chunks)


def put_together(chunks: Sequence[Chunk], choices: Sequence[str]) -> str:
    """The text of the chunks; each conflict is settled by `mine`, `theirs` or `both`.

    `both` has what the other wrote first. A choice that is missing keeps both: nothing is lost.
    """
    waiting = list(choices)
    lines: list[str] = []
    for chunk in chunks:
        if isinstance(chunk, Agreed):
            lines += chunk.lines
            continue
        choice = waiting.pop(0) if waiting else "both"
        if choice != "mine":
            lines += chunk.theirs
        if choice != "theirs":
            lines += chunk.mine
    return "\n".join(lines)


def conflicts(chunks: Sequence[Chunk]) -> tuple[Conflict, ...]:
    """The conflicts among the chunks."""
    return tuple(chunk for chunk in chunks if isinstance(chunk, Conflict))


_Change = tuple[int, int, int, int]
"""Lines `begin` to `end` became lines `new_begin` to `new_end`."""


def _changes(old: Sequence[str], new: Sequence[str]) -> list[_Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        (begin, end, new_begin, new_end)
        for tag, begin, end, new_begin, new_end in matcher.get_opcodes()
        if tag != "equal"
    ]


def _regions(changes: Sequence[_Change]) -> list[tuple[int, int]]:
    """The stretches that somebody changed; those that touch are one."""
    regions: list[tuple[int, int]] = []
    for begin, end, *_ in sorted(changes):
        if regions and begin <= regions[-1][1]:
            regions[-1] = (regions[-1][0], max(regions[-1][1], end))
        else:
            regions.append((begin, end))
    return regions


def _moved(changes: Sequence[_Change], line: int, *, late: bool) -> int:
    """Where the place before a line went to; `late` is behind what was put in there."""
    shift = 0
    for begin, end, new_begin, new_end in changes:
        if end < line or (end == line and (late or begin < end)):
            shift = new_end - end
        elif begin <= line and begin == end == line and not late:
            return new_begin
        elif begin >= line:
            break
    return line + shift


def _agree(chunks: list[Chunk], lines: Sequence[str]) -> None:
    if not lines:
        return
    if chunks and isinstance(chunks[-1], Agreed):
        chunks[-1] = Agreed((*chunks[-1].lines, *lines))
    else:
        chunks.append(Agreed(tuple(lines)))
