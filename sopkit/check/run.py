"""Runs every rule over a library."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from sopkit.check import rules
from sopkit.check.rule import Context
from sopkit.diagnostics.codes import CODES
from sopkit.diagnostics.diagnostic import Diagnostic, Severity
from sopkit.model.sop import Sop

SopCheck = Callable[[Sop, Context], Iterable[Diagnostic]]
LibraryCheck = Callable[[Context], Iterable[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that are there, by what they look at."""

    for_sop: tuple[SopCheck, ...]
    for_library: tuple[LibraryCheck, ...]


@lru_cache(maxsize=1)
def all_rules() -> Rules:
    """Every rule, found by its module's name (`sopNNN_…`)."""
    names = sorted(module.name for module in iter_modules(rules.__path__))
    modules = [import_module(f"{rules.__name__}.{name}") for name in names]
    return Rules(
        tuple(cast(SopCheck, m.check_sop) for m in modules if hasattr(m, "check_sop")),
        tuple(cast(LibraryCheck, m.check_library) for m in modules if hasattr(m, "check_library")),
    )


def check_library(
    context: Context, found: Iterable[Diagnostic] = (), paths: Collection[str] | None = None
) -> tuple[Diagnostic, ...]:
    """All findings of a library, by file and place.

    `found` are the findings of parsing; they join the rest. `paths` limits the findings to these
    files (the whole library is still looked at, since a file's links depend on the others).
    """
    findings = [*found, *_run(context, paths)]
    if paths is not None:
        findings = [finding for finding in findings if finding.path in paths]
    kept = _without_ignored(context, findings)
    raised = context.library.organisation.severity
    return tuple(sorted((_raised(f, raised.get(f.code)) for f in kept), key=lambda f: f.order))


def _run(context: Context, paths: Collection[str] | None) -> Iterator[Diagnostic]:
    found_rules = all_rules()
    for sop in context.library.sops:
        if paths is None or sop.path in paths:
            for check in found_rules.for_sop:
                yield from check(sop, context)
    for check_all in found_rules.for_library:
        yield from check_all(context)


def _raised(finding: Diagnostic, severity: Severity | None) -> Diagnostic:
    """The organisation may raise a warning; an error is never lowered."""
    if severity is Severity.ERROR and finding.severity is not Severity.ERROR:
        return replace(finding, severity=severity)
    return finding


def _without_ignored(context: Context, findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Leave out what an author switched off before a step, unless it stops a release."""
    ignored: dict[str, list[tuple[int, int, str]]] = {}
    for sop in context.library.sops:
        for step in sop.walk():
            for code, _reason in step.ignored:
                place = (step.span.line, step.span.end_line, code)
                ignored.setdefault(sop.path, []).append(place)
    for finding in findings:
        if CODES[finding.code].stops_release or not any(
            first <= finding.span.line <= last and code == finding.code
            for first, last, code in ignored.get(finding.path, ())
        ):
            yield finding
