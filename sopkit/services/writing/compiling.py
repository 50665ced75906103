"""A text compiled for its preview: a function of values alone, so that any process can do it.

Only the text itself, its neighbours and what holds for all procedures are looked at. What is parsed
of them is kept by its content. The checks that need the whole library (terms and targets that
differ elsewhere) are made when the text is submitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from sopkit.check.rule import Context
from sopkit.check.run import check_library
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.messages import translator
from sopkit.model.library import Library
from sopkit.model.sop import Sop
from sopkit.parse.library import Texts, parse_library, unreadable
from sopkit.parse.link import Linker
from sopkit.parse.sop import ParsedSop, parse_sop, parse_text
from sopkit.render.html.addresses import Addresses
from sopkit.render.html.sop_page import sop_page
from sopkit.render.html.templates import templates
from sopkit.resources import locales, web_path
from sopkit.services.compile import catalogue
from sopkit.services.drawing import draw_sop
from sopkit.services.kept import Kept
from sopkit.services.library.addresses import DraftAddresses, ReaderSite, sop_address
from sopkit.source.file import SourceFile, decode

_KEPT = 300
"""Parsed neighbours that a process keeps."""


@dataclass(frozen=True, slots=True)
class Around:
    """Organisation, glossary and standards: path and text of each; `key` is their hashes."""

    key: tuple[str, ...]
    organisation: bytes | None
    glossary: tuple[str, bytes] | None
    standards: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What a preview is made from. `reader` is the language of whoever looks at it."""

    path: str
    text: bytes
    neighbours: tuple[tuple[str, bytes, str], ...]
    around: Around
    pictures: frozenset[str]
    reader: str
    number: str
    language: str
    drawn: bool = True


@dataclass(frozen=True, slots=True)
class Preview:
    """A text as readers would see it, and what the check finds in it.

    `page` and `chart` are HTML; both are empty for bytes that are no text, or if not asked for.
    """

    page: str
    chart: str
    diagnostics: tuple[Diagnostic, ...]


def compile_preview(task: Task) -> Preview:
    """Compile a text with its neighbours, check it, draw it, and show it as a page."""
    source = decode(task.path, task.text)
    if not isinstance(source, SourceFile):
        return Preview("", "", (unreadable(source),))
    library = around_library(task.around)
    house = library.organisation.language
    parsed = parse_text(source.path, source.text, house)
    others = [_parsed(path, digest, text, house) for path, text, digest in task.neighbours]
    linker = Linker([parsed.sop, *others], [task.path, *(other.path for other in others)])
    sop = linker.link(parsed.sop)
    linked = tuple(sorted((sop, *map(linker.link, others)), key=lambda each: each.path))
    shown = Library(
        sops=linked,
        organisation=library.organisation,
        glossary=library.glossary,
        standards=library.standards,
        files=tuple(each.path for each in linked),
        pictures=task.pictures,
    )
    context = Context(shown)
    found = check_library(context, parsed.diagnostics, {task.path})
    if not task.drawn:
        return Preview("", "", found)
    return _drawn(task, shown, context, sop, found)


def _drawn(
    task: Task, shown: Library, context: Context, sop: Sop, found: tuple[Diagnostic, ...]
) -> Preview:
    def picture(path: str) -> str:
        return sop_address(task.number, "edit/picture", path=path, language=task.language)

    def addressed(library: Library) -> Addresses:
        return DraftAddresses(library, pictures=picture, own=sop.path)

    translate = partial(translator, catalogues=locales())
    site = ReaderSite(shown, context.flow, translate, addressed=addressed, reader=task.reader)
    drawn = draw_sop(site, sop)
    page = sop_page(site, sop, drawn.chart)
    show = templates(web_path("templates"))
    return Preview(show.preview(page), show.preview_chart(page), found)


@lru_cache(maxsize=_KEPT)
def _neighbour(path: str, digest: str, text: bytes, house: str) -> ParsedSop:
    del digest
    source = decode(path, text)
    return parse_sop(source if isinstance(source, SourceFile) else SourceFile(path, ""), house)


def _parsed(path: str, digest: str, text: bytes, house: str) -> Sop:
    return _neighbour(path, digest, text, house).sop


_AROUND: Kept[Library] = Kept(4)


def around_library(around: Around) -> Library:
    """The organisation, glossary and standards, parsed once for each of their texts."""
    return _AROUND.get(around.key, lambda: _read_around(around))


def _read_around(around: Around) -> Library:
    def read(path: str, data: bytes | None) -> SourceFile | None:
        source = decode(path, data) if data is not None else None
        return source if isinstance(source, SourceFile) else None

    standards = (read(path, data) for path, data in around.standards)
    texts = Texts(
        sops=(),
        organisation=read("organisation.yaml", around.organisation),
        glossary=read(*around.glossary) if around.glossary is not None else None,
        standards=[each for each in standards if each is not None],
        catalogue=catalogue(),
    )
    library, _ = parse_library(texts)
    return library


def steps_in(text: bytes) -> int:
    """About how many steps a text has: the lines that begin with a number or a bullet."""
    return sum(line.lstrip()[:1] in _MARKS for line in text.split(b"\n"))


_MARKS: Mapping[bytes, None] = dict.fromkeys((b"-", b"*", *(b"%d" % n for n in range(10))))
