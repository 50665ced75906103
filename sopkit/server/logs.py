"""The log: a line for each request and for each failure, which names nobody.

A line holds no name, login, query, address or text that somebody wrote: a log is read by more
people than the register, and kept elsewhere. Of a failure it has the places in the code. The
message of an exception may quote what it failed on, so that is left out.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from sopkit.settings import LogStyle

REQUESTS = logging.getLogger("sopkit.requests")
"""Gets a record for each request, its facts in `facts`."""

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""What the request is called that is being worked on."""

_OURS = Path(__file__).parents[1]


def configure(style: LogStyle, stream: TextIO | None = None) -> None:
    """Let this process write its log to standard error, in that style."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(ForPrograms() if style is LogStyle.JSON else ForPeople())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    REQUESTS.setLevel(logging.WARNING if style is LogStyle.QUIET else logging.INFO)


class ForPrograms(logging.Formatter):
    """A JSON object on each line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        return json.dumps(
            {
                "at": _moment(record).isoformat(timespec="milliseconds"),
                "level": record.levelname.lower(),
                **_facts(record),
            },
            ensure_ascii=False,
        )


class ForPeople(logging.Formatter):
    """A line for a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record, and those of a failure's places."""
        facts = dict(_facts(record))
        places = facts.pop("trace", ())
        told = " ".join(str(value) for value in facts.values() if value != "")
        line = f"{_moment(record).astimezone():%H:%M:%S} {told}"
        return "\n  ".join([line, *(places if isinstance(places, list) else ())])


def _moment(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _facts(record: logging.LogRecord) -> Mapping[str, object]:
    given = getattr(record, "facts", None)
    if isinstance(given, Mapping):
        return given
    facts: dict[str, object] = {"event": record.name, "request": request_id.get()}
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return facts | {"told": record.getMessage()}
    return facts | {"kind": type(error).__name__, "trace": _places(error)}


def _places(error: BaseException) -> list[str]:
    """Where in the code a failure came about: our own lines, and where it was raised."""
    found = []
    cause = error.__cause__ or error.__context__
    if cause is not None:
        found += [*_places(cause), f"then {type(error).__name__}"]
    frames = traceback.extract_tb(error.__traceback__)
    for frame in frames:
        path = Path(frame.filename)
        ours = path.is_relative_to(_OURS)
        if ours or frame is frames[-1]:
            shown = path.relative_to(_OURS.parent) if ours else path.name
            found.append(f"{shown}:{frame.lineno} {frame.name}")
    return found
