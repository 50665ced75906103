"""What `compare` finds, as plain values: words struck and inserted, changes, steps, ways, nature.

A register keeps the nature of each step, pages show the pieces, and training asks the people of a
role for the steps that changed for them. Everything is told from the old text to the new one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge
from sopkit.model.control import Nature

_ORDER = tuple(Nature)


def highest(natures: Iterable[Nature | None]) -> Nature | None:
    """The nature that asks most of people; None (nothing changed) asks least."""
    return max((nature for nature in natures if nature), key=_ORDER.index, default=None)


class Fate(StrEnum):
    """What became of a part."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed (`SAME`), was struck (`REMOVED`) or inserted (`ADDED`)."""

    fate: Fate
    text: str


class CauseKind(StrEnum):
    """What makes other words more than other words."""

    NUMBER = "number"
    TIME = "time"
    AMOUNT = "amount"
    NEGATION = "negation"
    MODAL = "modal"
    CONDITION = "condition"
    ORDER = "order"
    REPLACED = "replaced"
    LANGUAGE = "language"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a change is behavioural although it is one of words: the words that say so."""

    kind: CauseKind
    words: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """Two texts compared by word.

    The pieces that are not `ADDED` make up the old text, those that are not `REMOVED` the new
    one. `nature` is None when both texts are the same.
    """

    pieces: tuple[Piece, ...]
    nature: Nature | None
    causes: tuple[Cause, ...] = ()

    @property
    def old(self) -> str:
        """The old text."""
        return "".join(piece.text for piece in self.pieces if piece.fate is not Fate.ADDED)

    @property
    def new(self) -> str:
        """The new text."""
        return "".join(piece.text for piece in self.pieces if piece.fate is not Fate.REMOVED)


class Aspect(StrEnum):
    """Which side of a part changed."""

    # the particulars of the procedure
    NUMBER = "number"
    TITLE = "title"
    DEPARTMENT = "department"
    LANGUAGE = "language"
    OWNER = "owner"
    ROLES = "roles"
    REVIEW = "review"
    CHANNELS = "channels"
    SERVICE = "service"
    DIRECTION = "direction"
    SITUATIONS = "situations"
    STANDARDS = "standards"
    TAGS = "tags"
    # texts
    HEADING = "heading"
    TERM = "term"
    STATEMENT = "statement"
    TEXT = "text"
    SCRIPT = "script"
    CHECKLIST = "checklist"
    ALERT = "alert"
    TABLE = "table"
    LIST = "list"
    CODE = "code"
    LINK = "link"
    PICTURE = "picture"
    # steps
    PLACE = "place"
    KIND = "kind"
    ROLE = "role"
    WITHIN = "within"
    OVERDUE = "overdue"
    ESCALATE = "escalate"
    WAIT = "wait"
    MAX = "max"
    EACH = "each"
    STANDARD = "standard"
    EXPECTED = "expected"
    WHY = "why"
    RECORD = "record"
    CRITICAL = "critical"
    OPTIONAL = "optional"
    UNOBSERVABLE = "unobservable"
    MOMENT_OF_TRUTH = "moment-of-truth"
    CALL = "call"
    ROUTE = "route"
    ANSWER = "answer"
    PHASE = "phase"
    ID = "id"
    LAYOUT = "layout"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one side of a part.

    `old` and `new` are the values as an author reads them, empty where there is none: roles,
    standards and departments by the id or name written, steps by number and title. `pieces` are
    set where both are texts. `label` says which of several it is: the answer of a decision, the
    kind of an alert, the standard. `elsewhere` is where the same passage stands in the other
    text: it was moved, not written or struck.
    """

    aspect: Aspect
    nature: Nature
    old: str = ""
    new: str = ""
    label: str = ""
    pieces: tuple[Piece, ...] = ()
    causes: tuple[Cause, ...] = ()
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class StepMark:
    """How one text knows a step: its id, printed number and title, and who carries it out.

    `line` is its line in that text.
    """

    id: str
    number: str
    title: str
    role: str | None
    digest: str
    line: int


