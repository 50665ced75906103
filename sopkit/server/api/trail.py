"""The trail: who did what, when, to what, and why."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated

from fastapi import Query, Response
from pydantic import BeforeValidator, Field

from sopkit.server.api.answers import Limit, listed
from sopkit.server.api.refusals import reading
from sopkit.server.api.routing import routes_about
from sopkit.server.api.shape import LINE, Listed, Told
from sopkit.server.visit import Here
from sopkit.services.exchange.trail import page_of_events
from sopkit.services.register.tracing import TrailLine, Wish

router = routes_about("Trail")


def _written_as_a_day(value: object) -> object:
    """Refuse what Pydantic would take for a number of seconds. Raises ValueError."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is None:
        raise ValueError("a day is written as 2026-03-02")
    return value


Day = Annotated[date, BeforeValidator(_written_as_a_day)]


class EventShape(Told):
    """One event; each is chained to the one before it by its hash."""

    seq: int = Field(examples=[412])
    """Its number: the first event has 1, and none is missing."""

    at: datetime = Field(examples=["2026-03-02T09:05:00Z"])
    """When."""

    actor: str = Field(examples=["Bram Beoordelaar"])
    """Who, by the name of then; empty for the register itself or who was made unrecognisable."""

    act: str = Field(examples=["version.released"])
    """What was done."""

    subject: str = Field(examples=["KS-001 nl"])
    """To which procedure, file or person; a person by name and login."""

    reason: str = Field(examples=["Nieuw telefoonnummer"])
    """Why, where a reason was given."""

    hash: str = Field(examples=["9f86d081884c7d659a2feaa0c55ad015"])
    """The SHA-256 (hexadecimal) of the event and of the hash before it."""


@router.get(
    "/trail",
    response_model=Listed[EventShape],
    responses=reading(),
    summary="Read the trail",
)
def api_trail(  # noqa: PLR0913, PLR0917 - what can be asked for, each by its name
    here: Here,
    limit: Limit = 50,
    after: Annotated[
        int | None,
        Query(
            description="Go on after this event: the address in `Link` holds its number.",
            ge=1,
            le=2**53,
            examples=[412],
        ),
    ] = None,
    who: Annotated[
        str,
        Query(
            description="Only what a person did, by login.",
            max_length=200,
            pattern=LINE,
            examples=["approver"],
        ),
    ] = "",
    what: Annotated[
        str,
        Query(
            description="Only what was done to a procedure, by number, or to a person, by login.",
            max_length=200,
            pattern=LINE,
            examples=["KS-001"],
        ),
    ] = "",
    act: Annotated[
        str,
        Query(
            description="Only one kind of act.",
            max_length=100,
            pattern=LINE,
            examples=["version.released"],
        ),
    ] = "",
    since: Annotated[
        Day | None, Query(description="Only from this day on.", examples=["2026-03-02"])
    ] = None,
    until: Annotated[
        Day | None, Query(description="Only up to this day.", examples=["2026-03-31"])
    ] = None,
) -> Response:
    """What was done, the newest first. It takes the right in all departments."""
    wish = Wish(who, what, act, since, until)
    found = page_of_events(here.register, here.account, wish, after, limit, here.now)
    return listed(here, found, _event)


def _event(line: TrailLine) -> EventShape:
    return EventShape(
        seq=line.seq,
        at=line.at,
        actor=line.actor,
        act=line.act,
        subject=line.subject,
        reason=line.reason,
        hash=line.hash,
    )
