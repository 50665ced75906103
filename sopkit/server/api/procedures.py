"""Procedures: a list of them, and where each stands."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Query, Response
from pydantic import Field

from sopkit.model.control import Nature, Status
from sopkit.server.api.answers import After, Limit, listed, told
from sopkit.server.api.refusals import reading
from sopkit.server.api.routing import routes_about
from sopkit.server.api.shape import LANGUAGE, LINE, NUMBER, Language, Listed, Number, Told
from sopkit.server.visit import Here
from sopkit.services.exchange import procedures as service
from sopkit.services.exchange.procedures import Filter, Procedure, StandingVersion
from sopkit.services.register.reading import Standing

router = routes_about("Procedures")


class VersionName(Told):
    """A version that is in force or will be."""

    version: str = Field(examples=["2.1"])
    """Its number: the first part grows when people must learn something anew."""

    title: str = Field(examples=["Telefoon aannemen"])
    """Its title."""

    nature: Nature | None = Field(examples=["clarifying"])
    """What the change asked of people; null for a first version."""

    effective_from: datetime = Field(examples=["2026-03-02T09:05:00Z"])
    """Since when, or from when on, it is in force."""

    released_at: datetime = Field(examples=["2026-03-02T09:05:00Z"])
    """When it was released."""


class DraftStanding(Told):
    """Where the newest text of a procedure stands; told to authors, reviewers and approvers."""

    title: str = Field(examples=["Telefoon aannemen"])
    """Its title."""

    saved_at: datetime = Field(examples=["2026-03-02T09:05:00Z"])
    """When it was saved."""

    etag: str = Field(examples=['"0f5c8a"'])
    """What `If-Match` asks for when the draft is changed or submitted."""

    dropped: bool = Field(examples=[False])
    """Whether the draft was taken out of the library; what was released stays."""

    waiting_for: list[str] = Field(examples=[["approver"]])
    """The rights with which somebody still has to approve it."""

    returned: str = Field(examples=[""])
    """Why it was given back to its author; empty once it was changed."""

    lags: bool = Field(examples=[False])
    """Whether it translates a version that the original has a newer one of."""


class ProcedureShape(Told):
    """A procedure in one language."""

    number: str = Field(examples=["KS-001"])
    """Its number, which its translations share."""

    language: str = Field(examples=["nl"])
    """The language of its text (BCP 47)."""

    title: str = Field(examples=["Telefoon aannemen"])
    """Its title."""

    department: str = Field(examples=["klantenservice"])
    """The id of its department."""

    status: Status = Field(examples=["effective"])
    """Where the newest text stands that you may see."""

    in_force: VersionName | None
    """The version that people work by now; null if there is none."""

    review_due: datetime | None = Field(examples=["2027-03-02T09:05:00Z"])
    """When the version in force must be reviewed."""

    coming: VersionName | None
    """A version that takes effect later; null if there is none."""

    draft: DraftStanding | None
    """The newest text; null for those whose business it is not."""


def procedure_shape(found: Procedure) -> ProcedureShape:
    """A procedure as programs see it."""
    return ProcedureShape(
        number=found.number,
        language=found.language,
        title=found.title,
        department=found.department,
        status=found.status,
        in_force=_version(found.current),
        review_due=found.review_due,
        coming=_version(found.coming),
        draft=_draft(found.draft),
    )


def _version(found: StandingVersion | None) -> VersionName | None:
    if found is None:
        return None
    released = found.released
    return VersionName(
        version=str(released.version),
        title=found.title,
        nature=released.nature,
        effective_from=released.effective_from,
        released_at=released.released_at,
    )


def _draft(found: Standing | None) -> DraftStanding | None:
    if found is None:
        return None
    return DraftStanding(
        title=found.newest.title,
        saved_at=found.newest.recorded_at,
        etag=f'"{found.newest.id}"',
        dropped=found.newest.dropped,
        waiting_for=list(found.waiting_for),
        returned=found.returned,
        lags=found.lags,
    )


@router.get(
    "/procedures",
    response_model=Listed[ProcedureShape],
    responses=reading(),
    summary="List procedures",
)
def api_procedures(
    here: Here,
    limit: Limit = 50,
    after: After = "",
    department: Annotated[
        str | None,
        Query(
            description="Only those of a department, by its id.",
            max_length=200,
            pattern=LINE,
            examples=["klantenservice"],
        ),
    ] = None,
    language: Annotated[
        str | None,
        Query(
            description="Only those in a language.",
            max_length=35,
            pattern=LANGUAGE,
            examples=["nl"],
        ),
    ] = None,
    number: Annotated[
        str | None,
        Query(
            description="Only this one, in each language.",
            max_length=200,
            pattern=NUMBER,
            examples=["KS-001"],
        ),
    ] = None,
) -> Response:
    """Every procedure that you may see, by number and language.

    What is in force is for everybody. Who has a right in a department also sees what comes into
    force there, and who writes, reviews, approves or administers for it sees its drafts.
    """
    wanted = Filter(department, language, number)
    found = service.page_of_procedures(here.register, here.me, wanted, after, limit, here.now)
    return listed(here, found, procedure_shape)


@router.get(
    "/procedures/{number}/{language}",
    response_model=ProcedureShape,
    responses=reading(),
    summary="Show a procedure",
)
def api_procedure(here: Here, number: Number, language: Language) -> Response:
    """Where one procedure stands: the version in force, the one to come, the draft."""
    found = service.procedure(here.register, here.me, number, language, here.now)
    return told(here, procedure_shape(found))
