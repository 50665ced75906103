"""Whatever file is put before it, sopkit gives findings or one clear sentence.

Never a traceback, never a hang, never a file read outside the library, and nothing that an author
writes can run where the result is shown. Everything goes through the real command line.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from types import FrameType
from typing import Any
from xml.etree import ElementTree

import pytest

from sopkit.cli.app import run

SECRET = "GEHEIM-31337"
SECONDS = 20  # far more than any of this takes, also on a busy machine
BIG = 200_000

HEAD = """\
---
number: KS-001
title: Klacht behandelen
department: Klantenservice
language: nl
---

## Doel

Klachten goed oplossen.

## Begrippen

Geen.

## Instructies

"""
STEPS = "1. **Begroet de klant.**\n2. **Los de klacht op.** {#oplossen}\n"
GOOD = HEAD + STEPS


class TookTooLongError(BaseException):
    """A command did not end in time. Not an Exception, so that nothing catches it."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed, and its exit status."""

    status: int
    output: str
    errors: str

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The diagnostics of `check --format json`."""
        found: list[dict[str, Any]] = json.loads(self.output)["diagnostics"]
        return found

    @property
    def codes(self) -> set[str]:
        """The codes of the diagnostics."""
        return {finding["code"] for finding in self.findings}


@contextmanager
def time_limit(seconds: int = SECONDS) -> Iterator[None]:
    """Break off what takes longer."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TookTooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


opened: list[str] | None = None


def _note_opened(event: str, arguments: tuple[Any, ...]) -> None:
    if (
        opened is not None
        and event == "open"
        and isinstance(arguments[0], str | bytes | os.PathLike)
    ):
        opened.append(os.fsdecode(os.fspath(arguments[0])))


sys.addaudithook(_note_opened)  # cannot be taken away again, so it only notes when asked to


@contextmanager
def noting_opened_files() -> Iterator[list[str]]:
    """The real paths of all files opened meanwhile, filled in at the end."""
    global opened  # noqa: PLW0603 - the audit hook has no other way to know
    opened = []
    found: list[str] = []
    try:
        yield found
    finally:
        found += [os.path.realpath(path) for path in opened]
        opened = None


Sopkit = Callable[..., Done]


