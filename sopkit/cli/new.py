"""`sopkit new`: starts a procedure from a template."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click

from sopkit.cli.command import Command, argument, option
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import LANGUAGES, message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(
        title: str,
        department: str | None,
        template: str,
        number: str | None,
        language: str | None,
        library: str,
    ) -> int:
        from sopkit.services.new_sop import Wish, new_sop

        made = new_sop(Path(library), Wish(title, template, department, number, language))
        shown = session.shown(made.path)
        write_text(
            [
                session.text(_("Made {path}."), path=shown),
                "",
                session.translate(_("What to do next:")),
                session.text(_("  write what happens, step by step, in {path}"), path=shown),
                f"  sopkit check {quote(shown)}",
            ]
        )
        return 0

    return Command(
        session,
        "new",
        summary=_("Start a procedure."),
        usage=_("sopkit new [OPTIONS] TITLE"),
        description=_(
            "Starts a procedure with that title from a template, with the next free number, in "
            "the folder of its department. Files that are there are never overwritten."
        ),
        callback=run,
        params=_parameters(session),
        examples=(
            ('sopkit new "Handling a complaint" --template complaint', _("start from a template")),
            ('sopkit new "Closing the till" --department finance', _("for one department")),
        ),
    )


def _parameters(session: Session) -> list[click.Parameter]:
    from sopkit.services.templates import template_names

    translate = session.translate
    return [
        argument("title", session.translate(_("TITLE"))),
        option(
            ["--department"],
            translate(_("Whose procedure it is, by id or name.")),
            metavar=session.translate(_("NAME")),
        ),
        option(
            ["--template"],
            session.text(_("What to start from: {choices}."), choices=", ".join(template_names())),
            metavar=session.translate(_("NAME")),
            default="blank",
        ),
        option(["--number"], translate(_("Another number than the next free one.")), metavar="X-1"),
        option(
            ["--language"],
            translate(_("Language of the procedure; else that of the library.")),
            choices=LANGUAGES,
        ),
        option(
            ["--library"],
            translate(_("A folder of the library; else this folder.")),
            metavar=session.translate(_("FOLDER")),
            default=".",
        ),
    ]
