"""The people of the demo: an invented company that sells and repairs bicycles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sopkit.store.people import EVERY_DEPARTMENT, Right

PASSWORD = "kwiekwiel-demo"  # noqa: S105 - the same for everybody, shown to whoever starts the demo
"""The password of every account of the demo."""

FOUNDED = 350
"""Days ago on which the register was made."""

SERVICE, FINANCE, LOGISTICS = "klantenservice", "financien", "logistiek"
PEOPLE, QUALITY = "hr", "kwaliteit"

MORNING, AFTERNOON, WORKSHOP = "Vroege dienst", "Late dienst", "Werkplaats"
"""The teams."""


class Part(StrEnum):
    """What a visitor can see by signing in as somebody."""

    ADMINISTRATOR = "administrator"
    AUTHOR = "author"
    APPROVER = "approver"
    REVIEWER = "reviewer"
    TRANSLATOR = "translator"
    READER = "reader"
    OUTSIDER = "outsider"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with an account. Rights are pairs of a right and a department.

    `language` is that of the interface, None for whatever the browser asks for. `joined` and
    `left` are days ago. `part` marks those whom a visitor is invited to be.
    """

    login: str
    name: str
    rights: tuple[tuple[Right, str], ...] = ()
    roles: tuple[str, ...] = ()
    team: str = ""
    leads: bool = False
    language: str | None = None
    joined: int = FOUNDED
    left: int | None = None
    part: Part | None = None


def _each(right: Right, *departments: str) -> tuple[tuple[Right, str], ...]:
    return tuple((right, each) for each in departments)


_READER = _each(Right.READER, EVERY_DEPARTMENT)

ADMINISTRATOR = Colleague(
    "joost", "Joost van Dijk", _READER, roles=("planner",), part=Part.ADMINISTRATOR
)
"""Who made the register; has every right of an administrator."""

COLLEAGUES = (
    Colleague(
        "karim",
        "Karim Yılmaz",
        (*_each(Right.AUTHOR, SERVICE), *_READER),
        ("teamleider",),
        MORNING,
        leads=True,
        part=Part.AUTHOR,
    ),
    Colleague(
        "fatima",
        "Fatima el Amrani",
        (*_each(Right.AUTHOR, SERVICE), *_each(Right.TRAINER, SERVICE), *_READER),
        ("teamleider",),
        AFTERNOON,
        leads=True,
        language="nl",
    ),
    Colleague(
        "marieke",
        "Marieke Jansen",
        (*_each(Right.APPROVER, SERVICE, QUALITY), *_READER),
        ("manager",),
        part=Part.APPROVER,
    ),
    Colleague(
        "james",
        "James O’Connor",
        (*_each(Right.APPROVER, SERVICE), *_READER),
        ("manager",),
        language="en",
    ),
    Colleague(
        "laura",
        "Laura Wilson",
        (*_each(Right.AUTHOR, EVERY_DEPARTMENT), *_READER),
        language="en",
        part=Part.TRANSLATOR,
    ),
    Colleague(
        "ruben",
        "Ruben Smit",
        (*_each(Right.REVIEWER, EVERY_DEPARTMENT), *_each(Right.AUTHOR, QUALITY), *_READER),
        ("kwaliteitscoordinator",),
        part=Part.REVIEWER,
    ),
    Colleague(
        "peter",
        "Peter Hendriks",
        (*_each(Right.APPROVER, EVERY_DEPARTMENT), *_READER),
        ("directeur",),
        language="nl",
    ),
    Colleague(
        "nadia",
        "Nadia Bouzid",
        (*_each(Right.AUTHOR, PEOPLE), *_each(Right.TRAINER, PEOPLE), *_READER),
        ("personeelsadviseur",),
    ),
    Colleague(
        "willem",
        "Willem Kuipers",
        (*_each(Right.AUTHOR, FINANCE), *_READER),
        ("boekhouder",),
        language="nl",
    ),
    Colleague("sanne", "Sanne de Vries", _READER, ("medewerker",), MORNING, part=Part.READER),
    Colleague("daan", "Daan Bakker", _READER, ("medewerker", "begeleider"), MORNING),
    Colleague("emily", "Emily Carter", _READER, ("medewerker",), AFTERNOON, language="en"),
    Colleague("yusuf", "Yusuf Demir", _READER, ("medewerker",), AFTERNOON),
    Colleague("bas", "Bas de Groot", _READER, ("magazijnmedewerker",), WORKSHOP),
    Colleague("stijn", "Stijn Vermeulen", _READER, ("monteur",), WORKSHOP, leads=True),
    Colleague("ines", "Inês Ferreira", _READER, ("vertrouwenspersoon",), language="en"),
    Colleague(
        "henk",
        "Henk Postma",
        (*_each(Right.AUTHOR, SERVICE), *_READER),
        ("teamleider",),
        AFTERNOON,
        left=120,
    ),
    Colleague(
        "noor",
        "Noor Peeters",
        _each(Right.READER, SERVICE, PEOPLE),
        ("nieuwe-medewerker", "medewerker"),
        MORNING,
        joined=16,
    ),
    Colleague("olaf", "Olaf Brandt", joined=40, part=Part.OUTSIDER),
)
"""Everybody else. Olaf keeps the accounts of another company: he has no right at all."""

EVERYBODY = (ADMINISTRATOR, *COLLEAGUES)
