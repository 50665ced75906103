"""Whatever a library refers to or links to, nothing outside it is read, and nothing hangs."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bad_input.program import GOOD, HEAD, SECRET, Sopkit, do_everything, noting_opened_files

CLIMBING = (
    "../outside/KS-666.md",
    "../outside/secret.svg",
    "..%2Foutside%2Fsecret.svg",
    "%2e%2e/outside/secret.svg",
    "..\\outside\\secret.svg",
    "%2e%2e%5coutside%5csecret.svg",
    "x/../../outside/secret.svg",
    "./../outside/KS-666",
    "{outside}/secret.svg",
    "{outside}/KS-666.md",
    "file://{outside}/secret.svg",
    "FILE:{outside}/secret.svg",
    "//outside/secret.svg",
    "~/secret.svg",
    "$HOME/secret.svg",
    "../outside/secret.svg%00.svg",
    "..//outside/./secret.svg",
    "../library/../outside/secret.svg",
    "/etc/passwd",
    "../../../../../../etc/passwd",
    "/proc/self/environ",
    "/dev/zero",
    "....//outside/secret.svg",
    "..%252foutside/secret.svg",
    "\uff0e\uff0e/outside/secret.svg",
    "..;/outside/secret.svg",
)


@pytest.mark.parametrize("target", CLIMBING)
def test_nothing_outside_the_library_is_read(target: str, sopkit: Sopkit, library: Path) -> None:
    outside = library.parent / "outside"
    target = target.format(outside=outside)
    text = (
        f"1. **Begroet.**\n\n   ![beeld]({target})\n\n   ![beeld](<{target}>)\n\n"
        f"   <img src='{target}'>\n"
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
    link_file,
    link_folder,
    link_picture,
    link_organisation,
    link_glossary,
    link_standards,
    link_folder_to_itself,
    link_to_nothing,
    link_to_itself,
    link_to_device,
    pipe,
    pipes_everywhere,
    folder_named_as_a_file,
    organisation_is_a_folder,
    device,
    unreadable,
    strange_names,
    deep_folders,
)


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
