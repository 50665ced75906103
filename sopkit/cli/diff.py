"""`sopkit diff`: tells what changed between two texts of a procedure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sopkit.cli.command import Command, argument, colour_option, flag, option
from sopkit.cli.failures import FINDINGS, OK
from sopkit.cli.session import Session
from sopkit.cli.standard_input import read_standard_input, stands_for_input
from sopkit.cli.terminal import write_bytes, write_text
from sopkit.messages import message

if TYPE_CHECKING:
    from sopkit.services.diff import Given

_ = message

_FORMATS = ("text", "json", "html", "svg")


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, old: str, new: str, style: str, color: str, exit_code: bool) -> int:
        return _diff(session, (old, new), style, color, exit_code=exit_code)

    translate = session.translate
    return Command(
        session,
        "diff",
        summary=_("Tell what changed between two texts of a procedure."),
        usage=_("sopkit diff [OPTIONS] OLD NEW"),
        description=_(
            "Compares two files of one procedure, step by step and word by word, and says how much "
            "each change asks of people: editorial (spelling, punctuation, layout), clarifying "
            "(other words), or behavioural (something is done differently). One of the files may "
            "be “-” for standard input. A file outside any library is read as if it stood in the "
            "place of the other.\n\n"
            "Exit status: 0; with --exit-code 1 when the texts differ; 2 when it could not be done."
        ),
        callback=run,
        params=[
            argument("old", translate(_("OLD"))),
            argument("new", translate(_("NEW"))),
            option(
                ["--format", "style"],
                translate(_("What to write: a report, data, a page, or the flowchart of both.")),
                choices=_FORMATS,
                default="text",
            ),
            flag(["--exit-code"], translate(_("Exit with status 1 when the texts differ."))),
            colour_option(session),
        ],
        examples=(
            ("sopkit diff old.md KS-003.md", _("what changed, in words")),
            (
                "git show HEAD~1:ks/KS-003.md | sopkit diff - ks/KS-003.md",
                _("since the last commit"),
            ),
            ("sopkit diff old.md KS-003.md --format html > changes.html", _("a page to review")),
            ("sopkit diff old.md KS-003.md --format svg > changes.svg", _("both flows in one")),
        ),
    )


def _diff(
    session: Session, names: tuple[str, str], style: str, color: str, *, exit_code: bool
) -> int:
    from sopkit.services.diff import compare_given, told

    old, new = _given(session, names)
    compared = compare_given(old, new, session.here)
    colour = session.coloured(color)
    text = told(compared, style, session.translate, session.language, colour=colour)
    if style == "text":
        write_text(text.splitlines())
    else:
        write_bytes(text.encode(errors="backslashreplace"))
    if compared.languages is not None:
        old_language, new_language = compared.languages
        session.note(
            _("The texts are in two languages ({old}, {new}); compare texts in one language."),
            old=old_language,
            new=new_language,
        )
    for name in compared.broken:
        session.note(
            _("{file} has errors, so what it says may be misread; “sopkit check” tells which."),
            file=name,
        )
    return FINDINGS if exit_code and compared.difference.nature is not None else OK


def _given(session: Session, names: tuple[str, str]) -> tuple[Given, Given]:
    """Both texts; standard input, which is read once, may stand for one of them."""
    from sopkit.services.diff import Given

    if names == ("-", "-"):
        stands_for_input(names)  # raises: it cannot be both
    text = read_standard_input(session) if "-" in names else None
    old, new = (
        Given(session.translate(_("standard input")), None, text)
        if name == "-"
        else Given(name, Path(name))
        for name in names
    )
    return old, new
