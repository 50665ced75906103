"""Builds the site of a library: an index, a page per procedure, its flowchart beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import sopkit.find
import sopkit.render
from sopkit.diagnostics.diagnostic import Diagnostic, Severity
from sopkit.errors import OutputInsideLibraryError
from sopkit.messages import translator
from sopkit.model.control import Control
from sopkit.model.sop import Sop
from sopkit.render.chart import Chart as Drawn
from sopkit.render.html.addresses import (
    SCRIPT,
    SEARCH,
    STYLE,
    Addresses,
    LibraryPage,
    logo_path,
    picture_file,
)
from sopkit.render.html.glossary_page import glossary_page
from sopkit.render.html.index_page import index_page
from sopkit.render.html.inputs import inputs_of, organisation_inputs
from sopkit.render.html.relations_page import relations_page
from sopkit.render.html.search_file import search_file, search_inputs
from sopkit.render.html.site import Site
from sopkit.render.html.sop_page import sop_page
from sopkit.render.html.standards_page import standards_page
from sopkit.render.html.templates import templates
from sopkit.resources import (
    Face,
    font_licence,
    locales,
    script_path,
    web_font_path,
    web_path,
)
from sopkit.services.compile import Compiled
from sopkit.services.drawing import draw_sop
from sopkit.services.site_output import SiteOutput
from sopkit.services.style import site_style
from sopkit.services.workers import cores, in_processes

if TYPE_CHECKING:
    from sopkit.services.press import Press, Printed

Progress = Callable[[int, int], None]
"""Told how many pages are done, and how many there are."""

FEW = 24
"""So many pages are made sooner than a second process starts."""

FEW_PDFS = 12
"""And so many PDFs."""

_FONTS: Sequence[Face] = ("Regular", "It", "Semibold", "Bold")


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did: names of files relative to the site, and the library's findings.

    `replaced` and `left_out` are what the PDFs that were made now show otherwise than the texts,
    as in `Printed`.
    """

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    replaced: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of one procedure: the names of files written, and what its PDF replaced."""

    written: tuple[str, ...]
    replaced: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printing:
    """That each procedure gets a PDF, and the day in the properties of these."""

    press: Press
    dated: date | None


@dataclass(frozen=True)
class Work:
    """What a process needs to make pages: it is handed over once, before the first page."""

    site: Site
    templates: Path
    output: SiteOutput
    printing: Printing | None = None
    records: Mapping[str, Control] = field(default_factory=dict)

    def names(self, sop: Sop) -> tuple[str, ...]:
        """The names of the files of an SOP: its page, its flowchart, and its PDF if it gets one."""
        name = self.site.addresses.names[sop.path]
        files = (f"{name}.html", f"{name}.svg", f"{name}.pdf")
        return files if self.printing else files[:2]

    def make(self, path: str) -> Made:
        """Make the files of the SOP at a path. Raises NotPrintableError and UnwritableError."""
        sop = self.site.library.by_path[path]
        drawn = draw_sop(self.site, sop)
        pdf = self.site.addresses.pdf(sop) if self.printing else None
        record = self.records.get(path)
        shown = sop_page(self.site, sop, drawn.chart, record, pdf=pdf, explain=True)
        page = templates(self.templates).sop(shown)
        printed = self._print(sop, drawn.charts)
        made = [page.encode(), drawn.picture.encode(), *([printed.data] if printed else [])]
        files = zip(self.names(sop), made, strict=True)
        written = tuple(name for name, data in files if self.output.put(name, data))
        return Made(written, printed.replaced, printed.left_out) if printed else Made(written)

    def _print(self, sop: Sop, charts: Sequence[Drawn]) -> Printed | None:
        if self.printing is None:
            return None
        from sopkit.services.press import UNDATED, print_sop

        dated = self.printing.dated or UNDATED
        record = self.records.get(sop.path)
        return print_sop(self.printing.press, sop, sop.path, dated, record, charts)


def build_site(
    compiled: Compiled,
    out: Path,
    *,
    records: Mapping[str, Control] | None = None,
    pdf: bool = False,
    dated: date | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Write the site of a compiled library to a folder; only what changed is made again.

    `records` holds the register's record of the procedure at each path; without them, the library
    is one of drafts in a folder, which the site may not take the place of. With `pdf` each
    procedure gets a PDF beside its page, with `dated` in its properties if it is given. `jobs` is
    the number of processes; None chooses. Raises NotAFolderError, AlreadyThereError (a file of
    someone else stands where one must go), OutputInsideLibraryError, NotPrintableError and
    UnwritableError.
    """
    if records is None and out.resolve() == compiled.root.resolve():
        raise OutputInsideLibraryError(out)
    output = SiteOutput(out)
    pictures = _pictures(compiled)
    site = site_of(compiled, frozenset(pictures))
    printing = _printing(compiled, site, dated) if pdf else None
    work = Work(site, web_path("templates"), output, printing, records or {})
    before = output.read_manifest()
    program = _program(work.templates)
    pages = _inputs(work, program)
    _check_ours(work, pages, before)
    made = _make_all(work, _stale(work, pages, before), jobs, progress)
    written = [name for each in made for name in each.written]
    shared = _assets()
    shown = {picture_file(path): path for path in pictures}
    small = chain(
        _small_files(work, shared),
        ((name, compiled.pictures.read(path)) for name, path in shown.items()),
    )
    written += [name for name, data in small if output.put(name, data)]
    search = sha256((program + search_inputs(work.site)).encode()).hexdigest()
    if before.get(SEARCH) != search or not output.has(SEARCH):
        written += [SEARCH] if output.put(SEARCH, search_file(work.site).encode()) else []
    now = {
        **pages,
        **dict.fromkeys([*_indexes(work.site), STYLE, *shared, *shown], ""),
        SEARCH: search,
    }
    removed = [name for name in before if name not in now and output.remove(name)]
    output.write_manifest(now)
    return BuildResult(
        tuple(sorted(written)),
        len(now) - len(written),
        tuple(sorted(removed)),
        compiled.diagnostics,
        {seen: put for each in made for seen, put in each.replaced.items()},
        tuple(sorted({path for each in made for path in each.left_out})),
    )


