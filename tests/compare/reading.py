"""Texts of procedures as editions, for comparing."""

from __future__ import annotations

from pathlib import Path

from sopkit.compare.difference import Difference
from sopkit.compare.document import compare
from sopkit.compare.edition import Edition
from sopkit.flow.build import build_flow
from sopkit.parse.library import Texts, parse_library
from sopkit.source.file import decode

_FRONT = """\
---
number: KS-001
title: Answering
department: Service
language: {language}
---

## Purpose

{purpose}

## Terms

{terms}

## Instructions

{steps}
"""


def procedure(
    steps: str,
    *,
    purpose: str = "Every customer is answered.",
    terms: str = "None.",
    language: str = "en",
) -> str:
    """The text of a procedure with these steps."""
    return _FRONT.format(steps=steps, purpose=purpose, terms=terms, language=language)


def edition(text: str, pictures: dict[str, str] | None = None) -> Edition:
    """A text, compiled on its own."""
    texts = Texts(
        sops=[decode("KS-001.md", text.encode(errors="replace"))],
        organisation=None,
        glossary=None,
        standards=[],
        catalogue=(),
        pictures=frozenset(),
    )
    library, _ = parse_library(texts)
    [sop] = library.sops
    return Edition(sop, build_flow(sop), pictures or {})


def difference(old: str, new: str) -> Difference:
    """What changed from one text to another."""
    return compare(edition(old), edition(new))


def of_steps(old: str, new: str, language: str = "en") -> Difference:
    """What changed from some steps to others, all else being the same."""
    return difference(procedure(old, language=language), procedure(new, language=language))


CASES = Path(__file__).parent / "cases"
