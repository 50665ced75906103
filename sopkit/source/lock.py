"""Keeps two runs out of one folder at the same time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyLockedError(BlockingIOError):
    """Another run has the folder."""


@contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """Have a folder for oneself. The system lets go of it when the process ends, however it does.

    It keeps out those who ask for it, and nobody else; nor does it where the system has no such
    locks. Raises AlreadyLockedError and OSError.
    """
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise AlreadyLockedError from error
    except OSError:
        return  # a network drive that knows no locks
