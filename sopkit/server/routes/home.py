"""What somebody sees first."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Response

from sopkit.server.pages import show
from sopkit.server.visit import Here

router = APIRouter()


@dataclass(frozen=True, slots=True)
class HomePage:
    """Who it is for."""

    name: str


@router.get("/")
def home(here: Here) -> Response:
    """The home page."""
    return show(here, "home.html", HomePage(here.account.name))
