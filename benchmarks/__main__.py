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
from benchmarks.table import Row, write_table
from tests.generate.library import library_texts, write_library

STEPS = 12
CHECK, BUILD, CHANGED = (
    "`sopkit check`, all",
    "`sopkit build`, from nothing",
    "`sopkit build`, one file changed",
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
        for tool in (bench.sopkit,) if options.no_peers else (bench.sopkit, *bench.peers()):
            rows += tool()
            text = write_table(rows, date=options.date, count=options.count, steps=STEPS)
            options.output.write_text(text, encoding="utf-8")
    print(text)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    today = datetime.now(UTC).date().isoformat()
    parser.add_argument("--count", type=int, default=1000, help="procedures (default 1000)")
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
        yield partial(self._strictdoc, commands)

    def _mkdocs(self, commands: Path) -> list[Row]:
        print("MkDocs …", flush=True)
        root = self.folder / "mkdocs"
        peers.write_for_mkdocs(self.files, root)
        command = (str(commands / "mkdocs"), "build", "--quiet", "--clean")
        environment = {"NO_MKDOCS_2_WARNING": "1"}
        took = measure(command, times=min(3, self.times), cwd=root, environment=environment)
        return [Row("MkDocs, plain HTML", took, alike=BUILD)]

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
