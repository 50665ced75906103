"""CSV that spreadsheets open, and in which no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Begins such a file: without it, spreadsheets take its letters for those of another alphabet."""


def csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Lines of a file, with the ends that spreadsheets write."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    for row in rows:
        writer.writerow([f"'{cell}" if cell[:1] in set("=+-@\t\r") else cell for cell in row])
    return file.getvalue().encode()
