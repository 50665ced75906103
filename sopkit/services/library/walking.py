"""Walking through a procedure as somebody carries it out: one stop at a time.

The walk stands in the address: where it began, and the choices made since. What was walked
through is named there by a hash of the texts, so that a new version is noticed on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from markupsafe import Markup

from sopkit.flow import walk as flow_walk
from sopkit.flow.flow import Flow
from sopkit.flow.node import Node, NodeKind
from sopkit.flow.walk import MOST_CHOICES, Choice, ChoiceKind, Level, Visit, Walk
from sopkit.model.control import Status
from sopkit.model.step import Step
from sopkit.render.html import wording
from sopkit.render.html.site import title_of
from sopkit.render.html.step_view import StepView, StepWriter
from sopkit.render.markdown import Surroundings
from sopkit.services.library import volume
from sopkit.services.library.addresses import sop_address
from sopkit.services.library.volume import Asked, Volume
from sopkit.services.register.sight import Account, Sight, sight_of
from sopkit.store.session import Register, Session

__all__ = [
    "ChoiceKind",
    "MapStep",
    "Place",
    "StepView",
    "StopKind",
    "Walked",
    "Walking",
    "WayOn",
    "walking",
]


class StopKind(StrEnum):
    """What a stop is."""

    STEP = "step"
    DECISION = "decision"
    PARALLEL = "parallel"
    CALL = "call"
    HANDOVER = "handover"
    END = "end"


@dataclass(frozen=True, slots=True)
class WayOn:
    """Something to do at a stop. `to` is the step (number, title) to which it leads, if to one.

    `label` is the answer or the strand, or the number of another procedure, `title` that one's
    title. `left` is how often it may still be taken, None without a limit; at 0 it may not be taken
    any more, and `address` is empty. `within` is the time that was missed.
    """

    kind: ChoiceKind
    address: str
    label: str
    title: str
    to: tuple[str, str] | None
    left: int | None
    within: str
    ends: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A procedure on the way, and the step in it; the innermost is where one stands."""

    number: str
    title: str
    language: str
    address: str
    step: str


@dataclass(frozen=True, slots=True)
class MapStep:
    """A step of the procedure in which one stands. `address` leads back to where one did it."""

    number: str
    title: str
    depth: int
    here: bool
    done: bool
    address: str


@dataclass(frozen=True, slots=True)
class Walking:
    """A stop.

    `changed` says that a text is another one than when the walk began: it cannot go on. `back` is
    the stop before, empty at the first one. `helped` is where to say at the end whether a procedure
    in force helped; empty elsewhere.
    """

    kind: StopKind
    places: tuple[Place, ...]
    language: str
    step: StepView | None
    title: str
    ways: tuple[WayOn, ...]
    done: int
    map: tuple[MapStep, ...]
    back: str
    begin: str
    over: bool
    changed: bool
    helped: str


@dataclass(frozen=True, slots=True)
class Walked:
    """What the address of a walk says."""

    start: str = ""
    way: str = ""
    texts: str = ""

    @property
    def choices(self) -> tuple[int, ...]:
        """The choices made, as far as they can be read."""
        parts = self.way.split("-")[:MOST_CHOICES] if self.way else []
        known = [part for part in parts if part.isascii() and part.isdecimal()]
        return tuple(int(part[:4]) for part in known) if len(known) == len(parts) else ()


def walking(
    register: Register,
    account: Account,
    asked: Asked,
    walked: Walked,
    reader: str,
    now: datetime,
) -> Walking:
    """The stop of a walk.

    Raises UnknownDocumentError and UnknownVersionError, also for what they may not see.
    """
    with register.reading() as session:
        sight = sight_of(session, account, now)
        first = volume.take(session, sight, asked, reader, now)
        shelf = _Shelf(session, sight, first, reader, now)
        return _Walker(shelf, walked, asked).stop()


