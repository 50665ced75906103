"""Asks on the terminal: a password without showing it, and whether to go on."""

from __future__ import annotations

import sys
from getpass import getpass

from sopkit.cli.session import Session
from sopkit.messages import message
from sopkit.refusals import NotConfirmedError, PasswordMissingError, PasswordsDifferError

_ = message

PASSWORD = "SOPKIT_PASSWORD"  # noqa: S105 - the name of the variable
NEW_PASSWORD = "SOPKIT_NEW_PASSWORD"  # noqa: S105 - the same

_YES = frozenset({"y", "yes", "j", "ja"})


def password(session: Session, login: str) -> str:
    """The password of whoever acts: asked on a terminal, else that of SOPKIT_PASSWORD.

    Raises PasswordMissingError.
    """
    if _on_a_terminal():
        return _hidden(session.text(_("Password of {login}: "), login=login))
    return _from_variable(session, PASSWORD)


def new_password(session: Session, login: str) -> str:
    """A new password: asked twice on a terminal, else that of SOPKIT_NEW_PASSWORD.

    Raises PasswordMissingError and PasswordsDifferError.
    """
    if not _on_a_terminal():
        return _from_variable(session, NEW_PASSWORD)
    first = _hidden(session.text(_("New password of {login}: "), login=login))
    again = _hidden(session.text(_("The same again: ")))
    if first != again:
        raise PasswordsDifferError
    return first


def confirmed(session: Session, question: str, *, yes: bool) -> bool:
    """Whether the user wants it; `yes` tells that they said so already.

    Raises NotConfirmedError when there is no terminal to ask on.
    """
    if yes:
        return True
    if not _on_a_terminal():
        raise NotConfirmedError
    if _answer(session, question):
        return True
    session.note(_("Nothing was changed."))
    return False


def can_ask() -> bool:
    """Whether there is somebody at a terminal."""
    return _on_a_terminal()


def agreed(session: Session, question: str) -> bool:
    """Whether the user agrees to a part of the work; the rest goes on in any case."""
    return _answer(session, question)


def _answer(session: Session, question: str) -> bool:
    choices = session.translate(_("[y/N]"))
    sys.stderr.write(f"{question} {choices} ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in _YES


def _on_a_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _hidden(prompt: str) -> str:
    try:
        return getpass(prompt)
    except EOFError as error:  # Ctrl-D is a way of leaving too
        raise KeyboardInterrupt from error


def _from_variable(session: Session, variable: str) -> str:
    found = session.environment.get(variable)
    if not found:
        raise PasswordMissingError(variable)
    return found
