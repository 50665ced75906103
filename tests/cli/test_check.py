"""`sopkit check`: what it looks at, what it says, what it mends."""

from __future__ import annotations

import json
import os
import shutil
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Sopkit, sop

GOOD = "1. Call the customer."
BROKEN_JUMP = (
    "1. **Call.** {#call}\n2. **Is there an answer?**\n   - Yes → [Call](#cal)\n   - No → end"
)
LIST_OUTSIDE = "1. **Collect.** {#collect}\n- [ ] number\n- [ ] name\n2. **Send.**"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Two departments' folders with a procedure each, one of them with an error."""
    root = tmp_path / "library"
    write(root / "organisation.yaml", "name: Example\nlanguage: en\n")
    write(root / "good" / "KS-001.md", sop(GOOD))
    write(root / "bad" / "KS-002.md", sop(BROKEN_JUMP, number="KS-002"))
    return root


def codes(text: str) -> list[str]:
    return [found["code"] for found in json.loads(text)["diagnostics"]]


def test_the_example_library_has_no_findings(sopkit: Sopkit, examples: Path) -> None:
    done = sopkit("check", examples)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("No findings in ")


def test_an_error_is_shown_at_its_place_and_fails(sopkit: Sopkit, library: Path) -> None:
    done = sopkit("check", library)
    assert done.status == 1
    assert (
        "library/bad/KS-002.md:20:10: error: SOP306 There is no step with the id “cal”." in done.out
    )
    assert " 20 |    - Yes → [Call](#cal)\n    |          ^^^^^^^^^^^^^^\n" in done.out
    assert "= hint: Did you mean “call”?" in done.out
    assert "Found 1 error and no warnings in 2 files." in done.out


def test_a_warning_does_not_fail(sopkit: Sopkit, tmp_path: Path) -> None:
    write(tmp_path / "a.md", sop("1. Call the customer as soon as possible."))
    done = sopkit("check", "a.md")
    assert done.status == 0
    assert "a.md:18:22: warning: SOP404 “as soon as possible”" in done.out


def test_dutch_is_spoken_on_request(sopkit: Sopkit, library: Path) -> None:
    done = sopkit("check", library, "--lang", "nl")
    assert "fout: SOP306 Er is geen stap met het id “cal”." in done.out
    assert "Bedoel je “call”?" in done.out


def test_only_what_is_pointed_at_is_reported(sopkit: Sopkit, library: Path) -> None:
    assert sopkit("check", library / "good").status == 0
    assert sopkit("check", library / "good" / "KS-001.md").status == 0
    assert sopkit("check", library / "bad" / "KS-002.md").status == 1
    both = sopkit("check", library / "good", library / "bad" / "KS-002.md", "--format", "json")
    assert json.loads(both.out)["summary"] == {"files": 2, "errors": 1, "warnings": 0}


def test_a_file_is_linked_to_the_library_above_it(sopkit: Sopkit, library: Path) -> None:
    text = sop("1. Carry out [KS-001 Answering](KS-001).", number="KS-003")
    write(library / "bad" / "deeper" / "KS-003.md", text)
    assert sopkit("check", library / "bad" / "deeper" / "KS-003.md").status == 0


def test_files_of_several_libraries_are_checked_each_in_its_own(
    sopkit: Sopkit, library: Path, tmp_path: Path
) -> None:
    write(tmp_path / "other" / "organisation.yaml", "name: Other\nlanguage: en\n")
    write(tmp_path / "other" / "KS-001.md", sop(GOOD))
    done = sopkit("check", library, tmp_path / "other", "--format", "json")
    assert codes(done.out) == ["SOP306"]
    assert json.loads(done.out)["summary"]["files"] == 3


def test_json_is_what_the_format_promises(sopkit: Sopkit, library: Path) -> None:
    done = sopkit("check", library, "--format", "json")
    assert (done.status, done.err) == (1, "")
    assert json.loads(done.out) == {
        "diagnostics": [
            {
                "code": "SOP306",
                "severity": "error",
                "message": "There is no step with the id “cal”.",
                "path": "bad/KS-002.md",
                "line": 20,
                "column": 10,
                "end_line": 20,
                "end_column": 24,
                "hint": "Did you mean “call”?",
                "fix": None,
                "trace": [],
            }
        ],
        "summary": {"files": 2, "errors": 1, "warnings": 0},
    }