class _Shelf:
    """The procedures of a walk, taken from the shelf when one comes to them."""

    def __init__(
        self, session: Session, sight: Sight, first: Volume, reader: str, now: datetime
    ) -> None:
        self._session = session
        self._sight = sight
        self._reader = reader
        self._now = now
        self.first = first
        self.volumes = {first.sop.number: first}

    def knows(self, number: str) -> bool:
        """Whether a procedure is in force: each is a neighbour of one that was taken."""
        return any(number in each.site.library.by_number for each in self.volumes.values())

    def flow(self, number: str) -> Flow:
        """The flow of a procedure, in the language of the walk if it is there in that."""
        found = self.volume(number)
        return found.site.flow(found.sop)

    def volume(self, number: str) -> Volume:
        """A procedure."""
        if number not in self.volumes:
            alike = next(
                each.site.library.by_number[number]
                for each in self.volumes.values()
                if number in each.site.library.by_number
            )
            language = self.first.sop.language
            wanted = language if any(each.language == language for each in alike) else None
            self.volumes[number] = volume.take(
                self._session, self._sight, Asked(number, wanted), self._reader, self._now
            )
        return self.volumes[number]

    def fingerprint(self) -> str:
        """What tells the texts taken so far from others."""
        ids = (each.chosen.revision.id for each in self.volumes.values())
        return sha256(" ".join(ids).encode()).hexdigest()[:12]


