"""What a rule sees, and what a rule module holds.

A rule module is `rules/sopNNN_name.py`. Its docstring is the page that `sopkit explain` prints:
a title line, then the parts `What it finds`, `Why it matters`, `Example` and `Use instead`. It
defines one of

- `check_sop(sop, context) -> Iterable[Diagnostic]`, called for every SOP, or
- `check_library(context) -> Iterable[Diagnostic]`, called once,

or neither, when the finding is made while parsing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sopkit.flow.build import build_flow
from sopkit.flow.flow import Flow
from sopkit.model.library import Library
from sopkit.model.sop import Sop

Derived = TypeVar("Derived")


@dataclass(frozen=True)
class Context:
    """The linked library with what rules derive from it, each built once when first asked for."""

    library: Library
    _flows: dict[str, Flow] = field(default_factory=dict)
    _derived: dict[object, Any] = field(default_factory=dict)

    def flow(self, sop: Sop) -> Flow:
        """The flow of one of the library's SOPs."""
        found = self._flows.get(sop.path)
        if found is None:
            found = self._flows[sop.path] = build_flow(sop)
        return found

    def once(self, key: object, make: Callable[[], Derived]) -> Derived:
        """What `make` gives, made once for this library; `key` names it among all rules."""
        if key not in self._derived:
            self._derived[key] = make()
        found: Derived = self._derived[key]
        return found
