"""`sopkit graph`: one procedure's flow in the formats that are promised."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Sopkit, sop

TEXT = sop(
    "1. **Call.** {#call}\n2. **Is there an answer?**\n"
    "   - Yes → end\n   - No → [Call](#call) {max=2}\n3. **Write.**"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "KS-001.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_json_is_what_the_format_promises(sopkit: Sopkit, file: Path) -> None:
    done = sopkit("graph", file, "--format", "json")
    given = json.loads(done.out)
    assert {key: given[key] for key in ("number", "title", "language")} == {
        "number": "KS-001",
        "title": "Answering",
        "language": "en",
    }
    assert {
        "id": "call", "kind": "action", "title": "Call", "step": "1", "line": 18, "role": None,
    } in given["nodes"]  # fmt: skip
    assert {"source": "call", "target": "is-there-an-answer", "label": None, "kind": "flow"} in (
        given["edges"]
    )
    assert {"source": "is-there-an-answer", "target": "call", "label": "No", "kind": "flow"} in (
        given["edges"]
    )


@pytest.mark.parametrize(
    ("style", "beginning"),
    [("svg", "<svg"), ("dot", "digraph"), ("mermaid", "flowchart"), ("json", "{")],
)
@pytest.mark.parametrize("from_input", [False, True])
def test_each_format_comes_from_a_file_and_from_standard_input(
    sopkit: Sopkit, file: Path, style: str, beginning: str, from_input: bool
) -> None:
    text = TEXT.replace("→ end", "→ end: a “b”").encode()
    file.write_bytes(text)
    done = sopkit("graph", "-" if from_input else file, "--format", style, stdin=text)
    # Step 3 is never reached here: the flow is drawn all the same.
    assert done.out.lstrip().startswith(beginning)
    assert done.out.endswith("\n")


def test_a_picture_is_drawn_unless_another_format_is_asked_for(sopkit: Sopkit, file: Path) -> None:
    file.write_text(sop("1. Call.\n2. Write."), encoding="utf-8")
    done = sopkit("graph", file)
    assert (done.status, done.err) == (0, "")
    assert ElementTree.fromstring(done.out).tag.endswith("svg")  # noqa: S314 - our own output


def test_a_procedure_with_errors_is_drawn_and_says_so(sopkit: Sopkit, file: Path) -> None:
    done = sopkit("graph", file, "--format", "json")
    assert done.status == 1
    assert json.loads(done.out)["nodes"]
    assert "has errors, so the flow may be wrong; “sopkit check" in done.err


def test_a_file_that_cannot_be_read_is_not_drawn(sopkit: Sopkit, file: Path) -> None:
    file.write_bytes(b"\xff\xfe")
    done = sopkit("graph", "KS-001.md")
    assert (done.status, done.out) == (2, "")
    assert "KS-001.md cannot be drawn yet; first mend what “sopkit check KS-001.md”" in done.err


def test_the_glossary_has_no_flow(sopkit: Sopkit, file: Path) -> None:
    file.with_name("organisation.yaml").write_text("name: X\n", encoding="utf-8")
    file.with_name("glossary.md").write_text("# Terms\n", encoding="utf-8")
    for name in ("glossary.md", "organisation.yaml"):
        done = sopkit("graph", name)
        assert done.err == f"sopkit: error: {name} is no procedure, so it has no flow.\n"


def test_a_folder_is_not_one_procedure(sopkit: Sopkit, tmp_path: Path) -> None:
    assert "is a folder; give the file" in sopkit("graph", tmp_path).err


def test_bpmn_writes_calls_as_the_reader_of_the_file_takes_them(sopkit: Sopkit, file: Path) -> None:
    file.write_text(sop("1. Carry out [the other](KS-001).\n2. Write."), encoding="utf-8")
    usual = sopkit("graph", file, "--format", "bpmn")
    tasks = sopkit("graph", file, "--format", "bpmn", "--calls", "as-tasks", "--executable")
    assert "callActivity" in usual.out
    assert "callActivity" not in tasks.out
    assert 'isExecutable="true"' in tasks.out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--lanes", "--format", "dot"), "--lanes means nothing here; it is for --format svg."),
        (("--lanes", "--format", "bpmn"), "--lanes means nothing here"),
        (("--executable",), "--executable means nothing here; it is for --format bpmn."),
        (("--calls", "as-tasks", "--format", "json"), "--calls as-tasks means nothing here"),
    ],
)
def test_an_option_for_another_format_is_refused(
    sopkit: Sopkit, file: Path, options: tuple[str, ...], told: str
) -> None:
    done = sopkit("graph", file, *options)
    assert (done.status, done.out) == (2, "")
    assert told in done.err
    assert "“sopkit graph --help” tells how it is used." in done.err


def test_lanes_change_the_picture(sopkit: Sopkit, file: Path) -> None:
    file.write_text(sop("1. Call. {role=agent}\n2. Write. {role=lead}"), encoding="utf-8")
    plain, lanes = sopkit("graph", file), sopkit("graph", file, "--lanes")
    assert plain.status == lanes.status == 0
    assert plain.out != lanes.out
