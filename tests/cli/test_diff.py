"""`sopkit diff`: what changed between two texts, in words, data, a page and a chart."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Sopkit, sop

OLD = sop(
    "1. **Call the customer.** {role=agent within=30m}\n"
    "2. **Is there an answer?**\n   - Yes: continue\n   - No → end: no answer\n"
    "3. **Do not interrupt.**\n\n   > Good morning, how may I help you?\n"
)
NEW = sop(
    "1. **Call the customer.** {role=agent within=15m}\n"
    "2. **Look up the order.**\n"
    "3. **Is there an answer?**\n   - Yes: continue\n"
    "   - No → [Call the customer](#call-the-customer) {max=2}\n"
    "4. **Do interrupt.**\n\n   > Good morning, how may I help you?\n"
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return old, new


def test_the_report_says_what_changed_and_what_it_asks(
    sopkit: Sopkit, files: tuple[Path, Path]
) -> None:
    done = sopkit("diff", *files)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "KS-001 Answering",
        "Behavioural: 1 step added, 1 step re-routed, 1 step reworded, 2 steps changed otherwise.",
        "Something is done differently from now on.",
        "",
        "Steps",
        "  ~ 1 Call the customer: changed [behavioural]",
        "    Time allowed: 30 minutes → 15 minutes",
        "  + 2 Look up the order: new [behavioural]",
        "  ~ 3 Is there an answer? (was 2): re-routed [behavioural]",
        "    At most so many times: No: none → 2",
        "    Goes on to: No: no answer → 1 Call the customer",
        "  ~ 4 Do interrupt (was 3): reworded [behavioural]",
        "    Words: Do [-not -]interrupt",
        "      = a negation differs: not",
    ]


def test_the_report_speaks_dutch(sopkit: Sopkit, files: tuple[Path, Path]) -> None:
    done = sopkit("diff", *files, "--lang", "nl")
    assert "Gedragswijziging: 1 stap erbij, 1 stap leidt anders verder" in done.out
    assert "Toegestane tijd: 30 minuten → 15 minuten" in done.out


def test_texts_that_are_the_same_say_so(sopkit: Sopkit, files: tuple[Path, Path]) -> None:
    done = sopkit("diff", files[0], files[0], "--exit-code")
    assert (done.status, done.out) == (0, "Both texts are the same.\n")


@pytest.mark.parametrize("style", ["text", "json", "html", "svg"])
def test_the_exit_status_tells_a_difference_only_when_asked(
    sopkit: Sopkit, files: tuple[Path, Path], style: str
) -> None:
    assert sopkit("diff", *files, "--format", style).status == 0
    assert sopkit("diff", *files, "--format", style, "--exit-code").status == 1


def test_one_of_the_texts_may_come_from_standard_input(
    sopkit: Sopkit, files: tuple[Path, Path]
) -> None:
    expected = sopkit("diff", *files).out
    assert sopkit("diff", "-", files[1], stdin=OLD.encode()).out == expected
    assert sopkit("diff", files[0], "-", stdin=NEW.encode()).out == expected
    both = sopkit("diff", "-", "-", stdin=OLD.encode())
    assert (both.status, both.out) == (2, "")


def test_a_file_outside_a_library_is_read_in_the_place_of_the_other(
    sopkit: Sopkit, files: tuple[Path, Path], tmp_path: Path
) -> None:
    library = tmp_path / "library"
    (library / "ks").mkdir(parents=True)
    organisation = "language: nl\nroles:\n  - {id: agent, name: {en: Service agent}}\n"
    (library / "organisation.yaml").write_text(organisation, encoding="utf-8")
    text = OLD.replace("language: en\n", "")
    (library / "ks" / "KS-001.md").write_text(text.replace("role=agent", ""), encoding="utf-8")
    files[0].write_text(text, encoding="utf-8")
    done = sopkit("diff", "old.md", "library/ks/KS-001.md")
    assert "Carried out by: Service agent → none" in done.out
    assert "Language" not in done.out


def test_a_picture_that_looks_otherwise_is_told_by_its_content(
    sopkit: Sopkit, tmp_path: Path
) -> None:
    text = sop("1. **Look.**\n\n   ![A form](form.png)\n")
    for folder, content in (("one", b"1"), ("two", b"2")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "organisation.yaml").write_text("name: X\n", encoding="utf-8")
        (tmp_path / folder / "KS-001.md").write_text(text, encoding="utf-8")
        (tmp_path / folder / "form.png").write_bytes(content)
    done = sopkit("diff", "one/KS-001.md", "two/KS-001.md")
    assert "Picture: A form: form.png → form.png" in done.out
    (tmp_path / "two" / "form.png").write_bytes(b"1")
    assert "same" in sopkit("diff", "one/KS-001.md", "two/KS-001.md").out


def test_json_tells_the_class_of_every_step(sopkit: Sopkit, files: tuple[Path, Path]) -> None:
    given = json.loads(sopkit("diff", *files, "--format", "json").out)
    assert given["nature"] == "behavioural"
    told = [
        (step["fate"], step["nature"], (step["new"] or {}).get("id")) for step in given["steps"]
    ]
    assert told == [
        ("changed", "behavioural", "call-the-customer"),
        ("added", "behavioural", "look-up-the-order"),
        ("changed", "behavioural", "is-there-an-answer"),
        ("changed", "behavioural", "do-interrupt"),
    ]
    assert {"start", "call-the-customer", "end-2"} <= {n["id"] for n in given["flow"]["nodes"]}


def test_the_chart_marks_what_is_new_gone_and_changed(
    sopkit: Sopkit, files: tuple[Path, Path]
) -> None:
    drawn = ElementTree.fromstring(sopkit("diff", *files, "--format", "svg").out)  # noqa: S314 - our own output
    texts = ["".join(text.itertext()) for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    for words in ("new step", "removed way", "as before", "new", "changed"):
        assert words in texts
    classes = " ".join(part.get("class", "") for part in drawn.iter()).split()
    assert {"added", "removed", "changed"} <= set(classes)


def test_the_page_is_one_file_that_loads_nothing(sopkit: Sopkit, files: tuple[Path, Path]) -> None:
    page = sopkit("diff", *files, "--format", "html").out
    assert "<del>" in page
    assert "default-src 'none'" in page
    for address in ("http:", "https:", "url(", "src=", "@import", "<link", "<script"):
        assert address not in page.replace("http://www.w3.org/2000/svg", "")


def test_text_of_an_author_is_never_markup_on_the_page(
    sopkit: Sopkit, files: tuple[Path, Path]
) -> None:
    evil = "<script>alert(1)</script>"
    files[1].write_text(NEW.replace("Do interrupt", f"Do {evil}"), encoding="utf-8")
    for style in ("html", "svg"):
        assert evil not in sopkit("diff", *files, "--format", style).out


def test_texts_in_two_languages_are_noted(sopkit: Sopkit, files: tuple[Path, Path]) -> None:
    files[1].write_text(NEW.replace("language: en", "language: nl"), encoding="utf-8")
    assert "The texts are in two languages (en, nl)" in sopkit("diff", *files).err


def test_control_characters_do_not_reach_the_terminal(
    sopkit: Sopkit, files: tuple[Path, Path]
) -> None:
    files[1].write_text(NEW.replace("Do interrupt", "Do \x1b[31m interrupt"), encoding="utf-8")
    assert "\x1b" not in sopkit("diff", *files).out


def test_what_cannot_be_compared_is_said(
    sopkit: Sopkit, files: tuple[Path, Path], tmp_path: Path
) -> None:
    assert "does not exist" in sopkit("diff", "nothing.md", files[1]).err
    assert "is a folder" in sopkit("diff", tmp_path, files[1]).err
    files[0].write_bytes(b"\xff\xfe")
    broken = sopkit("diff", *files)
    assert (broken.status, broken.out) == (2, "")
    assert "old.md cannot be compared yet" in broken.err
    assert sopkit("diff", files[0]).status == 2


def test_a_text_with_errors_is_compared_and_says_so(
    sopkit: Sopkit, files: tuple[Path, Path]
) -> None:
    files[1].write_text(NEW.replace("#call-the-customer", "#nowhere"), encoding="utf-8")
    done = sopkit("diff", *files)
    assert done.status == 0
    assert "new.md has errors, so what it says may be misread" in done.err
