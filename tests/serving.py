"""`sopkit serve` for tests: a process of its own, asked over real connections."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx2 as httpx

PROGRAM = (sys.executable, "-c", "from sopkit.cli.app import main; main()")

PATIENCE = 60
"""Seconds: the machine may be busy with other tests."""


@dataclass
class Served:
    """The running application: its process, its address, and the lines of its log."""

    process: subprocess.Popen[str]
    address: str
    lines: list[str] = field(default_factory=list)

    def client(self, **settings: Any) -> httpx.Client:  # noqa: ANN401 - as httpx takes them
        """A browser."""
        headers = {"sec-fetch-site": "same-origin", "accept-language": "en"}
        return httpx.Client(
            base_url=self.address,
            headers=headers | settings.pop("headers", {}),
            timeout=PATIENCE,
            trust_env=False,
            **settings,
        )

    def get(self, path: str, **settings: Any) -> httpx.Response:  # noqa: ANN401 - as httpx takes them
        """One page."""
        with self.client() as client:
            return client.get(path, **settings)

    def entries(self) -> list[dict[str, Any]]:
        """The log so far."""
        return [json.loads(line) for line in self.lines if line.startswith("{")]

    def stop(self, how: int = signal.SIGTERM) -> int:
        """Tell it to stop; gives its exit status."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


@contextmanager
def served(
    database_url: str, *options: str, port: int = 0, env: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Serve a register until the end of the block."""
    command = [*PROGRAM, "serve", "--port", str(port), *options]
    surroundings = clean() | {"SOPKIT_DATABASE_URL": database_url} | dict(env or {})
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=surroundings) as process:
        assert process.stderr is not None
        try:
            first = process.stderr.readline()
            assert first.startswith("Serving at http://"), first
            running = Served(process, first.removeprefix("Serving at ").strip())
            reader = threading.Thread(
                target=lambda: running.lines.extend(iter(process.stderr.readline, "")),  # type: ignore[union-attr]
                daemon=True,
            )
            reader.start()
            yield running
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait(PATIENCE)
            reader.join(PATIENCE)


def clean() -> dict[str, str]:
    """The environment without what sopkit looks at, and what makes it say things at once."""
    without = ("SOPKIT_", "LC_", "LANG", "PYTHONUNBUFFERED")
    names = [name for name in os.environ if not name.startswith(without)]
    return {name: os.environ[name] for name in names} | {"LANG": "C.UTF-8"}


def until(holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for something that will be so in a moment."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
