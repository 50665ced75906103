"""The documentation page of a diagnostic code, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from sopkit.check.documentation import page
from sopkit.diagnostics.codes import CODES
from sopkit.diagnostics.diagnostic import Severity
from sopkit.diagnostics.nearest import nearest
from sopkit.errors import UnknownCodeError, UnknownCodeNearError
from sopkit.resources import locales


@dataclass(frozen=True, slots=True)
class CodeSummary:
    """One line of the list of codes; `title` is a message id."""

    code: str
    severity: Severity
    title: str


@dataclass(frozen=True, slots=True)
class CodePage:
    """The page of a code: its title, and its text with examples indented by four spaces."""

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
    found = page(code.id, language, locales())
    return CodePage(code.id, code.severity, found.title, found.text())
