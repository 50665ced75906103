"""What every letter to a person is written on: their language, their dates, their links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sopkit.messages import LANGUAGES, Translate, fill, message, translator
from sopkit.model.notice import Notice
from sopkit.model.organisation import Organisation
from sopkit.render.control_words import day_in_words
from sopkit.render.mail import Letter, Line, Link, ListOfLines
from sopkit.resources import locales
from sopkit.services.notices.links import Links, token
from sopkit.services.register.snapshot import organisation, zone_of
from sopkit.store.documents import SavedRevision
from sopkit.store.mailing import Addressee
from sopkit.store.session import Session
from sopkit.store.stages import Released

_ = message

LONGEST_LIST = 30
"""Lines of a list in a mail; the page shows the rest."""


@dataclass(frozen=True, slots=True)
class Stationery:
    """Whom a letter is for, and how it is written to them."""

    addressee: Addressee
    notice: Notice
    house: Organisation
    zone: ZoneInfo
    language: str
    translate: Translate
    links: Links
    now: datetime

    def text(self, template: str, **facts: object) -> str:
        """A sentence in the reader's language, filled with facts, on one line."""
        told = {name: on_one_line(str(fact)) for name, fact in facts.items()}
        return fill(self.translate(template), told)

    def day(self, moment: datetime) -> str:
        """The day of a moment where the organisation is, as the reader writes days."""
        return day_in_words(moment.astimezone(self.zone).date(), self.language)

    def title(self, revision: SavedRevision) -> str:
        """Number and title of a text."""
        return on_one_line(f"{revision.document.key} {revision.title}")

    def line(self, revision: SavedRevision, address: str, remark: str) -> Line:
        """A text in a list."""
        return Line(Link(self.title(revision), address), remark, revision.document.language)

    def listed(self, heading: str, lines: Sequence[Line]) -> tuple[ListOfLines, ...]:
        """A list of that heading, cut to a length that one reads; nothing if it is empty."""
        if not lines:
            return ()
        left = len(lines) - LONGEST_LIST
        more = self.text(_("and {count} more"), count=left) if left > 0 else ""
        return (ListOfLines(self.translate(heading), tuple(lines[:LONGEST_LIST]), more),)

    def version_remark(self, version: Released) -> str:
        """Which version it is, and from when on."""
        template = _("Version {version}, in force since {day}")
        if version.effective_from > self.now:
            template = _("Version {version}, in force from {day} on")
        day = self.day(version.effective_from)
        return self.text(template, version=version.version, day=day)

    def link(self, text: str, address: str) -> Link:
        """A link with a text in the reader's language."""
        return Link(self.translate(text), address)

    def letter(
        self,
        subject: str,
        *paragraphs: str,
        lists: tuple[ListOfLines, ...],
        why: str,
        action: Link | None = None,
    ) -> Letter:
        """A whole letter; how to refuse such mail stands at its end."""
        refused = token(self.addressee.person_id, self.notice, self.addressee.wishes)
        return Letter(
            language=self.language,
            subject=subject,
            greeting=self.text(_("Hello {name},"), name=self.addressee.name),
            paragraphs=paragraphs,
            lists=lists,
            action=action,
            why=why,
            refuse=self.link(_("Stop this kind of mail"), self.links.refuse(refused)),
            choose=self.link(_("Choose your mail"), self.links.choice()),
        )


def stationery_for(
    session: Session, addressee: Addressee, notice: Notice, links: Links, now: datetime
) -> Stationery:
    """What a letter of a kind to somebody is written on."""
    house = organisation(session)
    language = _spoken(addressee.language, house.language)
    return Stationery(
        addressee,
        notice,
        house,
        zone_of(house.timezone),
        language,
        translator(language, locales()),
        links,
        now,
    )


def on_one_line(text: str) -> str:
    """A text of people without line breaks and what else no header of a mail may hold."""
    return re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in text)).strip()


def _spoken(own: str | None, house: str) -> str:
    """The language to speak to somebody: their own, else the organisation's, else English."""
    for tag in filter(None, (own, house)):
        primary = tag.split("-")[0].lower()
        if primary in LANGUAGES:
            return primary
    return "en"
