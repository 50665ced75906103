"""`python -m benchmarks`: make the library, measure, write `benchmarks/results.md`."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benchmarks import peers
from benchmarks.measure import Measured, measure
from benchmarks.profile import profile
from benchmarks.table import Library, Row, write_table
from tests.generate.library import library_texts, write_library

STEPS = 12
CHECK, BUILD, CHANGED, PAPERS = (
    "`sopkit check`, all",
    "`sopkit build`, from nothing",
    "`sopkit build`, one file changed",
    "`sopkit build --pdf`, from nothing",
)


def main() -> None:
    """Read the command line and do what it says. The table is renewed after each tool."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options)
        if options.profile:
            bench.profile()
            return
        rows: list[Row] = []
        text = ""
        own = (bench.sopkit, bench.papers)
        for tool in own if options.no_peers else (*own, *bench.peers()):
            rows += tool()
            library = Library(options.count, options.papers, STEPS)
            text = write_table(rows, options.date, library, bench.skipped)
            options.output.write_text(text, encoding="utf-8")
    print(text)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    today = datetime.now(UTC).date().isoformat()
    parser.add_argument("--count", type=int, default=1000, help="procedures (default 1000)")
    parser.add_argument("--papers", type=int, default=100, help="of them as PDF (default 100)")
    parser.add_argument("--times", type=int, default=5, help="runs of each command (default 5)")
    parser.add_argument("--date", default=today, help="the date to write in the table")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "results.md")
    parser.add_argument("--no-peers", action="store_true", help="measure sopkit only")
    parser.add_argument("--profile", action="store_true", help="say where sopkit's time goes")
    return parser.parse_args()


