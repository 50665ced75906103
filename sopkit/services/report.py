"""The reports of a check: for people, for programs, and for code hosts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sopkit import __version__
from sopkit.diagnostics.codes import message_of
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.messages import Translate
from sopkit.render.report_characters import harmless
from sopkit.render.report_entry import Report
from sopkit.render.report_json import json_report
from sopkit.render.report_style import coloured, plain
from sopkit.render.report_text import DEFAULT_WIDTH, text_report
from sopkit.resources import locales

__all__ = ["DEFAULT_WIDTH", "as_json", "as_sarif", "as_text", "harmless_text", "sentence"]


def as_text(
    report: Report, translate: Translate, *, colour: bool = False, width: int = DEFAULT_WIDTH
) -> Iterator[str]:
    """The lines of the report for a terminal of `width` cells."""
    return text_report(report, translate, paint=coloured if colour else plain, width=width)


def as_json(report: Report, translate: Translate) -> bytes:
    """The report as the JSON that `docs/format.md` promises."""
    return json_report(report, translate)


def as_sarif(report: Report, translate: Translate, *, language: str, here: Path) -> bytes:
    """The report as SARIF 2.1.0; `here` is the folder that its places are relative to."""
    from sopkit.check.documentation import page, severity_sentence
    from sopkit.render.report_sarif import Setting, sarif_report

    def explained(code: str) -> str:
        severity = translate(severity_sentence(code))
        return page(code, language, locales()).markdown(severity)

    base = here.resolve().as_uri().rstrip("/") + "/"
    return sarif_report(report, translate, Setting(__version__, language, base, explained))


def sentence(found: Diagnostic, translate: Translate) -> str:
    """What one finding says, fit for a terminal."""
    return harmless(message_of(found, translate))


def harmless_text(text: str) -> str:
    """A text of strangers, such as a file's name, fit for a terminal."""
    return harmless(text)
