"""A real browser for the tests, started once per worker, and the example library to open in it.

A page that complains fails its test: an error in its console, an uncaught error of a script, a
file that it asks for and does not get.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from sopkit.resources import example_library
from sopkit.services.build import build_site
from sopkit.services.compile import compile_library
from tests.browser.application import Served, serving
from tests.browser.chromium import FLAGS, HOW_TO_GET_IT, NONE, find_chromium
from tests.browser.view import OpenPage, View, visit
from tests.once import made_once
from tests.register import World


@pytest.fixture(scope="session")
def started_browser() -> Iterator[tuple[Browser, asyncio.AbstractEventLoop]]:
    """Chromium, and the event loop of Playwright; for `browser` only."""
    if os.environ.get("CHROMIUM") == NONE:
        pytest.skip("CHROMIUM=none: no browser")
    chromium = find_chromium()
    if chromium is None:
        pytest.fail(f"{HOW_TO_GET_IT} CHROMIUM=none leaves out the tests that need it.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield browser, loop
        asyncio._set_running_loop(loop)
        browser.close()


@pytest.fixture
def browser(started_browser: tuple[Browser, asyncio.AbstractEventLoop]) -> Iterator[Browser]:
    """Chromium. Pages are better opened with `open_page`.

    Between its calls Playwright leaves its event loop marked as the running one of this thread.
    The mark is taken away after each test, or later tests could start no event loop.
    """
    browser, loop = started_browser
    asyncio._set_running_loop(loop)
    yield browser
    asyncio._set_running_loop(None)


@pytest.fixture
def complaints() -> list[str]:
    """What opened pages complained of so far. It must be empty when the test ends."""
    return []


@pytest.fixture
def open_page(browser: Browser, complaints: list[str]) -> Iterator[OpenPage]:
    """Opens a file in a view, each time in a new window without history or storage."""
    with ExitStack() as closing:

        def open_page(path: Path, view: View | None = None) -> Page:
            view = view or View()
            page = browser.new_page(
                viewport={"width": view.width, "height": view.height},
                color_scheme=view.scheme,
                locale=view.language,
            )
            closing.callback(page.close)
            _listen(page, complaints)
            visit(page, path)
            return page

        yield open_page
    assert complaints == []


@pytest.fixture
def served(sqlite: World) -> Iterator[Served]:
    """The web application on a register with the cast, at an address of its own."""
    with serving(sqlite) as served:
        yield served


@pytest.fixture
def new_page(browser: Browser, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens an empty page in a view, each time in a browser without history or cookies."""
    with ExitStack() as closing:

        def new_page(view: View | None = None, *, script: bool = True) -> Page:
            view = view or View()
            page = browser.new_page(
                viewport={"width": view.width, "height": view.height},
                color_scheme=view.scheme,
                locale=view.language,
                java_script_enabled=script,
            )
            closing.callback(page.close)
            _listen(page, complaints)
            return page

        yield new_page
    assert complaints == []


@pytest.fixture(scope="session")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the example library, built once per run. It is shared: only read it."""
    return made_once(
        tmp_path_factory,
        "example-site",
        lambda folder: build_site(compile_library(example_library()), folder),
    )


def _listen(page: Page, complaints: list[str]) -> None:
    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"{page.url}: {message.text}")

    def miss(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the test went on to another page
            complaints.append(f"{page.url}: no {request.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("requestfailed", miss)