def test_sarif_carries_the_page_of_each_code_in_the_language_of_the_run(
    sopkit: Sopkit, library: Path
) -> None:
    done = sopkit("check", library, "--format", "sarif", "--lang", "nl")
    [run] = json.loads(done.out)["runs"]
    [rule] = run["tool"]["driver"]["rules"]
    assert (run["language"], rule["id"]) == ("nl", "SOP306")
    assert rule["help"]["markdown"].startswith("# SOP306 Sprong naar een stap die er niet is\n")
    [result] = run["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "library/bad/KS-002.md", "uriBaseId": "SRCROOT"}
    assert run["originalUriBaseIds"]["SRCROOT"]["uri"] == f"{library.parent.as_uri()}/"


def test_colours_come_when_asked_for_and_never_into_a_file(sopkit: Sopkit, library: Path) -> None:
    assert "\x1b[" not in sopkit("check", library).out
    assert "\x1b[1;31merror\x1b[0m" in sopkit("check", library, "--color", "always").out
    always = sopkit("check", library, "--color", "always", env={"NO_COLOR": "1"})
    assert "\x1b[" in always.out
    assert "\x1b[" not in sopkit("check", library, "--color", "never").out


def test_a_folder_without_procedures_is_told(sopkit: Sopkit, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = sopkit("check", "empty")
    assert (done.status, done.out) == (2, "")
    assert "There is no procedure in" in done.err


def test_a_mistake_in_the_organisation_is_reported_without_any_procedure(
    sopkit: Sopkit, tmp_path: Path
) -> None:
    write(tmp_path / "organisation.yaml", "name: [\n")
    assert "SOP104" in sopkit("check", ".").out


def test_the_organisation_and_the_glossary_can_be_checked_alone(
    sopkit: Sopkit, library: Path
) -> None:
    write(library / "glossary.md", "# Terms\n")
    assert sopkit("check", library / "organisation.yaml").out == "No findings in 1 file.\n"
    assert sopkit("check", library / "glossary.md").out == "No findings in 1 file.\n"
    write(library / "organisation.yaml", "name: [\n")
    assert sopkit("check", library / "organisation.yaml").status == 1


@pytest.mark.parametrize("name", ["notes.txt", "picture.svg", "KS-001"])
def test_what_is_no_markdown_is_no_procedure(sopkit: Sopkit, tmp_path: Path, name: str) -> None:
    write(tmp_path / name, "text")
    done = sopkit("check", name)
    assert done.status == 2
    assert done.err == f"sopkit: error: {name} is no procedure: its name does not end in “.md”.\n"


def test_a_pipe_is_refused_and_not_waited_for(sopkit: Sopkit, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    done = sopkit("check", "a.md")
    assert (done.status, done.err) == (2, "sopkit: error: a.md is not an ordinary file.\n")


def test_a_link_out_of_the_library_is_not_read(sopkit: Sopkit, library: Path) -> None:
    secret = write(library.parent / "secret.md", "root:x:0:0")
    (library / "good" / "link.md").symlink_to(secret)
    done = sopkit("check", library / "good")
    assert done.status == 1
    assert "symbolic link to a file outside the library" in done.out
    assert "root:x" not in done.out


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read everything")
def test_a_folder_without_rights_is_told(sopkit: Sopkit, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o000)
    done = sopkit("check", "closed")
    folder.chmod(0o700)
    assert done.status == 2
    assert "no permission" in done.err


def test_fix_mends_what_is_certain_and_changes_nothing_else(sopkit: Sopkit, tmp_path: Path) -> None:
    text = "\ufeff" + sop(LIST_OUTSIDE + "  \n\n\n").replace("\n", "\r\n")
    file = write(tmp_path / "a.md", text)
    file.chmod(0o640)
    done = sopkit("check", "--fix", "a.md")
    assert done.status == 0
    assert done.err.startswith("a.md:19:1: mended SOP205: This list stands after step 1")
    assert done.out == "No findings in 1 file.\n"
    assert file.read_bytes().decode() == text.replace("- [ ]", "   - [ ]")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_fix_goes_on_until_no_fix_is_left(sopkit: Sopkit, tmp_path: Path) -> None:
    text = sop(
        "1. **Call.** {#call}\n2. **Is there an answer?**\n"
        "   - Yes: go to step 1 and go to step 3\n   - No\n3. **End.**"
    )
    file = write(tmp_path / "a.md", text.replace("title: Answering", "title: Calls: answering"))
    sopkit("check", "--fix", "a.md")
    again = sopkit("check", "a.md", "--format", "json")
    assert [found["fix"] for found in json.loads(again.out)["diagnostics"]].count(None) == len(
        json.loads(again.out)["diagnostics"]
    )
    assert 'title: "Calls: answering"' in file.read_text(encoding="utf-8")


def test_fix_leaves_a_file_alone_that_needs_nothing(sopkit: Sopkit, tmp_path: Path) -> None:
    file = write(tmp_path / "a.md", sop(GOOD))
    before = file.stat()
    assert sopkit("check", "--fix", "a.md").status == 0
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_fix_touches_only_what_is_pointed_at(sopkit: Sopkit, library: Path) -> None:
    one = write(library / "good" / "KS-004.md", sop(LIST_OUTSIDE, number="KS-004"))
    other = write(library / "bad" / "KS-005.md", sop(LIST_OUTSIDE, number="KS-005"))
    sopkit("check", "--fix", library / "good")
    assert "   - [ ] number" in one.read_text(encoding="utf-8")
    assert "\n- [ ] number" in other.read_text(encoding="utf-8")


def test_fix_writes_through_no_link_out_of_the_library(sopkit: Sopkit, library: Path) -> None:
    outside = write(library.parent / "outside.md", sop(LIST_OUTSIDE, number="KS-006"))
    (library / "good" / "KS-006.md").symlink_to(outside)
    done = sopkit("check", "--fix", library / "good")
    assert done.status == 1
    assert "\n- [ ] number" in outside.read_text(encoding="utf-8")


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write everything")
def test_a_file_that_cannot_be_written_is_told_and_the_rest_goes_on(
    sopkit: Sopkit, tmp_path: Path
) -> None:
    closed = write(tmp_path / "closed" / "a.md", sop(LIST_OUTSIDE))
    opened = write(tmp_path / "open" / "b.md", sop(LIST_OUTSIDE, number="KS-002"))
    closed.parent.chmod(0o500)
    done = sopkit("check", "--fix", ".")
    closed.parent.chmod(0o700)
    assert done.status == 2
    assert "Not mended: closed/a.md cannot be written: no permission." in done.err
    assert "   - [ ] number" in opened.read_text(encoding="utf-8")


def test_standard_input_is_checked_like_a_file(sopkit: Sopkit) -> None:
    done = sopkit("check", "-", stdin=sop(BROKEN_JUMP).encode())
    assert done.status == 1
    assert done.out.startswith("stdin.md:20:10: error: SOP306")


def test_standard_input_has_the_name_that_is_given(sopkit: Sopkit, library: Path) -> None:
    name = library / "bad" / "KS-002.md"
    done = sopkit("check", "-", "--stdin-name", name, stdin=sop(GOOD, number="KS-002").encode())
    assert done.status == 0
    text = sop(BROKEN_JUMP, number="KS-002").encode()
    done = sopkit("check", "-", "--stdin-name", name, "--format", "json", stdin=text)
    assert json.loads(done.out)["diagnostics"][0]["path"] == "bad/KS-002.md"


def test_a_version_of_a_procedure_on_standard_input_is_not_its_double(
    sopkit: Sopkit, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(library)
    text = sop("1. Carry out [KS-002](KS-002).").encode()
    done = sopkit("check", "-", stdin=text)
    assert (done.status, done.out) == (0, "No findings in 1 file.\n")


def test_standard_input_that_is_mended_comes_out(sopkit: Sopkit) -> None:
    done = sopkit("check", "-", "--fix", stdin=sop(LIST_OUTSIDE).encode())
    assert done.status == 0
    assert done.out == sop(LIST_OUTSIDE).replace("- [ ]", "   - [ ]")
    assert "mended SOP205" in done.err


@pytest.mark.parametrize("data", [b"", b"\x00\x01\xff\xfe", b"\xff" * 5000, b"---\n" * 1000])
def test_nonsense_on_standard_input_is_reported_not_raised(sopkit: Sopkit, data: bytes) -> None:
    done = sopkit("check", "-", stdin=data)
    assert done.status == 1
    assert "SOP10" in done.out
    assert done.err == ""


def test_endless_standard_input_is_refused(sopkit: Sopkit) -> None:
    done = sopkit("check", "-", stdin=b"a" * (9 * 1024 * 1024))
    assert done.status == 2
    assert "Standard input is larger than 8 MiB" in done.err


def test_standard_input_cannot_be_mixed_with_files(sopkit: Sopkit, tmp_path: Path) -> None:
    write(tmp_path / "a.md", sop(GOOD))
    done = sopkit("check", "-", "a.md")
    assert done.status == 2
    assert "“-” stands for standard input" in done.err


def test_the_whole_example_library_can_be_copied_and_checked_anywhere(
    sopkit: Sopkit, examples: Path, tmp_path: Path
) -> None:
    shutil.copytree(examples, tmp_path / "with space é")
    assert sopkit("check", "with space é").status == 0