@dataclass(frozen=True, slots=True)
class StepDifference:
    """What became of one step; `old` or `new` is None where that text does not have it.

    `nature` is None for a step that did not change. `moved` tells a step that is carried out at
    another place among the others.
    """

    fate: Fate
    old: StepMark | None
    new: StepMark | None
    nature: Nature | None
    changes: tuple[Change, ...] = ()
    moved: bool = False

    @property
    def mark(self) -> StepMark:
        """The step as the newer text that has it knows it."""
        mark = self.new or self.old
        if mark is None:
            raise ValueError
        return mark

    @property
    def reworded(self) -> bool:
        """Whether its words or those of its answers differ by more than spelling."""
        return any(
            change.nature is not Nature.EDITORIAL and (change.aspect in _WORDS or _relabels(change))
            for change in self.changes
        )

    @property
    def corrected(self) -> bool:
        """Whether nothing but spelling, punctuation or layout differs."""
        return self.fate is Fate.CHANGED and self.nature is Nature.EDITORIAL

    @property
    def rerouted(self) -> bool:
        """Whether another step comes after it, whatever was added, removed or moved between."""
        return any(change.aspect in _ROUTES and not _relabels(change) for change in self.changes)


def _relabels(change: Change) -> bool:
    """Whether an answer reads otherwise, and leads on as before."""
    return change.aspect is Aspect.ANSWER and bool(change.old and change.new)


_WORDS = frozenset(
    {
        Aspect.STATEMENT,
        Aspect.TEXT,
        Aspect.SCRIPT,
        Aspect.CHECKLIST,
        Aspect.ALERT,
        Aspect.TABLE,
        Aspect.LIST,
        Aspect.CODE,
        Aspect.EXPECTED,
        Aspect.WHY,
    }
)
_ROUTES = frozenset({Aspect.ROUTE, Aspect.ANSWER, Aspect.OVERDUE})


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """What became of a section other than the instructions, or of the text before the steps.

    `heading` is that of the newer text that has it.
    """

    fate: Fate
    heading: str
    nature: Nature | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeDifference:
    """A node of the drawing of both flows: `id` there, and the ids in the old and new flow.

    `moved` marks a step that is carried out at another place among the others.
    """

    id: str
    fate: Fate
    old: str | None
    new: str | None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class EdgeDifference:
    """A way of the drawing of both flows; `edge` is the one drawn, between ids of the drawing.

    `CHANGED` is a way between the same steps that is labelled or limited otherwise.
    """

    fate: Fate
    edge: Edge
    old: Edge | None = None
    new: Edge | None = None


@dataclass(frozen=True)
class FlowDifference:
    """Both flows in one: `flow` holds every node and way of either."""

    flow: Flow
    nodes: tuple[NodeDifference, ...]
    edges: tuple[EdgeDifference, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many steps of a document were added, removed and so on; one may count for several."""

    added: int = 0
    removed: int = 0
    moved: int = 0
    reworded: int = 0
    rerouted: int = 0
    changed: int = 0
    corrected: int = 0


@dataclass(frozen=True)
class Difference:
    """All that changed between two texts of a procedure; `nature` is the highest of its parts.

    `steps` holds every step of either text in reading order, also those that did not change.
    `identical` tells texts that are the same to the byte, `layout` ones in which nothing that a
    reader sees differs.
    """

    number: str
    title: str
    language: str
    nature: Nature | None
    fields: tuple[Change, ...]
    sections: tuple[SectionDifference, ...]
    terms: tuple[Change, ...]
    steps: tuple[StepDifference, ...]
    flow: FlowDifference
    identical: bool = False

    @property
    def changed_steps(self) -> tuple[StepDifference, ...]:
        """The steps with something to tell."""
        return tuple(step for step in self.steps if step.nature is not None)

    @property
    def count(self) -> Count:
        """How many steps were added, removed, moved, reworded, re-routed or else changed."""
        kept = [step for step in self.changed_steps if step.fate is Fate.CHANGED]
        return Count(
            added=sum(step.fate is Fate.ADDED for step in self.steps),
            removed=sum(step.fate is Fate.REMOVED for step in self.steps),
            moved=sum(step.moved for step in kept),
            reworded=sum(step.reworded for step in kept),
            rerouted=sum(step.rerouted for step in kept),
            changed=sum(_else_changed(step) for step in kept),
            corrected=sum(step.corrected for step in kept),
        )


def _else_changed(step: StepDifference) -> bool:
    told = _WORDS | _ROUTES | {Aspect.PLACE}
    return not step.corrected and any(
        change.aspect not in told and change.nature is not Nature.EDITORIAL
        for change in step.changes
    )
