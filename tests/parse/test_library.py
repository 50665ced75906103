"""Whole libraries: links, languages, organisation and standards."""

from __future__ import annotations

from pathlib import Path

import pytest

from sopkit.parse.language import language_tag
from sopkit.parse.target import parse_target
from sopkit.services.compile import Compiled, compile_library

SOP = """---
number: {number}
title: Iets
department: service
language: {language}
---

## Doel

Iets.

## Begrippen

Geen.

## Instructies

{steps}
"""


def library(folder: Path, **files: str) -> Compiled:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return compile_library(folder)


def sop(number: str, steps: str, language: str = "nl") -> str:
    return SOP.format(number=number, steps=steps, language=language)


def codes(compiled: Compiled) -> list[str]:
    return [finding.code for finding in compiled.diagnostics]


def test_links_find_sops_by_number_and_by_path(tmp_path: Path) -> None:
    files = {
        "a.md": sop("A-1", "1. Voer [b](sub/b.md) uit.\n2. Klaar → [c](A-3)"),
        "sub__b.md": sop("A-2", "1. Zie (in [a](../a.md)) iets."),
        "c.md": sop("A-3", "1. Klaar."),
    }
    compiled = library(tmp_path, **files)
    assert codes(compiled) == []
    first = compiled.library.by_path["a.md"]
    assert first.steps[0].call is not None
    assert first.steps[0].call.number == "A-2"
    assert compiled.context.flow(first).by_id["end"].target == "A-3"


def test_links_in_labels_phases_and_introductions_must_lead_somewhere(tmp_path: Path) -> None:
    steps = """Zie [a](ZZ-1).

### Fase [b](ZZ-2)

1. **Wat?**
   - Zie [c](ZZ-3): doe
   - Nee [d](ZZ-4) → einde
"""
    assert codes(library(tmp_path, **{"a.md": sop("A-1", steps)})) == ["SOP501"] * 4


def test_the_case_of_a_language_tag_says_nothing(tmp_path: Path) -> None:
    files = {"a.md": sop("A-1", "1. Klaar.", "nl"), "b.md": sop("A-1", "1. Klaar.", "NL")}
    assert codes(library(tmp_path, **files)) == ["SOP108"]


@pytest.mark.parametrize(
    ("written", "tag"),
    [("NL", "nl"), ("nl-be", "nl-BE"), ("ZH-hant-tw", "zh-Hant-TW"), ("n", None), ("nl_BE", None)],
)
def test_language_tags_are_spelled_in_the_usual_way(written: str, tag: str | None) -> None:
    assert language_tag(written) == tag


def test_a_logo_that_is_not_there_is_reported(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    organisation = "name: X\nlogo: lgo.svg\n"
    (finding,) = library(tmp_path, **{"organisation.yaml": organisation}).diagnostics
    assert (finding.code, finding.path, finding.hint) == (
        "SOP207",
        "organisation.yaml",
        "nearest",
    )


def test_empty_lists_of_the_organisation_are_checked_and_missing_ones_are_not(
    tmp_path: Path,
) -> None:
    files = {"a.md": sop("A-1", "1. Doe iets. {role=baas}")}
    assert codes(library(tmp_path, **files)) == []
    files["organisation.yaml"] = "name: X\ndepartments: []\nroles: []\n"
    assert codes(library(tmp_path, **files)) == ["SOP503", "SOP503"]


def test_an_organisation_raises_warnings_and_lowers_no_error(tmp_path: Path) -> None:
    files = {
        "a.md": sop("A-1", "1. Doe het zo snel mogelijk."),
        "organisation.yaml": "severity: {SOP404: error, SOP301: warning}\n",
    }
    found = [
        (finding.code, finding.severity.value) for finding in library(tmp_path, **files).diagnostics
    ]
    assert found == [("SOP404", "error"), ("SOP107", "error")]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (">= 75%", (None, ">=", 75.0, None, "%")),
        ("p90 <= 4h", ("p90", "<=", 4.0, None, "h")),
        ("median <= 2m", ("median", "<=", 2.0, None, "m")),
        ("75..85%", (None, "..", 75.0, 85.0, "%")),
        (">= 30", (None, ">=", 30.0, None, "")),
        ("≥ 7,5", (None, ">=", 7.5, None, "")),
        ("85..75%", None),
        ("snel", None),
        (">=", None),
        ("75", None),
    ],
)
def test_targets_are_read(text: str, key: tuple[object, ...] | None) -> None:
    target = parse_target(text)
    assert (target.key if target else None) == key
