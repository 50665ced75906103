"""Works at jobs until somebody kills it: `python -m … URL PORT`, PORT that of a mail server."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from sopkit.services.notices.working import work_off
from sopkit.services.register.opening import open_register
from sopkit.settings import Settings
from tests.mail_server import Post


def work_for_ever(url: str, port: int) -> None:
    """Never ends by itself."""
    register = open_register(Settings(url))
    settings = Post(port=port).settings()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        work_off(register, settings, lambda: datetime.now(UTC))


if __name__ == "__main__":
    work_for_ever(sys.argv[1], int(sys.argv[2]))
