"""`sopkit verify`: proves the register."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sopkit.cli.command import Command, option
from sopkit.cli.failures import FINDINGS, OK
from sopkit.cli.progress import Progress
from sopkit.cli.register import format_option, opened, write_json
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import fill, message

if TYPE_CHECKING:
    from sopkit.services.register.proving import Proof

_ = message

_TOLD = 20  # findings


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, anchor: str | None, style: str) -> int:
        from sopkit.services.register.proving import prove

        with opened(session) as desk, Progress(session.translate(_("Verifying"))) as progress:
            file = Path(anchor) if anchor else None
            proof = prove(desk.register, desk.settings, file, progress)
        if style == "json":
            _tell_programs(session, proof)
        else:
            _tell(session, proof)
        return FINDINGS if proof.broken else OK

    translate = session.translate
    return Command(
        session,
        "verify",
        summary=_("Prove that the register is what was recorded."),
        usage=_("sopkit verify [OPTIONS]"),
        description=_(
            "Goes through the whole register: the chain of events, every row against the event "
            "that recorded it, the texts and pictures, the signatures, the approvals, and whether "
            "the database still forbids to change what was recorded.\n\n"
            "Whoever owns the database could make all of it anew. With the anchors that are kept "
            "apart (SOPKIT_ANCHOR, or --anchor) that shows too.\n\n"
            "Exit status: 0; 1 when something is not as it was recorded; 2 when it could not be "
            "done."
        ),
        callback=run,
        params=[
            option(
                ["--anchor"],
                translate(_("The file of anchors; else the one of SOPKIT_ANCHOR.")),
                metavar=translate(_("FILE")),
            ),
            format_option(session),
        ],
        examples=(
            ("sopkit verify", _("with the anchors of SOPKIT_ANCHOR, if that is set")),
            ("sopkit verify --anchor /mnt/anchors/sopkit", _("with anchors from elsewhere")),
        ),
    )


def _tell(session: Session, proof: Proof) -> None:
    lines = [session.text(each.template, **each.facts) for each in proof.broken[:_TOLD]]
    if len(proof.broken) > _TOLD:
        more = len(proof.broken) - _TOLD
        lines.append(session.text(_("… and {count} more."), count=more))
    lines.append(
        session.text(
            _("The trail has {count} events; the last one is {hash}."),
            count=proof.head.events,
            hash=proof.head.hash,
        )
    )
    if proof.anchors is None:
        lines.append(
            session.translate(
                _("There are no anchors, so nobody can tell whether the trail was made anew.")
            )
        )
    elif not proof.broken:
        told = _("It goes through all {count} anchors.")
        lines.append(session.text(told, count=proof.anchors))
    if proof.broken:
        lines.append(session.translate(_("The register is NOT what was recorded.")))
    else:
        lines.append(session.translate(_("Everything is as it was recorded.")))
    write_text(lines)


def _tell_programs(session: Session, proof: Proof) -> None:
    write_json(
        {
            "sound": not proof.broken,
            "events": proof.head.events,
            "head": proof.head.hash,
            "anchors": proof.anchors,
            "findings": [
                fill(session.translate(each.template), each.facts) for each in proof.broken
            ],
        }
    )
