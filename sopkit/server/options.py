"""The options of selects that offer the same in many rows, made once for all of them.

A long procedure has some hundred rows, and each can lead to each step: a page with all of it in
each row has megabytes. So a page holds each list once for its script, which puts it into a select
when somebody comes to it; without a script the selects hold it themselves, if it is not too long.
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
    """The options of selects; with `every` not set, a select holds only the one chosen in it.

    `name` is what the script finds the whole list by.
    """

    def __init__(self, name: str, choices: Iterable[Option], *, every: bool = True) -> None:
        self.name = name
        self.every = every
        self._of: Mapping[str, str] = {
            each.value: f'<option value="{escape(each.value)}">{escape(each.name)}</option>\n'
            for each in choices
        }
        self._all = "".join(self._of.values())

    def __contains__(self, value: str) -> bool:
        """Whether a value can be chosen."""
        return value in self._of

    @property
    def all(self) -> Markup:
        """All of them, none selected."""
        return Markup(self._all)  # noqa: S704 - escaped above

    @property
    def source(self) -> Markup:
        """The attribute of a select or group that tells the script what to put into it."""
        if self.every:
            return Markup()
        return Markup(' data-from="{}"').format(self.name)

    def chosen(self, value: str) -> Markup:
        """What a select holds, the one with this value selected."""
        plain = self._of.get(value, "")
        selected = plain.replace('">', '" selected>', 1)
        if not self.every:
            return Markup(selected)  # noqa: S704 - escaped above
        made = self._all.replace(plain, selected, 1) if plain else self._all
        return Markup(made)  # noqa: S704 - escaped above
