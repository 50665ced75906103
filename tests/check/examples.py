"""Makes whole files of the fragments that documentation pages show."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from sopkit.check.documentation import Example

FRONT_MATTER = {
    "en": "---\nnumber: {number}\ntitle: Example\ndepartment: Service\nlanguage: en\n---\n",
    "nl": "---\nnumber: {number}\ntitle: Voorbeeld\ndepartment: Service\nlanguage: nl\n---\n",
}
PURPOSE = {"en": "## Purpose\n\nAn example.\n", "nl": "## Doel\n\nEen voorbeeld.\n"}
TERMS = {"en": "## Terms\n\nNone.\n", "nl": "## Begrippen\n\nGeen.\n"}
INSTRUCTIONS = {
    "en": "## Instructions\n\n1. Do the work.\n",
    "nl": "## Instructies\n\n1. Doe het werk.\n",
}
FRAGMENT = re.compile(r"\d+\. |### |<!--")


def files_of(found: tuple[Example, ...], language: str) -> dict[str, str]:
    """The library that an example stands for: texts by path.

    Beside the files that are named there is a picture `frame.png`, of which nothing reads the
    bytes.
    """
    files: dict[str, str] = {}
    for example in found:
        path = example.path or "KS-001.md"
        is_sop = path.endswith(".md") and path != "glossary.md"
        files[path] = _whole(example.text, path, language) if is_sop else example.text
    return files


def _whole(text: str, path: str, language: str) -> str:
    """A fragment with the front matter and the required sections that it does not show."""
    front, body = _divided(text)
    if front is None and not FRAGMENT.match(body) and not body.startswith("## "):
        return text
    if front is None:
        number = PurePosixPath(path).name.split(".")[0]
        front = FRONT_MATTER[language].format(number=number)
    elif "language:" in front:
        language = "nl" if "language: nl" in front else "en"
    if body and not body.startswith("## "):
        body = f"{INSTRUCTIONS[language].split('1.')[0]}{body}"
    return "\n".join((front, _with_sections(body, language)))


def _divided(text: str) -> tuple[str | None, str]:
    match = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
    if match is None:
        return None, text
    return match.group(), text[match.end() :].lstrip("\n")


def _with_sections(body: str, language: str) -> str:
    if body.startswith(PURPOSE[language].split("\n", 1)[0]):
        return body
    purpose, terms, instructions = (
        "" if section.split("\n", 1)[0] + "\n" in body else section
        for section in (PURPOSE[language], TERMS[language], INSTRUCTIONS[language])
    )
    return "\n".join(part for part in (purpose, terms, body, instructions) if part)
