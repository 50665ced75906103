"""A server in processes of its own, and what its workers take of the machine."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from urllib.request import urlopen

import httpx2

from sopkit.services.demo.cast import PASSWORD

_PATIENCE = 120


@dataclass(slots=True)
class Server:
    """A running server."""

    address: str
    process: subprocess.Popen[str]

    def memory(self) -> list[float]:
        """Megabytes that each worker has at most held."""
        found = []
        for pid in _children(self.process.pid):
            status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
            if (peak := re.search(r"VmHWM:\s+(\d+) kB", status)) and "spawn_main" in _command(pid):
                found.append(int(peak[1]) / 1024)
        return found

    def seconds(self) -> float:
        """Seconds of a processor that its workers have taken so far."""
        ticks = 0
        for pid in _children(self.process.pid):
            fields = (
                Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            )
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(
    command: Sequence[str], env: Mapping[str, str], port: int, probe: str
) -> Iterator[Server]:
    """Run a server until the end of the block."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, env={**os.environ, **env}, text=True, stdout=quiet, stderr=quiet
    ) as process:
        server = Server(f"http://127.0.0.1:{port}", process)
        try:
            _wait(server.address + probe)
            yield server
        finally:
            process.terminate()


def _wait(address: str) -> None:
    end = monotonic() + _PATIENCE
    while monotonic() < end:
        try:
            with urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            sleep(0.2)
    raise TimeoutError(address)


def _children(pid: int) -> list[int]:
    return [
        int(child)
        for path in Path(f"/proc/{pid}/task").glob("*/children")
        for child in path.read_text(encoding="ascii").split()
    ]


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")


def cookie_of(server: Server, login: str) -> str:
    """The cookie of somebody who signs in."""
    form = {"login": login, "password": PASSWORD}
    headers = {"sec-fetch-site": "same-origin"}
    answer = httpx2.post(f"{server.address}/sign-in", data=form, headers=headers)
    if answer.status_code != 303:
        raise ValueError(f"{answer.status_code} for {login}")
    cookie: str = answer.headers["set-cookie"].partition(";")[0]
    return cookie
