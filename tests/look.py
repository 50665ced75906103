"""Every picture and page of the example library as PNG, for a person to look at: `make look`.

Writes to `look/`: `charts/` (each SVG, light and dark), `pages/` (each page, wide and at 390 px,
light and dark; the library has every procedure in both languages), `print/` (each page as
printed on A4, in grey), `pdf/` (each page of each procedure's PDF, in grey too), `binder/`
(each page of the library's binder, in each language), `card/` (the card of each procedure),
`application/` (each page of the web application on the register of the demo), and
`sheets/` (all of these, many on one sheet). `make look ONLY="KS-003 index"` takes only what has
one of these words in its name. What is written is looked at, not compared.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pypdfium2
from playwright.sync_api import Page, sync_playwright

from sopkit.messages import LANGUAGES
from sopkit.resources import example_library
from sopkit.services import binder
from sopkit.services.card import print_card
from sopkit.services.check import check_library
from sopkit.services.graph import check_one
from sopkit.services.print import print_procedure
from sopkit.services.workers import cores
from sopkit.source.discovery import discover
from tests.browser.chromium import FLAGS, HOW_TO_GET_IT, find_chromium
from tests.browser.view import PHONE, SCHEMES, WIDE, Scheme
from tests.contact_sheets import make_sheets
from tests.look_application import application_series

ROOT = Path(__file__).parents[1]
LOOK = ROOT / "look"
WIDTHS = {"wide": WIDE, "phone": PHONE}
HIGHEST = 8000
"""Pixels; what is higher than a browser takes in one picture is cut off there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be looked at: files below a folder whose name has one of some words in it."""

    root: Path
    words: tuple[str, ...]

    def files(self, ending: str) -> list[Path]:
        """The files with an ending."""
        found = sorted(self.root.rglob(f"*{ending}"))
        return [path for path in found if self.is_wanted(path)]

    def is_wanted(self, path: Path) -> bool:
        """Whether a file is among them."""
        name = path.relative_to(self.root).as_posix()
        return not self.words or any(word in name for word in self.words)


def main() -> int:
    """Build the example library and take the pictures. Exit status 2 without browser or files."""
    browser = find_chromium()
    if browser is None:
        print(HOW_TO_GET_IT, file=sys.stderr)
        return 2
    site = ROOT / "build" / "look"
    shutil.rmtree(site, ignore_errors=True)
    shutil.rmtree(LOOK, ignore_errors=True)
    sopkit = Path(sys.executable).with_name("sopkit")
    subprocess.run([sopkit, "build", example_library(), "-o", site], check=True)
    words = tuple(sys.argv[1:])
    with ProcessPoolExecutor(cores()) as processes:
        jobs = [processes.submit(take) for take in series(browser, Wanted(site, words))]
        jobs += [processes.submit(take) for take in application_series(browser, words)]
        jobs.append(processes.submit(look_at_pdfs, Wanted(example_library(), words)))
        jobs.append(processes.submit(look_at_binders, Wanted(example_library(), words)))
        jobs.append(processes.submit(look_at_cards, Wanted(example_library(), words)))
        for job in jobs:
            job.result()
    count = sum(1 for _ in LOOK.rglob("*.png"))
    if not count:
        print(f"Nothing has {' or '.join(words)} in its name.", file=sys.stderr)
        return 2
    print(f"{count} pictures are in {LOOK.relative_to(ROOT)}/, and on", end=" ")
    print(f"{make_sheets(LOOK)} sheets in {LOOK.relative_to(ROOT)}/sheets/.")
    return 0


def series(browser: str, site: Wanted) -> Iterator[Callable[[], None]]:
    """Takes all pictures of one way of looking at a site; the longest first."""
    yield partial(print_pages, browser, site)
    for scheme in SCHEMES:
        for size in WIDTHS:
            yield partial(take_pages, browser, site, size, scheme)
        yield partial(take_charts, browser, site, scheme)


@contextmanager
def new_page(browser: str, scheme: Scheme = "light", width: int = WIDE) -> Iterator[Page]:
    """A page in a browser of its own."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        yield opened.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
        opened.close()


def take_pages(browser: str, site: Wanted, size: str, scheme: Scheme) -> None:
    """Each page as a whole."""
    with new_page(browser, scheme, WIDTHS[size]) as page:
        for path in site.files(".html"):
            page.goto(path.as_uri())
            to = target(LOOK / "pages", site.root, path, f"{size}-{scheme}")
            page.screenshot(path=to, full_page=True)


def take_charts(browser: str, site: Wanted, scheme: Scheme) -> None:
    """Each SVG file at its own size."""
    with new_page(browser, scheme) as page:
        for path in site.files(".svg"):
            page.goto(path.as_uri())
            box = page.evaluate(
                "() => { const box = document.documentElement.getBoundingClientRect();"
                " return [box.width, box.height]; }"
            )
            width, height = (max(1, min(HIGHEST, round(side))) for side in box)
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=target(LOOK / "charts", site.root, path, scheme))


def print_pages(browser: str, site: Wanted) -> None:
    """Each page as a browser prints it on A4."""
    with new_page(browser) as page:
        for path in site.files(".html"):
            page.goto(path.as_uri())
            take_sheets(page.pdf(format="A4", prefer_css_page_size=True), "print", site.root, path)


def look_at_pdfs(library: Wanted) -> None:
    """Each page of the PDF of each procedure."""
    for sop in discover(library.root).sops:
        path = library.root / sop
        if library.is_wanted(path):
            data = print_procedure(check_one(path), path.name).data
            take_sheets(data, "pdf", library.root, path)


def look_at_binders(library: Wanted) -> None:
    """Each page of the binder of the whole library, in each language."""
    checked = check_library(library.root)
    for language in LANGUAGES:
        path = library.root / f"binder.{language}.pdf"
        if library.is_wanted(path):
            data = binder.bind(checked.compiled, binder.Wanted(language=language)).printed.data
            take_sheets(data, "binder", library.root, path)


def look_at_cards(library: Wanted) -> None:
    """The card of each procedure."""
    for sop in discover(library.root).sops:
        path = library.root / sop
        if library.is_wanted(path):
            data = print_card(check_one(path), path.name).data
            take_sheets(data, "card", library.root, path)


def take_sheets(data: bytes, folder: str, root: Path, path: Path) -> None:
    """Each page of a PDF, in grey: paper is often black and white."""
    document = pypdfium2.PdfDocument(data)
    for index, sheet in enumerate(document, start=1):
        picture = sheet.render(scale=1.5, grayscale=True).to_pil()
        picture.save(target(LOOK / folder, root, path, f"{index:02d}"))
    document.close()


def target(folder: Path, site: Path, path: Path, variant: str) -> Path:
    """Where the picture of a file goes: its name in the site, and the variant."""
    name = "-".join(path.relative_to(site).with_suffix("").parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}-{variant}.png"


if __name__ == "__main__":
    sys.exit(main())
