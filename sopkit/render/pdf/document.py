"""The document of one procedure: everything that its pages show, as plain data for the template.

All texts are data, never code of the typesetter. What only a register knows, a version, dates and
signatures, comes in as a record; without one, each page says that it is a draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from sopkit.messages import Translate, message
from sopkit.model.control import Control
from sopkit.model.sop import Sop
from sopkit.render.chart import Chart
from sopkit.render.html.site import Site
from sopkit.render.html.sop_page import (
    Phase,
    RelatedSop,
    SectionView,
    SopPage,
    StandardView,
    sop_page,
)
from sopkit.render.layout import lay_out
from sopkit.render.options import ChartOptions
from sopkit.render.pdf.charts import paper_charts
from sopkit.render.pdf.content import ContentReader
from sopkit.render.pdf.control import paper_control
from sopkit.render.pdf.glyphs import Printable, shortened
from sopkit.render.pdf.places import Places, alone
from sopkit.render.pdf.rows import RowWriter

SHORT_TITLE = 60
"""The most characters of a title, and of the organisation's name, at the head of each page."""

SHORT_NUMBER = 30
"""The most characters of a number there."""

_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")
_REGION = re.compile(r"[A-Z]{2}\Z")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it goes into the document: a file name with its extension, and its bytes."""

    file: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """What the template gets, and the pictures that it names.

    `replaced` tells which characters were printed as which others.
    """

    data: Mapping[str, Any]
    pictures: tuple[Picture, ...]
    replaced: Mapping[str, str]


def document(
    site: Site,
    sop: Sop,
    pictures: Mapping[str, Picture],
    logo: str | None,
    *,
    places: Places | None = None,
    control: Control | None = None,
    charts: Sequence[Chart] | None = None,
) -> Document:
    """The document of an SOP.

    `pictures` holds each picture that can be shown by its address in the site; `logo` is the
    address of the organisation's. `places` are those that its links can lead to: without them,
    its own steps. `control` is the register's record, if there is one; `charts` are those of its
    flow, which is laid out here if they are not given.
    """
    places = places or Places(alone(step.id for step in sop.walk()))
    return _Writer(site, sop, pictures, places, control).document(logo, charts)


class _Writer:
    """Writes one document."""

    def __init__(
        self,
        site: Site,
        sop: Sop,
        pictures: Mapping[str, Picture],
        places: Places,
        control: Control | None,
    ) -> None:
        self._site = site
        self._sop = sop
        self._pictures = pictures
        self._shown: dict[str, Picture] = {}
        self._control = control
        self._language = site.interface_language(sop.language)
        self._translate: Translate = site.translate(self._language)
        self._printable = Printable()
        self._places = places
        self._reader = ContentReader(self._printable, self._places, self._file)
        self._rows = RowWriter(self._reader, self._printable, self._translate)

    def document(self, logo: str | None, charts: Sequence[Chart] | None) -> Document:
        page = sop_page(self._site, self._sop, None)
        record = self._record()
        data = {
            **self._identity(page),
            "control": record,
            "words": self._words(),
            "logo": self._file(logo) if logo else None,
            "problems": self._text(page.problems or ""),
            "situations": [self._text(situation) for situation in page.situations],
            "facts": self._facts(page, record["facts"]),
            "sections": [self._section(section) for section in page.sections],
            "standards": [self._standard(standard) for standard in page.standards],
            "related": [self._related(other) for other in (*page.leads_to, *page.comes_from)],
            "charts": self._charts(charts),
            "source": self._sop.source.text,
            "begins": self._places.own.begins,
            "notice": "",
            "source-name": f"{page.number or 'procedure'}.{_plain(self._sop.language)}.md",
        }
        return Document(data, tuple(self._shown.values()), dict(self._printable.replaced))

    def _identity(self, page: SopPage) -> dict[str, Any]:
        """Who and what this is, on every page and in the document's properties."""
        title, organisation = page.title, page.frame.organisation
        language, _, region = self._sop.language.partition("-")
        return {
            "name": f"{page.number} {title}".strip(),
            "organisation-name": organisation,
            "organisation": self._text(organisation),
            "short-organisation": self._text(shortened(organisation, SHORT_TITLE)),
            "number": self._text(page.number),
            "short-number": self._text(shortened(page.number, SHORT_NUMBER)),
            "title": self._text(title),
            "short-title": self._text(shortened(title, SHORT_TITLE)),
            "language": language.lower() if _LANGUAGE.match(language.lower()) else "en",
            "region": region if _REGION.match(region) else None,
        }

    def _record(self) -> dict[str, Any]:
        """What the register knows, its days written as in the document's region."""
        same = self._sop.language.partition("-")[0].lower() == self._language
        return paper_control(
            self._control,
            self._translate,
            self._sop.language if same else self._language,
            self._site.library.organisation.timezone,
            self._printable,
        )

    def _words(self) -> dict[str, str]:
        """The texts of sopkit itself."""
        texts = {
            "page": message("Page {page} of {pages}"),
            "use": message("Use this when"),
            "standards": message("Standards"),
            "served": message("Served by step"),
            "related": message("Related procedures"),
            "chart": message("Flowchart"),
            "result": message("Result"),
            "why": message("Why"),
            "source": message("The text that this document was made from"),
            "control": message("Document control"),
            "signatures": message("Signatures"),
            "name": message("Name"),
            "meaning": message("Meaning"),
            "signed": message("Signed on"),
            "changes": message("Changes"),
            "version": message("Version"),
            "from": message("In force from"),
            "nature": message("Nature of the change"),
            "reason": message("Reason"),
            "author": message("Author"),
            "current": message("See here whether this copy is still current"),
            "hash": message("SHA-256 of the text that was signed"),
            "anchor": message("Head of the trail at the release"),
        }
        return {name: self._text(self._translate(text)) for name, text in texts.items()}

    def _facts(self, page: SopPage, record: Iterable[tuple[str, str]]) -> list[list[str]]:
        """The table at the beginning: what it is about, whose it is, and where it stands."""
        translate = self._translate
        whose = ((message("Department"), page.department), (message("Owner"), page.owner or ""))
        about = (
            (message("Roles"), ", ".join(page.roles)),
            (message("Review every"), page.review),
            (message("Channels"), ", ".join(page.channels)),
            (message("Kind of contact"), ", ".join(filter(None, (page.way, page.service)))),
            (message("Tags"), ", ".join(page.tags)),
        )
        facts = (
            *((translate(label), value) for label, value in whose),
            *record,
            *((translate(label), value) for label, value in about),
        )
        return [[self._text(label), self._text(value)] for label, value in facts if value]

    def _section(self, section: SectionView) -> dict[str, Any]:
        if section.heading:
            self._reader.level = 2
        return {
            "heading": self._text(section.heading),
            "body": self._reader.read(section.body),
            "phases": [self._phase(phase) for phase in section.phases],
        }

    def _phase(self, phase: Phase) -> dict[str, Any]:
        if phase.title:
            self._reader.level = min(3, self._reader.level + 1)
        level = self._reader.level
        rows = self._rows.rows(phase.steps)
        return {"title": self._text(phase.title), "level": level, "rows": rows}

    def _standard(self, standard: StandardView) -> dict[str, Any]:
        return {
            "name": self._text(standard.name),
            "target": self._text(standard.target),
            "definition": self._text(standard.definition),
            "steps": [
                {"number": number, "to": self._places.find(address)}
                for number, address in standard.steps
            ],
        }

    def _related(self, other: RelatedSop) -> dict[str, str | None]:
        return {
            "kind": self._text(other.kind),
            "number": self._text(other.number),
            "title": self._text(other.title),
            "to": self._places.find(other.address),
        }

    def _charts(self, charts: Sequence[Chart] | None) -> list[dict[str, Any]]:
        if not self._sop.steps:
            return []
        roles = self._site.library.organisation.roles or ()
        names = {role.id: role.name(self._sop.language) for role in roles}
        flow = self._site.flow(self._sop)
        options = ChartOptions(translate=self._translate, roles=names, paper=True)
        laid_out = charts or lay_out(flow, options)
        return paper_charts(flow, laid_out, options, self._printable, self._places.own)

    def _file(self, address: str) -> str | None:
        found = self._pictures.get(address)
        if found is None:
            return None
        self._shown[address] = found
        return found.file

    def _text(self, text: str | Markup) -> str:
        return self._printable.breakable(str(text))


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isalnum() or character == "-")
