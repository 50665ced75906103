"""`sopkit build`: makes a website of a library."""

from __future__ import annotations

from pathlib import Path

from sopkit.cli.command import Command, argument, flag, option
from sopkit.cli.failures import FINDINGS, OK
from sopkit.cli.printing import agreed_date, tell_replaced
from sopkit.cli.progress import Progress
from sopkit.cli.released import (
    Wish,
    at_option,
    broken,
    library_or_register,
    read_library,
    released_option,
)
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, library: str | None, output: str, pdf: bool, released: bool, at: str | None) -> int:
        wish = Wish(released, at=at)
        place = library_or_register(library, wish)
        return _build(session, place, Path(output), wish, pdf=pdf)

    translate = session.translate
    return Command(
        session,
        "build",
        summary=_("Make a website of a library."),
        usage=_("sopkit build [OPTIONS] [LIBRARY] -o FOLDER"),
        description=_(
            "Writes a website that needs no server: an index, and a page with its flowchart for "
            "each procedure. A file whose inputs did not change is not written again. "
            "Procedures with errors get a page as well, as far as that can be done; “sopkit "
            "check” tells what is wrong with them.\n\n"
            "With --released or --at, it is the site of what is in force by the register, with "
            "version, dates, signatures and changes on each page; it needs no LIBRARY.\n\n"
            "Exit status: 0; 1 when a procedure has errors; 2 when it could not be done."
        ),
        callback=run,
        params=[
            argument("library", session.translate(_("LIBRARY")), required=False),
            option(
                ["-o", "--output"],
                translate(_("The folder to write to; it is made if it is not there.")),
                metavar=session.translate(_("FOLDER")),
                required=True,
            ),
            flag(["--pdf"], translate(_("A PDF of each procedure too, beside its page."))),
            released_option(session),
            at_option(session),
        ],
        examples=(
            ("sopkit build . -o site", _("then open site/index.html")),
            ("sopkit build . -o site --pdf", _("with each procedure to print")),
            ("sopkit build --released -o site", _("what is in force, by the register")),
        ),
    )


def _build(session: Session, library: Path | None, output: Path, wish: Wish, *, pdf: bool) -> int:
    from sopkit.services.build import build_site

    dated = agreed_date(session)
    compiled, records = read_library(session, library, wish)
    with Progress(session.translate(_("Building"))) as progress:
        result = build_site(
            compiled, output, records=records, pdf=pdf, dated=dated, progress=progress
        )
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
    count = len(broken(compiled))
    if not count:
        return OK
    told = (
        _("1 file has errors; “sopkit check {library}” tells which.")
        if count == 1
        else _("{count} files have errors; “sopkit check {library}” tells which.")
    )
    session.note(told, count=count, library=library)
    return FINDINGS
