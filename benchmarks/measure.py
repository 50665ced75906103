"""Runs commands as real processes and measures them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

KIB_PER_MIB = 1024


class CommandFailedError(Exception):
    """A measured command ended with a status that was not expected."""

    def __init__(self, command: Sequence[str], status: int, output: str) -> None:
        super().__init__(f"{' '.join(command)} ended with {status}:\n{output[-2000:]}")


@dataclass(frozen=True, slots=True)
class Measured:
    """A command's times in seconds, one for each run, and its largest memory in MiB."""

    seconds: tuple[float, ...]
    memory: float

    @property
    def median(self) -> float:
        """The median of the times, in seconds."""
        return median(self.seconds)


def measure(
    command: Sequence[str],
    *,
    times: int,
    prepare: Callable[[], object] = lambda: None,
    cwd: Path | None = None,
    environment: dict[str, str] | None = None,
    statuses: tuple[int, ...] = (0,),
) -> Measured:
    """Run a command so many times, each after `prepare`, whose time does not count.

    Raises:
        CommandFailedError: its exit status is none of `statuses`.
    """
    seconds, memory = [], 0.0
    for _ in range(times):
        prepare()
        took, largest = _run(command, cwd, environment, statuses)
        seconds.append(took)
        memory = max(memory, largest)
    return Measured(tuple(seconds), memory)


def _run(
    command: Sequence[str],
    cwd: Path | None,
    environment: dict[str, str] | None,
    statuses: tuple[int, ...],
) -> tuple[float, float]:
    """Seconds and MiB of one run; memory is that of the largest of its processes."""
    begun = perf_counter()
    with subprocess.Popen(
        command,
        cwd=cwd,
        env=os.environ | (environment or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        output = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        took = perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in statuses:
        raise CommandFailedError(command, process.returncode, output.decode(errors="replace"))
    return took, usage.ru_maxrss / KIB_PER_MIB
