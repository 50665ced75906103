"""Long lists of ids in statements of a length that every database takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Mapped

SIZE = 500

Id = TypeVar("Id", str, int)


def portions(ids: Iterable[Id]) -> Iterator[list[Id]]:
    """These ids, each once and in their order, so many at a time."""
    every = sorted(set(ids))
    for start in range(0, len(every), SIZE):
        yield every[start : start + SIZE]


def among(document: Mapped[str], document_ids: Collection[str] | None) -> ColumnElement[bool]:
    """Whether a row is of one of these documents; None stands for all of them."""
    return true() if document_ids is None else document.in_(document_ids)
