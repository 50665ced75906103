"""Reads a procedure from standard input, for `-`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from sopkit.cli.session import Session
from sopkit.errors import InputTooLargeError, InputWithPathsError
from sopkit.messages import message

_ = message

_LIMIT_MIB = 8
"""More than any procedure may be, so that the size itself can still be reported."""


def stands_for_input(paths: Sequence[str]) -> bool:
    """Whether the paths ask for standard input, which cannot be mixed with files."""
    if "-" not in paths:
        return False
    if len(paths) > 1:
        raise InputWithPathsError
    return True


def read_standard_input(session: Session) -> bytes:
    """All of standard input. Raises InputTooLargeError."""
    if sys.stdin is None:
        return b""
    if sys.stdin.isatty():
        session.note(_("Reading from the keyboard; end with Ctrl+D."))
    data = sys.stdin.buffer.read(_LIMIT_MIB * 1024 * 1024 + 1)
    if len(data) > _LIMIT_MIB * 1024 * 1024:
        raise InputTooLargeError(_LIMIT_MIB)
    return data
