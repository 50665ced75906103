"""The organisation whose procedures these are: names, departments, roles, house rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sopkit.diagnostics.diagnostic import Severity

DEFAULT_LANGUAGE = "en"

APPROVALS = ("approver", "reviewer")
"""The rights with which one can approve."""

DEFAULT_APPROVAL = ("approver",)
"""Who must approve where the organisation does not say: one person with that right."""


@dataclass(frozen=True, slots=True)
class Named:
    """A department or a role: an id with a name per language.

    `approval` is a department's own: the rights with which its procedures must be approved, one
    person for each.
    """

    id: str
    names: Mapping[str, str] = field(default_factory=dict)
    approval: tuple[str, ...] | None = None

    def name(self, language: str) -> str:
        """The name in a language, else in any, else the id."""
        primary = language.split("-", maxsplit=1)[0]
        return (
            self.names.get(language)
            or self.names.get(primary)
            or next(iter(self.names.values()), self.id)
        )


@dataclass(frozen=True, slots=True)
class Organisation:
    """What `organisation.yaml` says. A list that is None was not given, so is not checked."""

    name: str = ""
    language: str = DEFAULT_LANGUAGE
    timezone: str = "UTC"
    logo: str | None = None
    departments: tuple[Named, ...] | None = None
    roles: tuple[Named, ...] | None = None
    words: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    approval: tuple[str, ...] = DEFAULT_APPROVAL

    def department(self, text: str) -> Named | None:
        """The department with that id or with that name in any language."""
        return _find(self.departments, text)

    def role(self, text: str) -> Named | None:
        """The role with that id or with that name in any language."""
        return _find(self.roles, text)

    def approval_of(self, department: str) -> tuple[str, ...]:
        """The rights with which procedures of a department must be approved, a person for each."""
        found = self.department(department)
        return self.approval if found is None or found.approval is None else found.approval


def _find(entries: tuple[Named, ...] | None, text: str) -> Named | None:
    wanted = text.casefold()
    for entry in entries or ():
        if entry.id == text or wanted in (name.casefold() for name in entry.names.values()):
            return entry
    return None
