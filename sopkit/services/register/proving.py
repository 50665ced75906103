"""Proves a register, with the anchors that were kept outside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sopkit.refusals import BrokenAnchorFileError
from sopkit.settings import Settings
from sopkit.store.anchor import BrokenAnchorError, read_anchors
from sopkit.store.session import Register
from sopkit.store.trail import Head
from sopkit.store.verify import Broken, Progress, verify


@dataclass(frozen=True, slots=True)
class Proof:
    """What a register was found to be: sound if `broken` is empty.

    `anchors` is how many anchors the trail extends, None when there were none to compare with.
    """

    head: Head
    broken: tuple[Broken, ...]
    anchors: int | None


def prove(
    register: Register,
    settings: Settings,
    anchor: Path | None = None,
    progress: Progress | None = None,
) -> Proof:
    """Go through the whole register, and compare it with the anchors of a file if there is one.

    Raises BrokenAnchorFileError, and OSError when the file that was named cannot be read.
    """
    file = anchor or settings.anchor
    try:
        anchors = read_anchors(file) if file and (anchor or file.exists()) else None
    except BrokenAnchorError as error:
        raise BrokenAnchorFileError(file, error.line) from error
    with register.reading() as session:
        found = verify(session, anchors or (), progress)
    return Proof(found.head, tuple(found.broken), found.anchors if anchors else None)
