"""`sopkit init`: starts a library."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from sopkit.cli.command import Command, argument, option
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(folder: str | None, name: str | None) -> int:
        from sopkit.services.new_library import new_library

        target = Path(folder or ".")
        made = new_library(target, session.language, name)
        write_text(session.text(_("Made {path}."), path=target / each) for each in made)
        typed = quote(str(target))
        write_text(
            [
                "",
                session.translate(_("What to do next:")),
                f"  sopkit check {typed}",
                session.text(_('  sopkit new "Title" --library {folder}'), folder=typed),
                f"  sopkit build {typed} -o site",
            ]
        )
        return 0

    translate = session.translate
    return Command(
        session,
        "init",
        summary=_("Start a library."),
        usage=_("sopkit init [OPTIONS] [FOLDER]"),
        description=_(
            "Starts a library of procedures in FOLDER (this folder, if none is given): the "
            "organisation, a glossary and a first procedure, in the language of --lang. "
            "Files that are there are never overwritten."
        ),
        callback=run,
        params=[
            argument("folder", session.translate(_("FOLDER")), required=False),
            option(
                ["--name"],
                translate(_("Name of the organisation.")),
                metavar=session.translate(_("NAME")),
            ),
        ],
        examples=(
            ("sopkit init procedures", _("start a library in the folder “procedures”")),
            ("sopkit init --lang nl", _("start a Dutch library in this folder")),
        ),
    )
