"""Places in a source text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of source text: lines and columns from 1, columns count characters.

    The end is exclusive; a span whose end equals its start is a place between characters.
    """

    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def at(cls, line: int, column: int, length: int = 0) -> Span:
        """The `length` characters from `column` of one line."""
        return cls(line, column, line, column + length)

    def to(self, other: Span) -> Span:
        """From the beginning of this span to the end of `other`."""
        return Span(self.line, self.column, other.end_line, other.end_column)


START_OF_FILE = Span(1, 1, 1, 1)
