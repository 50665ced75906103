"""An act that was refused: told on the page that asked for it, with what was typed kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus

from sopkit.errors import SopkitError
from sopkit.messages import message
from sopkit.refusals import NotAllowedError, WrongPasswordError
from sopkit.server.errors import status_of
from sopkit.server.visit import Visit
from sopkit.words import facts_in_words

_ = message

_WRONG_PASSWORD = _("That is not your password, so nothing was signed.")


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed in a form, and why it was not done; nothing on a fresh page.

    `act` is which form of the page, `values` are its fields by name; a password is never kept.
    """

    act: str = ""
    told: str = ""
    values: dict[str, str] = field(default_factory=dict)

    def of(self, act: str, name: str, otherwise: str = "") -> str:
        """What was typed in a field of a form."""
        return self.values.get(name, otherwise) if act == self.act else otherwise

    def told_of(self, act: str) -> str:
        """Why a form was not carried out."""
        return self.told if act == self.act else ""


NOTHING_TYPED = Typed()


def told(here: Visit, error: SopkitError) -> str:
    """The sentence for somebody who sees the thing that they may not act on."""
    if isinstance(error, WrongPasswordError):
        return here.translate(_WRONG_PASSWORD)
    facts = facts_in_words(error.facts, here.translate)
    if department := here.house.department(error.facts.get("department", "")):
        facts["department"] = department.name(here.language)
    return here.text(error.template, **facts)


def status_of_act(error: SopkitError) -> HTTPStatus:
    """The status of a page that tells so: the thing is there, so nothing is “not found”."""
    if isinstance(error, NotAllowedError):
        return HTTPStatus.FORBIDDEN
    status = status_of(error)
    return HTTPStatus.CONFLICT if status is HTTPStatus.NOT_FOUND else status
