"""Runs sopkit as a user does, within a time limit, and notes what it reads."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

SECRET = "GEHEIM-31337"  # noqa: S105 - a mark that must not turn up in what is printed
GRAPHS = ("json", "dot", "mermaid", "svg")
BUSY = 30
SECONDS = 120
BIG = 200_000

HEAD = """\
---
number: KS-001
title: Klacht behandelen
department: Klantenservice
language: nl
---

## Doel

Klachten goed oplossen.

## Begrippen

Geen.

## Instructies

"""
STEPS = "1. **Begroet de klant.**\n2. **Los de klacht op.** {#oplossen}\n"
GOOD = HEAD + STEPS


class TookTooLongError(BaseException):
    """A command did not end in time. Not an Exception, so that nothing catches it."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed, and its exit status."""

    status: int
    output: str
    errors: str

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The diagnostics of `check --format json`."""
        found: list[dict[str, Any]] = json.loads(self.output)["diagnostics"]
        return found

    @property
    def codes(self) -> set[str]:
        """The codes of the diagnostics."""
        return {finding["code"] for finding in self.findings}


@contextmanager
def time_limit(busy: float = BUSY, seconds: int = SECONDS) -> Iterator[None]:
    """Break off what computes longer than `busy` seconds, or hangs for `seconds`.

    Computing is what counts: a machine that does other things meanwhile breaks nothing off.
    """

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TookTooLongError

    before = [signal.signal(name, stop) for name in (signal.SIGALRM, signal.SIGPROF)]
    signal.setitimer(signal.ITIMER_REAL, seconds)
    signal.setitimer(signal.ITIMER_PROF, busy)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGALRM, before[0])
        signal.signal(signal.SIGPROF, before[1])


opened: list[str] | None = None


def _note_opened(event: str, arguments: tuple[Any, ...]) -> None:
    if (
        opened is not None
        and event == "open"
        and isinstance(arguments[0], str | bytes | os.PathLike)
    ):
        opened.append(os.fsdecode(os.fspath(arguments[0])))


sys.addaudithook(_note_opened)  # cannot be taken away again, so it only notes when asked to


@contextmanager
def noting_opened_files() -> Iterator[list[str]]:
    """The real paths of all files opened meanwhile, filled in at the end."""
    global opened  # noqa: PLW0603 - the audit hook has no other way to know
    opened = []
    found: list[str] = []
    try:
        yield found
    finally:
        found += [os.path.realpath(path) for path in opened]
        opened = None


Sopkit = Callable[..., Done]
"""Runs a command line: `sopkit("check", path)`."""


def check(sopkit: Sopkit, path: Path) -> Done:
    """The findings of a file or folder; every span lies somewhere."""
    done = sopkit("check", path, "--format", "json")
    for finding in done.findings:
        assert (finding["line"], finding["column"]) >= (1, 1)
        assert finding["message"]
    assert done.status == int(any(f["severity"] == "error" for f in done.findings))
    return done


def do_everything(sopkit: Sopkit, library: Path, file: Path) -> str:
    """Every command on a file of a library; all that they print and write."""
    out = library.parent / "site"
    told = [check(sopkit, library).output]
    told += [sopkit("check", library, "--format", form).output for form in ("text", "sarif")]
    told.append(sopkit("check", file).output)
    told += [sopkit("graph", file, "--format", form).output for form in GRAPHS]
    sopkit("build", library, "-o", out)
    told += [
        path.read_text("utf-8")
        for path in sorted(out.rglob("*"))
        if path.suffix in (".html", ".svg", ".json")
    ]
    return "\n".join(told)
