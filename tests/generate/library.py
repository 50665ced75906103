"""Makes up whole libraries of sound procedures, for the benchmarks and for tests of size."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.generate.invent import Recipe, invent
from tests.generate.write import write

ORGANISATION = """\
name: Voorbeeld BV
language: nl
departments:
  - {id: klantenservice, name: {nl: Klantenservice, en: Customer service}}
words: [KS]
"""


def number_of(index: int) -> str:
    """The SOP number of the `index`-th procedure, from 0."""
    return f"KS-{index + 1:04}"


def library_texts(count: int, *, steps: int = 12, seed: int = 1) -> dict[str, str]:
    """The files of a library by their paths: `count` procedures of exactly `steps` steps each.

    They call and hand over only to procedures before them, so nothing goes in a circle; fifty
    share a folder. The same for the same seed.
    """
    files = {"organisation.yaml": ORGANISATION}
    for index in range(count):
        random = Random(f"{seed}/{index}")
        calls = tuple(number_of(random.randrange(index)) for _ in range(3)) if index else ()
        recipe = Recipe(steps=steps, exactly=True, calls=calls, languages=("nl",))
        procedure = invent(random, recipe, number_of(index))
        path = f"deel-{index // 50 + 1:02}/{procedure.number}.md"
        files[path] = write(procedure, random).text
    return files


def write_library(root: Path, files: dict[str, str]) -> None:
    """Write the files of a library below a folder."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
