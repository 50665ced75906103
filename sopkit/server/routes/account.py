"""One's own account: name, language, password, where one is signed in, tokens for programs."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Response

from sopkit.errors import SopkitError
from sopkit.messages import message
from sopkit.refusals import WrongPasswordError
from sopkit.server.choosing import Choice, language_choices
from sopkit.server.errors import status_of
from sopkit.server.forms import Password
from sopkit.server.pages import redirect, show
from sopkit.server.visit import Here, Visit
from sopkit.services.accounts import own_account, passwords, tokens
from sopkit.services.accounts.browser_name import browser_name
from sopkit.services.register.acting import PASSWORD_LEAST

_ = message

ACCOUNT = "/account"

router = APIRouter(prefix=ACCOUNT)

_DONE = {
    "language": _("The language was changed."),
    "password": _("Your password was changed. You were signed out everywhere else."),
    "session": _("Signed out there."),
    "token": _("The token was revoked; no program can use it any more."),
}


@dataclass(frozen=True, slots=True)
class SessionLine:
    """Somewhere one is signed in; `here` is this browser."""

    digest: str
    browser: str
    since: str
    seen: str
    here: bool


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token; `state` tells whether and until when it works."""

    id: str
    name: str
    scope: str
    since: str
    state: str
    works: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """`told` is why something did not work, in the part `where`; `secret` a new token, once."""

    login: str
    name: str
    languages: tuple[Choice, ...]
    least: int
    sessions: tuple[SessionLine, ...]
    tokens: tuple[TokenLine, ...]
    scopes: tuple[Choice, ...]
    days: tuple[Choice, ...]
    token_name: str
    done: str
    where: str
    told: str
    secret: str


@router.get("")
def account(here: Here, done: str = "") -> Response:
    """The page of one's own account."""
    return _page(here, done=_DONE.get(done, ""))


@router.post("/language")
def account_language(here: Here, language: Annotated[str, Form()] = "") -> Response:
    """Another language of the interface."""
    try:
        own_account.change_language(here.register, here.account, language, here.now)
    except SopkitError as error:
        return _page(here, where="language", error=error)
    return redirect(f"{ACCOUNT}?done=language")


@router.post("/password")
def account_password(
    here: Here,
    current: Annotated[str, Form()] = "",
    wanted: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Another password; it ends the other sessions."""
    me = here.me
    try:
        passwords.change_password(
            here.register,
            me.account,
            here.typed(current),
            (wanted, again),
            here.now,
            staying=me.session,
        )
    except SopkitError as error:
        return _page(here, where="password", error=error)
    return redirect(f"{ACCOUNT}?done=password")


@router.post("/sessions/end")
def account_session_end(here: Here, session: Annotated[str, Form()] = "") -> Response:
    """Sign out of another browser."""
    own_account.end_session(here.register, here.account, session)
    return redirect(f"{ACCOUNT}?done=session")


@router.post("/sessions/end-others")
def account_sessions_end(here: Here) -> Response:
    """Sign out of every other browser."""
    own_account.end_other_sessions(here.register, here.account, here.me.session)
    return redirect(f"{ACCOUNT}?done=session")


@router.post("/tokens")
def account_token(
    here: Here,
    name: Annotated[str, Form()] = "",
    scope: Annotated[str, Form()] = "",
    days: Annotated[int, Form()] = 0,
    password: Password = "",
) -> Response:
    """A new token, shown this once: therefore no redirect."""
    wish, typed = tokens.TokenWish(name, scope, days), here.typed(password)
    try:
        _, secret = tokens.make_token(here.register, here.account, wish, typed, here.now)
    except SopkitError as error:
        return _page(here, where="token", error=error, token_name=name)
    return _page(here, secret=secret)


@router.post("/tokens/{token}/revoke")
def account_token_revoke(here: Here, token: str) -> Response:
    """End a token."""
    try:
        tokens.revoke_token(here.register, here.account, token, here.now)
    except SopkitError as error:
        return _page(here, where="token", error=error)
    return redirect(f"{ACCOUNT}?done=token")


def token_lines(here: Visit, found: tuple[tokens.Token, ...]) -> tuple[TokenLine, ...]:
    """Tokens in words."""
    return tuple(
        TokenLine(
            each.id,
            each.name,
            here.translate(_SCOPES[each.scope]),
            here.day(each.since),
            _state(here, each),
            each.works(here.now),
        )
        for each in found
    )


_SCOPES = {
    tokens.Scope.READ: _("reading"),
    tokens.Scope.WRITE: _("reading and writing"),
}

_DAYS = (7, 30, 90, 365)


def _state(here: Visit, token: tokens.Token) -> str:
    if token.ended is not None:
        return here.text(_("revoked on {day}"), day=here.day(token.ended))
    if not token.works(here.now):
        return here.text(_("expired on {day}"), day=here.day(token.expires))
    return here.text(_("works until {day}"), day=here.day(token.expires))


def _page(
    here: Visit,
    *,
    done: str = "",
    where: str = "",
    error: SopkitError | None = None,
    token_name: str = "",
    secret: str = "",
) -> Response:
    own = own_account.own_account(here.register, here.account, here.now)
    page = AccountPage(
        login=own.account.login,
        name=own.account.name,
        languages=language_choices(own.account.language or here.language),
        least=PASSWORD_LEAST,
        sessions=tuple(
            SessionLine(
                each.digest,
                browser_name(each.browser) or here.translate(_("unknown browser")),
                here.minute(each.begun_at),
                here.minute(each.seen_at),
                each.digest == here.me.session,
            )
            for each in own.sessions
        ),
        tokens=token_lines(here, own.tokens),
        scopes=tuple(
            Choice(scope.value, here.translate(text), chosen=scope == tokens.Scope.READ)
            for scope, text in _SCOPES.items()
        ),
        days=tuple(
            Choice(str(days), here.text(_("{days} days"), days=days), chosen=days == _DAYS[2])
            for days in _DAYS
        ),
        token_name=token_name,
        done=here.translate(done) if done else "",
        where=where,
        told=_told(here, error) if error else "",
        secret=secret,
    )
    return show(here, "account.html", page, status_of(error) if error else HTTPStatus.OK)


def _told(here: Visit, error: SopkitError) -> str:
    """Why it did not work, for somebody who is signed in and typed no login."""
    if isinstance(error, WrongPasswordError):
        return here.translate(_("That is not your password, so nothing was changed."))
    return here.sentence(error)