@pytest.fixture
def sopkit(capsys: pytest.CaptureFixture[str]) -> Sopkit:
    """Runs a command line in this process, within the time limit."""

    def call(*arguments: str | Path) -> Done:
        capsys.readouterr()
        with time_limit():
            status = run([str(argument) for argument in arguments], {"LANG": "en_US.UTF-8"})
        output, errors = capsys.readouterr()
        assert "Traceback" not in output + errors, errors
        assert status in (0, 1, 2), errors
        return Done(status, output, errors)

    return call


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library with one good procedure, beside a folder that nobody may read."""
    root = tmp_path / "library"
    root.mkdir()
    (root / "organisation.yaml").write_text("name: Voorbeeld\nlanguage: nl\n", "utf-8")
    (root / "KS-001.md").write_text(GOOD, "utf-8")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "KS-666.md").write_text(GOOD.replace("Begroet", SECRET), "utf-8")
    (outside / "secret.svg").write_text(f"<svg><title>{SECRET}</title></svg>", "utf-8")
    (outside / "organisation.yaml").write_text(f"name: {SECRET}\n", "utf-8")
    return root


def check(sopkit: Sopkit, path: Path) -> Done:
    """The findings of a file or folder; every span lies somewhere."""
    done = sopkit("check", path, "--format", "json")
    for finding in done.findings:
        assert (finding["line"], finding["column"]) >= (1, 1)
        assert finding["message"]
    assert done.status == int(any(f["severity"] == "error" for f in done.findings))
    return done


def do_everything(sopkit: Sopkit, library: Path, file: Path) -> str:
    """Every command on a file of a library; all that they print and write."""
    out = library.parent / "site"
    told = [check(sopkit, library).output]
    told += [sopkit("check", library, "--format", form).output for form in ("text", "sarif")]
    told.append(sopkit("check", file).output)
    told += [
        sopkit("graph", file, "--format", form).output for form in ("json", "dot", "mermaid", "svg")
    ]
    sopkit("build", library, "-o", out)
    told += [path.read_text("utf-8") for path in sorted(out.rglob("*")) if path.is_file()]
    return "\n".join(told)


# ---- bytes and text ------------------------------------------------------------------------------


def nested(opening: str, text: str, closing: str, depth: int) -> str:
    return opening * depth + text + closing * depth


def nested_list(depth: int) -> str:
    return "".join(f"{'   ' * level}1. **Stap {level}.**\n" for level in range(depth))


def nested_decisions(depth: int) -> str:
    return "".join(
        f"{'     ' * level}1. **Klopt het {level}?**\n{'     ' * level}   - Ja\n"
        f"{'     ' * level}   - Nee:\n"
        for level in range(depth)
    )


def front(line: str) -> str:
    return GOOD.replace("title: Klacht behandelen", f"title: Klacht behandelen\n{line}")


BOMB = "tags: &a [x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

FILES: dict[str, tuple[bytes, set[str]]] = {
    "latin-1": (GOOD.replace("goed", "één").encode("latin-1"), {"SOP101"}),
    "UTF-16": (GOOD.encode("utf-16"), {"SOP101"}),
    "UTF-16 without a mark": (GOOD.encode("utf-16-le"), set()),
    "UTF-32": (GOOD.encode("utf-32"), {"SOP101"}),
    "2 MiB": ((GOOD + "tekst " * 400_000).encode(), {"SOP102"}),
    "2 MiB that is no text": (b"\xff" * 2**21, set()),
    "empty": (b"", {"SOP103"}),
    "one blank line": (b"\n", {"SOP103"}),
    "only front matter": (GOOD.partition("\n## ")[0].encode(), {"SOP201"}),
    "front matter never closed": (b"---\nnumber: KS-001\n", {"SOP103"}),
    "front matter without a value": (b"---\n---\n", {"SOP105"}),
    "front matter is a list": (b"---\n- a\n- b\n---\n", {"SOP104"}),
    "YAML aliases that explode": (front(BOMB).encode(), {"SOP104"}),
    "YAML alias to itself": (front("tags: &a [*a]").encode(), {"SOP104"}),
    "YAML tag that runs code": (
        front("owner: !!python/object/apply:os.system ['touch /tmp/sopkit-was-here']").encode(),
        set(),
    ),
    "YAML merge key": (front("<<: {number: KS-002}").encode(), set()),
    "YAML key that is a list": (front("? [a, b]\n: c").encode(), set()),
    "YAML of two documents": (front("...\n---\nx: y").encode(), set()),
    "deep YAML lists": (front("tags: " + nested("[", "x", "]", 5_000)).encode(), {"SOP104"}),
    "deep YAML mappings": (front("tags: " + nested("{a: ", "x", "}", 3_000)).encode(), set()),
    "deep YAML blocks": (
        front("tags:\n" + "\n".join(" " * level + "a:" for level in range(1, 1_500))).encode(),
        set(),
    ),
    "surrogates in YAML": (
        GOOD.replace("Klacht beh", '"\\ud800').replace("andelen", '"').encode(),
        set(),
    ),
    "NUL in YAML": (GOOD.replace("Klacht", '"\\0').replace("behandelen", '"').encode(), set()),
    "control characters": (GOOD.replace("klant", "\x00\x01\x1b[31m\x7f").encode(), set()),
    "byte-order mark": (b"\xef\xbb\xbf" + GOOD.encode(), set()),
    "two byte-order marks": (b"\xef\xbb\xbf\xef\xbb\xbf" + GOOD.encode(), set()),
    "CR only": (GOOD.replace("\n", "\r").encode(), set()),
    "CRLF": (GOOD.replace("\n", "\r\n").encode(), set()),
    "mixed line ends": (GOOD.replace("\n\n", "\r\n\n").encode(), set()),
    "no line end": (GOOD.rstrip("\n").encode(), set()),
    "title of 100,000": (GOOD.replace("Klacht beh", "x" * 100_000).encode(), {"SOP107"}),
    "number of 100,000": (GOOD.replace("KS-001", "K" * 100_000 + "-1").encode(), set()),
    "number with path": (GOOD.replace("KS-001", "../../KS-001").encode(), {"SOP107"}),
    "language with path": (GOOD.replace("language: nl", "language: ../../x").encode(), {"SOP107"}),
    "huge number": (GOOD.replace("KS-001", f"KS-{'9' * 5_000}").encode(), set()),
    "huge review": (front(f"review: {'9' * 400} months").encode(), set()),
    "300 lists": ((HEAD + nested_list(300)).encode(), {"SOP206"}),
    "60 decisions": ((HEAD + nested_decisions(60)).encode(), {"SOP206"}),
    "300 decisions": ((HEAD + nested_decisions(300)).encode(), {"SOP206"}),
    "300 block quotes": ((GOOD + "\n   " + "> " * 300 + "tekst\n").encode(), {"SOP206"}),
    "300 quotes and lists": ((GOOD + "\n   " + "> - " * 300 + "tekst\n").encode(), {"SOP206"}),
    "20,000 block quotes": ((GOOD + "\n   " + ">" * 20_000 + "tekst\n").encode(), {"SOP206"}),
    "20,000 bullets on a line": ((GOOD + "\n   " + "- " * 20_000 + "x\n").encode(), {"SOP206"}),
    "only bullets": (b"- " * 20_000, {"SOP103"}),
    "only quotes": (b">" * 100_000, {"SOP103"}),
}


@pytest.mark.parametrize("name", FILES)
def test_any_bytes_give_findings_and_no_more(name: str, sopkit: Sopkit, library: Path) -> None:
    content, codes = FILES[name]
    file = library / "KS-002.md"
    file.write_bytes(content)
    do_everything(sopkit, library, file)
    assert codes <= check(sopkit, file).codes
    assert not Path("/tmp/sopkit-was-here").exists()  # noqa: S108 - what the bad file would make


REPEATED = (
    " ", "-", "- ", ">", "*", "* a ", "**", "_", "_a ", "[", "]", "![", "[a](", "[](<", "(", "{", "}", "{#", '{a="',
    "→", "->", "--> ", "=>", ":", ": ", "a: ", "`", "`a``", "<", "<a ", "<!--", "<!-- ", "&", "&#", "\\", "\\[",
    "|", "| a ", "~", "~~a", "#", "# ", "1. ", "1.", "?", "? ", ". ", "…", "A", "AB ", "\t", "\u2028", "http://", "a@b",
    "@", '"', "'", "=", "a=", "within=9 ", "ga naar stap ", "é", "\u0301", "🙂", "→ [", "→ [a](#a) ", "**a** → ", "[a]: b ",
    "ja, ", "zo ", "1", "1,", "1.1.", "a/", "../", "KS-1 ", "KS-", "$", "^", "![a](b) ", "<b>", "{=", "{a}",
)  # fmt: skip


@pytest.mark.parametrize("part", REPEATED)
def test_a_line_of_200_kb_is_read_in_seconds(part: str, sopkit: Sopkit, library: Path) -> None:
    line = part * (BIG // len(part.encode()))
    file = library / "KS-002.md"
    for text in (
        HEAD + f"1. **Begroet.**\n2. {line}\n",
        HEAD
        + f"1. **Klopt het?** x{line}\n   - Ja{line[: BIG // 4]}\n   - Nee: {line[: BIG // 4]}\n",
        HEAD.replace("Geen.", line) + STEPS,
    ):
        file.write_text(text, "utf-8")
        with time_limit(10):
            check(sopkit, file)


@pytest.mark.parametrize("part", ["a\n: b\n", "[a]: b\n", "> a\n", "- a\n", "1. a\n", "| a |\n|---|\n", "# a\n", "<!--\n", "```\n", "a\n\n", "A: b\n", "### a\n", "\n", " \n", "---\n", "- [ ] a\n", "## Doel\n\na\n"])  # fmt: skip
def test_200_kb_of_short_lines_are_read_in_seconds(
    part: str, sopkit: Sopkit, library: Path
) -> None:
    lines = part * (BIG // len(part))
    file = library / "KS-002.md"
    for text in (
        GOOD + lines,
        HEAD.replace("Geen.", lines) + STEPS,
        HEAD + "1. **Begroet.**\n\n" + "".join(f"   {line}\n" for line in lines.split("\n")),
    ):
        file.write_text(text, "utf-8")
        with time_limit(15):
            check(sopkit, file)


BAD_ATTRIBUTES = (
    "max=99999999999999999999", "max=-1", "max=0", f"max={'9' * 5000}", "max=1e999", "max=٣", "within=9e999s",
    f"within={'9' * 5000}s", "within=-1s", "within=nan", "within=s", "within=1s=2s", 'within="', "wait=∞", "#", "##",
    "#start", "#end", "#a#b", "#a #b", f"#{'x' * 50_000}", "#../../x", "#<script>", "role=", 'role="a', "overdue=", "overdue=#",
    "overdue=#oplossen", "overdue=#start within=1s", "each=", 'each="{"', "record=x", "parallel=1", "critical=no", "=", "=x",
    "paralel", "x=" * 1000, "\\", '"}', "wait=2h wait=3h", "\u0000", "standard=../../x", "#\u2028", "#💥",
)  # fmt: skip


@pytest.mark.parametrize("attribute", BAD_ATTRIBUTES)
def test_any_attribute_is_read_or_reported(attribute: str, sopkit: Sopkit, library: Path) -> None:
    file = library / "KS-002.md"
    text = f"1. **Begroet.** {{{attribute}}}\n2. **Klopt het?** {{#oplossen}}\n"
    text += f"   - Ja → [Begroet](#oplossen) {{{attribute}}}\n   - Nee: stop {{{attribute}}}\n"
    file.write_text(HEAD.replace("KS-001", "KS-002") + text, "utf-8")
    do_everything(sopkit, library, file)


def test_strange_line_ends_do_not_shift_lines(sopkit: Sopkit, library: Path) -> None:
    file = library / "KS-001.md"
    step = "1. **Begroet\u2028de\u2029klant\x0b\x0c\x85hier.** → [x](#weg)\n"
    file.write_text(HEAD + step, "utf-8")
    (finding,) = [f for f in check(sopkit, file).findings if f["code"] == "SOP306"]
    assert finding["line"] == HEAD.count("\n") + 1


# ---- outside the library -------------------------------------------------------------------------

CLIMBING = (
    "../outside/KS-666.md", "../outside/secret.svg", "..%2Foutside%2Fsecret.svg", "%2e%2e/outside/secret.svg",
    "..\\outside\\secret.svg", "%2e%2e%5coutside%5csecret.svg", "x/../../outside/secret.svg", "./../outside/KS-666",
    "{outside}/secret.svg", "{outside}/KS-666.md", "file://{outside}/secret.svg", "FILE:{outside}/secret.svg",
    "//outside/secret.svg", "~/secret.svg", "$HOME/secret.svg", "../outside/secret.svg%00.svg", "..//outside/./secret.svg",
    "../library/../outside/secret.svg", "/etc/passwd", "../../../../../../etc/passwd", "/proc/self/environ", "/dev/zero",
    "....//outside/secret.svg", "..%252foutside/secret.svg", "\uff0e\uff0e/outside/secret.svg", "..;/outside/secret.svg",
)  # fmt: skip


@pytest.mark.parametrize("target", CLIMBING)
def test_nothing_outside_the_library_is_read(target: str, sopkit: Sopkit, library: Path) -> None:
    outside = library.parent / "outside"
    target = target.format(outside=outside)
    text = (
        f"1. **Begroet.**\n\n   ![beeld]({target})\n\n   ![beeld](<{target}>)\n\n   <img src='{target}'>\n"
        f"2. Voer [het andere]({target}) uit.\n3. **Klaar?**\n   - Ja → [ander]({target})\n"
        f"   - Nee → [ander]({target}#stap)\n\n[ref]: {target}\n"
    )
    file = library / "KS-002.md"
    file.write_text(HEAD.replace("KS-001", "KS-002") + text, "utf-8")
    (library / "organisation.yaml").write_text(
        f"name: V\nlanguage: nl\nlogo: {json.dumps(target)}\n", "utf-8"
    )
    with noting_opened_files() as found:
        told = do_everything(sopkit, library, file)
    assert SECRET not in told
    assert not [
        path
        for path in found
        if path.startswith((str(outside), "/etc/passwd", "/proc/self/env", "/dev/zero"))
    ]
    assert any(path.startswith(str(library)) for path in found), "the opened files were not noted"


def link_file(library: Path) -> None:
    (library / "KS-666.md").symlink_to(library.parent / "outside" / "KS-666.md")


def link_folder(library: Path) -> None:
    (library / "folder").symlink_to(library.parent / "outside")


def link_picture(library: Path) -> None:
    (library / "beeld.svg").symlink_to(library.parent / "outside" / "secret.svg")
    (library / "KS-002.md").write_text(
        HEAD.replace("KS-001", "KS-002") + "1. **Kijk.**\n\n   ![beeld](beeld.svg)\n", "utf-8"
    )


def link_organisation(library: Path) -> None:
    (library / "organisation.yaml").unlink()
    (library / "organisation.yaml").symlink_to(library.parent / "outside" / "organisation.yaml")


def link_glossary(library: Path) -> None:
    (library / "glossary.md").symlink_to(library.parent / "outside" / "KS-666.md")


def link_standards(library: Path) -> None:
    (library / "standards").symlink_to(library.parent / "outside")


def link_folder_to_itself(library: Path) -> None:
    (library / "loop").symlink_to(library)
    (library / "deep").mkdir()
    (library / "deep" / "up").symlink_to(library / "deep")


def link_to_nothing(library: Path) -> None:
    (library / "KS-002.md").symlink_to(library / "weg.md")


def link_to_itself(library: Path) -> None:
    (library / "KS-002.md").symlink_to(library / "KS-002.md")


def link_to_device(library: Path) -> None:
    (library / "KS-002.md").symlink_to("/dev/zero")


def pipe(library: Path) -> None:
    os.mkfifo(library / "KS-002.md")


def pipes_everywhere(library: Path) -> None:
    (library / "organisation.yaml").unlink()
    (library / "standards").mkdir()
    for name in ("organisation.yaml", "glossary.md", "standards/x.yaml", "beeld.svg", "logo.svg"):
        os.mkfifo(library / name)
    (library / "KS-002.md").write_text(
        HEAD.replace("KS-001", "KS-002") + "1. **Kijk.**\n\n   ![beeld](beeld.svg)\n", "utf-8"
    )


def folder_named_as_a_file(library: Path) -> None:
    (library / "KS-002.md").mkdir()
    (library / "glossary.md").mkdir()
    (library / "standards").write_text("x", "utf-8")


def organisation_is_a_folder(library: Path) -> None:
    (library / "organisation.yaml").unlink()
    (library / "organisation.yaml").mkdir()


def device(library: Path) -> None:
    try:
        os.mknod(library / "KS-002.md", stat.S_IFCHR | 0o600, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root may make a device")


def unreadable(library: Path) -> None:
    (library / "KS-002.md").write_text(GOOD, "utf-8")
    (library / "KS-002.md").chmod(0)
    if os.access(library / "KS-002.md", os.R_OK):
        pytest.skip("this user may read everything")


def strange_names(library: Path) -> None:
    for name in (
        "a\nb.md",
        "a\x1b[31m.md",
        "<script>.md",
        "é.md",
        "a" * 250 + ".md",
        "a b%20c#d?e.md",
        "-o.md",
    ):
        (library / name).write_text(GOOD, "utf-8")
    Path(os.fsdecode(os.fsencode(library) + b"/\xff\xfe.md")).write_text(GOOD, "utf-8")


def deep_folders(library: Path) -> None:
    folder = library
    for _ in range(150):
        folder /= "map"
    folder.mkdir(parents=True)
    (folder / "KS-002.md").write_text(GOOD, "utf-8")


ARRANGEMENTS = (
    link_file, link_folder, link_picture, link_organisation, link_glossary, link_standards, link_folder_to_itself,
    link_to_nothing, link_to_itself, link_to_device, pipe, pipes_everywhere, folder_named_as_a_file,
    organisation_is_a_folder, device, unreadable, strange_names, deep_folders,
)  # fmt: skip


@pytest.mark.parametrize("arrange", ARRANGEMENTS)
def test_no_arrangement_of_files_leads_outside_or_hangs(
    arrange: Callable[[Path], None], sopkit: Sopkit, library: Path
) -> None:
    arrange(library)
    outside = str(library.parent / "outside")
    with noting_opened_files() as found:
        sopkit("check", library)
        told = do_everything(sopkit, library, library / "KS-001.md")
        for extra in sorted(library.glob("KS-*")):
            sopkit("check", extra)
            sopkit("graph", extra, "--format", "json")
    assert SECRET not in told
    assert not [path for path in found if path.startswith(outside)]


# ---- script --------------------------------------------------------------------------------------

ALERT = "alert(31337)"
SCRIPTS = (
    f"<script>{ALERT}</script>", f"<img src=x onerror={ALERT}>", f'"><svg/onload={ALERT}>', f"'\"--></style></script><script>{ALERT}</script>",
    f"[x](javascript:{ALERT})", f"[x](JaVaScRiPt&#58;{ALERT})", f"[x](data:text/html,<script>{ALERT}</script>)", f"<javascript:{ALERT}>",
    f"![x](javascript:{ALERT})", f'[x](https://a.example "\\" onmouseover={ALERT} x=\\"")', f"]]><script>{ALERT}</script>",
    f"<a href=javascript:{ALERT}>x</a>", f"<iframe srcdoc='<script>{ALERT}</script>'>", f"<details open ontoggle={ALERT}>",
    f"&lt;script&gt;{ALERT}&lt;/script&gt;", f'click x "javascript:{ALERT}"', f"\"]; x [URL=\"javascript:{ALERT}\"", "{{7*7}} {% raw %} ${7*7}",
    f"[x](vbscript:{ALERT})", f"[x](\x01javascript:{ALERT})", f"[x](java\tscript:{ALERT})", f"<style>@import 'javascript:{ALERT}'</style>",
)  # fmt: skip


def with_script_everywhere(script: str) -> str:
    """A procedure with a text in every field that takes one."""
    value = json.dumps(script)
    quoted = script.replace('"', "”")
    return f"""\
