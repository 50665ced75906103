"""What every command is given: the language and the surroundings of this run."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from sopkit.cli.terminal import complain, wants_colour
from sopkit.messages import Translate, fill


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the program; `here` is the folder in which it was started."""

    language: str
    translate: Translate
    environment: Mapping[str, str]
    here: Path

    def text(self, template: str, **facts: object) -> str:
        """A sentence in the reader's language, filled with facts."""
        return fill(self.translate(template), {name: str(fact) for name, fact in facts.items()})

    def note(self, template: str, **facts: object) -> None:
        """Tell the user something that is no output: it goes to standard error."""
        complain(self.text(template, **facts))

    def coloured(self, choice: str = "auto", stream: TextIO | None = None) -> bool:
        """Whether a stream (standard output, if none is given) takes colours."""
        return wants_colour(choice, stream or sys.stdout, self.environment)

    def shown(self, path: Path) -> str:
        """A path as the user would type it: relative to here, unless it lies elsewhere."""
        full = path.resolve()
        home = self.here.resolve()
        return str(full.relative_to(home) if full.is_relative_to(home) else full)
