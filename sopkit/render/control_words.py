"""The record of a procedure in words: status, version, dates and signatures as they are shown.

Days and times are written in the language of the words around them, times in the organisation's
time zone. A record that lacks something says nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

from sopkit.messages import Translate, fill, message
from sopkit.model.control import Change, Control, Meaning, Nature, Signature, Status

_LOCALES: Mapping[str, str] = {"en": "en_GB"}
"""Where a language alone says too little: “1 March 2026” is read alike everywhere."""

_STATUS: Mapping[Status, str] = {
    Status.DRAFT: message("Draft, not yet in force"),
    Status.IN_REVIEW: message("In review, not yet in force"),
    Status.APPROVED: message("Approved, not yet in force"),
    Status.EFFECTIVE: message("In force"),
    Status.SUPERSEDED: message("Superseded by another version"),
    Status.WITHDRAWN: message("Withdrawn"),
}

_STAMPS: Mapping[Status, str] = {
    Status.DRAFT: message("DRAFT"),
    Status.IN_REVIEW: message("IN REVIEW"),
    Status.SUPERSEDED: message("SUPERSEDED"),
    Status.WITHDRAWN: message("WITHDRAWN"),
}
"""What stands across each page of a text that nobody may work by."""

_MARKS: Mapping[Status, str] = {
    **_STAMPS,
    Status.APPROVED: message("APPROVED"),
    Status.EFFECTIVE: message("IN FORCE"),
}

_MEANINGS: Mapping[Meaning, str] = {
    Meaning.AUTHORSHIP: message("Written"),
    Meaning.REVIEW: message("Reviewed"),
    Meaning.APPROVAL: message("Approved"),
    Meaning.WITHDRAWAL: message("Withdrawn"),
}

_NATURES: Mapping[Nature | None, str] = {
    None: message("First version"),
    Nature.EDITORIAL: message("Editorial"),
    Nature.CLARIFYING: message("Clarifying"),
    Nature.BEHAVIOURAL: message("Another way of working"),
}

_OVER = frozenset({Status.SUPERSEDED, Status.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class SignatureWords:
    """A signature: who, what was meant, and when to the minute."""

    name: str
    meaning: str
    signed_at: str


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """A line of the change history."""

    version: str
    effective_from: str
    nature: str
    reason: str
    author: str


@dataclass(frozen=True, slots=True)
class ControlWords:
    """A record in words. What is not known is empty.

    `mark` is the status in one or two words, `stamp` that which stands across each page (none on
    one that may be worked by). `period` says when it is in force, `facts` are label and value for
    the table of particulars, `copy` whose copy this is or that it is uncontrolled, `zone` names
    the time zone of all times.
    """

    mark: str
    stamp: str
    version: str
    period: str
    facts: tuple[tuple[str, str], ...]
    copy: str
    signatures: tuple[SignatureWords, ...] = ()
    history: tuple[ChangeWords, ...] = ()
    zone: str = ""


def control_words(
    control: Control | None, translate: Translate, language: str, timezone: str
) -> ControlWords:
    """A record in words; `language` (a BCP 47 tag) is that of `translate`.

    Without a record: a draft of no version.
    """
    if control is None:
        return ControlWords(
            mark=translate(message("DRAFT")),
            stamp=translate(message("DRAFT")),
            version="",
            period="",
            facts=((translate(message("Status")), translate(_STATUS[Status.DRAFT])),),
            copy=translate(message("Uncontrolled when printed")),
        )
    return _Writer(control, translate, language, timezone).words()


def day_in_words(day: date, language: str) -> str:
    """A day as a language writes it, the month by its name."""
    return str(format_date(day, "long", locale=_locale(language)))


class _Writer:
    """Writes one record in words."""

    def __init__(
        self, control: Control, translate: Translate, language: str, timezone: str
    ) -> None:
        self._control = control
        self._translate = translate
        self._language = language
        self._zone = _zone(timezone)

    def words(self) -> ControlWords:
        control = self._control
        return ControlWords(
            mark=self._translate(_MARKS[control.status]),
            stamp=self._translate(_STAMPS[control.status]) if control.status in _STAMPS else "",
            version=self._version(),
            period=self._period(),
            facts=tuple(self._facts()),
            copy=self._copy(),
            signatures=tuple(self._signature(each) for each in control.signatures),
            history=tuple(self._change(each) for each in control.history),
            zone=str(self._zone),
        )

    def _fill(self, text: str, **facts: str) -> str:
        return fill(self._translate(text), facts)

    def _day(self, day: date | None) -> str:
        return day_in_words(day, self._language) if day else ""

    def _time(self, moment: datetime) -> str:
        there = moment.astimezone(self._zone)
        return self._fill(
            message("{day} at {time}"),
            day=self._day(there.date()),
            time=str(format_time(there, "short", locale=_locale(self._language))),
        )

    def _version(self) -> str:
        version = self._control.version
        return self._fill(message("Version {version}"), version=str(version)) if version else ""

    def _period(self) -> str:
        begin, end = self._day(self._control.effective_from), self._day(self._until)
        if begin and end:
            return self._fill(message("In force from {day} until {end}"), day=begin, end=end)
        if begin:
            return self._fill(message("In force from {day}"), day=begin)
        return self._fill(message("In force until {day}"), day=end) if end else ""

    @property
    def _until(self) -> date | None:
        """The day on which it ceased to be in force, once it has."""
        return self._control.effective_until if self._control.status in _OVER else None

    def _facts(self) -> Iterator[tuple[str, str]]:
        control = self._control
        facts = (
            (message("Version"), str(control.version or "")),
            (message("Status"), self._translate(_STATUS[control.status])),
            (message("In force from"), self._day(control.effective_from)),
            (message("In force until"), self._day(self._until)),
            (message("Review due"), self._day(control.review_due)),
        )
        yield from ((self._translate(label), value) for label, value in facts if value)

    def _copy(self) -> str:
        control = self._control
        if control.copy_number:
            return self._fill(message("Controlled copy {number}"), number=control.copy_number)
        told = [self._translate(message("Uncontrolled when printed"))]
        if control.printed_at and control.printed_by:
            told.append(
                self._fill(
                    message("Printed on {time} by {name}"),
                    time=self._time(control.printed_at),
                    name=control.printed_by,
                )
            )
        elif control.printed_at:
            told.append(
                self._fill(message("Printed on {time}"), time=self._time(control.printed_at))
            )
        elif control.printed_by:
            told.append(self._fill(message("Printed by {name}"), name=control.printed_by))
        return " · ".join(told)

    def _signature(self, signature: Signature) -> SignatureWords:
        return SignatureWords(
            signature.name,
            self._translate(_MEANINGS[signature.meaning]),
            self._time(signature.signed_at),
        )

    def _change(self, change: Change) -> ChangeWords:
        return ChangeWords(
            str(change.version),
            self._day(change.effective_from),
            self._translate(_NATURES[change.nature]),
            change.reason,
            change.author,
        )


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    """How a language writes days and times; as British English where that is not known."""
    for tag in (language, language.partition("-")[0]):
        try:
            return Locale.parse(_LOCALES.get(tag, tag.replace("-", "_")))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(_LOCALES["en"])


@lru_cache(maxsize=32)
def _zone(name: str) -> tzinfo:
    """The time zone of that name; UTC where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
