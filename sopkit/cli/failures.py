"""The one place that turns a failure into a sentence and an exit status."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

import click

from sopkit.cli.command import (
    EmptyValueError,
    MeaninglessOptionError,
    NotAmongError,
    SurplusArgumentError,
)
from sopkit.cli.session import Session
from sopkit.cli.terminal import abandon, complain, wants_colour
from sopkit.diagnostics.nearest import nearest
from sopkit.errors import SettingFileError, SopkitError, UnwritableError
from sopkit.messages import Translate, message
from sopkit.resources import ResourceMissingError
from sopkit.words import facts_in_words

_ = message

OK = 0
FINDINGS = 1
"""`check` found errors."""
USAGE = 2
"""The command could not do what was asked."""
BUG = 70
"""A mistake of ours; the number that BSD gave to internal errors."""
INTERRUPTED = 130
"""Ctrl-C: 128 and the number of the signal, as a shell says it."""
PIPE_CLOSED = 141
"""The reader of the output went away: 128 and the number of the signal."""

_REASONS: Mapping[int, str] = {
    errno.EACCES: _("no permission"),
    errno.EPERM: _("no permission"),
    errno.ENOENT: _("it does not exist"),
    errno.ENOTDIR: _("a part of the path is no folder"),
    errno.EISDIR: _("it is a folder"),
    errno.EEXIST: _("it is already there"),
    errno.ENOSPC: _("the disk is full"),
    errno.EDQUOT: _("your share of the disk is full"),
    errno.EROFS: _("the disk is read-only"),
    errno.ENAMETOOLONG: _("its name is too long"),
    errno.ELOOP: _("its symbolic links go round in a circle"),
    errno.EMFILE: _("too many files are open"),
    errno.EIO: _("the disk does not answer as it should"),
}


def report_failure(error: BaseException, session: Session) -> int:
    """Tell the user what went wrong, and give the exit status."""
    if isinstance(error, KeyboardInterrupt | click.Abort):
        complain()
        return INTERRUPTED
    if isinstance(error, BrokenPipeError):
        abandon(sys.stdout)
        return PIPE_CLOSED
    if isinstance(error, click.UsageError):
        return _usage(error, session)
    told = _sentence(error, session)
    if told is None:
        return _bug(error, session)
    if isinstance(error, OSError) and error.filename is None:
        abandon(sys.stdout)
    _complain(told, session)
    return USAGE


def reason_of(error: OSError, translate: Translate) -> str:
    """Why the system refused, in the reader's language where sopkit knows the reason."""
    known = _REASONS.get(error.errno or 0)
    if known is not None:
        return translate(known)
    return error.strerror or type(error).__name__


def failure_text(error: SopkitError, session: Session) -> str:
    """The sentence of a failure; a reason that the system gave is put in the reader's words."""
    facts = facts_in_words(error.facts, session.translate)
    if "reason" in facts and isinstance(error.__cause__, OSError):
        facts["reason"] = _reason_in(error, error.__cause__, session)
    return session.text(error.template, **facts)


def _reason_in(error: SopkitError, cause: OSError, session: Session) -> str:
    """Why the system refused. What is to be written need not exist, but its folder must."""
    writes = isinstance(error, UnwritableError | SettingFileError)
    if writes and cause.errno == errno.ENOENT:
        folder = Path(error.facts["path"]).parent
        return session.text(_("the folder {folder} does not exist"), folder=folder)
    return reason_of(cause, session.translate)


def _sentence(error: BaseException, session: Session) -> str | None:
    """What to say about a failure that a user can mend; None for a bug."""
    if isinstance(error, SopkitError):
        return failure_text(error, session)
    if isinstance(error, ResourceMissingError):
        template = _("{path} is missing: the installation is not complete. Install sopkit again.")
        return session.text(template, path=error.path)
    if isinstance(error, OSError):
        reason = reason_of(error, session.translate)
        if error.filename is None and isinstance(error, FileNotFoundError):
            return session.translate(_("The folder in which you are does not exist any more."))
        if error.filename is None:
            return session.text(_("The output cannot be written: {reason}."), reason=reason)
        path = os.fsdecode(error.filename)
        return session.text(
            _("{path} cannot be read or written: {reason}."), path=path, reason=reason
        )
    if isinstance(error, MemoryError):
        return session.translate(_("There is not enough memory for this."))
    return None


def _usage(error: click.UsageError, session: Session) -> int:
    _complain(_usage_sentence(error, session), session)
    path = error.ctx.command_path if error.ctx is not None else "sopkit"
    complain(session.text(_("“{command} --help” tells how it is used."), command=path))
    return USAGE


def _usage_sentence(error: click.UsageError, session: Session) -> str:
    if isinstance(error, click.NoSuchOption):
        known = [name for param in _parameters(error.ctx) for name in param.opts]
        told = session.text(_("There is no option {option}."), option=error.option_name)
        return _with_nearest(told, error.option_name, known, session)
    if isinstance(error, SurplusArgumentError):
        return session.text(_("“{argument}” is one argument too many."), argument=error.argument)
    if isinstance(error, NotAmongError):
        return session.text(
            _("“{value}” is no good value for {option}; choose from {choices}."),
            value=error.value,
            option=_name(error.param),
            choices=", ".join(error.choices),
        )
    if isinstance(error, MeaninglessOptionError):
        return session.text(
            _("{option} means nothing here; it is for {other} {choices}."),
            option=error.option,
            other=error.other,
            choices=", ".join(error.choices),
        )
    if isinstance(error, EmptyValueError):
        return session.text(_("{name} is empty."), name=_name(error.param))
    if isinstance(error, click.MissingParameter):
        return session.text(_("{name} is missing."), name=_name(error.param))
    if isinstance(error, click.BadOptionUsage):
        takes_value = any(
            error.option_name in param.opts and not getattr(param, "is_flag", False)
            for param in _parameters(error.ctx)
        )
        template = (
            _("The option {option} needs a value.")
            if takes_value
            else _("The option {option} takes no value.")
        )
        return session.text(template, option=error.option_name)
    return error.format_message()


def unknown_command(name: str, known: list[str], session: Session) -> str:
    """The sentence about a command that does not exist."""
    told = session.text(_("There is no command “{name}”."), name=name)
    return _with_nearest(told, name, known, session)


def _with_nearest(told: str, name: str, known: list[str], session: Session) -> str:
    near = nearest(name, known)
    if near is None:
        return told
    question = session.text(_("Did you mean “{nearest}”?"), nearest=near)
    return f"{told} {question}"


def _parameters(ctx: click.Context | None) -> list[click.Parameter]:
    return ctx.command.params if ctx is not None else []


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Argument):
        return (param.metavar or param.name or "").rstrip("…")
    return max(param.opts, key=len) if param is not None else ""


def _complain(told: str, session: Session) -> None:
    from sopkit.services.report import harmless_text

    word = session.translate(_("error"))
    if wants_colour("auto", sys.stderr, session.environment):
        word = f"\x1b[1;31m{word}\x1b[0m"
    complain(f"sopkit: {word}: {harmless_text(told)}")


def _bug(error: BaseException, session: Session) -> int:
    debugging = bool(session.environment.get("SOPKIT_DEBUG"))
    if debugging:
        complain("".join(traceback.format_exception(error)).rstrip())
    _complain(
        session.text(
            _("This is a mistake in sopkit, not yours ({kind}). Please report it."),
            kind=type(error).__name__,
        ),
        session,
    )
    if not debugging:
        complain(session.translate(_("Set SOPKIT_DEBUG=1 to see what to put in the report.")))
    return BUG
