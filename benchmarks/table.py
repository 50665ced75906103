"""Writes what was measured as a Markdown table, with the machine and the versions."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks import peers
from benchmarks.measure import Measured


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of work. `budget` in seconds; `beyond` is taken off before it is compared.

    `alike` names the row of sopkit that does the same work, for a ratio.
    """

    work: str
    measured: Measured
    budget: float | None = None
    beyond: float = 0.0
    alike: str | None = None

    @property
    def met(self) -> bool | None:
        """Whether the budget is met; None if there is none."""
        if self.budget is None:
            return None
        return self.measured.median - self.beyond <= self.budget


@dataclass(frozen=True, slots=True)
class Library:
    """What was measured: so many procedures, the first `papers` of them as PDF, and steps each."""

    count: int
    papers: int
    steps: int


def write_table(
    rows: Sequence[Row], date: str, library: Library, skipped: Sequence[str] = ()
) -> str:
    """The whole page of results; `skipped` tells what was not measured, and why."""
    papers = min(library.papers, library.count)
    missed = [row for row in rows if row.met is False]
    verdict = (
        "All budgets are met."
        if not missed
        else "Not met: "
        + "; ".join(
            f"{row.work} ({row.measured.median - row.beyond:.2f} s, budget {row.budget:g} s)"
            for row in missed
        )
        + "."
    )
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "<!-- Written by `make bench`. -->",
            "",
            f"A made-up library of {library.count:,} procedures of {library.steps} steps each",
            f"(seeded), measured on {date}. Every time is that of a real process, start-up",
            "included; the median of the runs counts, the slowest stands beside it. Memory is that",
            "of the largest process.",
            "",
            f"- Machine: {machine()}",
            f"- Versions: {_versions()}",
            "",
            "| work | median | slowest | runs | memory | budget | against sopkit |",
            "|---|--:|--:|--:|--:|--:|--:|",
            *(_line(row, rows) for row in rows),
            "",
            verdict,
            "",
            *(line for reason in skipped for line in (reason, "")),
            "A budget “beyond start-up” is compared after the time of `sopkit --version` is taken",
            "off. MkDocs makes plain HTML of the same Markdown, without search and without knowing",
            "what a step is; it has no rebuild of one file. StrictDoc gets every step as a",
            "requirement with the same text. The floor is a parse of the same files by the parser",
            "that sopkit uses, and nothing else.",
            "",
            f"PDFs are made of {papers:,} of the procedures. `sopkit build --pdf` makes their site",
            "and the PDFs (PDF/A-3a and PDF/UA-1, source attached, chart divided over pages).",
            "WeasyPrint gets the pages of that site, made already, and makes PDF/UA-1 of them,",
            "with a process for each core, as sopkit has. It needs Pango from the system.",
            "",
        ]
    )


def _line(row: Row, rows: Sequence[Row]) -> str:
    measured = row.measured
    budget = ""
    if row.budget is not None:
        beyond = " beyond start-up" if row.beyond else ""
        budget = f"{row.budget:g} s{beyond}: {'met' if row.met else '**not met**'}"
    own = next((other for other in rows if other.work == row.alike), None)
    ratio = f"{measured.median / own.measured.median:.1f} ×" if own else ""
    memory = f"{measured.memory:.0f} MiB" if measured.memory else ""
    return (
        f"| {row.work} | {measured.median:.2f} s | {max(measured.seconds):.2f} s "
        f"| {len(measured.seconds)} | {memory} | {budget} | {ratio} |"
    )


def machine() -> str:
    """The machine: processor, cores, memory, system."""
    cpu = "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = names[0].partition(":")[2].strip() if names else cpu
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.machine()}"
    busy = f"load {os.getloadavg()[2]:.1f} in the last quarter of an hour"
    return f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB, {system}, {busy}"


def _versions() -> str:
    return (
        f"Python {platform.python_version()}, sopkit {version('sopkit')},"
        f" markdown-it-py {version('markdown-it-py')},"
        f" MkDocs {peers.version('mkdocs')}, StrictDoc {peers.version('strictdoc')},"
        f" WeasyPrint {peers.version('weasyprint')}, Typst {version('typst')}"
    )
