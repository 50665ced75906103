"""Collects the findings about one file while it is parsed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic, Fix
from sopkit.source.span import Span


@dataclass(slots=True)
class Report:
    """The findings about the file at `path` so far."""

    path: str
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def add(
        self,
        code: str,
        span: Span,
        variant: str = "",
        *,
        hint: str | None = None,
        fix: Fix | None = None,
        **parameters: Any,  # noqa: ANN401 - handed on as they are
    ) -> None:
        """Add one finding (see `codes.finding`)."""
        self.diagnostics.append(
            finding(code, self.path, span, variant, hint=hint, fix=fix, trace=(), **parameters)
        )
