"""The bundle for an auditor verifies with Python alone, and shows what was changed in it."""

from __future__ import annotations

import io
import re
import runpy
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from sopkit.messages import english
from sopkit.refusals import NotAllowedError
from sopkit.services.register.auditing import export_audit
from sopkit.settings import Settings
from tests.register import World, live
from tests.services.register.bundle_tampering import HARMS, Files, Shown


@dataclass(frozen=True, slots=True)
class Exported:
    """A bundle, packed and unpacked, and the anchors that were kept apart."""

    file: Path
    folder: Path
    anchors: Path


@pytest.fixture
def exported(world: World, tmp_path: Path) -> Exported:
    """The bundle of a register in which something happened in every table."""
    live(world)
    found = Exported(tmp_path / "audit.zip", tmp_path / "unpacked", tmp_path / "anchors")
    settings = Settings(world.settings.database_url, found.anchors)
    admin = world.people["admin"]
    export_audit(world.register, settings, admin, found.file, english, world.tick())
    with zipfile.ZipFile(found.file) as archive:
        archive.extractall(found.folder)
    return found


@pytest.fixture
def bundle(exported: Exported) -> Path:
    return exported.folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the bundle's own script, in a Python that sees nothing else."""
    return subprocess.run(
        [sys.executable, "-I", "-S", folder / "verify.py", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_script_verifies_the_bundle_unpacked_and_packed(exported: Exported) -> None:
    for arguments in ((), (str(exported.file),)):
        done = run(exported.folder, *arguments)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert "No anchors were given" in done.stdout
        assert "Without the anchor of this export" in done.stdout
        assert done.stdout.endswith("Everything is as it was recorded.\n")
        done = run(exported.folder, "--anchor", str(exported.anchors), *arguments)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert "The trail goes through every anchor (1)." in done.stdout
        assert "Without" not in done.stdout


def test_files_of_others_may_lie_beside_those_of_an_unpacked_bundle(exported: Exported) -> None:
    shutil.copy(exported.anchors, exported.folder / "anchors")
    (exported.folder / "notes.txt").write_text("seen\n")
    assert run(exported.folder, "--anchor", str(exported.folder / "anchors")).returncode == 0
    (exported.folder / "tables" / "notes.txt").write_text("seen\n")
    assert "tables/notes.txt is no file of a bundle" in run(exported.folder).stdout


def test_a_name_twice_in_the_archive_is_found(exported: Exported) -> None:
    twice = pytest.warns(UserWarning, match="Duplicate name")
    with zipfile.ZipFile(exported.file, "a") as archive, twice:
        archive.writestr("versions.csv", archive.read("versions.csv"))
    done = run(exported.folder, str(exported.file))
    assert "versions.csv is there more than once" in done.stdout


def test_anchors_that_are_none_are_told_in_a_sentence(bundle: Path) -> None:
    for anchors in (bundle / "nowhere", bundle / "README.txt"):
        done = run(bundle, "--anchor", str(anchors))
        assert (done.returncode, done.stderr) == (2, "")
        assert "The anchors cannot be read" in done.stdout


def test_an_anchor_that_was_cut_off_is_passed_over(exported: Exported) -> None:
    with exported.anchors.open("a") as file:
        file.write("2026-03-0")
    assert run(exported.folder, "--anchor", str(exported.anchors)).returncode == 0


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


class Auditor:
    """Gives harmed bundles to the script of the one that was not harmed, in this process."""

    def __init__(self, exported: Exported, folder: Path) -> None:
        self._main = runpy.run_path(str(exported.folder / "verify.py"))["main"]
        self._place = folder / "harmed.zip"
        line = exported.anchors.read_text()
        trail = folder / "anchors-of-the-trail"
        trail.write_text(re.sub("audit export [0-9a-f]{64}", "release KS-001 1.0", line))
        self._anchors: dict[Shown, list[str]] = {
            Shown.BY_ITSELF: [],
            Shown.BY_THE_TRAIL: ["--anchor", str(trail)],
            Shown.BY_THE_EXPORT: ["--anchor", str(exported.anchors)],
        }

    def finds(self, data: bytes, shown: Shown) -> bool:
        """Whether the script finds anything, given what it takes."""
        self._place.write_bytes(data)
        status: int = self._main([*self._anchors[shown], str(self._place)])
        return status != 0


def packed(files: Files) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def unpacked(data: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def every_harm_is_found(exported: Exported, folder: Path, seeds: range) -> None:
    auditor = Auditor(exported, folder)
    whole = unpacked(exported.file.read_bytes())
    for shown in (Shown.BY_ITSELF, Shown.BY_THE_TRAIL, Shown.BY_THE_EXPORT):
        assert not auditor.finds(packed(whole), shown)
    for seed in seeds:
        harm, random = HARMS[seed % len(HARMS)], Random(seed)
        shown = Shown.NOT_AT_ALL
        while shown is Shown.NOT_AT_ALL:  # where chance did none, it tries again elsewhere
            files = dict(whole)
            shown = harm(files, random)
        assert auditor.finds(packed(files), shown), (seed, harm.__name__, shown)
        assert auditor.finds(packed(files), Shown.BY_THE_EXPORT), (seed, harm.__name__)


def no_byte_of_the_file_changes_unseen(exported: Exported, folder: Path, seeds: range) -> None:
    """A ZIP file has bytes that mean nothing for what is in it, such as times."""
    auditor = Auditor(exported, folder)
    whole = exported.file.read_bytes()
    for seed in seeds:
        random, data = Random(seed), bytearray(whole)
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        if not auditor.finds(bytes(data), Shown.BY_ITSELF):
            assert unpacked(bytes(data)) == unpacked(whole), seed


def test_random_harm_to_a_bundle_is_found(exported: Exported, tmp_path: Path) -> None:
    every_harm_is_found(exported, tmp_path, range(140))


def test_a_changed_byte_of_the_file_is_found_or_means_nothing(
    exported: Exported, tmp_path: Path
) -> None:
    no_byte_of_the_file_changes_unseen(exported, tmp_path, range(100))


@pytest.mark.soak
def test_thousands_of_harms_to_a_bundle_are_found(exported: Exported, tmp_path: Path) -> None:
    every_harm_is_found(exported, tmp_path, range(1000, 4000))
    no_byte_of_the_file_changes_unseen(exported, tmp_path, range(1000, 4000))


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
