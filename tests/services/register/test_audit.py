"""The bundle for an auditor verifies with Python alone, and shows what was changed in it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sopkit.messages import english
from sopkit.refusals import NotAllowedError
from sopkit.services.register.auditing import export_audit
from sopkit.settings import Settings
from tests.register import World, sop


@pytest.fixture
def bundle(world: World, tmp_path: Path) -> Path:
    world.put_in_force(sop())
    world.put_in_force(sop(steps=("Groet de klant binnen 20 seconden.",)))
    file = tmp_path / "audit.zip"
    settings = Settings(world.settings.database_url, tmp_path / "anchors")
    export_audit(world.register, settings, world.people["admin"], file, english, world.tick())
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the bundle's own script, in a Python that sees nothing else."""
    return subprocess.run(
        [sys.executable, "-I", "-S", folder / "verify.py", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_script_verifies_the_bundle_unpacked_and_packed(bundle: Path, tmp_path: Path) -> None:
    for arguments in ((), (str(tmp_path / "audit.zip"),)):
        done = run(bundle, *arguments)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert "Everything is as it was recorded." in done.stdout


CHANGES = {
    "an event": ("tables/event.jsonl", b"submission.made", b"submission.mode"),
    "a version": ("tables/release.jsonl", b",1,0,", b",7,0,"),
    "a signature": ("tables/signature.jsonl", b"approval", b"review"),
    "a text": ("tables/free_text.jsonl", b"nieuw", b"ouder"),
    "the script's list": ("manifest.json", b'"events": ', b'"events": 1'),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_found(bundle: Path, change: tuple[str, bytes, bytes]) -> None:
    name, old, new = change
    data = (bundle / name).read_bytes()
    assert old in data
    (bundle / name).write_bytes(data.replace(old, new, 1))
    assert run(bundle).returncode == 1


def test_a_row_is_checked_against_the_trail_though_the_manifest_was_mended(bundle: Path) -> None:
    from hashlib import sha256

    file, manifest = bundle / "tables/release.jsonl", bundle / "manifest.json"
    old = sha256(file.read_bytes()).hexdigest()
    file.write_bytes(file.read_bytes().replace(b",1,0,", b",7,0,"))
    new = sha256(file.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text().replace(old, new))
    done = run(bundle)
    assert done.returncode == 1
    assert "is not what the trail recorded" in done.stdout


def test_a_broken_bundle_is_told_in_a_sentence(bundle: Path) -> None:
    (bundle / "manifest.json").write_text("{")
    done = run(bundle)
    assert (done.returncode, done.stderr) == (2, "")


def test_no_password_leaves_the_register(bundle: Path) -> None:
    for file in bundle.rglob("*"):
        if file.is_file():
            assert b"$argon2" not in file.read_bytes(), file


@pytest.mark.parametrize("login", ["author", "trainee", "outsider"])
def test_only_reviewers_and_administrators_export(
    sqlite: World, tmp_path: Path, login: str
) -> None:
    person = sqlite.people[login]
    with pytest.raises(NotAllowedError):
        export_audit(
            sqlite.register, sqlite.settings, person, tmp_path / "x.zip", english, sqlite.tick()
        )
    assert not (tmp_path / "x.zip").exists()
