"""Which rows of the form a browser has already: the others alone are made and sent.

A long procedure has some hundred rows, and a key changes one of them. So each row carries the
digest of all that it shows, the script sends the digests of the rows that nobody touched since
they came, and where one is still right the answer holds its place instead of the row.

A row that came with whole lists, for whoever has no script, shows those too: to a script it is
another row, and is sent once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from starlette.datastructures import FormData

from sopkit.server.options import Options
from sopkit.services.writing.changing import Row

ROWS = "rows"
"""The field in which the script sends digests, with blanks between them."""


def rows_of(sent: FormData) -> frozenset[str]:
    """The digests of the rows that the browser has."""
    value = sent.get(ROWS)
    return frozenset(value.split()) if isinstance(value, str) else frozenset()


@dataclass(frozen=True, slots=True)
class RowContext:
    """What a row shows beside its own: findings, names of what is chosen, the language of labels.

    `findings` are by place, as the page has them; `focus` is what is opened.
    """

    language: str
    focus: str
    findings: Mapping[str, Sequence[object]]
    options: Mapping[str, Options]

    def version(self, row: Row) -> str:
        """The digest of all that a row shows."""
        place = f"row.{row.index}"
        chosen = (
            self.options["goals"].chosen(f"step.{row.goal.target}" if row.goal else ""),
            self.options["steps"].chosen(row.overdue),
            self.options["roles"].chosen(row.attributes.get("role", "")),
            self.options["roles"].chosen(row.attributes.get("escalate", "")),
            self.options["standards"].chosen(row.attributes.get("standard", "")),
        )
        shown = (
            self.language,
            self.focus if self.focus == f"panel-{row.index}" else "",
            tuple(self.findings.get(place, ())),
            chosen,
            sorted(row.moves),
            # Of what a row shows, its lines are no part; and a set has no order that lasts.
            replace(row, moves=frozenset(), first=0, last=0),
        )
        return blake2b(repr(shown).encode(), digest_size=9).hexdigest()
