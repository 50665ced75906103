"""Walking through a procedure, one stop at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response

from sopkit.messages import message
from sopkit.server.pages import show
from sopkit.server.visit import Here, Visit
from sopkit.services.library.reading import Asked
from sopkit.services.library.walking import (
    ChoiceKind,
    MapStep,
    Place,
    StepView,
    StopKind,
    Walked,
    Walking,
    WayOn,
    walking,
)

_ = message

router = APIRouter(prefix="/sops")

_MOST_LETTERS = 4000
"""Of the choices in an address: no browser sends many more."""


@dataclass(frozen=True, slots=True)
class WayView:
    """A button: what it says, where it leads, and what is to be known of it.

    Without an address it was taken as often as it may be. `own` tells that `text` is in the
    language of the procedure; `kind` is how it looks.
    """

    kind: str
    address: str
    text: str
    own: bool
    told: str
    to: str


@dataclass(frozen=True, slots=True)
class WalkPage:
    """A stop of a walk.

    `language` is that of the procedure. `outer` are the procedures that called this one, `place`
    is this one. `asked` says what to do with the buttons.
    """

    title: str
    language: str
    kind: str
    outer: tuple[Place, ...]
    place: Place
    step: StepView | None
    heading: str
    lead: str
    told: str
    asked: str
    ways: tuple[WayView, ...]
    others: tuple[WayView, ...]
    map: tuple[MapStep, ...]
    back: str
    begin: str
    changed: bool
    over: bool
    helped: str


@router.get("/{number}/walk")
def walk(
    here: Here,
    number: str,
    language: str = "",
    version: str = "",
    start: Annotated[str, Query(alias="from", max_length=200)] = "",
    way: Annotated[str, Query(max_length=_MOST_LETTERS)] = "",
    texts: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """A stop of a walk through a procedure; the address holds all that is known of the walk."""
    asked = Asked(number, language or None, version or None)
    walked = Walked(start, way, texts)
    found = walking(here.register, here.account, asked, walked, here.language, here.now)
    return show(here, "walk.html", _page(here, found))


def _page(here: Visit, found: Walking) -> WalkPage:
    place = found.places[-1]
    ways = [_way(here, found, each) for each in found.ways]
    aside = {"late", "past"}
    return WalkPage(
        title=here.text(_("{number} step by step"), number=place.number),
        language=found.language,
        kind=found.kind.value,
        outer=found.places[:-1],
        place=place,
        step=found.step,
        heading=_heading(here, found),
        lead=found.title if found.kind is StopKind.HANDOVER else place.title,
        told=_told(here, found),
        asked=_asked(here, found),
        ways=tuple(each for each in ways if each.kind not in aside),
        others=tuple(each for each in ways if each.kind in aside),
        map=found.map,
        back=found.back,
        begin=found.begin,
        changed=found.changed,
        over=found.over,
        helped=found.helped,
    )


def _heading(here: Visit, found: Walking) -> str:
    """What stands above a stop that is no step."""
    if found.kind is StopKind.END:
        return here.text(_("{number} is done"), number=found.places[-1].number)
    if found.kind is StopKind.HANDOVER:
        return here.text(_("Hand over"))
    return ""


def _told(here: Visit, found: Walking) -> str:
    if found.kind is not StopKind.END or not found.over:
        return ""
    if found.done == 1:
        return here.text(_("You did 1 step."))
    return here.text(_("You did {count} steps."), count=here.number(found.done))


def _asked(here: Visit, found: Walking) -> str:
    if found.ways and not any(each.address for each in found.ways):
        return here.text(
            _("Nothing can be chosen here any more. Go back and choose something else.")
        )
    if found.kind is StopKind.DECISION:
        return here.text(_("Choose the answer"))
    if found.kind is StopKind.PARALLEL:
        return here.text(_("All of these are to be done, in any order. Choose what you do next."))
    return ""


def _way(here: Visit, found: Walking, way: WayOn) -> WayView:
    text, own, kind = _button(here, found, way)
    left = ""
    if way.left == 0:
        left = here.text(_("The limit is reached: choose something else."))
    elif way.left == 1:
        left = here.text(_("once more at most"))
    elif way.left is not None:
        left = here.text(_("{count} times more at most"), count=way.left)
    number, title = way.to or ("", "")
    return WayView(kind, way.address, text, own, left, f"{number} {title}".strip())


def _button(here: Visit, found: Walking, way: WayOn) -> tuple[str, bool, str]:
    """What a button says, whether that is the procedure's own text, and how it looks."""
    match way.kind:
        case ChoiceKind.INTO:
            told = (
                _("Go on in {number}")
                if found.kind is StopKind.HANDOVER
                else _("Walk through {number}")
            )
            return here.text(told, number=way.label), False, "main"
        case ChoiceKind.BACK:
            on_the_side = any(each.kind is ChoiceKind.INTO for each in found.ways)
            kind = "past" if on_the_side else "main"
            return here.text(_("Back to {number}"), number=way.label), False, kind
        case ChoiceKind.LATE:
            told = _("Not done within {time}")
            return here.text(told, time=way.within), False, "late"
        case ChoiceKind.ANSWER | ChoiceKind.STRAND:
            own = way.label or (way.to[1] if way.to else "")
            return own, True, "answer"
        case _:
            if found.kind is StopKind.CALL:
                return here.text(_("It is done, go on")), False, "past"
            return here.text(_("Next") if not way.ends else _("Done")), False, "main"
