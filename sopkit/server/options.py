"""The options of selects that offer the same in many rows, made once for all of them.

A long procedure has some hundred rows, and each can lead to each step: put together by the template
one by one, they took most of the time of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from markupsafe import Markup, escape


class Option(Protocol):
    """A value that can be picked, and its name."""

    @property
    def value(self) -> str: ...  # noqa: D102

    @property
    def name(self) -> str: ...  # noqa: D102


class Options:
    """The options of a select; with `every` not set, only the one that is chosen."""

    def __init__(self, choices: Iterable[Option], *, every: bool = True) -> None:
        self._of: Mapping[str, str] = {
            each.value: f'<option value="{escape(each.value)}">{escape(each.name)}</option>\n'
            for each in choices
        }
        self._all = "".join(self._of.values()) if every else ""

    def __contains__(self, value: str) -> bool:
        """Whether a value can be chosen."""
        return value in self._of

    def chosen(self, value: str) -> Markup:
        """All of them, the one with this value selected."""
        plain = self._of.get(value)
        if plain is None:
            return Markup(self._all)  # noqa: S704 - escaped above
        selected = plain.replace('">', '" selected>', 1)
        made = self._all.replace(plain, selected, 1) if self._all else selected
        return Markup(made)  # noqa: S704 - escaped above
