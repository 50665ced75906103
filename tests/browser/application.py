"""The web application in a real browser: served on a free port, signed in to as one of the cast."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from playwright.sync_api import Page

from sopkit.server.app import create_app
from tests.register import PASSWORD, World


@dataclass
class Served:
    """The application at an address, on the register of a world.

    `reviews` are the ids of reviews that a fixture made, by what became of them, and addresses.
    """

    world: World
    address: str
    reviews: dict[str, str] = field(default_factory=dict)

    def sign_in(self, page: Page, login: str, password: str = PASSWORD) -> None:
        """Sign in as one does: through the form."""
        page.goto(f"{self.address}/sign-in")
        page.locator("#login").fill(login)
        page.locator("#password").fill(password)
        page.locator("form[action='/sign-in'] button").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)

    def visit(self, page: Page, path: str) -> None:
        """Go to a page, and wait until it stands in its own font."""
        page.goto(f"{self.address}{path}")
        page.evaluate("document.fonts.ready.then(() => null)")


@contextmanager
def serving(world: World) -> Iterator[Served]:
    """The application, served in a thread of this process until the block ends."""
    app = create_app(world.settings)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the application did not start")
        threading.Event().wait(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Served(world, f"http://127.0.0.1:{port}")
    finally:
        server.should_exit = True
        thread.join(timeout=20)
