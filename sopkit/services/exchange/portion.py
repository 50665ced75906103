"""A part of a long list, and where the next part begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_Item = TypeVar("_Item")
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Portion(Generic[_Item]):
    """Some of a list. `following` is after what the next part comes; None at the end."""

    items: tuple[_Item, ...]
    following: str | None


def cut(
    found: Sequence[_Found], limit: int, name: Callable[[_Found], str]
) -> tuple[Sequence[_Found], str | None]:
    """At most `limit` of what was found, and the name of the last one if more was found."""
    if len(found) <= limit:
        return found, None
    return found[:limit], name(found[limit - 1])
