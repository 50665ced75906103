"""`sopkit check`: reports what is wrong in procedures, and mends what is certain."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sopkit.cli.command import Command, argument, colour_option, flag, option
from sopkit.cli.failures import FINDINGS, OK, USAGE, failure_text
from sopkit.cli.progress import Progress
from sopkit.cli.session import Session
from sopkit.cli.standard_input import read_standard_input, stands_for_input
from sopkit.cli.terminal import complain, width, write_bytes, write_text
from sopkit.messages import message

if TYPE_CHECKING:
    from sopkit.diagnostics.diagnostic import Diagnostic
    from sopkit.services.check import Checked
    from sopkit.services.fix import Mended

_ = message

_WIDEST = 160


@dataclass(frozen=True, slots=True)
class _Choices:
    """What the options say."""

    style: str
    fix: bool
    color: str
    stdin_name: str | None


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(
        *, paths: Sequence[str], style: str, fix: bool, color: str, stdin_name: str | None
    ) -> int:
        choices = _Choices(style, fix, color, stdin_name)
        if stands_for_input(paths):
            return _check_input(session, choices)
        return _check_files(session, choices, [Path(path) for path in paths])

    translate = session.translate
    return Command(
        session,
        "check",
        summary=_("Check procedures."),
        usage=_("sopkit check [OPTIONS] PATH…"),
        description=_(
            "Checks procedures and says at which line what is wrong, why, and how to mend it. "
            "PATH is a file, a folder, or “-” for standard input.\n\n"
            "Exit status: 0 without errors, 1 with errors, 2 when it could not be done."
        ),
        callback=run,
        params=[
            argument("paths", session.translate(_("PATH…")), many=True),
            option(
                ["--format", "style"],
                translate(_("How to report: for people, for programs, or SARIF 2.1.0.")),
                choices=("text", "json", "sarif"),
                default="text",
            ),
            flag(["--fix"], translate(_("Mend what is certain; nothing else is changed."))),
            colour_option(session),
            option(
                ["--stdin-name"],
                translate(_("The path that standard input would have as a file.")),
                metavar=session.translate(_("PATH")),
            ),
        ],
        examples=(
            ("sopkit check .", _("check all procedures below this folder")),
            ("sopkit check --fix KS-003.md", _("mend what is certain, report the rest")),
            ("sopkit check . --format json", _("the same for a program")),
            ("sopkit check - < KS-003.md", _("check what comes in on standard input")),
        ),
    )


def _check_files(session: Session, choices: _Choices, paths: list[Path]) -> int:
    from sopkit.services.check import check, select

    checked: list[Checked] = []
    refused = False
    with Progress(session.translate(_("Checking"))) as progress:
        for selection in select(paths):
            if choices.fix:
                from sopkit.services.fix import fix

                mended = fix(selection, progress)
                _tell_mended(session, mended, text=False)
                refused = refused or bool(mended.refused)
                checked.append(mended.checked)
            else:
                checked.append(check(selection, progress))
    status = _report(session, choices, checked, text=False)
    return USAGE if refused else status


def _check_input(session: Session, choices: _Choices) -> int:
    from sopkit.services.check import check_text, place_of_text

    given = read_standard_input(session)
    place = place_of_text(session.here, choices.stdin_name)
    if not choices.fix:
        return _report(session, choices, [check_text(given, place)], text=True)
    from sopkit.services.fix import fix_text

    data, mended = fix_text(given, place)
    write_bytes(data)
    _tell_mended(session, mended, text=True)
    return _report(session, choices, [mended.checked], text=True, to_error=True)


def _report(
    session: Session,
    choices: _Choices,
    checked: Sequence[Checked],
    *,
    text: bool,
    to_error: bool = False,
) -> int:
    """Write the report; gives the exit status."""
    from sopkit.services import report as reports
    from sopkit.services.check import report_on

    report = report_on(checked, session.here, text=text)
    translate = session.translate
    if choices.style == "text" or to_error:
        stream = sys.stderr if to_error else sys.stdout
        colour = session.coloured(choices.color, stream)
        cells = width(_WIDEST, reports.DEFAULT_WIDTH)
        write_text(reports.as_text(report, translate, colour=colour, width=cells), stream)
    elif choices.style == "json":
        write_bytes(reports.as_json(report, translate))
    else:
        language, here = session.language, session.here
        write_bytes(reports.as_sarif(report, translate, language=language, here=here))
    return FINDINGS if report.errors else OK


def _tell_mended(session: Session, mended: Mended, *, text: bool) -> None:
    """Say on standard error what was mended and what refused."""
    from sopkit.services.check import place_of

    root = mended.checked.compiled.root
    for found in mended.fixed:
        place = found.path if text else place_of(root, found.path, session.here)
        complain(_mended_line(session, found, place))
    for error in mended.refused.values():
        session.note(_("Not mended: {reason}"), reason=failure_text(error, session))


def _mended_line(session: Session, found: Diagnostic, place: str) -> str:
    from sopkit.services.report import harmless_text, sentence

    return session.text(
        _("{place}: mended {code}: {message}"),
        place=f"{harmless_text(place)}:{found.span.line}:{found.span.column}",
        code=found.code,
        message=sentence(found, session.translate),
    )
