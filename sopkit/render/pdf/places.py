"""The places in a document that its links lead to, by the addresses that pages use for them.

Each place has a name that is unique in the document. A document of several procedures has the
steps of all of them, so there the name of a step begins with that of its procedure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class Procedure:
    """Where a procedure begins, if a link can lead there, and the steps that it has."""

    begins: str | None
    prefix: str
    steps: frozenset[str]

    def step(self, step: str) -> str | None:
        """The place of a step."""
        return f"{self.prefix}step:{step}" if step in self.steps else None


def alone(steps: Iterable[str]) -> Procedure:
    """The only procedure of a document."""
    return Procedure(None, "", frozenset(steps))


@dataclass(frozen=True, slots=True)
class Places:
    """What links on one procedure lead to: its own steps, and other procedures.

    `others` has the procedures of the document by the address of their page.
    """

    own: Procedure
    others: Mapping[str, Procedure] = field(default_factory=dict)

    def find(self, address: str | None) -> str | None:
        """The place that an address leads to, if it is in the document."""
        if not address:
            return None
        page, _, step = address.partition("#")
        if not page:
            return self.own.step(unquote(step))
        other = self.others.get(page)
        return (other.step(unquote(step)) or other.begins) if other else None
