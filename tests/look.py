"""Every picture and page of the example library as PNG, for a person to look at: `make look`.

Writes to `look/`: `charts/` (each SVG, light and dark), `pages/` (each page, wide and at 390 px,
light and dark; the library has every procedure in both languages), `print/` (each page as
printed on A4, in grey) and `pdf/` (each page of each procedure's PDF, in grey too). What is
written is looked at, not compared.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pypdfium2
from playwright.sync_api import sync_playwright

from sopkit.resources import example_library
from sopkit.services.graph import check_one
from sopkit.services.print import print_procedure
from sopkit.source.discovery import discover
from tests.browser.chromium import FLAGS, HOW_TO_GET_IT, find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
LOOK = ROOT / "look"
WIDTHS = {"wide": 1280, "phone": 390}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main() -> int:
    """Build the example library and take all pictures. Exit status 2 without a browser."""
    browser = find_chromium()
    if browser is None:
        print(HOW_TO_GET_IT, file=sys.stderr)
        return 2
    site = ROOT / "build" / "look"
    shutil.rmtree(site, ignore_errors=True)
    shutil.rmtree(LOOK, ignore_errors=True)
    sopkit = Path(sys.executable).with_name("sopkit")
    subprocess.run([sopkit, "build", example_library(), "-o", site], check=True)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        look_at(opened, site)
        opened.close()
    look_at_pdfs(example_library())
    count = sum(1 for _ in LOOK.rglob("*.png"))
    print(f"{count} pictures are in {LOOK.relative_to(ROOT)}/.")
    return 0


def look_at(browser: Browser, site: Path) -> None:
    """Take every picture of a built site."""
    pages = sorted(site.rglob("*.html"))
    for scheme in SCHEMES:
        for size, width in WIDTHS.items():
            page = browser.new_page(
                color_scheme=scheme, viewport={"width": width, "height": 900}, device_scale_factor=1
            )
            for path in pages:
                page.goto(path.as_uri())
                to = target(LOOK / "pages", site, path, f"{size}-{scheme}")
                page.screenshot(path=to, full_page=True)
            page.close()
        page = browser.new_page(color_scheme=scheme)
        take_charts(page, site, scheme)
        page.close()
    page = browser.new_page()
    print_pages(page, site, pages)
    page.close()


def take_charts(page: Page, site: Path, scheme: str) -> None:
    """Each SVG file at its own size."""
    for path in sorted(site.rglob("*.svg")):
        page.goto(path.as_uri())
        box = page.evaluate(
            "() => { const box = document.documentElement.getBoundingClientRect();"
            " return [box.width, box.height]; }"
        )
        width, height = (max(1, min(8000, round(side))) for side in box)
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=target(LOOK / "charts", site, path, scheme))


def print_pages(page: Page, site: Path, paths: Iterable[Path]) -> None:
    """Each page as a browser prints it on A4."""
    for path in paths:
        page.goto(path.as_uri())
        take_sheets(page.pdf(format="A4", prefer_css_page_size=True), "print", site, path)


def look_at_pdfs(library: Path) -> None:
    """Each page of the PDF of each procedure."""
    for sop in discover(library).sops:
        path = library / sop
        take_sheets(print_procedure(check_one(path), path.name).data, "pdf", library, path)


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
