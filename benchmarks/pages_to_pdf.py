"""Makes a PDF of each page of a site with WeasyPrint; run with the Python of the peers.

`python pages_to_pdf.py SITE OUT NAME…` writes `OUT/NAME.pdf` of each `SITE/NAME.html`, with a
process for each core, as sopkit does. Only the standard library and WeasyPrint are needed.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path


def make_pdf(site: Path, out: Path, name: str) -> None:
    """One PDF, tagged for those who have it read aloud."""
    from weasyprint import HTML  # type: ignore[import-not-found] # in the environment of the peers

    page = HTML(filename=str(site / f"{name}.html"))
    page.write_pdf(str(out / f"{name}.pdf"), pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    pages, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        list(workers.map(partial(make_pdf, pages, target), sys.argv[3:]))