def site_of(compiled: Compiled, pictures: frozenset[str]) -> Site:
    """A compiled library as pages show it, with those pictures that are there."""
    found = Counter(
        finding.path for finding in compiled.diagnostics if finding.severity is Severity.ERROR
    )
    return Site(
        replace(compiled.library, pictures=pictures),
        compiled.context.flow,
        partial(translator, catalogues=locales()),
        dict(found),
    )


def _pictures(compiled: Compiled) -> tuple[str, ...]:
    """The paths in the library of the pictures that pages show and that are there."""
    library = compiled.library
    addresses = Addresses(library)
    wanted = {
        addresses.picture_path(sop, image.target) for sop in library.sops for image in sop.images
    }
    wanted.add(logo_path(library.organisation, library))
    return tuple(sorted(path for path in wanted if path and compiled.pictures.holds(path)))


def _indexes(site: Site) -> tuple[str, ...]:
    """The names of the pages about the whole library."""
    return tuple(
        site.library_address(page, language) for page in LibraryPage for language in site.languages
    )


def _inputs(work: Work, program: str) -> dict[str, str]:
    """The hash of its inputs for every file of a procedure."""
    shared = program + organisation_inputs(work.site)
    pages = {}
    for sop in work.site.library.sops:
        record = work.records.get(sop.path)
        told = f"{shared}{work.site.library.organisation.timezone if record else ''}{record!r}"
        inputs = inputs_of(work.site, sop, told + _printing_inputs(work, sop))
        pages.update(dict.fromkeys(work.names(sop), inputs))
    return pages


def _printing(compiled: Compiled, site: Site, dated: date | None) -> Printing:
    from sopkit.services.press import Press, pictures_of

    return Printing(Press(site, pictures_of(compiled, site.library.sops)), dated)


def _printing_inputs(work: Work, sop: Sop) -> str:
    if work.printing is None:
        return ""
    from sopkit.services.press import printing_inputs

    return f"{printing_inputs(work.printing.press, sop)} {work.printing.dated}"


def _program(template_folder: Path) -> str:
    """A hash of what makes pages: another version of sopkit makes them all again."""
    digest = sha256(templates(template_folder).fingerprint.encode())
    code = [Path(package.__path__[0]) for package in (sopkit.find, sopkit.render)]
    catalogues = locales()
    sources = (path for folder in code for path in sorted(folder.rglob("*.py")))
    for path in (*sources, *sorted(catalogues.rglob("*.mo"))):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _stale(work: Work, pages: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    """The paths of the SOPs of which a file must be made."""
    return [
        sop.path
        for sop in work.site.library.sops
        if any(
            before.get(name) != pages[name] or not work.output.has(name) for name in work.names(sop)
        )
    ]


def _check_ours(work: Work, pages: Mapping[str, str], before: Mapping[str, str]) -> None:
    names = (*pages, *_indexes(work.site))
    ours = (".html", ".pdf")
    work.output.check_ours(name for name in names if name.endswith(ours) and name not in before)


def _make_all(
    work: Work, paths: Sequence[str], jobs: int | None, progress: Progress | None
) -> list[Made]:
    """Make the files of these SOPs, in several processes if there are many."""
    few = FEW if work.printing is None else FEW_PDFS
    count = jobs or (1 if len(paths) <= few else cores())
    made: list[Made] = []
    # Typst keeps threads.
    for each in in_processes(work.make, paths, count, forked=work.printing is None):
        made.append(each)
        if progress:
            progress(len(made), len(paths))
    return made


def _assets() -> Mapping[str, Path]:
    """Fonts, the script and their licences, by their name in the site."""
    folder = STYLE.rpartition("/")[0]
    # Not .md: the site may lie inside the library, where that would be read as a procedure.
    fonts = {f"{folder}/fonts/{face}.woff2": web_font_path(face) for face in _FONTS}
    return {
        **fonts,
        f"{folder}/fonts/LICENSE.txt": font_licence(),
        SCRIPT: script_path("site.js"),
        f"{folder}/LICENSES.txt": script_path("LICENSES.txt"),
    }


def _small_files(work: Work, shared: Mapping[str, Path]) -> Iterator[tuple[str, bytes]]:
    """Everything besides pages and flowcharts: compared by their bytes."""
    for language in work.site.languages:
        for page in LibraryPage:
            text = _library_page(work, page, language)
            yield work.site.library_address(page, language), text.encode()
    yield STYLE, site_style().encode()
    for name, path in shared.items():
        yield name, path.read_bytes()


def _library_page(work: Work, page: LibraryPage, language: str) -> str:
    """A page about the whole library as HTML."""
    show, site = templates(work.templates), work.site
    match page:
        case LibraryPage.INDEX:
            return show.index(index_page(site, language))
        case LibraryPage.RELATIONS:
            return show.relations(relations_page(site, language))
        case LibraryPage.STANDARDS:
            return show.standards(standards_page(site, language))
        case LibraryPage.GLOSSARY:
            return show.glossary(glossary_page(site, language))
