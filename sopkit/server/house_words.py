"""What ids are called where the organisation or sopkit has a name for them."""

from __future__ import annotations

from sopkit.server.visit import Visit
from sopkit.words import word


def id_name(here: Visit, id: str) -> str:
    """A right, a status, a place in a team in the visitor's language."""
    return word(id, here.translate)


def department_name(here: Visit, id: str) -> str:
    """A department; `*` is every one."""
    found = here.house.department(id)
    return found.name(here.language) if found else id_name(here, id)


def role_name(here: Visit, id: str) -> str:
    """A role of the organisation."""
    found = here.house.role(id)
    return found.name(here.language) if found else id
