"""Signing in and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Form, Request, Response

from sopkit.messages import message
from sopkit.refusals import TooManyTriesError, WrongPasswordError
from sopkit.server.cookies import set_secret, take_secret
from sopkit.server.errors import status_of
from sopkit.server.pages import redirect, show
from sopkit.server.visit import Here
from sopkit.services.accounts import signing_in

_ = message

SIGN_IN = "/sign-in"

_DONE = {
    "password": _("Your password is set: sign in with it."),
    "account": _("The account is made: sign in."),
}
"""What was done just before one comes to sign in, by its name in the address."""

router = APIRouter()


@dataclass(frozen=True, slots=True)
class SignInPage:
    """`then` is where to go afterwards, `told` why it did not work, `done` what was done before."""

    login: str
    then: str
    told: str
    done: str = ""


def sign_in_address(request: Request) -> str:
    """Where to sign in; afterwards one comes to the page that was asked for."""
    if request.method != "GET" or request.url.path == "/":
        return SIGN_IN
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"{SIGN_IN}?then={quote(asked, safe='/')}"


@router.get(SIGN_IN)
def sign_in(here: Here, then: str = "/", done: str = "") -> Response:
    """The form for signing in."""
    if here.visitor is not None:
        return redirect(_inside(then))
    told = here.translate(_DONE[done]) if done in _DONE else ""
    return show(here, "sign_in.html", SignInPage("", _inside(then), "", told))


@router.post(SIGN_IN)
def sign_in_post(
    here: Here,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    then: Annotated[str, Form()] = "/",
) -> Response:
    """Sign in, and go on."""
    try:
        secret = signing_in.begin(here.register, login, password, here.browser, here.now)
    except (WrongPasswordError, TooManyTriesError) as error:
        page = SignInPage(login, _inside(then), here.sentence(error))
        return show(here, "sign_in.html", page, status_of(error))
    response = redirect(_inside(then))
    set_secret(here.request, response, secret)
    return response


@router.post("/sign-out")
def sign_out(here: Here) -> Response:
    """Sign out of this browser."""
    signing_in.end(here.register, here.me)
    response = redirect(SIGN_IN)
    take_secret(here.request, response)
    return response


def _inside(address: str) -> str:
    """An address of this application; any other leads home."""
    try:
        parts = urlsplit(address)
    except ValueError:  # such as `//[`
        return "/"
    if parts.scheme or parts.netloc or not address.startswith("/") or "\\" in address:
        return "/"
    return "/" if address.startswith("//") else address
