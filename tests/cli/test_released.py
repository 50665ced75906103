"""Printing and building what the register released, with the real program."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Sopkit
from tests.cli.test_register import As, clock, commands
from tests.register import World, sop
from tests.render.pdf.reading import PdfRead

NUMBER = "KS-001"


@pytest.fixture
def act(sopkit: Sopkit, sqlite: World) -> As:
    clock(sqlite)
    return commands(sopkit, sqlite)


def release(act: As, world: World, text: str) -> None:
    clock(world)
    world.save(text)
    assert act("author", "submit", NUMBER, "--reason", "duidelijker").status == 0
    assert act("approver", "approve", NUMBER).status == 0
    assert act("approver", "release", NUMBER).status == 0


def test_a_version_is_printed_by_its_number(act: As, sqlite: World, tmp_path: Path) -> None:
    release(act, sqlite, sop())
    out = tmp_path / "out.pdf"
    done = act("", "pdf", NUMBER, "--released", "-o", out)
    assert (done.status, done.out, done.err) == (0, f"{out} is written.\n", "")
    first = out.read_bytes()
    assert "Versie 1.0 · VAN KRACHT" in PdfRead(first).text
    act("", "pdf", NUMBER, "--released", "-o", out)
    assert out.read_bytes() == first
    release(act, sqlite, sop(steps=("Groet binnen 20 seconden.", "Vraag het ordernummer.")))
    assert act("", "pdf", NUMBER, "--version", "1.0", "-o", out).status == 0
    old = PdfRead(out.read_bytes())
    assert set(old.stamps) == {"VERVALLEN"}
    assert old.attachments == {"KS-001.nl.md": sop().encode()}
    assert act("", "pdf", NUMBER, "--released", "-o", out).status == 0
    assert "duidelijker" in PdfRead(out.read_bytes()).text


def test_a_stamped_copy_bears_time_and_name(act: As, sqlite: World, tmp_path: Path) -> None:
    release(act, sqlite, sop())
    for command in ("pdf", "card"):
        out = tmp_path / f"{command}.pdf"
        assert act("trainee", command, NUMBER, "--released", "--stamp", "-o", out).status == 0
        assert "Els Leerling" in PdfRead(out.read_bytes()).text
    out = tmp_path / "binder.pdf"
    assert act("trainee", "binder", "--released", "--stamp", "-o", out).status == 0
    assert "Els Leerling" in PdfRead(out.read_bytes()).text


def test_the_site_of_what_is_in_force_needs_no_folder(
    act: As, sqlite: World, tmp_path: Path
) -> None:
    release(act, sqlite, sop())
    clock(sqlite)
    sqlite.save(sop("KS-002"))
    site = tmp_path / "site"
    assert act("", "build", "--released", "--pdf", "-o", site).status == 0
    assert "Versie 1.0" in (site / "KS-001.html").read_text()
    assert "Versie 1.0 · VAN KRACHT" in PdfRead((site / "KS-001.pdf").read_bytes()).text
    assert not (site / "KS-002.html").exists()
    again = act("", "build", "--released", "--pdf", "-o", site)
    assert again.out.startswith(f"{site}: 0 files written")


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (["pdf", NUMBER, "--released"], "KS-001 has no version in force."),
        (["pdf", NUMBER, "--version", "7.0"], "KS-001 has no version 7.0."),
        (["pdf", "KS-404", "--released"], "The register has no KS-404"),
        (["pdf", NUMBER, "--at", "soon"], "“soon” is no date"),
        (["pdf", NUMBER, "--at", "2026-01-01", "--version", "1.0"], "cannot go together"),
        (["pdf", NUMBER, "--stamp"], "add --released"),
        (["card", NUMBER, "--language", "en"], "add --released"),
        (["binder"], "LIBRARY is missing."),
        (["binder", ".", "--released"], "cannot go together"),
        (["build", "--released"], "no version in force at that moment"),
    ],
)
def test_what_cannot_be_printed_is_told(
    act: As, sqlite: World, tmp_path: Path, wish: list[str], told: str
) -> None:
    sqlite.save(sop())
    out = tmp_path / "out.pdf"
    done = act("", *wish, "-o", out)
    assert done.status == 2
    assert told in done.err
    assert not out.exists()


def test_a_day_of_the_past_shows_what_was_in_force_then(
    act: As, sqlite: World, tmp_path: Path
) -> None:
    release(act, sqlite, sop())
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    out = tmp_path / "out.pdf"
    assert act("", "pdf", NUMBER, "--at", "2026-01-01", "-o", out).status == 2
    assert act("", "binder", "--at", today, "-o", out).status == 0
    assert "Versie 1.0" in PdfRead(out.read_bytes()).text
