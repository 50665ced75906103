"""In whose name a program asks."""

from __future__ import annotations

from fastapi import Response
from pydantic import Field

from sopkit.server.api.answers import told
from sopkit.server.api.refusals import reading
from sopkit.server.api.routing import routes_about
from sopkit.server.api.shape import Told
from sopkit.server.visit import Here
from sopkit.services.accounts.signing_in import Right, Scope

router = routes_about("About")


class HeldRight(Told):
    """A right in a department."""

    right: Right = Field(examples=["author"])
    """The right."""

    department: str = Field(examples=["klantenservice"])
    """The id of the department; `*` stands for all."""


class MeShape(Told):
    """The person in whose name you ask, and what you may do."""

    login: str = Field(examples=["author"])
    """Their login."""

    name: str = Field(examples=["Anna Auteur"])
    """Their name."""

    language: str | None = Field(examples=["nl"])
    """The language in which they are spoken to, if they chose one."""

    scope: Scope = Field(examples=["read"])
    """What your token is for; a browser's session may read."""

    rights: list[HeldRight]
    """What the person may do now."""


@router.get("/me", response_model=MeShape, responses=reading(), summary="Who am I?")
def api_me(here: Here) -> Response:
    """The person in whose name you ask, with their rights, and what your token is for."""
    account, rights = here.account, here.me.rights
    shape = MeShape(
        login=account.login,
        name=account.name,
        language=account.language,
        scope=here.me.scope,
        rights=[
            HeldRight(right=right, department=department)
            for right in sorted(rights)
            for department in sorted(rights[right])
        ],
    )
    return told(here, shape)
