"""Sees to it that there is a Chromium to drive, and installs one where it may: part of `make test`.

Debian's package where that can be had without a question, else the build that Playwright fetches.
The browser that starts is noted beside the environment, so that it is looked for once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from tests.browser.chromium import FOUND, HOW_TO_GET_IT, NONE, noted, on_path

APT = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300")
PLAYWRIGHT = (sys.executable, "-m", "playwright", "install", "--no-shell", "chromium")
GO_ON = "CHROMIUM=none goes on without one, and leaves out the tests in a browser."
SECONDS = 900


@dataclass(frozen=True, slots=True)
class Way:
    """A way to install Chromium: what is said meanwhile, and the commands. The last one counts."""

    said: str
    commands: tuple[tuple[str, ...], ...]


def main() -> int:
    """Find or install Chromium. Exit status 1, after saying what to do, if there is none."""
    named = os.environ.get("CHROMIUM")
    if named == NONE:
        say("CHROMIUM=none: the tests in a browser are left out.")
        return 0
    if named:
        return 0 if starts(named) else complain(f"CHROMIUM={named} does not start. {GO_ON}")
    if noted() or note_what_starts():
        return 0
    for way in ways(root=os.geteuid() == 0):
        say(f"{way.said} (once; takes a minute) …")
        if follow(way) and note_what_starts():
            return 0
    return complain(f"{HOW_TO_GET_IT} {GO_ON}")


def ways(*, root: bool) -> Iterator[Way]:
    """The ways to install Chromium that need no answer of a person, best first."""
    if shutil.which("apt-get"):
        if root:
            yield Way("Installing Chromium with apt", apt_commands())
        elif shutil.which("sudo") and run("sudo", "-n", "true").returncode == 0:
            yield Way("Installing Chromium with sudo apt", apt_commands("sudo", "-n"))
    yield Way("Fetching the Chromium of Playwright", (PLAYWRIGHT,))


def apt_commands(*before: str) -> tuple[tuple[str, ...], ...]:
    """Renewing the lists of packages may fail: old ones may do."""
    install = ("install", "--yes", "--no-install-recommends", "chromium")
    return (*before, *APT, "update"), (*before, *APT, *install)


def follow(way: Way) -> bool:
    """Carry the commands out in silence; why the last one failed, if it does, is told."""
    last = [run(*command) for command in way.commands][-1]
    if last.returncode != 0:
        lines = last.stdout.strip().splitlines()
        say("\n".join([line for line in lines if line.startswith(("E:", "Error"))] or lines[-3:]))
    return last.returncode == 0


def note_what_starts() -> bool:
    """Note the first browser that starts: some programs of that name only point to a shop."""
    found = next(filter(starts, (*on_path(), *of_playwright())), None)
    if found:
        FOUND.write_text(found, encoding="utf-8")
    return found is not None


def of_playwright() -> Iterator[str]:
    """The browser that Playwright fetched, if it did. Asked for last: its driver starts slowly."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def starts(path: str) -> bool:
    """Whether a program is there and tells its version."""
    return bool(shutil.which(path)) and run(path, "--version").returncode == 0


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, without input; all that it said is in `stdout`."""
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def say(text: str) -> None:
    """Tell the person who started it."""
    print(text, file=sys.stderr)


def complain(text: str) -> int:
    """Tell why it ends here. The exit status."""
    say(text)
    return 1


if __name__ == "__main__":
    sys.exit(main())
