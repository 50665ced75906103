"""`sopkit serve` on a register that knows nobody prints the way in, and only then."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from sopkit.services.register.acting import sign_in
from sopkit.services.register.opening import open_register, upgrade
from sopkit.settings import Settings, database_url
from tests.processes import ended
from tests.register import PASSWORD, START
from tests.serving import free_port

SOPKIT = str(Path(sys.executable).with_name("sopkit"))


@contextmanager
def serving(settings: Settings, port: int) -> Iterator[subprocess.Popen[str]]:
    """The program, as somebody starts it."""
    with (
        subprocess.Popen(
            [SOPKIT, "serve", "--port", str(port)],
            env={"SOPKIT_DATABASE_URL": settings.database_url, "PATH": "", "LANG": "C.UTF-8"},
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        ) as process,
        ended(process),
    ):
        yield process


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    """A register that knows nobody."""
    settings = Settings(database_url(str(tmp_path / "register.sqlite")))
    upgrade(settings, START)
    return settings


def told_link(process: subprocess.Popen[str]) -> str:
    """The link that the program prints; fails when it ends without one."""
    assert process.stderr is not None
    for line in process.stderr:
        found = re.search(r"at (http://127\.0\.0\.1:\d+/set-up/[\w-]+)$", line.strip())
        if found:
            return found[1]
    raise AssertionError("no link was printed")


FORM = {
    "organisation": "Bakker",
    "timezone": "Europe/Amsterdam",
    "language": "nl",
    "login": "ada",
    "name": "Ada Baas",
    "wanted": PASSWORD,
    "again": PASSWORD,
}


def test_the_link_leads_to_the_first_account(empty: Settings) -> None:
    browser = {"sec-fetch-site": "same-origin"}
    patient = httpx2.HTTPTransport(retries=8)  # the program listens a moment after it told
    with (
        serving(empty, free_port()) as process,
        httpx2.Client(transport=patient, headers=browser, timeout=60) as client,
    ):
        link = told_link(process)
        assert client.get(link).status_code == 200
        wrong = client.post(link, data={**FORM, "timezone": "Mars"})
        assert wrong.status_code == 409
        assert 'value="Bakker"' in wrong.text
        assert PASSWORD not in wrong.text
        spent = client.get(f"{link}x")
        assert (spent.status_code, "“sopkit serve” again" in spent.text) == (410, True)
        then = client.post(link, data=FORM).headers["location"]
        assert (
            "The account is made: sign in." in client.get(link.partition("/set-up")[0] + then).text
        )
        assert client.get(link).status_code == 410
    register = open_register(empty)
    assert sign_in(register, "ada", PASSWORD, START).name == "Ada Baas"
    register.close()
