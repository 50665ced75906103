"""Stable names of steps: explicit ids first, then the titles."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from sopkit.model.sop import RESERVED_IDS
from sopkit.parse.draft import StepDraft


def slug(title: str) -> str:
    """A title as an id: lower case, without punctuation, its words joined by hyphens.

    Letters of any alphabet are kept, with the marks that belong to them.
    """
    kept = (
        character
        if character.isalnum() or character in "-_" or unicodedata.category(character)[0] == "M"
        else " "
        if character.isspace()
        else ""
        for character in unicodedata.normalize("NFC", title.lower())
    )
    return "-".join("".join(kept).split())


def assign_ids(steps: Sequence[StepDraft]) -> None:
    """Give every step an id of its own. The first step with an explicit id keeps it."""
    taken = set(RESERVED_IDS)
    later: list[StepDraft] = []
    for step in steps:
        explicit = step.attributes.id
        if explicit is not None and explicit not in taken:
            step.id = explicit
            taken.add(explicit)
        else:
            later.append(step)
    counts: dict[str, int] = {}
    for step in later:
        step.id = _free(slug(step.title) or "step", taken, counts)
        taken.add(step.id)


def _free(wanted: str, taken: Iterable[str], counts: dict[str, int]) -> str:
    """The wanted id, else with the next free number; counting on keeps it linear."""
    candidate = wanted
    while candidate in taken:
        counts[wanted] = counts.get(wanted, 1) + 1
        candidate = f"{wanted}-{counts[wanted]}"
    return candidate
