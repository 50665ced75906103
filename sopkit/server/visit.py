"""One request: who makes it, in which language, when, and to which register."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from secrets import token_urlsafe
from typing import Annotated
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_datetime_format
from babel.numbers import format_decimal
from fastapi import Depends, FastAPI, Request

from sopkit.errors import SopkitError
from sopkit.messages import LANGUAGES, Translate, fill, translator
from sopkit.model.organisation import Organisation
from sopkit.resources import locales
from sopkit.server.errors import SignInNeededError, sentence
from sopkit.services.accounts.signing_in import Account, Browser, Visitor
from sopkit.services.notices.mail_settings import MailSettings
from sopkit.services.register.acting import TypedPassword
from sopkit.services.register.opening import Register
from sopkit.services.register.reading import house
from sopkit.services.register.snapshot import zone_of
from sopkit.settings import Settings


@dataclass(slots=True)
class Site:
    """What all requests share: the register, where it is, and how mail is sent, if it is."""

    settings: Settings
    register: Register
    mail: MailSettings | None = None


@dataclass
class Visit:
    """One request, as routes see it. `now` is the moment in which all of it happens."""

    request: Request
    site: Site
    visitor: Visitor | None
    now: datetime
    nonce: str = field(default_factory=lambda: token_urlsafe(16))

    @property
    def register(self) -> Register:
        """The register."""
        return self.site.register

    @property
    def settings(self) -> Settings:
        """The settings of the register."""
        return self.site.settings

    @property
    def me(self) -> Visitor:
        """Who is signed in. Raises SignInNeededError; the guard has seen to it before."""
        if self.visitor is None:
            raise SignInNeededError
        return self.visitor

    @property
    def account(self) -> Account:
        """The account of whoever is signed in."""
        return self.me.account

    @property
    def browser(self) -> Browser:
        """With what the request was made, and from where."""
        client = self.request.client
        name = self.request.headers.get("user-agent", "")
        return Browser(name, client.host if client else "")

    def typed(self, password: str) -> TypedPassword:
        """A password that came with the request."""
        return TypedPassword(password, self.browser.address)

    @cached_property
    def house(self) -> Organisation:
        """The organisation."""
        return house(self.register)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of the organisation."""
        return zone_of(self.house.timezone)

    @cached_property
    def language(self) -> str:
        """The language of the interface: the person's, the browser's, English."""
        own = self.visitor.account.language if self.visitor else None
        for tag in (own, *_accepted(self.request.headers.get("accept-language", ""))):
            primary = (tag or "").split("-")[0].lower()
            if primary in LANGUAGES:
                return primary
        return LANGUAGES[0]

    @property
    def locale(self) -> str:
        """How days and numbers are written: as in Europe, where 3/4 is no month and day."""
        return "en_GB" if self.language == "en" else self.language

    @cached_property
    def translate(self) -> Translate:
        """Words of the interface in the visitor's language."""
        return translator(self.language, locales())

    def text(self, template: str, **facts: object) -> str:
        """A sentence of the interface, filled with facts."""
        return fill(self.translate(template), {name: str(value) for name, value in facts.items()})

    def sentence(self, error: SopkitError) -> str:
        """What to tell the visitor about a failure."""
        return sentence(error, self.translate)

    def day(self, moment: datetime | date | None) -> str:
        """A day as the reader writes it, where the organisation is: 5 March 2026."""
        if moment is None:
            return ""
        if isinstance(moment, datetime):
            moment = moment.astimezone(self.zone).date()
        return format_date(moment, format="long", locale=self.locale)

    def minute(self, moment: datetime | None) -> str:
        """A day and time as the reader writes them, where the organisation is."""
        if moment is None:
            return ""
        local = moment.astimezone(self.zone)
        joined = str(get_datetime_format("medium", locale=self.locale)).replace("'", "")
        day = format_date(local, format="long", locale=self.locale)
        return joined.format(format_time(local, format="short", locale=self.locale), day)

    def number(self, value: float) -> str:
        """A number as the reader writes it."""
        return str(format_decimal(value, locale=self.locale))


def visit_of(request: Request) -> Visit:
    """The visit of a request, as `begin_visit` made it."""
    visit: Visit = request.state.visit
    return visit


Here = Annotated[Visit, Depends(visit_of)]
"""What a route takes for its first argument."""


def begin_visit(app: FastAPI, request: Request, visitor: Visitor | None, now: datetime) -> Visit:
    """Begin the visit of a request."""
    visit = Visit(request, app.state.site, visitor, now)
    request.state.visit = visit
    request.state.visitor = visitor
    return visit


def now() -> datetime:
    """This moment. Nothing below asks a clock."""
    return datetime.now(UTC)


def _accepted(header: str) -> list[str]:
    """The languages that a browser asks for, the most wanted first (RFC 9110, 12.5.4)."""
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(header[:500].split(",")):
        tag, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), place, tag.strip()))
        except ValueError:
            continue
    return [tag for _weight, _place, tag in sorted(wanted)]
