"""Anchors: the end of the trail, written where whoever owns the database cannot change it.

A file of lines, one anchor each: the time, the number of events, the hash of the last one, and
the occasion, with tabs between. Lines are only ever added.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sopkit.store.columns import instant_text
from sopkit.store.trail import Head


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the end of the trail was at some time."""

    at: str
    events: int
    hash: str
    occasion: str


class BrokenAnchorError(ValueError):
    """A line of the file is no anchor; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} is no anchor")
        self.line = line


def append_anchor(file: Path, head: Head, occasion: str, now: datetime) -> None:
    """Add an anchor to the file, which is made if it is not there. Raises OSError."""
    line = f"{instant_text(now)}\t{head.events}\t{head.hash}\t{occasion}\n"
    with os.fdopen(_opened(file), "wb") as open_file:
        open_file.write(line.encode())
        open_file.flush()
        os.fsync(open_file.fileno())


def touch_anchors(file: Path) -> None:
    """See that anchors can be added to the file, which is made if need be. Raises OSError."""
    os.close(_opened(file))


def _opened(file: Path) -> int:
    return os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)


def read_anchors(file: Path) -> tuple[Anchor, ...]:
    """Every anchor of a file, in its order. Raises OSError and BrokenAnchorError.

    A last line that was cut off, by a crash while it was written, is passed over.
    """
    whole, _, _rest = file.read_text(encoding="utf-8").rpartition("\n")
    lines = whole.split("\n") if whole else []
    return tuple(_anchor(number, line) for number, line in enumerate(lines, start=1))


def _anchor(number: int, line: str) -> Anchor:
    parts = line.split("\t")
    if len(parts) != 4 or not parts[1].isdecimal() or len(parts[2]) != 64:
        raise BrokenAnchorError(number)
    return Anchor(parts[0], int(parts[1]), parts[2], parts[3])
