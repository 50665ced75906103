"""Programs that tests start."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def ended(process: subprocess.Popen[Any]) -> Iterator[None]:
    """Kill a program at the end of the block: a test that fails must not wait for it for ever."""
    try:
        yield
    finally:
        process.kill()
