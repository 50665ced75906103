"""What a finding says besides its place: the nearest name, and the way that leads to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sopkit.check.documentation import Example
from sopkit.diagnostics.codes import hint_of, message_of
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.messages import english
from tests.check.examples import files_of
from tests.check.folder import findings_in


def only(folder: Path, **texts: str) -> Diagnostic:
    """The only finding in a library of these files; `KS_002` stands for the file `KS-002.md`."""
    named = tuple(
        Example(f"{name.replace('_', '-')}.md", text) for name, text in sorted(texts.items())
    )
    found = findings_in(folder, {**files_of(named, "en"), "images/frame.png": ""})
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1. ![The frame](images/fram.png)\n", "Did you mean “images/frame.png”?"),
        ("1. Carry out [it](KS-022).\n", "Did you mean “KS-002”?"),
        ("1. Carry out [it](KS-02.md).\n", "Did you mean “KS-002.md”?"),
        ("1. Carry out [it](KS-002#asc).\n", "Did you mean “ask”?"),
        ("1. Answer. {standard=csta}\n", "Did you mean “csat”?"),
        (
            "1. Answer. {standard=happiness-of-everybody}\n",
            "Add it as a file in the folder “standards”.",
        ),
    ],
)
def test_the_nearest_name_is_suggested(text: str, hint: str, tmp_path: Path) -> None:
    found = only(tmp_path, KS_001=text, KS_002="1. Ask. {#ask}\n")
    assert hint_of(found, english) == hint


@pytest.mark.parametrize("id", ["end", "einde"])
def test_who_links_to_the_end_is_told_how_to_end(tmp_path: Path, id: str) -> None:
    text = f"1. **Is it?**\n   - Yes → [the end](#{id})\n   - No: note it\n"
    found = only(tmp_path, KS_001=text)
    assert found.code == "SOP306"
    told = hint_of(found, english)
    assert told == "To end the procedure there, write → end instead of a link."


def test_an_unknown_role_is_told_which_there_are(tmp_path: Path) -> None:
    names = "abcdefgh"
    roles = "".join(f"  - {{id: {each}-role, name: {{en: Role {each}}}}}\n" for each in names)
    (tmp_path / "organisation.yaml").write_text(f"name: X\nlanguage: en\nroles:\n{roles}")
    found = only(tmp_path, KS_001="1. Ask. {role=boss}\n")
    assert hint_of(found, english) == (
        "Choose one that is there (a-role, b-role, c-role, d-role, e-role, f-role, …), or add it "
        "to organisation.yaml."
    )


def test_the_missing_answer_is_named_as_the_other_is_written(tmp_path: Path) -> None:
    text = "1. **Is it?**\n   - yes: note it\n   - perhaps: look again\n"
    found = only(tmp_path, KS_001=text)
    assert hint_of(found, english) == "Add a branch “no: …”."


def test_a_circle_of_calls_is_traced_once_round(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        KS_001="1. Ask.\n2. Carry out [two](KS-002).\n",
        KS_002="1. Carry out [three](KS-003).\n",
        KS_003="1. Carry out [one](KS-001).\n",
    )
    assert message_of(found, english) == "KS-001 calls itself by way of KS-002, KS-003."
    assert [(step.line, step.title) for step in found.trace] == [
        (19, "KS-001: Carry out two"),
        (18, "KS-002: Carry out three"),
        (18, "KS-003: Carry out one"),
    ]


def test_an_endless_loop_is_traced_from_the_start_and_once_round(tmp_path: Path) -> None:
    text = "1. Greet.\n2. Ask. {#ask}\n3. Note. → [Ask](#ask)\n"
    found = only(tmp_path, KS_001=text)
    assert [step.title for step in found.trace] == ["Greet", "Ask", "Note", "Ask"]


def test_the_first_difference_of_a_translation_is_told_with_both_sides(tmp_path: Path) -> None:
    dutch = "---\nnumber: KS-001\ntitle: Een\ndepartment: Service\nlanguage: nl\n---\n"
    found = only(
        tmp_path,
        KS_001="1. Ask. {within=2m}\n2. Note. {within=3m}\n",
        KS_001_nl=f"{dutch}\n## Instructies\n\n1. Vraag. {{within=2m}}\n2. Noteer. {{within=4m}}\n",
    )
    assert message_of(found, english) == (
        "The flow differs from KS-001.md at step 2: within=4m here, within=3m there."
    )
