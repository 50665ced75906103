"""The documentation pages in `docs/codes`, made from the docstrings of the rules.

`python -m tests.code_pages` (or `make docs`) writes them.
"""

from __future__ import annotations

from pathlib import Path

from sopkit.check.documentation import page, severity_sentence
from sopkit.diagnostics.codes import CODES

FOLDER = Path(__file__).parents[1] / "docs" / "codes"

INTRODUCTION = """\
# Diagnostic codes

What `sopkit check` finds. `sopkit explain CODE` prints the page of a code, in English or Dutch.
An error stops a release; a warning may be raised to an error in organisation.yaml. A code is never
renumbered or reused.

| code | finds | severity |
|---|---|---|
"""


def pages() -> dict[str, str]:
    """The text of each page by the name of its file."""
    rows = (
        f"| [{code.id}]({code.id}.md) | {page(code.id).title} | {code.severity} |\n"
        for code in CODES.values()
    )
    return {
        "README.md": INTRODUCTION + "".join(rows),
        **{f"{code}.md": page(code).markdown(severity_sentence(code)) for code in CODES},
    }


def write() -> None:
    """Write every page, and take away the pages of codes that are no more."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    for file in FOLDER.glob("*.md"):
        if file.name not in wanted:
            file.unlink()


if __name__ == "__main__":
    write()