class _Walker:
    """Makes the stop of a walk."""

    def __init__(self, shelf: _Shelf, walked: Walked, asked: Asked) -> None:
        self._shelf = shelf
        self._walked = walked
        self._asked = asked
        self._made = walked.choices
        self._walk = self._first()
        self._stops: list[Walk] = []
        self._texts = [shelf.fingerprint()]
        self._changed = not self._replayed()
        if self._changed:
            self._made, self._stops, self._walk = (), [], self._first()

    def _first(self) -> Walk:
        number = self._asked.number
        return flow_walk.begin(number, self._shelf.flow(number), self._walked.start or None)

    def _replayed(self) -> bool:
        """Make the choices again; False where the texts have changed, so that they mean others."""
        for index in self._made:
            if not 0 <= index < len(flow_walk.choices(self._walk, self._shelf)):
                return False
            self._stops.append(self._walk)
            self._walk = flow_walk.take(self._walk, index, self._shelf)
            self._texts.append(self._shelf.fingerprint())
        known = self._walked.texts
        return not self._made or not known or known == self._texts[len(self._made) - 1]

    def stop(self) -> Walking:
        """The stop at which one stands."""
        level = self._walk.level
        here = self._shelf.volume(level.number)
        ways = () if self._changed else tuple(self._ways())
        step = self._step(here, level.node)
        return Walking(
            kind=_KINDS.get(self._walk.node.kind, StopKind.STEP),
            places=tuple(self._place(each) for each in self._walk.levels),
            language=here.sop.language,
            step=_shown(here, step) if step else None,
            title=self._walk.node.title,
            ways=ways,
            done=len(
                {(each.level, each.node) for each in self._walk.passed if self._is_done(each)}
            ),
            map=tuple(self._map(here)),
            back=self._address(len(self._made) - 1) if self._made else "",
            begin=self._address(0, start=""),
            over=not ways,
            changed=self._changed,
            helped=self._helped() if not (ways or self._changed) else "",
        )

    def _helped(self) -> str:
        """Where to say whether the procedure in which the walk began helped, if it is in force."""
        first = self._shelf.first
        is_asked = first.control.status is Status.EFFECTIVE
        return first.addresses.part(first.sop, "helped") if is_asked else ""

    def _is_done(self, visit: Visit) -> bool:
        """Whether a step was done there, and not only waited for."""
        node = self._shelf.flow(visit.number).by_id[visit.node]
        return node.step is not None and node.kind is not NodeKind.WAIT

    def _step(self, here: Volume, id: str) -> Step | None:
        return next((step for step in here.sop.walk() if step.id == id), None)

    def _place(self, level: Level) -> Place:
        found = self._shelf.volume(level.number)
        node = level.flow.by_id[level.node]
        address = found.addresses.page(found.sop, node.id)
        return Place(
            level.number, title_of(found.sop), found.sop.language, address, node.step or ""
        )

    def _ways(self) -> Iterator[WayOn]:
        for index, choice in enumerate(flow_walk.choices(self._walk, self._shelf)):
            yield self._way(index, choice)

    def _way(self, index: int, choice: Choice) -> WayOn:
        label, title = self._label(choice)
        target = self._walk.level.flow.by_id[choice.edge.target] if choice.edge else None
        within = choice.edge.within if choice.edge else None
        translate = self._shelf.first.site.translate(self._shelf.first.site.reader)
        return WayOn(
            kind=choice.kind,
            address="" if choice.used_up else self._address(len(self._made), index),
            label=label,
            title=title,
            to=self._told(target) if target else None,
            left=None if choice.maximum is None else choice.maximum - choice.taken,
            within=wording.duration(within, translate) if within else "",
            ends=target is not None and target.kind in {NodeKind.END, NodeKind.HANDOFF},
        )

    def _label(self, choice: Choice) -> tuple[str, str]:
        """An answer or strand; else the other procedure, with its title."""
        if choice.kind is ChoiceKind.INTO:
            number = self._walk.node.target or ""
            return number, self._title(number)
        if choice.kind is ChoiceKind.BACK:
            outer = self._walk.levels[-2]
            return outer.number, self._title(outer.number)
        return (choice.edge.label or "" if choice.edge else ""), ""

    def _title(self, number: str) -> str:
        for each in self._shelf.volumes.values():
            found = each.site.library.find(number, self._shelf.first.sop.language)
            if found is not None:
                return title_of(found)
        return ""

    def _told(self, node: Node) -> tuple[str, str]:
        """The step that one comes to: a wait is told as its step, a join as what follows it."""
        flow = self._walk.level.flow
        seen: set[str] = set()
        while node.kind in {NodeKind.WAIT, NodeKind.JOIN} and node.id not in seen:
            seen.add(node.id)
            node = flow.by_id[flow.exits[node.id][0].target]
        return node.step or "", node.title

    def _map(self, here: Volume) -> Iterator[MapStep]:
        """The steps of the procedure, and where one was."""
        depth = len(self._walk.levels) - 1
        been = {
            stop.level.node: place
            for place, stop in enumerate(self._stops)
            if len(stop.levels) - 1 == depth and stop.level.number == self._walk.level.number
        }
        current = self._walk.level.node
        for step in here.sop.walk():
            done = step.id in been
            yield MapStep(
                step.number,
                step.title,
                step.depth,
                here=step.id == current,
                done=done,
                address=self._address(been[step.id]) if done else "",
            )

    def _address(self, count: int, index: int | None = None, start: str | None = None) -> str:
        """The address of the stop after so many of the choices made, and perhaps one more."""
        made = [*self._made[:count], *([] if index is None else [index])]
        return sop_address(
            self._asked.number,
            "walk",
            language=self._asked.language,
            version=self._asked.version,
            **{
                "from": self._walked.start if start is None else start,
                "way": "-".join(map(str, made)),
                "texts": self._texts[len(made) - 1] if made else "",
            },
        )


_KINDS = {
    NodeKind.DECISION: StopKind.DECISION,
    NodeKind.FORK: StopKind.PARALLEL,
    NodeKind.CALL: StopKind.CALL,
    NodeKind.HANDOFF: StopKind.HANDOVER,
    NodeKind.END: StopKind.END,
}


def _shown(here: Volume, step: Step) -> StepView:
    """A step by itself: what is nested in it are stops of their own."""
    site, sop = here.site, here.sop
    translate = site.translate(site.reader)
    at = Surroundings(
        link=lambda target: site.addresses.link_from_elsewhere(sop, target),
        picture=lambda target: site.addresses.picture(sop, target),
        labels=wording.labels(sop.channels, translate),
        references=dict(sop.references),
        top_heading=3,
    )
    view = StepWriter(site, sop, translate, lambda: at).step(step)
    return replace(
        view,
        facts=tuple(fact for fact in view.facts if fact.kind != "overdue"),
        steps=(),
        branches=(),
        way=None,
        body=Markup("").join((view.body, view.after)),
        after=Markup(""),
    )
