"""What changed, in words: names of aspects, natures and causes, and the sentences about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sopkit.compare.difference import Aspect, Cause, CauseKind, Change, Count, Fate
from sopkit.messages import Translate, english, fill, message
from sopkit.model.control import Nature
from sopkit.model.library import Library
from sopkit.parse.duration import parse_interval, parse_time
from sopkit.parse.target import parse_target
from sopkit.render.html import wording

NATURES: Mapping[Nature, str] = {
    Nature.EDITORIAL: message("editorial"),
    Nature.CLARIFYING: message("clarifying"),
    Nature.BEHAVIOURAL: message("behavioural"),
}
"""The natures as words."""

MEANINGS: Mapping[Nature, str] = {
    Nature.EDITORIAL: message("Only spelling, punctuation or layout differ."),
    Nature.CLARIFYING: message(
        "The words differ; steps, roles, times, scripts and checklists are the same. If the new "
        "words ask people to do something else, call it behavioural."
    ),
    Nature.BEHAVIOURAL: message("Something is done differently from now on."),
}
"""What each nature means."""

_ASPECTS: Mapping[Aspect, str] = {
    Aspect.NUMBER: message("Number"),
    Aspect.TITLE: message("Title"),
    Aspect.DEPARTMENT: message("Department"),
    Aspect.LANGUAGE: message("Language"),
    Aspect.OWNER: message("Owner"),
    Aspect.ROLES: message("Roles to be trained"),
    Aspect.REVIEW: message("Review every"),
    Aspect.CHANNELS: message("Channels"),
    Aspect.SERVICE: message("Service"),
    Aspect.DIRECTION: message("Direction"),
    Aspect.SITUATIONS: message("Use this when"),
    Aspect.STANDARDS: message("Standard"),
    Aspect.TAGS: message("Tags"),
    Aspect.HEADING: message("Heading"),
    Aspect.TERM: message("Term"),
    Aspect.STATEMENT: message("Words"),
    Aspect.TEXT: message("Text"),
    Aspect.SCRIPT: message("Script"),
    Aspect.CHECKLIST: message("Checklist"),
    Aspect.ALERT: message("Alert"),
    Aspect.TABLE: message("Table"),
    Aspect.LIST: message("List"),
    Aspect.CODE: message("To be typed"),
    Aspect.LINK: message("Link"),
    Aspect.PICTURE: message("Picture"),
    Aspect.PLACE: message("Place"),
    Aspect.KIND: message("Kind of step"),
    Aspect.ROLE: message("Carried out by"),
    Aspect.WITHIN: message("Time allowed"),
    Aspect.OVERDUE: message("When it is too late"),
    Aspect.ESCALATE: message("Is told when it is late"),
    Aspect.WAIT: message("Wait before it"),
    Aspect.MAX: message("At most so many times"),
    Aspect.EACH: message("For each"),
    Aspect.STANDARD: message("Standard"),
    Aspect.EXPECTED: message("Result"),
    Aspect.WHY: message("Why"),
    Aspect.RECORD: message("To be noted down"),
    Aspect.CRITICAL: message("Must never be skipped"),
    Aspect.OPTIONAL: message("May be skipped"),
    Aspect.UNOBSERVABLE: message("Leaves no trace in any system"),
    Aspect.MOMENT_OF_TRUTH: message("Moment of truth"),
    Aspect.CALL: message("Carries out"),
    Aspect.ROUTE: message("Goes on to"),
    Aspect.ANSWER: message("Answer"),
    Aspect.PHASE: message("Phase"),
    Aspect.ID: message("Name in links"),
    Aspect.LAYOUT: message("Layout"),
}

_CAUSES: Mapping[CauseKind, str] = {
    CauseKind.NUMBER: message("a number differs: {words}"),
    CauseKind.TIME: message("words of time differ: {words}"),
    CauseKind.AMOUNT: message("an amount differs: {words}"),
    CauseKind.NEGATION: message("a negation differs: {words}"),
    CauseKind.MODAL: message("what must or may be done differs: {words}"),
    CauseKind.CONDITION: message("a condition differs: {words}"),
    CauseKind.ORDER: message("words changed places: {words}"),
    CauseKind.REPLACED: message("hardly a word is the same"),
    CauseKind.LANGUAGE: message("the words of this language ({words}) cannot be weighed"),
    CauseKind.CODE: message("what is to be typed differs"),
}

_KINDS: Mapping[str, str] = {
    "action": message("step"),
    "decision": message("decision"),
    "parallel": message("in any order"),
}

_FATES: Mapping[Fate, str] = {
    Fate.ADDED: message("new"),
    Fate.REMOVED: message("removed"),
    Fate.CHANGED: message("changed"),
    Fate.SAME: message("as before"),
}

_ROLES = frozenset({Aspect.ROLE, Aspect.OWNER, Aspect.ROLES, Aspect.ESCALATE})
_TIMES = frozenset({Aspect.WITHIN, Aspect.WAIT, Aspect.REVIEW})
_FLAGS = frozenset({Aspect.CRITICAL, Aspect.OPTIONAL, Aspect.UNOBSERVABLE, Aspect.MOMENT_OF_TRUTH})


@dataclass(frozen=True)
class Names:
    """The names that a reader knows roles, departments and standards by, and the language."""

    translate: Translate = english
    roles: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)
    standards: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library, language: str, translate: Translate) -> Names:
        """The names in a library, in the language of the procedure."""
        organisation = library.organisation
        return cls(
            translate,
            {role.id: role.name(language) for role in organisation.roles or ()},
            {one.id: one.name(language) for one in organisation.departments or ()},
            {id: standard.name(language) for id, standard in library.standards.items()},
        )


def label_text(change: Change, names: Names) -> str:
    """What changed: "Time allowed", "Warning", "Standard: Customer satisfaction"."""
    translate = names.translate
    if change.aspect is Aspect.ALERT and change.label:
        return wording.labels((), translate).get(change.label, change.label)
    text = translate(_ASPECTS[change.aspect])
    label = change.label
    if change.aspect is Aspect.STANDARDS:
        label = names.standards.get(label, label)
    if not label:
        return text
    return fill(translate(message("{aspect}: {which}")), {"aspect": text, "which": label})


def value_text(change: Change, value: str, names: Names) -> str:
    """A value as a reader knows it; empty where there was none."""
    translate, aspect = names.translate, change.aspect
    if aspect in _FLAGS:
        return translate(message("yes")) if value else translate(message("no"))
    if not value:
        return ""
    if aspect in _ROLES:
        return ", ".join(names.roles.get(role, role) for role in value.split(", "))
    if aspect in _TIMES or aspect is Aspect.STANDARDS:
        return _amount_text(aspect, value, translate)
    if aspect is Aspect.CHANNELS:
        return ", ".join(wording.channel(name, translate) for name in value.split(", "))
    known = {
        Aspect.DEPARTMENT: names.departments.get(value),
        Aspect.STANDARD: names.standards.get(value),
        Aspect.KIND: translate(_KINDS[value]) if value in _KINDS else None,
        Aspect.RECORD: wording.record(value, translate),
        Aspect.SERVICE: wording.service(value, translate),
        Aspect.DIRECTION: wording.direction(value, translate),
    }.get(aspect)
    return known or value


def _amount_text(aspect: Aspect, value: str, translate: Translate) -> str:
    """A length of time or a target in words, if it is one."""
    if aspect is Aspect.STANDARDS:
        target = parse_target(value)
        return wording.target(target, translate) if target is not None else value
    length = parse_time(value) or parse_interval(value)
    return wording.duration(length, translate) if length is not None else value


def cause_text(cause: Cause, translate: Translate) -> str:
    """Why other words are behavioural."""
    return fill(translate(_CAUSES[cause.kind]), {"words": cause.words})


def fate_text(fate: Fate, translate: Translate) -> str:
    """What became of a part."""
    return translate(_FATES[fate])


_COUNTS = (
    ("added", message("1 step added"), message("{count} steps added")),
    ("removed", message("1 step removed"), message("{count} steps removed")),
    ("moved", message("1 step moved"), message("{count} steps moved")),
    ("rerouted", message("1 step re-routed"), message("{count} steps re-routed")),
    ("reworded", message("1 step reworded"), message("{count} steps reworded")),
    ("changed", message("1 step changed otherwise"), message("{count} steps changed otherwise")),
    ("corrected", message("1 step corrected"), message("{count} steps corrected")),
)


def count_texts(count: Count, translate: Translate) -> tuple[str, ...]:
    """How many steps were added, removed and so on: "2 steps added"."""
    told = []
    for name, one, many in _COUNTS:
        number = getattr(count, name)
        if number:
            told.append(fill(translate(one if number == 1 else many), {"count": str(number)}))
    return tuple(told)
