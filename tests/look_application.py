"""Every page of the web application as PNG, on the register of the demo; a part of `make look`."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from sopkit.services.demo.cast import PASSWORD
from tests.browser.chromium import FLAGS
from tests.browser.view import PHONE, SCHEMES, WIDE, Scheme

ROOT = Path(__file__).parents[1]
LOOK = ROOT / "look" / "application"
LANGUAGES = ("nl", "en")
WIDTHS = {"wide": WIDE, "phone": PHONE}

NOBODY = ""
PAGES: dict[str, tuple[str, ...]] = {
    NOBODY: ("/sign-in", "/reset/of-no-link"),
    "karim": (
        "/",
        "/library",
        "/library?status=draft",
        "/search?q=klant+wil+geld+terug",
        "/search?q=fietsenstalling",
        "/glossary",
        "/reviews",
        "/reviews/*",
        "/write",
        "/sops/KS-003",
        "/sops/KS-003/edit",
        "/sops/KS-003/edit?mode=text",
        "/sops/KS-017/edit",
        "/sops/KS-017/submit",
        "/sops/KS-003/history",
        "/sops/KS-003/compare",
        "/sops/KS-003/walk",
        "/account",
        "/account/mail",
        "/not-there",
    ),
    "marieke": ("/", "/reviews", "/reviews/*", "/sops/KS-003/withdraw", "/sops/KS-003/confirm"),
    "sanne": ("/", "/library", "/sops/KS-010", "/sops/KS-010/walk"),
    "joost": (
        "/admin/people",
        "/admin/people/karim",
        "/admin/add-person",
        "/admin/import",
        "/admin/teams",
        "/admin/list/departments",
        "/admin/list/roles",
        "/admin/organisation",
        "/admin/jobs",
        "/trail",
    ),
    "olaf": ("/", "/library"),
}
"""Pages by who looks at them; a star is the first link of that kind on the page before."""


def application_series(browser: str, words: tuple[str, ...]) -> Iterator[Callable[[], None]]:
    """Takes the pictures of each way of looking at the application."""
    for language in LANGUAGES:
        yield partial(look_at_application, browser, words, language)


def look_at_application(browser: str, words: tuple[str, ...], language: str) -> None:
    """Every page in a language: wide and on a phone, light and dark."""
    wanted = [
        (login, path)
        for login, paths in PAGES.items()
        for path in paths
        if not words or any(word in path or word == login for word in words)
    ]
    if not wanted:
        return
    with served_demo(language) as address, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        for size, width in WIDTHS.items():
            for scheme in SCHEMES:
                take(opened, address, wanted, language, f"{size}-{scheme}", width, scheme)
        opened.close()


def take(
    browser: Browser,
    address: str,
    wanted: list[tuple[str, str]],
    language: str,
    variant: str,
    width: int,
    scheme: Scheme,
) -> None:
    """Each wanted page as a whole."""
    LOOK.mkdir(parents=True, exist_ok=True)
    for login in dict.fromkeys(login for login, _path in wanted):
        page = browser.new_page(
            color_scheme=scheme, viewport={"width": width, "height": 900}, locale=language
        )
        if login:
            page.goto(f"{address}/sign-in")
            page.fill("#login", login)
            page.fill("#password", PASSWORD)
            page.press("#password", "Enter")
            page.wait_for_url(f"{address}/")
            page.goto(f"{address}/account")
            page.select_option("select[name=language]", language)
            page.locator("form[action='/account/language'] button").click()
        for path in (path for one, path in wanted if one == login):
            if path.endswith("*"):
                page.goto(address + path[:-2])
                first = page.locator(f"main a[href^='{path[:-1]}']").first
                page.goto(address + (first.get_attribute("href") or path[:-2]))
            else:
                page.goto(address + path)
            page.evaluate("document.fonts.ready.then(() => null)")
            page.wait_for_timeout(300)  # what a script fetches by itself
            name = re.sub(
                r"[^A-Za-z0-9]+", "-", f"{login or 'nobody'}{path}".replace("*", "one")
            ).strip("-")
            page.screenshot(path=LOOK / f"{name}-{language}-{variant}.png", full_page=True)
        page.close()


@contextmanager
def served_demo(language: str) -> Iterator[str]:
    """The address of the demo, served until the block ends."""
    register = ROOT / "build" / f"look-{language}.sqlite"
    sopkit = Path(sys.executable).with_name("sopkit")
    with subprocess.Popen(
        [sopkit, "demo", "--fresh", "--port", "0", register], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield next(
                found[0].rstrip("/")
                for line in process.stdout
                if (found := re.search(r"http://[0-9.:]+/", line))
            )
        finally:
            process.terminate()
