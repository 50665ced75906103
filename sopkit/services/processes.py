"""Processes that sopkit begins beside its own."""

from __future__ import annotations

import os
import signal
from multiprocessing import parent_process
from threading import Thread


def end_with_parent() -> None:
    """Stop when the process that began this one is gone, however it went.

    One that was killed tidies nothing up: what it began would keep its port and memory for good.
    """
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=wait, daemon=True).start()
