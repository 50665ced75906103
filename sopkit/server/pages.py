"""Shows page contexts with the templates in `web/templates/app/`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from fastapi import Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sopkit.messages import message
from sopkit.resources import web_path
from sopkit.server import assets
from sopkit.server.access import ACCESS
from sopkit.server.visit import Visit

_ = message

MENU = (
    ("home", "/", _("Home")),
    ("library", "/library", _("Library")),
    ("write", "/write", _("New procedure")),
    ("reviews", "/reviews", _("Reviews")),
    ("glossary", "/glossary", _("Glossary")),
    ("trail", "/trail", _("Audit trail")),
    ("admin", "/admin", _("Administration")),
)
"""The pages that one goes to from everywhere: route, address, name. Who may not, sees no link."""


LOGO = "/logo"
"""Where the logo of the organisation is."""


@dataclass(frozen=True, slots=True)
class MenuLink:
    """A page of the menu; `here` tells that the visitor is in that part of the application."""

    address: str
    name: str
    here: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """What surrounds the content of every page."""

    language: str
    organisation: str
    logo: str
    person: str
    menu: tuple[MenuLink, ...]
    style: str
    script: str
    icon: str
    nonce: str


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(web_path("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def show(
    visit: Visit,
    template: str,
    page: object,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    bare: bool = False,
) -> HTMLResponse:
    """A page, or a part of one: `template` stands in `web/templates/app/` and gets `page`.

    A `bare` page asks the register for nothing: it tells that the register fails.
    """
    text = render(visit, template, page, bare=bare)
    return HTMLResponse(text, status_code=status)


def render(visit: Visit, template: str, page: object, *, bare: bool = False) -> str:
    """The text of a page."""
    shell = _bare_shell(visit) if bare else _shell(visit)
    context: dict[str, Any] = {"page": page, "shell": shell, "_": visit.translate}
    return _environment().get_template(f"app/{template}").render(context)


def redirect(address: str) -> Response:
    """After a form was carried out: look at the result there (303), also when one reloads."""
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)


def _shell(visit: Visit) -> Shell:
    path = visit.request.url.path
    return replace(
        _bare_shell(visit),
        organisation=visit.house.name,
        logo=LOGO if visit.house.logo else "",
        person=visit.visitor.account.name if visit.visitor else "",
        menu=tuple(
            MenuLink(address, visit.translate(name), _is_under(path, address))
            for route, address, name in MENU
            if visit.visitor is not None and ACCESS[route].allows(visit.visitor)
        ),
    )


def _bare_shell(visit: Visit) -> Shell:
    return Shell(
        language=visit.language,
        organisation="",
        logo="",
        person="",
        menu=(),
        style=assets.address("app.css"),
        script=assets.address("app.js"),
        icon=assets.address("icon.svg"),
        nonce=visit.nonce,
    )


def _is_under(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(f"{address}/"))
