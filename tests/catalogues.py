"""The catalogues of translations, beside the texts that the code holds.

`python -m tests.catalogues` (or `make messages`) writes the texts of the code into every
catalogue: new ones empty, to be translated; what the code no longer says is dropped.
"""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
CATALOGUES = ROOT / "web" / "locales"
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "message": None,
    "ngettext": (1, 2),
    "translate": None,
}
"""The functions whose literal arguments are texts for users."""

HEADER = """\
# Texts of sopkit; `make messages` renews the list of message ids.
msgid ""
msgstr ""
"Project-Id-Version: sopkit\\n"
"Language: {language}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def texts_of_the_code() -> Catalog:
    """Every text for users in the package and the templates, as an empty catalogue."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    mappings = settings["tool"]["babel"]["mappings"]
    texts = Catalog(fuzzy=False)
    for folder in ("sopkit", "web"):
        inside = [
            (mapping["pattern"].removeprefix(f"{folder}/"), mapping["method"])
            for mapping in mappings
            if mapping["pattern"].startswith(f"{folder}/")
        ]
        for _file, _line, text, _comments, _context in extract_from_dir(
            ROOT / folder, inside, keywords=KEYWORDS
        ):
            texts.add(text)
    return texts


def catalogues() -> list[Path]:
    """The `.po` file of each language other than English."""
    return sorted(CATALOGUES.glob("*/LC_MESSAGES/sopkit.po"))


def read(path: Path) -> Catalog:
    """A catalogue as it stands."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def renew(path: Path, texts: Catalog) -> None:
    """Write the texts into a catalogue; translations that are there stay."""
    catalogue = read(path)
    catalogue.update(texts, no_fuzzy_matching=True)
    for text in catalogue:
        text.flags.discard("python-format")  # Babel's guess at “75% of”; ours have {names}
    written = io.BytesIO()
    write_po(
        written,
        catalogue,
        width=0,
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    header = HEADER.format(language=path.parents[1].name)
    path.write_bytes(header.encode() + written.getvalue().lstrip(b"\n"))


if __name__ == "__main__":
    for each in catalogues():
        renew(each, texts_of_the_code())
