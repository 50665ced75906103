"""Findings, each at the place of the form that it concerns."""

from __future__ import annotations

from dataclasses import dataclass

from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.services.writing.changing import TextView, finding_name

MATTER = "matter"
"""The place of what concerns the front matter as a whole."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding with its place: `row.5`, `section.2`, `term.0`, `field.title`, `matter`."""

    name: str
    place: str
    finding: Diagnostic

    @property
    def fixable(self) -> bool:
        """Whether it can be mended at a click."""
        return self.finding.fix is not None


def placed(
    view: TextView, found: tuple[Diagnostic, ...], keys: tuple[tuple[str, int, int], ...]
) -> tuple[Placed, ...]:
    """The findings with their places; `keys` are the front matter's, with their lines."""
    return tuple(Placed(finding_name(each), _place(view, each, keys), each) for each in found)


def _place(view: TextView, found: Diagnostic, keys: tuple[tuple[str, int, int], ...]) -> str:
    line = found.span.line
    rows = [row for row in view.rows if row.first <= line <= row.last]
    if rows:
        return f"row.{rows[-1].index}"
    for term in view.terms:
        if term.first <= line <= term.last:
            return f"term.{term.index}"
    for section in view.sections:
        if section.first <= line <= section.last:
            return f"section.{section.index}"
    facts = dict(found.parameters)
    missing = facts.get("key", "")
    for key, first, last in keys:
        if first <= line <= last and found.code != "SOP105":
            return f"field.{key}"
    return f"field.{missing}" if found.code == "SOP105" and missing else MATTER
