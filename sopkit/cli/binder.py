"""`sopkit binder`: the procedures of departments as one PDF."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sopkit.cli.command import Command, argument, flag, option
from sopkit.cli.failures import FINDINGS, OK
from sopkit.cli.printing import agreed_date, output_option, tell_replaced
from sopkit.cli.progress import Progress
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.errors import BadDayError
from sopkit.messages import LANGUAGES, message

if TYPE_CHECKING:
    import click

    from sopkit.services.binder import Bound, Wanted

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(
        *,
        library: str,
        output: str,
        department: Sequence[str],
        language: str | None,
        date: str | None,
        one_sided: bool,
    ) -> int:
        from sopkit.services.binder import Wanted

        dated = _day(date) or agreed_date(session)
        wanted = Wanted(tuple(department), language, dated, one_sided)
        return _bind(session, Path(library), Path(output), wanted)

    return Command(
        session,
        "binder",
        summary=_("Make one PDF of the procedures of a department."),
        usage=_("sopkit binder [OPTIONS] LIBRARY -o OUT.pdf"),
        description=_(
            "Writes the procedures of a department, or of the whole library, as one PDF: a title "
            "page, the contents, each procedure from a new sheet with its own page numbers, and "
            "a glossary. Links lead from one procedure to the other. A procedure without a text "
            "in the language comes in its original one, and says so. The same texts give the "
            "same PDF, byte for byte.\n\n"
            "Exit status: 0; 1 when a procedure has errors; 2 when it could not be done."
        ),
        callback=run,
        params=_parameters(session),
        examples=(
            ("sopkit binder . --department finance -o finance.pdf", _("for one department")),
            ("sopkit binder . -o all.pdf --one-sided", _("the whole library, without blank pages")),
        ),
    )


def _parameters(session: Session) -> list[click.Parameter]:
    translate = session.translate
    return [
        argument("library", translate(_("LIBRARY"))),
        output_option(session),
        option(
            ["--department"],
            translate(_("By id or name; may be given several times. Else the whole library.")),
            metavar=translate(_("NAME")),
            many=True,
        ),
        option(
            ["--language"],
            translate(_("Language of the binder; else that of the library.")),
            choices=LANGUAGES,
        ),
        option(
            ["--date"],
            translate(_("The date on the title page, as 2026-03-31; else there is none.")),
            metavar=translate(_("DATE")),
        ),
        flag(
            ["--one-sided"],
            translate(_("For sheets printed on one side: no pages are left blank.")),
        ),
    ]


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadDayError(text) from error


def _bind(session: Session, library: Path, output: Path, wanted: Wanted) -> int:
    from sopkit.services.binder import bind
    from sopkit.services.check import check_library
    from sopkit.services.print import check_pdf_name, write_pdf

    check_pdf_name(output)
    with Progress(session.translate(_("Reading"))) as progress:
        checked = check_library(library, progress)
    with Progress(session.translate(_("Building"))) as progress:
        bound = bind(checked, wanted, progress=progress)
    write_pdf(output, bound.printed.data)
    told = (
        _("{path} is written, with 1 procedure.")
        if bound.procedures == 1
        else _("{path} is written, with {count} procedures.")
    )
    write_text([session.text(told, path=output, count=bound.procedures)])
    tell_replaced(session, bound.printed)
    return _tell_errors(session, library, bound)


def _tell_errors(session: Session, library: Path, bound: Bound) -> int:
    """Say which procedures are wrong or missing; the exit status that follows from it."""
    if bound.broken:
        session.note(
            _("These have errors, so their flow may be wrong: {paths}."),
            paths=", ".join(bound.broken),
        )
    if bound.unread:
        session.note(
            _("These could not be read as procedures and are not in it: {paths}."),
            paths=", ".join(bound.unread),
        )
    if not bound.broken and not bound.unread:
        return OK
    session.note(_("“sopkit check {library}” tells what is wrong."), library=library)
    return FINDINGS
