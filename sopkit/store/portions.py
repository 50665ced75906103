"""Long lists of ids in statements of a length that every database takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

SIZE = 500

Id = TypeVar("Id", str, int)


def portions(ids: Iterable[Id]) -> Iterator[list[Id]]:
    """These ids, each once and in their order, so many at a time."""
    every = sorted(set(ids))
    for start in range(0, len(every), SIZE):
        yield every[start : start + SIZE]
