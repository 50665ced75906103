"""How much a change asks of people, worked out from the two texts."""

from __future__ import annotations

from sopkit.model.control import Nature

_ORDER = tuple(Nature)


def nature_of_change(before: bytes, after: bytes) -> Nature:
    """The nature of a change between two texts of one procedure."""
    return Nature.EDITORIAL if before.split() == after.split() else Nature.BEHAVIOURAL


def at_least(found: Nature, wanted: Nature | None) -> bool:
    """Whether a nature is not lower than the one that was found."""
    return wanted is None or _ORDER.index(wanted) >= _ORDER.index(found)


def highest(natures: tuple[Nature | None, ...]) -> Nature | None:
    """The highest of several; None where there is none."""
    return max((each for each in natures if each), key=_ORDER.index, default=None)
