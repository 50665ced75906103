"""A whole library: every procedure, linked to the others and to the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sopkit.model.organisation import Organisation
from sopkit.model.sop import Sop
from sopkit.model.standard import Standard
from sopkit.model.term import Term


@dataclass(frozen=True)
class Library:
    """All SOPs of a folder, linked. One immutable value, from which everything is derived.

    `sops` are in the order of their paths. `files` are the paths of every SOP file found,
    also of those that could not be read. `pictures` are the paths of the images in the library.
    `own_pictures` is for texts of different times, in which one path can mean several pictures:
    the path in `pictures` of a picture, by the path of the SOP and that which its text means.
    """

    sops: tuple[Sop, ...] = ()
    organisation: Organisation = field(default_factory=Organisation)
    glossary: tuple[Term, ...] = ()
    standards: Mapping[str, Standard] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    pictures: frozenset[str] = frozenset()
    own_pictures: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def by_number(self) -> Mapping[str, tuple[Sop, ...]]:
        """The SOPs with each number: the translations of one procedure."""
        found: dict[str, list[Sop]] = {}
        for sop in self.sops:
            if sop.number:
                found.setdefault(sop.number, []).append(sop)
        return {number: tuple(sops) for number, sops in found.items()}

    @cached_property
    def by_path(self) -> Mapping[str, Sop]:
        """The SOP of each path."""
        return {sop.path: sop for sop in self.sops}

    def original(self, number: str) -> Sop | None:
        """The SOP that the others with its number translate.

        It is the one in the organisation's language, else the first by path.
        """
        sops = self.by_number.get(number, ())
        for sop in sops:
            if sop.language == self.organisation.language:
                return sop
        return sops[0] if sops else None

    def find(self, number: str, language: str) -> Sop | None:
        """The SOP with a number, in a language if it has one, else the original."""
        for sop in self.by_number.get(number, ()):
            if sop.language == language:
                return sop
        return self.original(number)
