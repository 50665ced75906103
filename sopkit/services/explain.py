"""The documentation page of a diagnostic code, in the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from inspect import cleandoc
from pkgutil import iter_modules

from sopkit.check import rules
from sopkit.diagnostics.codes import CODES
from sopkit.diagnostics.diagnostic import Severity
from sopkit.diagnostics.nearest import nearest
from sopkit.errors import UnknownCodeError, UnknownCodeNearError
from sopkit.resources import web_path


@dataclass(frozen=True, slots=True)
class CodeSummary:
    """One line of the list of codes; `title` is a message id."""

    code: str
    severity: Severity
    title: str


@dataclass(frozen=True, slots=True)
class CodePage:
    """The page of a code: its title and its text, in Markdown without the title."""

    code: str
    severity: Severity
    title: str
    text: str


def all_codes() -> tuple[CodeSummary, ...]:
    """Every code, in the order of their numbers."""
    return tuple(CodeSummary(code.id, code.severity, code.title) for code in CODES.values())


def explain(text: str, language: str) -> CodePage:
    """The page of a code, however it is written (`sop302`, `302`).

    In a language without pages of its own it is in English. Raises UnknownCodeError, or
    UnknownCodeNearError when there is a code much like it.
    """
    wanted = text.strip().upper()
    code = CODES.get(wanted) or CODES.get(f"SOP{wanted}")
    if code is None:
        near = nearest(wanted, CODES)
        raise UnknownCodeNearError(text, near) if near is not None else UnknownCodeError(text)
    page = _translated(code.id, language) or _page_of_rule(code.id)
    title, _line, rest = page.partition("\n")
    return CodePage(code.id, code.severity, title.lstrip("# ").rstrip("."), rest.strip("\n"))


def _translated(code: str, language: str) -> str | None:
    """The page as a translator wrote it, or None."""
    folder = web_path("locales") / language / "codes"
    file = folder / f"{code}.md"
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _page_of_rule(code: str) -> str:
    """The docstring of the rule's module."""
    prefix = re.compile(rf"{code.lower()}_")
    for module in iter_modules(rules.__path__):
        if prefix.match(module.name):
            return cleandoc(import_module(f"{rules.__name__}.{module.name}").__doc__ or "")
    return CODES[code].title
