"""Parses a library with nothing but markdown-it-py: no compiler built on it can be faster.

`python -m benchmarks.floor FOLDER` parses every file once and prints the seconds that it took.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

from markdown_it import MarkdownIt


def parse_all(root: Path) -> float:
    """Seconds for reading and parsing every Markdown file of a folder, blocks and inlines."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    begun = perf_counter()
    for file in sorted(root.rglob("*.md")):
        parser.parse(file.read_text(encoding="utf-8"))
    return perf_counter() - begun


if __name__ == "__main__":
    print(f"{parse_all(Path(sys.argv[1])):.3f}")
