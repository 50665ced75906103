"""What is wrong in a procedure, where, and how to mend it.

A diagnostic carries facts (a code and its parameters); its sentence is made at the edge,
in the reader's language, by `codes.message`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sopkit.source.span import Span


class Severity(StrEnum):
    """How bad a finding is: an error fails `check`."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fix:
    """A certain correction: the text of `span` becomes `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step on the way that leads to a flow finding."""

    line: int
    title: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    `variant` chooses among a code's sentences and `parameters` fill it (see `codes`);
    `hint` names one of the code's hints, filled by the same parameters.
    `path` is relative to the library, with forward slashes.
    """

    code: str
    severity: Severity
    path: str
    span: Span
    variant: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    hint: str | None = None
    fix: Fix | None = None
    trace: tuple[TraceStep, ...] = ()

    @property
    def order(self) -> tuple[str, Span, str]:
        """Sort key: by file, place and code."""
        return (self.path, self.span, self.code)
