"""What holds for all procedures: the organisation, its glossary, its standards."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import Response
from pydantic import Field

from sopkit.model.organisation import Named, Organisation
from sopkit.model.standard import Better, Dimension, Standard, StandardKind
from sopkit.model.term import Term
from sopkit.server.api.answers import told, whole
from sopkit.server.api.refusals import reading
from sopkit.server.api.routing import routes_about
from sopkit.server.api.shape import Told, Whole
from sopkit.server.visit import Here
from sopkit.services.exchange.house import house_library

router = routes_about("Organisation")


class NamedShape(Told):
    """A department or a role."""

    id: str = Field(examples=["klantenservice"])
    """Its id."""

    names: dict[str, str] = Field(examples=[{"nl": "Klantenservice", "en": "Customer service"}])
    """Its name in each language."""


class DepartmentShape(NamedShape):
    """A department."""

    approval: list[str] = Field(examples=[["approver"]])
    """The rights with which its procedures must be approved, one person for each."""


class OrganisationShape(Told):
    """The organisation whose procedures these are."""

    name: str = Field(examples=["Kwiekwiel"])
    """Its name."""

    language: str = Field(examples=["nl"])
    """The language of its procedures, where they do not say (BCP 47)."""

    timezone: str = Field(examples=["Europe/Amsterdam"])
    """Its time zone."""

    departments: list[DepartmentShape]
    """Its departments."""

    roles: list[NamedShape]
    """Its roles: what people do at work."""


class TermShape(Told):
    """A term that holds everywhere."""

    name: str = Field(examples=["FCR"])
    """The term."""

    definition: str = Field(examples=["First Contact Resolution"])
    """What it means, as Markdown."""

    language: str | None = Field(examples=["nl"])
    """The language that it is in, where the glossary says so."""


class StandardShape(Told):
    """A measurable service standard."""

    id: str = Field(examples=["csat"])
    """Its id."""

    names: dict[str, str] = Field(examples=[{"en": "Customer satisfaction"}])
    """Its name in each language."""

    definitions: dict[str, str] = Field(examples=[{"en": "Top two of five over all responses."}])
    """What exactly is measured, in each language."""

    kind: StandardKind = Field(examples=["proportion"])
    """What kind of number it is."""

    better: Better = Field(examples=["higher"])
    """The direction of improvement."""

    dimension: Dimension = Field(examples=["friendliness"])
    """The side of the service that it looks at."""

    unit: str = Field(examples=["%"])
    """The unit of the number."""

    target: str | None = Field(examples=[">= 80%"])
    """What is aimed at, unless a procedure says otherwise."""


@router.get(
    "/organisation",
    response_model=OrganisationShape,
    responses=reading(),
    summary="Show the organisation",
)
def api_organisation(here: Here) -> Response:
    """The organisation, its departments and roles."""
    return told(here, _organisation(house_library(here.register).organisation))


@router.get(
    "/glossary", response_model=Whole[TermShape], responses=reading(), summary="List the terms"
)
def api_glossary(here: Here) -> Response:
    """The terms that hold for all procedures."""
    return whole(here, house_library(here.register).glossary, _term)


@router.get(
    "/standards",
    response_model=Whole[StandardShape],
    responses=reading(),
    summary="List the standards",
)
def api_standards(here: Here) -> Response:
    """The standards of the organisation, those that are built in among them."""
    found = house_library(here.register).standards
    return whole(here, [found[name] for name in sorted(found)], _standard)


def _organisation(house: Organisation) -> OrganisationShape:
    return OrganisationShape(
        name=house.name,
        language=house.language,
        timezone=house.timezone,
        departments=[
            DepartmentShape(
                id=each.id, names=dict(each.names), approval=list(house.approval_of(each.id))
            )
            for each in house.departments or ()
        ],
        roles=_named(house.roles or ()),
    )


def _named(found: Iterable[Named]) -> list[NamedShape]:
    return [NamedShape(id=each.id, names=dict(each.names)) for each in found]


def _term(term: Term) -> TermShape:
    return TermShape(name=term.name, definition=term.definition, language=term.language)


def _standard(standard: Standard) -> StandardShape:
    return StandardShape(
        id=standard.id,
        names=dict(standard.names),
        definitions=dict(standard.definitions),
        kind=standard.kind,
        better=standard.better,
        dimension=standard.dimension,
        unit=standard.unit,
        target=standard.target.text if standard.target else None,
    )