class Bench:
    """One run of the benchmarks, in a folder that is thrown away afterwards."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder = folder
        self.times: int = options.times
        self.files: Mapping[str, str] = library_texts(options.count, steps=STEPS)
        self.library = folder / "library"
        self.site = folder / "site"
        self.printed = folder / "printed"
        self.papers_count: int = min(options.papers, options.count)
        self.skipped: list[str] = []
        self.program = str(Path(sys.executable).with_name("sopkit"))
        write_library(self.library, dict(self.files))
        self.first = self.library / min(path for path in self.files if path.endswith(".md"))
        self.edits = 0

    # ---- sopkit ------------------------------------------------------------------------------

    def sopkit(self) -> list[Row]:
        """The rows of sopkit itself, with the floor below them."""
        library, site = str(self.library), str(self.site)
        version = self._measure("--version")
        check = self._measure("check", library)
        one = self._measure("check", str(self.first))
        build = self._measure("build", library, "-o", site, prepare=self._forget)
        unchanged = self._measure("build", library, "-o", site)
        changed = self._measure("build", library, "-o", site, prepare=self._edit)
        return [
            Row("`sopkit --version`", version, 0.15),
            Row("`sopkit check`, one file", one, 0.35),
            Row("parsing Markdown only (the floor)", self._floor(), alike=CHECK),
            Row(CHECK, check, 2.0),
            Row(BUILD, build, 6.0),
            Row("`sopkit build`, nothing changed", unchanged),
            Row(CHANGED, changed, 0.3, beyond=version.median),
        ]

    def papers(self) -> list[Row]:
        """The row of sopkit's PDFs: the first procedures of the library, and their site."""
        few = self.folder / "few"
        papers = [path for path in self.files if path.endswith(".md")][: self.papers_count]
        kept = {path for path in self.files if not path.endswith(".md")} | set(papers)
        write_library(few, {path: self.files[path] for path in self.files if path in kept})

        def forget() -> None:
            shutil.rmtree(self.printed, ignore_errors=True)

        took = self._measure("build", str(few), "-o", str(self.printed), "--pdf", prepare=forget)
        return [Row(PAPERS, took)]

    def _measure(self, *arguments: str, prepare: object = None) -> Measured:
        print(f"sopkit {arguments[0]} …", flush=True)
        before = prepare if callable(prepare) else lambda: None
        command = (self.program, *arguments)
        return measure(command, times=self.times, prepare=before, statuses=(0, 1))

    def _forget(self) -> None:
        shutil.rmtree(self.site, ignore_errors=True)

    def _edit(self) -> None:
        """Change the text of one procedure, otherwise every time."""
        self.edits += 1
        purpose = "Iedereen voert dit werk op dezelfde manier uit."
        text = self.files[self.first.relative_to(self.library).as_posix()]
        self.first.write_text(text.replace(purpose, f"{purpose} Zo {self.edits} keer."), "utf-8")

    def _floor(self) -> Measured:
        command = [sys.executable, "-m", "benchmarks.floor", str(self.library)]
        seconds = []
        for _ in range(self.times):
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            seconds.append(float(done.stdout))
        return Measured(tuple(seconds), 0.0)

    # ---- others ------------------------------------------------------------------------------

    def peers(self) -> Iterator[Callable[[], list[Row]]]:
        """What measures each of the other tools on the same library."""
        commands = peers.install()
        yield partial(self._mkdocs, commands)
        yield partial(self._weasyprint, commands)
        yield partial(self._strictdoc, commands)

    def _mkdocs(self, commands: Path) -> list[Row]:
        print("MkDocs …", flush=True)
        root = self.folder / "mkdocs"
        peers.write_for_mkdocs(self.files, root)
        command = (str(commands / "mkdocs"), "build", "--quiet", "--clean")
        environment = {"NO_MKDOCS_2_WARNING": "1"}
        took = measure(command, times=min(3, self.times), cwd=root, environment=environment)
        return [Row("MkDocs, plain HTML", took, alike=BUILD)]

    def _weasyprint(self, commands: Path) -> list[Row]:
        """The same procedures as PDF, of the pages that sopkit has made already."""
        reason = peers.why_no_weasyprint(commands)
        if reason:
            print(reason, flush=True)
            self.skipped.append(reason)
            return []
        print("WeasyPrint …", flush=True)
        names = sorted(path.stem for path in self.printed.glob("*.pdf"))
        script = str(Path(__file__).with_name("pages_to_pdf.py"))
        out = self.folder / "weasyprint"
        command = (str(commands / "python"), script, str(self.printed), str(out), *names)
        took = measure(command, times=min(3, self.times))
        missing = [name for name in names if not (out / f"{name}.pdf").exists()]
        if missing:
            self.skipped.append(f"WeasyPrint made no PDF of {len(missing)} pages.")
        return [Row("WeasyPrint, a PDF of each of those pages", took, alike=PAPERS)]

    def _strictdoc(self, commands: Path) -> list[Row]:
        """Measured once: it takes minutes."""
        print("StrictDoc (takes minutes) …", flush=True)
        root, site = self.folder / "strictdoc", self.folder / "strictdoc-site"
        peers.write_for_strictdoc(self.files, root)
        own = self.folder / "temporary"
        own.mkdir()
        command = (str(commands / "strictdoc"), "export", str(root), "--output-dir", str(site))
        environment = {"TMPDIR": str(own)}
        build = measure(command, times=1, environment=environment)

        def edit() -> None:
            file = root / f"{self.first.stem}.sdoc"
            file.write_text(file.read_text("utf-8").replace("TITLE: ", "TITLE: Z ", 1), "utf-8")

        changed = measure(command, times=1, prepare=edit, environment=environment)
        return [
            Row("StrictDoc, export from nothing", build, alike=BUILD),
            Row("StrictDoc, one file changed", changed, alike=CHANGED),
        ]

    # ---- profile -----------------------------------------------------------------------------

    def profile(self) -> None:
        """Print where the time of `check` and `build` goes."""
        profile("check", ["check", str(self.library)], self.folder)
        profile("build", ["build", str(self.library), "-o", str(self.site)], self.folder)


if __name__ == "__main__":
    main()
