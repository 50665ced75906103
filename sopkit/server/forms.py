"""What forms send: texts, passwords, days, natures of a change."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated

from fastapi import Form

from sopkit.model.control import Nature
from sopkit.refusals import NotADayError
from sopkit.server.visit import Visit

Text = Annotated[str, Form(max_length=20_000)]
"""What somebody typed or chose."""

Password = Annotated[str, Form(max_length=200)]
"""The second component of a signature."""


def nature_of(name: str) -> Nature | None:
    """The nature that a form names, if it is one."""
    return Nature(name) if name in set(Nature) else None


def beginning(here: Visit, day: str) -> datetime | None:
    """The moment at which a day begins; None, which is now, for today. Raises NotADayError."""
    if not day.strip():
        return None
    try:
        wanted = date.fromisoformat(day.strip())
    except ValueError as error:
        raise NotADayError(day) from error
    if wanted == here.now.astimezone(here.zone).date():
        return None
    return datetime.combine(wanted, time(), here.zone)
