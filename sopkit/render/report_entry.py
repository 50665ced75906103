"""What the reports of diagnostics (text, JSON, SARIF) are made from."""

from __future__ import annotations

from dataclasses import dataclass

from sopkit.diagnostics.diagnostic import Diagnostic, Severity
from sopkit.source.file import SourceFile


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One diagnostic with what its reader needs.

    `place` is the file's path as the reader can open it from where the program was started, with
    forward slashes; the diagnostic's own path is relative to the library. `source` is None for a
    file that is no text.
    """

    diagnostic: Diagnostic
    place: str
    source: SourceFile | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of a run, in the order in which they are told; `files` were looked at."""

    entries: tuple[ReportEntry, ...]
    files: int

    def count(self, severity: Severity) -> int:
        """How many findings have that severity."""
        return sum(entry.diagnostic.severity is severity for entry in self.entries)

    @property
    def errors(self) -> int:
        """How many findings stop a release."""
        return self.count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        """How many findings do not."""
        return self.count(Severity.WARNING)

    @property
    def fixable(self) -> int:
        """How many findings carry a certain correction."""
        return sum(entry.diagnostic.fix is not None for entry in self.entries)
