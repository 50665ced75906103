"""The program as a whole: version, help, languages, and what it says to wrong input."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sopkit import __version__
from sopkit.cli import app, check
from sopkit.cli.app import COMMANDS
from sopkit.cli.group import module_name
from sopkit.cli.language import chosen_language
from tests.cli.conftest import HEARS_CTRL_C, Outcome, Sopkit, sop

PROGRAM = [sys.executable, "-c", "from sopkit.cli.app import main; main()"]
ROOT = Path(__file__).parents[2]


def start(*arguments: str, cwd: Path, env: dict[str, str] | None = None) -> Outcome:
    done = subprocess.run(
        [*PROGRAM, *arguments],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_the_version_is_told(sopkit: Sopkit) -> None:
    assert sopkit("--version") == Outcome(0, f"sopkit {__version__}\n", "")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("en", ("Usage: ", "Options:", "Examples:")),
        ("nl", ("Gebruik: ", "Opties:", "Voorbeelden:")),
    ],
)
def test_every_command_has_help_with_examples(
    sopkit: Sopkit, command: str, language: str, headings: tuple[str, ...]
) -> None:
    done = sopkit(command, "--help", "--lang", language)
    assert done.status == 0
    for heading in headings:
        assert heading in done.out
    assert f"sopkit {command}" in done.out


def test_the_help_lists_every_command(sopkit: Sopkit) -> None:
    done = sopkit("--help")
    assert done.status == 0
    for command in COMMANDS:
        assert f"\n  {command} " in done.out


def test_without_a_command_the_help_goes_to_standard_error(sopkit: Sopkit) -> None:
    done = sopkit()
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("Usage: sopkit [OPTIONS] COMMAND")


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "nl_NL.UTF-8"}, "nl"),
        ([], {"LANG": "nl_NL.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "nl_NL.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LC_ALL": "", "LANG": "nl_BE"}, "nl"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        (["check", "--lang", "nl"], {"LANG": "en_GB.UTF-8"}, "nl"),
        (["--lang=nl-BE", "check"], {}, "nl"),
        (["check", "--lang", "fr"], {"LANG": "nl_NL"}, "nl"),
        (["check", "--", "--lang", "nl"], {}, "en"),
        (["check", "--lang"], {}, "en"),
    ],
)
def test_the_language_is_the_asked_one_else_that_of_the_environment(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert chosen_language(arguments, environment) == language


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["chek"], "There is no command “chek”. Did you mean “check”?"),
        (["frobnicate"], "There is no command “frobnicate”."),
        (["--verson"], "There is no option --verson. Did you mean “--version”?"),
        (["check"], "PATH is missing."),
        (["check", ".", "--colour", "never"], "There is no option --colour."),
        (["check", ".", "--format"], "The option --format needs a value."),
        (["check", ".", "--fix=yes"], "The option --fix takes no value."),
        (["check", ".", "--format", "xml"], "“xml” is no good value for --format; choose from"),
        (["check", ".", "--lang", "fr"], "“fr” is no good value for --lang; choose from en, nl."),
        (["graph"], "FILE is missing."),
        (["check", ""], "PATH is empty."),
        (["check", ".", "--stdin-name", ""], "--stdin-name is empty."),
        (["new", ""], "TITLE is empty."),
        (["new", "Title", "--library", "nothing"], "nothing does not exist."),
        (["graph", "a.md", "b.md"], "“b.md” is one argument too many."),
        (["build", "."], "--output is missing."),
        (["new"], "TITLE is missing."),
        (["check", "nothing.md"], "nothing.md does not exist."),
        (["check", os.devnull], f"{os.devnull} is not an ordinary file."),
        (["explain", "SOP999"], "There is no code “SOP999”"),
        (["explain", "SPO302"], "There is no code “SPO302”. Did you mean “SOP302”?"),
    ],
)
def test_wrong_input_gets_one_clear_sentence(
    sopkit: Sopkit, arguments: list[str], told: str
) -> None:
    done = sopkit(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("sopkit: error: ")
    assert told in done.err
    assert "Traceback" not in done.err


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    code = f"import os; os.rmdir({str(folder)!r})\n{PROGRAM[2]}"
    for arguments in (["check", "-"], ["init"], ["check", "."]):
        folder.mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=folder,
            env={"PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 2
        assert "does not exist" in done.stderr
        assert "Traceback" not in done.stderr


def test_complaints_speak_dutch_too(sopkit: Sopkit) -> None:
    done = sopkit("chek", env={"LANG": "nl_NL.UTF-8"})
    assert done.err.startswith(
        "sopkit: fout: De opdracht “chek” bestaat niet. Bedoel je “check”?\n"
    )


def test_a_file_name_cannot_command_the_terminal(sopkit: Sopkit) -> None:
    done = sopkit("check", "a\x1b[2J\u202e.md")
    assert "\x1b" not in done.err
    assert "\u202e" not in done.err


def test_a_mistake_of_ours_shows_its_traceback_only_when_asked(
    sopkit: Sopkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> int:
        raise KeyError("a bug")

    monkeypatch.setattr(check, "_check_files", broken)
    done = sopkit("check", ".")
    assert done.status == 70
    assert "This is a mistake in sopkit, not yours (KeyError). Please report it." in done.err
    assert "Traceback" not in done.err
    debugged = sopkit("check", ".", env={"SOPKIT_DEBUG": "1"})
    assert debugged.status == 70
    assert "Traceback" in debugged.err


def test_a_keyboard_interrupt_ends_without_a_traceback(
    sopkit: Sopkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "_check_files", interrupted)
    done = sopkit("check", ".")
    assert (done.status, done.err.strip()) == (130, "")


def test_control_c_in_the_real_program_gives_130(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HEARS_CTRL_C, "check", "-"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        time.sleep(1.5)  # until it waits for input
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()


def test_a_reader_that_goes_away_is_no_failure_to_talk_about(tmp_path: Path) -> None:
    for number in range(1, 60):
        text = sop("1. Do it as soon as possible, etc.\n" * 20, number=f"KS-{number:03}")
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")
    reading, writing = os.pipe()
    with subprocess.Popen(
        [*PROGRAM, "check", "."],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        stdout=writing,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(writing)
        os.close(reading)
        assert process.wait(60) == 141
        assert process.stderr is not None
        assert process.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk that every Linux has")
@pytest.mark.parametrize("arguments", [["--version"], ["explain"], ["--help"]])
def test_a_full_disk_is_told_in_one_sentence(tmp_path: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, *arguments],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode() == (
        "sopkit: error: The output cannot be written: the disk is full.\n"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk that every Linux has")
def test_a_complaint_that_nobody_can_read_keeps_its_exit_status(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "check", "nothing.md"],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT)},
            stderr=full,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_our_characters_gets_others(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.md").write_text(sop("1. Ga door → nergens 日本"), encoding="utf-8")
    done = start("check", "a.md", cwd=tmp_path, env={"PYTHONIOENCODING": encoding})
    assert done.status == 1
    assert 'SOP303 "nergens ??" is neither a step' in done.out
    assert "Ga door -> nergens ??" in done.out


def test_a_closed_output_stops_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            "sh",
            "-c",
            '"$0" -c "from sopkit.cli.app import main; main()" --version >&- 2>&-',
            sys.executable,
        ],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0


def modules_loaded_by(*arguments: str, cwd: Path) -> set[str]:
    code = (
        "import os, sys\n"
        "from sopkit.cli.app import run\n"
        f"run({list(arguments)!r}, {{}})\n"
        "print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stderr.split())


def test_the_version_loads_no_part_of_the_compiler(tmp_path: Path) -> None:
    loaded = modules_loaded_by("--version", cwd=tmp_path)
    slow = {"markdown_it", "yaml", "networkx", "jinja2", "sopkit.parse", "difflib"}
    assert not loaded & slow


def test_checking_a_file_loads_nothing_that_draws(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(sop("1. Call the customer."), encoding="utf-8")
    loaded = modules_loaded_by("check", "a.md", cwd=tmp_path)
    assert not loaded & {"networkx", "jinja2", "fontTools", "click.testing"}


def test_every_command_is_a_module_with_its_name() -> None:
    folder = Path(app.__file__).parent
    for command in COMMANDS:
        name = module_name(command)
        assert (folder / f"{name}.py").is_file() or (folder / name / "__init__.py").is_file()
