"""README.md is true: its tour prints what it says, its picture is fresh, it leads everywhere."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from sopkit import __version__
from tests.docs_pages import (
    README,
    ROOT,
    clean_environment,
    examples,
    links,
    prose,
    written_pages,
)
from tests.readme_picture import PICTURE, picture


def test_the_tour_prints_what_the_page_says(tmp_path: Path) -> None:
    blocks = [each for kind in ("sop", "diff", "console") for each in examples(README, kind)]
    assert {each.language for each in blocks} == {"sop", "diff", "console"}
    for block in sorted(blocks, key=lambda each: each.line):
        if block.language == "console":
            follow(block.text, tmp_path)
            continue
        [name] = [word for word in block.words if word.endswith(".md")]
        written = (tmp_path / name).read_text(encoding="utf-8")  # the tour has made it before
        text = changed(written, block.text) if block.language == "diff" else block.text
        (tmp_path / name).write_text(text, encoding="utf-8")


def follow(transcript: str, here: Path) -> None:
    """Type each command of a transcript and compare what is printed."""
    for step in re.split(r"^\$ ", transcript, flags=re.MULTILINE)[1:]:
        command, _, printed = step.partition("\n")
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=here,
            capture_output=True,
            text=True,
            check=False,
            env=clean_environment(),
        )
        assert done.stderr == ""
        assert done.stdout.strip() == printed.strip(), command


def changed(text: str, difference: str) -> str:
    """A text with a line replaced, as `-` and `+` say."""
    old, new = (line[1:] for line in difference.splitlines())
    assert text.count(old) == 1
    return text.replace(old, new)


def test_the_two_commands_are_named() -> None:
    assert {"make demo", "make test"} <= set(re.findall(r"`(make \w+)`", prose(README)))


def test_the_picture_is_shown_and_fresh() -> None:
    assert PICTURE.relative_to(ROOT).as_posix() in links(README)
    assert PICTURE.read_text(encoding="utf-8") == picture(), "run `make docs`"


def test_the_picture_holds_no_font() -> None:
    assert "@font-face" not in PICTURE.read_text(encoding="utf-8")


def test_every_page_can_be_reached_from_here() -> None:
    reached: set[Path] = set()
    waiting = [README]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        for link in links(page):
            target = (page.parent / link.partition("#")[0]).resolve()
            if target.is_dir():
                waiting += target.glob("*.md")
            elif target.suffix == ".md" and target.is_file():
                waiting.append(target)
    assert set(written_pages()) - reached == set()


def test_the_change_log_knows_this_version() -> None:
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {__version__}" in log
