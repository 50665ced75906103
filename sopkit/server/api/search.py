"""Searching what is in force, as on the page for it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response
from pydantic import Field

from sopkit.server.api.answers import whole
from sopkit.server.api.refusals import reading
from sopkit.server.api.routing import routes_about
from sopkit.server.api.shape import LANGUAGE, TEXT, Told, Whole
from sopkit.server.visit import Here
from sopkit.services.library.searching import FoundSop, search

router = routes_about("Search")


class FoundStepShape(Told):
    """A step that matched."""

    id: str = Field(examples=["gegevens"])
    """Its id in the procedure."""

    number: str = Field(examples=["2"])
    """What is printed before it."""

    title: str = Field(examples=["Verzamel de gegevens"])
    """Its title."""


class HitShape(Told):
    """A procedure that may be meant."""

    number: str = Field(examples=["KS-003"])
    """Its number."""

    language: str = Field(examples=["nl"])
    """The language of its text."""

    title: str = Field(examples=["Klacht per telefoon afhandelen"])
    """Its title."""

    situation: str = Field(examples=["klant wil geld terug"])
    """The situation that matched, if one did."""

    page: str = Field(examples=["/sops/KS-003"])
    """The address of its page, for people."""

    steps: list[FoundStepShape]
    """The steps that matched, best first."""


@router.get(
    "/search", response_model=Whole[HitShape], responses=reading(), summary="Search procedures"
)
def api_search(
    here: Here,
    q: Annotated[
        str,
        Query(
            description="Words in any form, a situation, or a number.",
            min_length=1,
            max_length=500,
            pattern=TEXT,
            examples=["klant wil geld terug"],
        ),
    ],
    language: Annotated[
        str | None,
        Query(
            description="In which language rather, where there are several; else yours.",
            max_length=35,
            pattern=LANGUAGE,
            examples=["nl"],
        ),
    ] = None,
) -> Response:
    """The procedures in force that words or a situation may mean, best first."""
    return whole(here, search(here.register, q, language or here.language, here.now), _hit)


def _hit(found: FoundSop) -> HitShape:
    steps = (found.hit.document.steps[place] for place in found.hit.steps)
    return HitShape(
        number=found.number,
        language=found.language,
        title=found.title,
        situation=found.situation,
        page=found.address,
        steps=[FoundStepShape(id=e.id, number=e.number, title=e.title) for e in steps],
    )
