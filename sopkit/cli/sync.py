"""`sopkit sync`: brings a folder and the register together."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sopkit.cli.asking import agreed, can_ask
from sopkit.cli.command import Command, argument, flag, option
from sopkit.cli.failures import FINDINGS, OK, failure_text
from sopkit.cli.progress import Progress
from sopkit.cli.register import Desk, as_option, format_option, opened, signed_in, write_json
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message
from sopkit.words import word

if TYPE_CHECKING:
    from sopkit.services.register.acting import Account
    from sopkit.services.register.sync_plan import Step
    from sopkit.services.register.syncing import Synced, SyncRequest

_ = message

_SENTENCES: Mapping[str, str] = {
    "send new": _("{path}: new here; the register has it now."),
    "send changed": _("{path}: changed here; the register has it now."),
    "send moved": _("{path}: moved here; the register knows it now."),
    "send chosen": _("{path}: the register has your text now."),
    "receive new": _("{path}: new in the register; it is here now."),
    "receive changed": _("{path}: changed in the register; it is here now."),
    "receive moved": _("{path}: moved in the register; it is at {place} now."),
    "receive chosen": _("{path}: the register's text is here now."),
    "receive back": _("{path}: deleted here, but changed in the register; it is back."),
    "receive back-released": _(
        "{path}: deleted here, but {number} has a version that people work by, or will. It is "
        "back; “sopkit withdraw {number}” ends a version."
    ),
    "receive back-under-review": _("{path}: deleted here, but under review; it is back."),
    "receive back-not-allowed": _("{path}: deleted here, but you may not drop it; it is back."),
    "receive back-organisation": _(
        "{path}: deleted here, but the register cannot do without it; it is back."
    ),
    "remove withdrawn": _("{path}: withdrawn in the register; it is gone here too."),
    "remove dropped": _("{path}: dropped from the register; it is gone here too."),
    "remove chosen": _("{path}: removed, since the register has it no more."),
    "drop deleted": _("{path}: deleted here; its draft is gone from the register too."),
    "leave deleted": _(
        "{path}: deleted here; the register still has it. “--delete” drops its draft, "
        "“--theirs {path}” brings it back."
    ),
    "leave under-review": _(
        "{path}: changed here, but under review; the register takes it when that is decided."
    ),
    "leave not-allowed": _(
        "{path}: left as it is; you need the right “{right}” in {department} for it."
    ),
    "leave number-taken": _(
        "{path}: left as it is; {number} is taken already by a procedure that is not yours."
    ),
    "leave in-the-way": _(
        "{path}: the register has it, but another file is at {other} here; move that one first."
    ),
    "leave picture-in-the-way": _(
        "{path}: not taken over, since the picture {other} here is another one; rename that first."
    ),
    "leave bad-path": _("{path}: the register has it at a place where no file of it may be."),
    "leave stays-withdrawn": _(
        "{path}: this text was withdrawn. Change it to make a draft of it, or submit it again."
    ),
    "leave no-number": _("{path}: left; it has no document number."),
    "leave not-text": _("{path}: left; it is no text in UTF-8."),
    "leave too-large": _("{path}: left; it is larger than a procedure may be."),
    "leave picture-too-large": _("{path}: left; it shows a picture that is too large."),
    "leave link": _("{path}: left; it is a symbolic link."),
    "leave name": _("{path}: left; its name has characters that no path here may have."),
    "leave unreadable": _("{path}: left; it cannot be read."),
    "leave twin": _("{path}: left; {other} has the same number and language."),
    "conflict both-changed": _(
        "{path}: CONFLICT, changed here and in the register. {other} shows both texts and says "
        "what to do."
    ),
    "conflict both-new": _(
        "{path}: CONFLICT, another text than in the register. {other} shows both texts and says "
        "what to do."
    ),
    "conflict gone-and-changed": _(
        "{path}: CONFLICT, changed here, and gone from the register. {other} says what to do."
    ),
}
"""What is told of a file: by what was done with it, and why."""


_WOULD: Mapping[str, str] = {
    "send new": _("{path}: new here; the register would take it."),
    "send changed": _("{path}: changed here; the register would take it."),
    "send moved": _("{path}: moved here; the register would be told."),
    "send chosen": _("{path}: the register would take your text."),
    "receive new": _("{path}: new in the register; it would come here."),
    "receive changed": _("{path}: changed in the register; that would come here."),
    "receive moved": _("{path}: moved in the register; it would move to {place}."),
    "receive chosen": _("{path}: the register's text would come here."),
    "receive back": _("{path}: deleted here, but changed in the register; it would come back."),
    "receive back-released": _(
        "{path}: deleted here, but {number} has a version that people work by, or will. It would "
        "come back; “sopkit withdraw {number}” ends a version."
    ),
    "receive back-under-review": _("{path}: deleted here, but under review; it would come back."),
    "receive back-not-allowed": _(
        "{path}: deleted here, but you may not drop it; it would come back."
    ),
    "receive back-organisation": _(
        "{path}: deleted here, but the register cannot do without it; it would come back."
    ),
    "remove withdrawn": _("{path}: withdrawn in the register; it would be removed here too."),
    "remove dropped": _("{path}: dropped from the register; it would be removed here too."),
    "remove chosen": _("{path}: it would be removed, since the register has it no more."),
    "drop deleted": _("{path}: deleted here; the register would drop its draft too."),
    "conflict both-changed": _(
        "{path}: CONFLICT, changed here and in the register. {other} would show both texts and "
        "say what to do."
    ),
    "conflict both-new": _(
        "{path}: CONFLICT, another text than in the register. {other} would show both texts and "
        "say what to do."
    ),
    "conflict gone-and-changed": _(
        "{path}: CONFLICT, changed here, and gone from the register. {other} would say what to do."
    ),
}
"""What is told instead where something would be done and nothing was."""


@dataclass(frozen=True, slots=True)
class _Choices:
    """The options, as typed."""

    folder: str
    message: str | None
    delete: bool
    mine: Sequence[str]
    theirs: Sequence[str]
    dry_run: bool
    style: str
    actor: str | None


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, folder: str | None, **options: Any) -> int:  # noqa: ANN401 - what Click parsed
        return _sync(session, _Choices(folder=folder or ".", **options))

    translate = session.translate
    path = translate(_("PATH"))
    return Command(
        session,
        "sync",
        summary=_("Bring a folder and the register together."),
        usage=_("sopkit sync [OPTIONS] [FOLDER]"),
        description=_(
            "Brings FOLDER (this folder, if none is given) and the register together: what is "
            "new or changed on one side goes to the other. What was changed on both is a "
            "conflict: nothing is overwritten, and a file beside it shows both texts and says "
            "what to do.\n\n"
            "Exit status: 0 when both are the same now, 1 when something was left, 2 when it "
            "could not be done."
        ),
        callback=run,
        params=[
            argument("folder", translate(_("FOLDER")), required=False),
            option(
                ["-m", "--message"],
                translate(_("What to say of the texts that the register takes.")),
                metavar=translate(_("TEXT")),
            ),
            flag(["--delete"], translate(_("Drop the drafts of deleted files without asking."))),
            option(
                ["--mine"],
                translate(_("Take the folder's text of this file; may be given again.")),
                metavar=path,
                many=True,
            ),
            option(
                ["--theirs"],
                translate(_("Take the register's text of this file; may be given again.")),
                metavar=path,
                many=True,
            ),
            flag(["--dry-run"], translate(_("Only tell what would be done."))),
            format_option(session),
            as_option(session),
        ],
        examples=(
            ("sopkit sync", _("bring this folder and the register together")),
            ("sopkit sync procedures --dry-run", _("see first what that would do")),
            ("sopkit sync --mine KS-003.md", _("solve a conflict with your own text")),
        ),
    )


def _sync(session: Session, choices: _Choices) -> int:
    from sopkit.services.register.syncing import Synced, plan_sync, sync

    with opened(session) as desk:
        me = signed_in(desk, choices.actor).account
        request = _request(session, choices)
        if choices.dry_run:
            root, planned = plan_sync(desk.register, me, request, desk.now)
            would = Synced(root)
            for step in planned.steps:
                would.add(step)
            return _tell(desk, choices, would)
        request = _asked(session, desk, me, request)
        with Progress(session.translate(_("Syncing"))) as progress:
            synced = sync(desk.register, me, request, session.translate, desk.now, progress)
    return _tell(desk, choices, synced)


def _request(session: Session, choices: _Choices) -> SyncRequest:
    from sopkit.services.register.sync_plan import Wishes
    from sopkit.services.register.syncing import SyncRequest, root_of

    folder = Path(choices.folder)
    root = root_of(folder)
    wishes = Wishes(
        mine=frozenset(_in_library(session, root, path) for path in choices.mine),
        theirs=frozenset(_in_library(session, root, path) for path in choices.theirs),
        delete=None if choices.delete else frozenset(),
    )
    return SyncRequest(folder, choices.message or "", wishes)


def _in_library(session: Session, root: Path, typed: str) -> str:
    """A path as typed, seen from the library: it may be typed as from there, or as from here."""
    if not os.path.lexists(root / typed):
        full = Path(os.path.normpath(session.here.resolve() / typed))
        if full.is_relative_to(root):
            return full.relative_to(root).as_posix()
    return Path(os.path.normpath(typed)).as_posix()


def _asked(session: Session, desk: Desk, me: Account, request: SyncRequest) -> SyncRequest:
    """The request, with the deletions that the user agrees to; only a terminal can be asked."""
    from sopkit.services.register.syncing import plan_sync

    if not can_ask() or request.wishes.delete is None:
        return request
    _root, planned = plan_sync(desk.register, me, request, desk.now)
    deleted = [step.at for step in planned.steps if _sentence_id(step) == "leave deleted"]
    question = _("{path} is deleted here. Drop its draft from the register too?")
    dropped = [path for path in deleted if agreed(session, session.text(question, path=path))]
    return replace(request, wishes=replace(request.wishes, delete=frozenset(dropped)))


def _tell(desk: Desk, choices: _Choices, synced: Synced) -> int:
    if choices.style == "json":
        write_json(_as_json(desk, choices, synced))
    else:
        write_text(_as_text(desk, choices, synced))
    return OK if synced.complete else FINDINGS


def _as_text(desk: Desk, choices: _Choices, synced: Synced) -> Iterable[str]:
    session = desk.session
    if choices.dry_run:
        yield session.translate(_("This is what would be done; nothing was changed."))
    for step in (*synced.done, *synced.left):
        yield _sentence(desk, choices, step)
    for step, error in synced.failures.values():
        reason = failure_text(error, session)
        yield session.text(_("{path}: not done. {reason}"), path=_safe(step.at), reason=reason)
    if not synced.done and synced.complete:
        yield session.text(
            _("The folder and the register are the same ({count} files)."), count=synced.same
        )
        return
    yield session.text(
        _(
            "Into the register: {sent}. Into the folder: {received}. Left: {left}. "
            "The same already: {same}."
        ),
        **synced.counts,
    )


def _as_json(desk: Desk, choices: _Choices, synced: Synced) -> dict[str, Any]:
    session = desk.session
    steps = (*synced.done, *synced.left)
    told = [_step_json(step, _sentence(desk, choices, step)) for step in steps]
    told += [
        {**_step_json(step, failure_text(error, session)), "act": "leave", "why": "failed"}
        for step, error in synced.failures.values()
    ]
    return {
        "folder": str(synced.root),
        "dry_run": choices.dry_run,
        "complete": synced.complete,
        "files": told,
        "summary": dict(synced.counts),
    }


def _step_json(step: Step, sentence: str) -> dict[str, Any]:
    key = step.document
    return {
        "path": step.at,
        "place": step.place or None,
        "document": {"kind": key.kind.value, "key": key.key, "language": key.language}
        if key
        else None,
        "act": step.act.value,
        "why": _sentence_id(step).partition(" ")[2],
        "other": step.other or None,
        "message": sentence,
    }


def _sentence(desk: Desk, choices: _Choices, step: Step) -> str:
    from sopkit.services.register.sync_plan import right_for

    id = _sentence_id(step)
    template = _WOULD.get(id, _SENTENCES[id]) if choices.dry_run else _SENTENCES[id]
    return desk.session.text(
        template,
        path=_safe(step.at),
        place=_safe(step.place),
        other=_safe(step.other),
        number=step.document.key if step.document else "",
        department=desk.department(step.other),
        right=word(right_for(step), desk.session.translate),
    )


def _sentence_id(step: Step) -> str:
    return f"{step.act} {step.unfit.why if step.unfit else step.why}"


def _safe(path: str) -> str:
    from sopkit.services.report import harmless_text

    return harmless_text(path)
