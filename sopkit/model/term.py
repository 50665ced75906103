"""Terms and what they mean."""

from __future__ import annotations

from dataclasses import dataclass

from sopkit.source.span import Span


@dataclass(frozen=True, slots=True)
class Term:
    """One term with its definition, as Markdown; `path` is the file that defines it.

    `language` is that of the SOP; in a glossary, which may hold several, that of the heading
    above it, or None where no heading says.
    """

    name: str
    definition: str
    path: str
    span: Span
    language: str | None = None
