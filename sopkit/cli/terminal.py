"""Where the command line writes: the two streams, their colours and their encoding."""

from __future__ import annotations

import codecs
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

_PLAIN: Mapping[str, str] = {
    "“": '"',
    "”": '"',
    "„": '"',
    "‘": "'",
    "’": "'",
    "…": "...",
    "→": "->",
    "–": "-",
    "—": "-",
    "€": "EUR",
    "·": "-",
}
"""What stands for a character that the terminal's encoding lacks."""

_HANDLER = "sopkit.plain"


def prepare_streams() -> None:
    """Let no character of a text and no closed stream stop a command."""
    codecs.register_error(_HANDLER, _replacement)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_HANDLER)


def write_text(lines: Iterable[str], stream: TextIO | None = None) -> None:
    """Write lines as they come, to standard output unless another stream is given."""
    target = stream or sys.stdout
    for line in lines:
        target.write(line + "\n")
    target.flush()  # a program that goes on may be read through a pipe


def write_bytes(data: bytes) -> None:
    """Write what a program will read to standard output, whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def complain(line: str = "") -> None:
    """Write a line to standard error; where that cannot be written, nobody can be told."""
    try:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        abandon(sys.stderr)


def abandon(stream: TextIO) -> None:
    """Send what is left of a stream nowhere, so that leaving cannot fail on it again."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def wants_colour(choice: str, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to colour: `choice` is `always`, `never` or `auto` (a terminal, no NO_COLOR)."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    return stream.isatty()


def width(limit: int, otherwise: int) -> int:
    """Cells of a line on the terminal, at most `limit`; `otherwise` when there is none."""
    if not sys.stdout.isatty():
        return otherwise
    return min(shutil.get_terminal_size((otherwise, 24)).columns, limit)


def _replacement(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_PLAIN.get(character, "?") for character in text), error.end
