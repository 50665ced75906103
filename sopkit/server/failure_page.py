"""The page that tells what went wrong and what to do; it also works without the register."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Response

from sopkit.messages import message
from sopkit.server.pages import show
from sopkit.server.visit import Visit

_ = message

_HEADINGS = {
    HTTPStatus.NOT_FOUND: _("Not found"),
    HTTPStatus.FORBIDDEN: _("Not allowed"),
    HTTPStatus.SERVICE_UNAVAILABLE: _("Not available for a moment"),
    HTTPStatus.INTERNAL_SERVER_ERROR: _("Something broke"),
}
_OTHER_HEADING = _("That did not work")


@dataclass(frozen=True, slots=True)
class FailurePage:
    """`way_out` is the name of the link home; empty where home would fail as well."""

    title: str
    told: str
    way_out: str


def failure_page(visit: Visit, status: HTTPStatus, told: str) -> Response:
    """The page of a failure."""
    heading = visit.translate(_HEADINGS.get(status, _OTHER_HEADING))
    lost = status in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.INTERNAL_SERVER_ERROR}
    way_out = "" if lost else visit.translate(_("Go to the home page"))
    return show(visit, "failure.html", FailurePage(heading, told, way_out), status, bare=lost)
