"""`sopkit build`: makes a website of a library."""

from __future__ import annotations

from pathlib import Path

from sopkit.cli.command import Command, argument, flag, option
from sopkit.cli.failures import FINDINGS, OK
from sopkit.cli.printing import agreed_date, tell_replaced
from sopkit.cli.progress import Progress
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, library: str, output: str, pdf: bool) -> int:
        return _build(session, Path(library), Path(output), pdf=pdf)

    translate = session.translate
    return Command(
        session,
        "build",
        summary=_("Make a website of a library."),
        usage=_("sopkit build [OPTIONS] LIBRARY -o FOLDER"),
        description=_(
            "Writes a website that needs no server: an index, and a page with its flowchart for "
            "each procedure. A file whose inputs did not change is not written again. "
            "Procedures with errors get a page as well, as far as that can be done; “sopkit "
            "check” tells what is wrong with them.\n\n"
            "Exit status: 0; 1 when a procedure has errors; 2 when it could not be done."
        ),
        callback=run,
        params=[
            argument("library", session.translate(_("LIBRARY"))),
            option(
                ["-o", "--output"],
                translate(_("The folder to write to; it is made if it is not there.")),
                metavar=session.translate(_("FOLDER")),
                required=True,
            ),
            flag(["--pdf"], translate(_("A PDF of each procedure too, beside its page."))),
        ],
        examples=(
            ("sopkit build . -o site", _("then open site/index.html")),
            ("sopkit build . -o site --pdf", _("with each procedure to print")),
        ),
    )


def _build(session: Session, library: Path, output: Path, *, pdf: bool) -> int:
    from sopkit.services.build import build_site
    from sopkit.services.check import check_library

    dated = agreed_date(session)
    with Progress(session.translate(_("Reading"))) as progress:
        checked = check_library(library, progress)
    with Progress(session.translate(_("Building"))) as progress:
        result = build_site(checked.compiled, output, pdf=pdf, dated=dated, progress=progress)
    tell_replaced(session, result)
    write_text(
        [
            session.text(
                _("{path}: {written} files written, {unchanged} unchanged, {removed} removed."),
                path=output,
                written=len(result.written),
                unchanged=result.unchanged,
                removed=len(result.removed),
            ),
            session.text(_("Open {path} in a browser."), path=output / "index.html"),
        ]
    )
    if not checked.broken:
        return OK
    count = len(checked.broken)
    told = (
        _("1 file has errors; “sopkit check {library}” tells which.")
        if count == 1
        else _("{count} files have errors; “sopkit check {library}” tells which.")
    )
    session.note(told, count=count, library=library)
    return FINDINGS