---
number: KS-002
title: {value}
department: {value}
language: nl
owner: {value}
roles: [{value}]
situations: [{value}]
tags: [{value}]
standards: {{{value}: {value}}}
{value}: x
---

{script}

## Doel

Dit is het doel. {script}

## Begrippen

{script}
: {script}

## {script}

{script}

## Instructies

{script}

### {script}

1. **Begroet {script} de klant.** {{role="{quoted}" expected="{quoted}" why="{quoted}" each="{quoted}"}}

   > {script}

   > [!WARNING]
   > {script}

   - [ ] {script}

   | {script} | b |
   |---|---|
   | {script} | {script} |

   ![{script}](x.svg)

   ```
   {script}
   ```

2. Begroet {script} nog eens. {{{script}}}
3. **Klopt {script} het?**
   - {script}: doe dit {script}
   - Nee {script} → einde: {script}
   - Anders → [{script}](KS-001)
   - Verder → [{script}](#{script})
4. **Samen {script}** {{parallel}}
   - {script}: links
   - {script}
5. Voer [{script} ander](KS-001) uit.

{script}
"""


class Finder(HTMLParser):
    """Collects whatever in a page could run."""

    def __init__(self) -> None:
        super().__init__()
        self.running: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.inside = tag if tag in ("script", "style") else ""
        if tag in ("iframe", "object", "embed", "base", "form"):
            self.running.append(f"<{tag}>")
        for name, value in attributes:
            address = "".join((value or "").split()).lower().lstrip("\x00\x01")
            if name.startswith("on") or name == "srcdoc":
                self.running.append(f"{tag} {name}={value}")
            if name in ("href", "src", "xlink:href", "action", "formaction", "data") and (
                address.startswith(("javascript:", "vbscript:", "data:text", "file:"))
            ):
                self.running.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self.inside and ALERT in data:
            self.running.append(f"<{self.inside}> {data}")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""


def assert_nothing_runs(markup: str) -> None:
    finder = Finder()
    finder.feed(markup)
    assert not finder.running


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_script_of_an_author_runs_anywhere(script: str, sopkit: Sopkit, library: Path) -> None:
    file = library / "KS-002.md"
    file.write_text(with_script_everywhere(script), "utf-8")
    (library / "organisation.yaml").write_text(
        f"name: {json.dumps(script)}\nlanguage: nl\ndepartments:\n"
        f"  - {{id: x, name: {{nl: {json.dumps(script)}}}}}\n",
        "utf-8",
    )
    (library / "glossary.md").write_text(f"{script}\n: {script}\n", "utf-8")
    site = library.parent / "site"
    sopkit("build", library, "-o", site)
    pages = list(site.rglob("*.html"))
    assert len(pages) > 1
    for page in pages:
        assert_nothing_runs(page.read_text("utf-8"))
    drawings = [path.read_text("utf-8") for path in site.rglob("*.svg")]
    drawings.append(sopkit("graph", file, "--format", "svg").output)
    for drawing in drawings:
        assert_nothing_runs(drawing)
        tags = {
            element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawing).iter()
        }  # noqa: S314 - our own drawing
        assert not tags & {"script", "foreignObject", "iframe"}
    json.loads(sopkit("graph", file, "--format", "json").output)
    json.loads(sopkit("check", file, "--format", "sarif").output)
    assert "<script" not in sopkit("graph", file, "--format", "mermaid").output.lower()
    assert "\x1b" not in sopkit("check", file).output


# ---- sizes ---------------------------------------------------------------------------------------


def long_line(count: int) -> str:
    return "".join(f"{place}. **Doe {place}.**\n" for place in range(1, count + 1))


def many_questions(count: int) -> str:
    return "".join(
        f"{place}. **Klopt {place}?** {{#s{place}}}\n   - Ja: doe {place}\n"
        f"   - Nee → [terug](#s{max(1, place - 7)})\n"
        for place in range(1, count // 2 + 1)
    )


def many_answers(count: int) -> str:
    return "1. **Welke?**\n" + "".join(f"   - Nummer {i}: doe {i}\n" for i in range(count))


def many_strands(count: int) -> str:
    return "1. **Alles** {parallel}\n" + "".join(
        f"   - Nummer {i}: doe {i}\n" for i in range(count)
    )


def all_to_one(count: int) -> str:
    return (
        "".join(
            f"{place}. **Klopt {place}?**\n   - Ja\n   - Nee → [doe](#laatste)\n"
            for place in range(1, count)
        )
        + f"{count}. **Doe.** {{#laatste}}\n"
    )


def all_unreachable(count: int) -> str:
    return "".join(f"{place}. **Doe {place}.** → einde\n" for place in range(1, count + 1))


def same_title(count: int) -> str:
    return "".join(f"{place}. **Doe.**\n" for place in range(1, count + 1))


def many_unknown(count: int) -> str:
    return "".join(
        f"{place}. **Klopt {place}?**\n   - Ja\n   - Nee → [doe](#weg{place})\n"
        for place in range(1, count)
    )


@pytest.mark.parametrize(
    "write",
    [
        long_line,
        many_questions,
        many_answers,
        many_strands,
        all_to_one,
        all_unreachable,
        same_title,
        many_unknown,
    ],
)
def test_5000_steps_take_seconds(
    write: Callable[[int], str], sopkit: Sopkit, library: Path
) -> None:
    file = library / "KS-002.md"
    file.write_text(HEAD.replace("KS-001", "KS-002") + write(5_000), "utf-8")
    check(sopkit, file)
    sopkit("check", file)
    for form in ("json", "dot", "mermaid", "svg"):
        sopkit("graph", file, "--format", form)
    sopkit("build", library, "-o", library.parent / "site")


def test_a_number_of_100_files_is_reported_once_for_each_after_the_first(
    sopkit: Sopkit, library: Path
) -> None:
    for index in range(99):
        (library / f"kopie-{index}.md").write_text(GOOD, "utf-8")
    found = [f for f in check(sopkit, library).findings if f["code"] == "SOP108"]
    assert len({finding["path"] for finding in found}) == len(found)
    assert len(found) in (99, 100)
    sopkit("build", library, "-o", library.parent / "site")


# ---- beside the procedures -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["organisation.yaml", "glossary.md", "standards/x.yaml"])
@pytest.mark.parametrize("content", [
    b"", b"\xff\xfe\x00", b"\x00", b"[]", b"- a", b"a", b"a: [", BOMB.encode(), b"name: !!python/name:os.system x", b"name: *a",
    b"name: {a: {b: c}}\nlanguage: [nl]\ndepartments: x\nroles: {a: b}\nwords: 3\nseverity: {SOP404: x, X: error}\ntimezone: ../../x",
    b"departments: [a, {id: [x]}, {name: y}, null]\nroles: [{id: a, name: {nl: [x]}}, {id: a}]\nseverity: [a]\nlogo: [x]",
    b"id: [x]\nname: 3\nkind: x\nbetter: y\ntarget: '>= ''", b"x: " + b"[" * 5000, b"a: b\n" * 100_000, b"a\n: b\n" * 100_000, b"x" * 3_000_000,
])  # fmt: skip
def test_a_bad_file_beside_the_procedures_gives_findings(
    name: str, content: bytes, sopkit: Sopkit, library: Path
) -> None:
    file = library / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    do_everything(sopkit, library, library / "KS-001.md")


# ---- as a program --------------------------------------------------------------------------------


def program(*arguments: str | Path, given: bytes = b"", cwd: Path | None = None) -> Done:
    """Runs the installed program."""
    done = subprocess.run(
        [Path(sys.executable).with_name("sopkit"), *arguments],
        input=given,
        capture_output=True,
        timeout=SECONDS * 2,
        cwd=cwd,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize(
    "name", ["latin-1", "surrogates in YAML", "300 decisions", "empty", "control characters"]
)
def test_the_program_takes_any_bytes_from_standard_input(name: str) -> None:
    done = program("check", "-", given=FILES[name][0])
    assert "Traceback" not in done.output + done.errors
    assert done.status in (0, 1)


def test_the_program_survives_a_reader_that_leaves(library: Path) -> None:
    for index in range(300):
        (library / f"kopie-{index}.md").write_text("x", "utf-8")
    command = f"'{Path(sys.executable).with_name('sopkit')}' check '{library}' 2>&1 | head -n 1"
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, timeout=SECONDS * 2, check=False
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert "BrokenPipe" not in done.stdout + done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_the_program_prints_on_a_terminal_of_any_encoding(encoding: str, library: Path) -> None:
    (library / "KS-002.md").write_text(GOOD.replace("klant", "→ 🙂 ‘é’"), "utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("sopkit"), "check", library],
        capture_output=True,
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": encoding, "LC_ALL": "C"},
        timeout=SECONDS * 2,
        check=False,
    )
    assert b"Traceback" not in done.stdout + done.stderr
    assert done.returncode == 1
