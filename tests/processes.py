"""Programs that tests start."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Any

LONGEST = 300
"""Seconds after which a program is killed that a test may be waiting for."""


@contextmanager
def ended(process: subprocess.Popen[Any]) -> Iterator[None]:
    """Kill a program at the end of the block, or when that does not come.

    No test waits for ever: neither one that fails, nor one to which the program says nothing.
    """
    watch = Timer(LONGEST, process.kill)
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        process.kill()
