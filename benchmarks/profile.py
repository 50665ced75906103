"""Says where sopkit's time goes: a profile of one command, and of its imports."""

from __future__ import annotations

import pstats
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

RUN = "import sys; from sopkit.cli.app import main; sys.exit(main())"
SHOWN = 25


def profile(name: str, arguments: list[str], folder: Path) -> None:
    """Run `sopkit ARGUMENTS` under the profiler and print its functions and modules by time."""
    output = folder / f"{name}.prof"
    script = folder / "run.py"
    script.write_text(RUN, encoding="utf-8")
    command = [sys.executable, "-m", "cProfile", "-o", str(output), str(script), *arguments]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    print(f"\n== sopkit {name}: by module\n")
    stats = pstats.Stats(str(output))
    for module, seconds in _by_module(stats)[:SHOWN]:
        print(f"{seconds:8.2f} s  {module}")
    print(f"\n== sopkit {name}: functions by the time spent below them\n")
    stats.strip_dirs().sort_stats("cumulative").print_stats("sopkit|parse|layout|render", SHOWN)
    print(f"\n== sopkit {name}: functions by their own time\n")
    stats.sort_stats("tottime").print_stats(SHOWN)


def _by_module(stats: pstats.Stats) -> list[tuple[str, float]]:
    """Seconds of own time for each module, most first."""
    found: dict[str, float] = defaultdict(float)
    raw: dict[tuple[str, int, str], tuple[int, int, float, float, object]] = stats.stats  # type: ignore[attr-defined] # the only way to the figures
    for (file, _, _), (_, _, own, _, _) in raw.items():
        found[_short(file)] += own
    return sorted(found.items(), key=lambda item: -item[1])


def _short(file: str) -> str:
    for mark in ("site-packages/", "lib/python"):
        if mark in file:
            return file.rpartition(mark)[2]
    return file.rpartition("/sopkit/")[2] if "/sopkit/" in file else file
