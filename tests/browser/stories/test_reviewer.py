"""A quality reviewer finds what is overdue, sees what changed, and hands an auditor the proof."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from sopkit.messages import Translate, translator
from sopkit.resources import locales
from sopkit.services.register.persons import give_right
from tests.browser.application import Served
from tests.browser.fit import too_wide
from tests.browser.view import View
from tests.register import PASSWORD, sop

NewPage = Callable[..., Page]


@pytest.fixture
def aged(served: Served) -> Served:
    """A register with a version of long ago, one that followed it, and one that is still good."""
    world = served.world
    world.put_in_force(sop(review="1 months"))
    world.put_in_force(sop("KS-002", title="Chat aannemen", review="99 years"), "KS-002")
    world.put_in_force(
        sop(
            steps=("Groet de klant binnen 20 seconden.", "Vraag het ordernummer."),
            review="1 months",
        )
    )
    admin = world.people["admin"]
    give_right(world.register, admin, "reviewer", "reviewer", "*", world.tick())
    return served


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_reviewer_finds_what_is_overdue_and_takes_the_proof_along(
    aged: Served, new_page: NewPage, tmp_path: Path, language: str
) -> None:
    said = translator(language, locales())
    page = new_page(View(language=language))
    aged.sign_in(page, "reviewer")
    assert too_wide(page) == []

    overdue = page.locator(".tray li", has=page.locator(".mark"))
    expect(overdue).to_have_count(1)
    overdue.get_by_role("link", name="KS-001").click()
    compare_versions(page, said)
    confirm(page, said)
    page.goto(aged.address)
    expect(page.locator(".tray li", has=page.locator(".mark"))).to_have_count(0)

    page.get_by_role("link", name=said("Audit trail")).click()
    expect(page.locator("main")).to_contain_text("KS-001")
    page.get_by_role("button", name=said("Verify now")).click()
    expect(page.locator("main .done")).to_be_visible()
    bundle = taken(page, page.get_by_role("button", name=said("Download the audit bundle")))
    assert_it_proves_itself(bundle, tmp_path / "bundle")
    listed = taken(page, page.get_by_role("link", name=said("Download as CSV")))
    assert "KS-001" in listed.read_text(encoding="utf-8")


def compare_versions(page: Page, said: Translate) -> None:
    """Two versions chosen in the history, and the words that differ."""
    page.get_by_role("link", name=said("History"), exact=True).first.click()
    page.locator("[name=from][value='1.0']").check()
    page.locator("[name=to][value='2.0']").check()
    page.get_by_role("button", name=said("Compare"), exact=True).click()
    expect(page.locator("ins").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("binnen 20 seconden")
    page.go_back()


def confirm(page: Page, said: Translate) -> None:
    """Nothing is to change: the review that was due is done."""
    page.get_by_role("link", name=said("Review the version in force")).click()
    page.get_by_label(said("Remark for the record (may be left empty)")).fill("Klopt nog.")
    page.get_by_label(said("Your password, as your signature")).fill(PASSWORD)
    page.get_by_role("button", name=said("Nothing is to change")).click()
    version = page.locator(".texts .version", has=page.locator(".status.effective"))
    expect(version).to_contain_text("Dirk Kwaliteit")
    expect(version).to_contain_text("Klopt nog.")


def taken(page: Page, button: Locator) -> Path:
    """The file that a button or link gives."""
    with page.expect_download() as waiting:
        button.click()
    return Path(waiting.value.path())


def assert_it_proves_itself(bundle: Path, folder: Path) -> None:
    """The bundle verifies with Python alone, and no longer once a text in it was changed."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    command = [sys.executable, "-I", str(folder / "verify.py")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    files = [path for path in folder.rglob("*") if path.is_file()]
    text = next(path for path in files if b"20 seconden" in path.read_bytes())
    text.write_bytes(text.read_bytes().replace(b"20 seconden", b"30 seconden"))
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0
