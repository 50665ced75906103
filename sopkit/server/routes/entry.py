"""Coming in by a one-time link: a password set anew, the first account of a register."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from zoneinfo import available_timezones

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from sopkit.errors import SopkitError
from sopkit.refusals import LinkSpentError
from sopkit.server.choosing import Choice, language_choices
from sopkit.server.errors import status_of
from sopkit.server.pages import redirect, show
from sopkit.server.routes.session import SIGN_IN
from sopkit.server.visit import Here, Visit
from sopkit.services.accounts import founding, passwords
from sopkit.services.accounts.founding import Founding
from sopkit.services.register.acting import PASSWORD_LEAST

router = APIRouter()

_ZONES = {"nl": "Europe/Amsterdam"}
"""The time zone that is proposed, by the language of the browser."""


@dataclass(frozen=True, slots=True)
class ResetPage:
    """Whose password is set, and how long it is at least."""

    name: str
    login: str
    least: int
    told: str


@dataclass(frozen=True, slots=True)
class FoundingPage:
    """What was typed so far."""

    organisation: str
    timezone: str
    timezones: tuple[str, ...]
    languages: tuple[Choice, ...]
    login: str
    name: str
    least: int
    told: str


@router.get("/reset/{secret}")
def reset(here: Here, secret: str) -> Response:
    """The form for a new password. A link that opens nothing is told so on a page."""
    return _reset_page(here, secret, None)


@router.post("/reset/{secret}")
def reset_post(
    here: Here,
    secret: str,
    wanted: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Set the password; then one signs in with it."""
    try:
        passwords.reset_password(here.register, secret, (wanted, again), here.now)
    except LinkSpentError:
        raise
    except SopkitError as error:
        return _reset_page(here, secret, error)
    return redirect(f"{SIGN_IN}?done=password")


class FoundingForm(BaseModel):
    """The fields of the form for the first account."""

    organisation: str = ""
    timezone: str = ""
    language: str = ""
    login: str = ""
    name: str = ""
    wanted: str = ""
    again: str = ""


@router.get("/set-up/{secret}")
def set_up(here: Here, secret: str) -> Response:
    """The form for the first account."""
    founding.check_founding(here.register, secret, here.now)
    zone = _ZONES.get(here.language, "UTC")
    return _founding_page(here, Founding("", zone, here.language, "", "", ("", "")), None)


@router.post("/set-up/{secret}")
def set_up_post(here: Here, secret: str, form: Annotated[FoundingForm, Form()]) -> Response:
    """Make the first account; then one signs in with it."""
    wish = Founding(
        form.organisation.strip(),
        form.timezone.strip(),
        form.language,
        form.login.strip(),
        form.name.strip(),
        (form.wanted, form.again),
    )
    try:
        founding.found(here.register, secret, wish, here.now)
    except LinkSpentError:
        raise
    except SopkitError as error:
        return _founding_page(here, wish, error)
    return redirect(f"{SIGN_IN}?done=account")


def _reset_page(here: Visit, secret: str, error: SopkitError | None) -> Response:
    account = passwords.reset_for(here.register, secret, here.now)
    told = here.sentence(error) if error else ""
    page = ResetPage(account.name, account.login, PASSWORD_LEAST, told)
    return show(here, "reset.html", page, status_of(error) if error else HTTPStatus.OK)


def _founding_page(here: Visit, wish: Founding, error: SopkitError | None) -> Response:
    page = FoundingPage(
        wish.organisation,
        wish.timezone,
        tuple(sorted(available_timezones())),
        language_choices(wish.language),
        wish.login,
        wish.name,
        PASSWORD_LEAST,
        here.sentence(error) if error else "",
    )
    return show(here, "set_up.html", page, status_of(error) if error else HTTPStatus.OK)
