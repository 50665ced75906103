"""The document of one procedure for Word: what its page shows, in the order of its paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, partial

import docx
from docx.enum.section import WD_SECTION
from docx.section import Section

from sopkit.messages import fill, message
from sopkit.model.control import Control
from sopkit.model.sop import Sop
from sopkit.render.control_words import ControlWords, control_words
from sopkit.render.docx import styles
from sopkit.render.docx.content import ContentWriter
from sopkit.render.docx.contents import write_contents
from sopkit.render.docx.package import packed
from sopkit.render.docx.pages import (
    ROOM,
    SIDE,
    WIDTH,
    page_number,
    set_page,
    write_foot,
    write_head,
)
from sopkit.render.docx.pictures import Shown, draw_svg, shown
from sopkit.render.docx.steps import StepWriter
from sopkit.render.docx.story import Link, Place, Story
from sopkit.render.docx.tables import add_table
from sopkit.render.docx.text import Format, runs
from sopkit.render.docx.xml import Element, legal
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
from sopkit.render.pdf.document import Picture
from sopkit.render.pdf.glyphs import Printable, shortened
from sopkit.render.pdf.places import Places, alone
from sopkit.render.pdf.rows import RowWriter

_CHART_ROOM, _CHART_HEIGHT, _CHART_TITLE = 190.0, 261.0, 13.0
_LEGIBLE = 7 / 9  # at this scale the smallest texts of a chart, of 9 points, are printed at 7
_POINT = 25.4 / 72
_SHORT_TITLE = 60
_MOST_IN_PROPERTY = 250


class _AsWritten(Printable):
    """Any character: Word finds a font for it, and breaks long words itself."""

    def text(self, text: str) -> str:
        return legal(text)

    def breakable(self, text: str) -> str:
        return legal(text)


@dataclass(frozen=True, slots=True)
class WordDocument:
    """A document; `replaced` tells which characters of the flowchart were drawn as which others."""

    data: bytes
    replaced: Mapping[str, str]


def word_document(
    site: Site,
    sop: Sop,
    pictures: Mapping[str, Picture],
    dated: date,
    control: Control | None = None,
) -> WordDocument:
    """The document of an SOP.

    `pictures` holds each picture by its address in the site, `dated` is the day in the
    properties, `control` the register's record, if there is one.
    """
    writer = _Writer(site, sop, pictures, control)
    return WordDocument(writer.document(dated), dict(writer.drawn.replaced))


@dataclass(frozen=True, slots=True)
class _Identity:
    """Who and what this is, on every page."""

    organisation: str
    number: str
    title: str


class _Writer:
    """Writes one document."""

    def __init__(
        self,
        site: Site,
        sop: Sop,
        pictures: Mapping[str, Picture],
        control: Control | None,
    ) -> None:
        self._site, self._sop, self._pictures = site, sop, pictures
        self._page: SopPage = sop_page(site, sop, None)
        interface = site.interface_language(sop.language)
        self._translate = site.translate(interface)
        same = sop.language.partition("-")[0].lower() == interface
        spoken = sop.language if same else interface
        zone = site.library.organisation.timezone
        self._control: ControlWords = control_words(control, self._translate, spoken, zone)
        self._text, self._words = Format(sop.language), Format(spoken)
        page = self._page
        self._identity = _Identity(page.frame.organisation, page.number, page.title)
        self._document = docx.Document()
        styles.prepare(self._document, sop.language)
        steps = list(dict.fromkeys(step.id for step in sop.walk()))
        places = Places(alone(steps))
        named = [name for step in steps if (name := places.own.step(step))]
        bookmarks = {name: f"step_{place}" for place, name in enumerate(named, start=1)}
        body = self._document.element.body
        numbering = styles.Numbering(self._document)
        self._story = Story(self._document, body, numbering, bookmarks)
        self.drawn = Printable()
        printable = _AsWritten()
        self._reader = ContentReader(printable, places, self._file)
        self._rows = RowWriter(self._reader, printable, self._translate)
        files = {each.file: cache(partial(shown, each)) for each in pictures.values()}
        self._content = ContentWriter(self._story, files)
        self._steps = StepWriter(
            self._story,
            self._content,
            self._translate,
            text=self._text,
            words=self._words,
            room=ROOM,
        )
        self._place = Place(0, ROOM, self._text)

    def document(self, dated: date) -> bytes:
        page, section = self._page, self._document.sections[0]
        set_page(section, SIDE, 26.0, 22.0)
        self._head_and_foot(section, ROOM)
        self._first_page()
        before = self._story.paragraph(self._place)
        for each in page.sections:
            self._section(each)
        self._standards(page.standards)
        self._related([*page.leads_to, *page.comes_from])
        self._record()
        self._charts()
        write_contents(self._story, before, self._say(message("Contents")), self._words)
        self._properties(dated)
        return packed(self._document)

    def _say(self, text: str, **facts: str) -> str:
        """A text of sopkit in the language of the document."""
        return fill(self._translate(text), facts)

    # ---- every page --------------------------------------------------------------------------

    def _head_and_foot(self, section: Section, room: float) -> None:
        who, words = self._identity, self._words
        bold = replace(words, bold=True)
        mark = " · ".join(filter(None, (self._control.mark, self._control.version)))
        head = [
            *runs(
                f"{shortened(who.organisation, _SHORT_TITLE)}  " if who.organisation else "", bold
            ),
            *runs(f"{who.number} {shortened(who.title, _SHORT_TITLE)}".strip(), self._text),
        ]
        write_head(section, [*head, *runs(f"\t{mark}", bold)], room)
        number = page_number(self._translate(message("Page {page} of {pages}")), words)
        write_foot(section, [*runs(f"{self._control.copy}\t", words), *number], room)

    # ---- the first page ----------------------------------------------------------------------

    def _first_page(self) -> None:
        page, story = self._page, self._story
        logo = self._pictures.get(page.frame.logo or "")
        drawn = shown(logo, 50.0) if logo else None
        if drawn is not None:
            height = min(drawn.height, 14.0)
            small = Shown(drawn.data, drawn.width * height / drawn.height, height)
            story.paragraph(self._place, story.picture(small, page.frame.organisation))
        if page.frame.organisation:
            story.paragraph(self._place, runs(page.frame.organisation, self._text))
        if page.number:
            number = replace(self._place, style=styles.NUMBER)
            story.paragraph(number, runs(page.number, self._text))
        story.paragraph(replace(self._place, style=styles.TITLE), runs(page.title, self._text))
        if page.problems:
            alert = replace(self._place.moved(2), style=styles.ALERT)
            story.paragraph(alert, runs(page.problems, replace(self._words, bold=True)))
        self._facts()
        if page.situations:
            label = replace(self._place, keep=True)
            story.paragraph(
                label, runs(self._say(message("Use this when")), replace(self._words, bold=True))
            )
            for situation in page.situations:
                self._bullet(runs(situation, self._text))

    def _bullet(self, *parts: Iterable[Element]) -> None:
        item = (self._story.numbering.bullets, 0)
        self._story.paragraph(replace(self._place.moved(6), hanging=6, item=item), *parts)

    def _facts(self) -> None:
        """A table of labels and values: what it is about, whose it is, and where it stands."""
        page = self._page
        whose = ((message("Department"), page.department), (message("Owner"), page.owner or ""))
        about = (
            (message("Roles"), ", ".join(page.roles)),
            (message("Review every"), page.review),
            (message("Channels"), ", ".join(page.channels)),
            (message("Kind of contact"), ", ".join(filter(None, (page.way, page.service)))),
            (message("Tags"), ", ".join(page.tags)),
        )
        facts = [
            *((self._translate(label), value) for label, value in whose),
            *self._control.facts,
            *((self._translate(label), value) for label, value in about),
        ]
        rows = [
            [runs(label, replace(self._words, bold=True)), runs(value, self._text)]
            for label, value in facts
            if value
        ]
        add_table(self._story, self._place, rows, (42.0, ROOM - 42.0), head=False)

    # ---- the text ----------------------------------------------------------------------------

    def _section(self, section: SectionView) -> None:
        if section.heading:
            self._reader.level = 2
            self._story.title(section.heading, 2, self._text)
        self._content.blocks(self._reader.read(section.body), self._place)
        for phase in section.phases:
            self._phase(phase)

    def _phase(self, phase: Phase) -> None:
        if phase.title:
            self._reader.level = min(3, self._reader.level + 1)
            self._story.title(phase.title, self._reader.level, self._text)
        self._steps.rows(self._rows.rows(phase.steps))

    def _standards(self, standards: Sequence[StandardView]) -> None:
        if standards:
            self._story.title(self._say(message("Standards")), 2, self._words)
        for standard in standards:
            target = f": {standard.target}" if standard.target else ""
            parts = [
                *runs(standard.name, replace(self._text, bold=True)),
                *runs(target, self._text),
                *self._served(standard),
            ]
            keep = bool(standard.definition)
            self._story.paragraph(replace(self._place, keep=keep), parts)
            if standard.definition:
                small = replace(self._place.moved(4), style=styles.SMALL)
                self._story.paragraph(small, runs(standard.definition, self._text))

    def _served(self, standard: StandardView) -> Iterator[Element]:
        if not standard.steps:
            return
        served = self._say(message("Served by step"))
        yield from runs(f" ({served} ", self._words)
        for index, (number, address) in enumerate(standard.steps):
            if index:
                yield from runs(", ", self._words)
            bookmark = self._story.bookmarks.get(self._reader.places.find(address) or "")
            look = replace(self._words, linked=bookmark is not None)
            yield from self._story.linked(Link(bookmark), runs(number, look))
        yield from runs(")", self._words)

    def _related(self, related: Sequence[RelatedSop]) -> None:
        if related:
            self._story.title(self._say(message("Related procedures")), 2, self._words)
        for other in related:
            look = replace(self._text, language=other.language)
            number = runs(f"{other.number} ", replace(self._text, bold=True))
            self._bullet(runs(f"{other.kind} ", self._words), number, runs(other.title, look))

    def _record(self) -> None:
        """Who signed, and what changed, if a register tells."""
        control = self._control
        signed = [[each.name, each.meaning, each.signed_at] for each in control.signatures]
        changed = [
            [each.version, each.effective_from, each.nature, each.reason, each.author]
            for each in control.history
        ]
        if signed or changed:
            self._story.title(self._say(message("Document control")), 2, self._words)
        columns = (message("Name"), message("Meaning"), message("Signed on"))
        self._rows_of(message("Signatures"), columns, signed, (66.0, 40.0, 60.0))
        history = (
            *(message("Version"), message("In force from"), message("Nature of the change")),
            *(message("Reason"), message("Author")),
        )
        self._rows_of(message("Changes"), history, changed, (18.0, 34.0, 34.0, 48.0, 32.0))

    def _rows_of(
        self,
        title: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
    ) -> None:
        if not rows:
            return
        self._story.title(self._say(title), 3, self._words)
        bold = replace(self._words, bold=True)
        head = [runs(self._translate(column), bold) for column in columns]
        body = [[runs(cell, self._text) for cell in row] for row in rows]
        add_table(self._story, self._place, [head, *body], widths, head=True)

    # ---- the flowchart -----------------------------------------------------------------------

    def _charts(self) -> None:
        if not self._sop.steps:
            return
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        set_page(section, (WIDTH - _CHART_ROOM) / 2, 19.0, 13.0)
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        self._head_and_foot(section, _CHART_ROOM)
        self._story.title(self._say(message("Flowchart")), 2, self._words)
        roles = self._site.library.organisation.roles or ()
        names = {role.id: role.name(self._sop.language) for role in roles}
        flow = self._site.flow(self._sop)
        options = ChartOptions(translate=self._translate, roles=names, paper=True)
        drawn_charts = lay_out(flow, options)
        own = self._reader.places.own
        charts = paper_charts(flow, drawn_charts, options, self.drawn, own)
        for index, chart in enumerate(charts):
            height = _CHART_HEIGHT - (_CHART_TITLE if index == 0 else 0.0)
            width = chart["width"] * _POINT
            scale = min(1.0, _CHART_ROOM / width, height / (chart["height"] * _POINT))
            if scale < _LEGIBLE - 0.001:
                self._in_words(chart["words"])
                continue
            data = draw_svg(chart["svg"], chart["width"], scale)
            drawn = Shown(data, width * scale, chart["height"] * _POINT * scale)
            centred = replace(self._place, alignment="center")
            self._story.paragraph(centred, self._story.picture(drawn, chart["words"]))

    def _in_words(self, words: str) -> None:
        """A question with dozens of answers: no page is wide enough for its chart."""
        title, *lines = words.split("\n")
        bold = replace(self._text, bold=True)
        self._story.paragraph(replace(self._place, keep=True), runs(title, bold))
        for line in lines:
            self._story.paragraph(self._place, runs(line, self._text))

    # ---- the file ----------------------------------------------------------------------------

    def _properties(self, dated: date) -> None:
        page, about = self._page, self._document.core_properties
        day = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
        about.title = _property(f"{page.number} {page.title}".strip())
        about.subject = _property(page.department)
        about.author = about.last_modified_by = _property(page.frame.organisation)
        about.keywords = _property(", ".join(page.tags))
        about.comments = about.category = ""
        about.language, about.version = _property(page.language), _property(self._control.version)
        about.created = about.modified = day
        about.content_status = self._control.mark

    def _file(self, address: str) -> str | None:
        found = self._pictures.get(address)
        return found.file if found else None


def _property(text: str) -> str:
    return shortened(legal(text), _MOST_IN_PROPERTY)
