"""The site of a library: what is in it, and what is left alone."""

from __future__ import annotations

import json
import pickle
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sopkit.errors import (
    AlreadyThereError,
    NotAFolderError,
    OutputInsideLibraryError,
    UnwritableError,
)
from sopkit.resources import example_library, web_path
from sopkit.services.build import BuildResult, Work, build_site, site_of
from sopkit.services.compile import compile_library
from sopkit.services.graph import check_one
from sopkit.services.print import print_procedure
from sopkit.services.site_output import MANIFEST, SiteOutput
from tests.generate.library import library_texts, write_library
from tests.render.html.reading import broken_links, read_page
from tests.render.pdf.reading import PdfRead

ORGANISATION = "name: Voorbeeld BV\nlanguage: nl\nlogo: logo.svg\n"
STANDARD = """\
id: csat
name: {nl: Tevreden klanten}
kind: score
better: higher
dimension: friendliness
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
SOP = """\
---
number: {number}
title: {title}
department: Klantenservice
language: {language}
---

## Doel

Iedereen werkt gelijk. {purpose}

## Begrippen

Geen.

## Instructies

{steps}
"""


def sop(
    number: str = "KS-001",
    title: str = "Telefoon aannemen",
    *,
    language: str = "nl",
    purpose: str = "",
    steps: str = "1. Neem op.\n2. Help de klant.",
) -> str:
    return SOP.format(number=number, title=title, language=language, purpose=purpose, steps=steps)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    root = tmp_path / "library"
    files = {
        "organisation.yaml": ORGANISATION,
        "logo.svg": PICTURE,
        "ks/KS-001.md": sop(),
        "ks/KS-001.en.md": sop(language="en", title="Answering the phone"),
        "ks/KS-002.md": sop("KS-002", "Klacht", steps="1. Voer [KS-001](KS-001) uit.\n2. Klaar."),
        "ks/KS-003.md": sop("KS-003", "Factuur"),
    }
    write_library(root, files)
    return root


def build(library: Path, out: Path, *, jobs: int | None = 1) -> BuildResult:
    return build_site(compile_library(library), out, jobs=jobs)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_site_has_an_index_and_per_procedure_a_page_and_a_flowchart(
    library: Path, tmp_path: Path
) -> None:
    result = build(library, tmp_path / "out")
    names = set(contents(tmp_path / "out"))
    assert {name for name in names if "/" not in name} == {
        MANIFEST,
        *(f"{page}.html" for page in ("index", "glossary", "relations", "standards")),
        *(f"{page}.en.html" for page in ("index", "glossary", "relations", "standards")),
        *(f"KS-00{n}.{kind}" for n in (1, 2, 3) for kind in ("html", "svg")),
        "KS-001.en.html",
        "KS-001.en.svg",
    }
    assert set(result.written) == names - {MANIFEST}
    assert (result.unchanged, result.removed) == (0, ())


def test_every_link_of_the_example_site_leads_to_something(tmp_path: Path) -> None:
    build(example_library(), tmp_path)
    assert broken_links(tmp_path) == []
    assert len(list(tmp_path.glob("*.html"))) >= 18


def test_a_site_shows_only_pictures_that_are_used_and_the_logo(
    library: Path, tmp_path: Path
) -> None:
    (library / "ks" / "a b.svg").write_text(PICTURE, encoding="utf-8")
    (library / "unused.svg").write_text(PICTURE, encoding="utf-8")
    (library / "ks/KS-003.md").write_text(
        sop("KS-003", purpose="![Plaatje](<a b.svg>)"), encoding="utf-8"
    )
    build(library, tmp_path / "out")
    pictures = {name for name in contents(tmp_path / "out") if name.startswith("pictures/")}
    assert pictures == {"pictures/ks/a b.svg", "pictures/logo.svg"}
    assert "pictures/ks/a%20b.svg" in read_page(tmp_path / "out" / "KS-003.html").addresses


def test_a_picture_may_have_a_percent_sign_in_its_name(library: Path, tmp_path: Path) -> None:
    (library / "ks" / "na 50%41.svg").write_text(PICTURE, encoding="utf-8")
    (library / "ks/KS-003.md").write_text(
        sop("KS-003", purpose="![Plaatje](na%2050%2541.svg)"), encoding="utf-8"
    )
    build(library, tmp_path / "out")
    assert (tmp_path / "out" / "pictures/ks/na 50%41.svg").is_file()
    assert "pictures/ks/na%2050%2541.svg" in read_page(tmp_path / "out" / "KS-003.html").addresses


def test_a_picture_that_is_a_link_out_of_the_library_is_not_copied(
    library: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text("secret", encoding="utf-8")
    (library / "ks" / "frame.svg").symlink_to(secret)
    (library / "logo.svg").unlink()
    (library / "logo.svg").symlink_to(secret)
    for target in ("frame.svg", "../../secret.svg", str(secret)):
        text = sop("KS-003", purpose=f"![Frame]({target})")
        (library / "ks/KS-003.md").write_text(text, encoding="utf-8")
        build(library, tmp_path / "out")
        assert not (tmp_path / "out" / "pictures").exists()
        assert read_page(tmp_path / "out" / "KS-003.html").all("img") == []


def test_the_same_library_gives_the_same_bytes_in_one_process_or_several(tmp_path: Path) -> None:
    write_library(tmp_path / "library", library_texts(40))
    build(tmp_path / "library", tmp_path / "one", jobs=1)
    build(tmp_path / "library", tmp_path / "two", jobs=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_the_work_can_travel_to_a_process_that_is_not_forked(library: Path, tmp_path: Path) -> None:
    site = site_of(compile_library(library), frozenset())
    work = Work(site, web_path("templates"), SiteOutput(tmp_path))
    travelled: Work = pickle.loads(pickle.dumps(work))  # noqa: S301 - made on the line itself
    assert travelled.make("ks/KS-001.md").written == ("KS-001.html", "KS-001.svg")


def test_progress_tells_every_page(library: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    build_site(
        compile_library(library),
        tmp_path / "out",
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


# What is written again


def test_a_second_build_writes_nothing(library: Path, tmp_path: Path) -> None:
    build(library, tmp_path / "out")
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    result = build(library, tmp_path / "out")
    assert (result.written, result.removed) == ((), ())
    assert result.unchanged == len(contents(tmp_path / "out")) - 1
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == times


def test_a_changed_file_is_written_again_and_no_other(library: Path, tmp_path: Path) -> None:
    build(library, tmp_path / "out")
    (library / "ks/KS-003.md").write_text(
        sop("KS-003", "Factuur", purpose="Nieuw."), encoding="utf-8"
    )
    assert build(library, tmp_path / "out").written == ("KS-003.html", "assets/search.js")


def test_a_new_title_reaches_the_pages_that_show_it(library: Path, tmp_path: Path) -> None:
    build(library, tmp_path / "out")
    (library / "ks/KS-001.md").write_text(sop(title="Opnemen"), encoding="utf-8")
    written = build(library, tmp_path / "out").written
    assert written == (
        "KS-001.html",
        "KS-001.svg",
        "KS-002.html",
        "assets/search.js",
        "index.html",
        "relations.html",
    )
    assert "Opnemen" in (tmp_path / "out" / "KS-002.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("organisation.yaml", "name: Anders\nlanguage: nl\n"),
        ("standards/csat.yaml", STANDARD),
        ("ks/KS-001.de.md", sop(language="de", title="Ans Telefon gehen")),
        ("ks/KS-004.md", sop("KS-004", steps="1. Zie [KS-001](KS-001).\n2. Klaar.")),
        ("ks/frame.svg", PICTURE),
        ("ks/KS-009.md", sop("KS-009", "Er is er nu een")),
        ("ks/KS-002.md", sop("KS-002", "Zonder link")),
        ("glossary.md", "# Begrippen\n\n## Begrippen\n\nklant\n: Wie iets koopt.\n"),
    ],
)
def test_an_incremental_build_gives_what_a_fresh_one_gives(
    library: Path, tmp_path: Path, path: str, text: str
) -> None:
    """Whatever changes around a page, the page follows."""
    shown = "![Frame](frame.svg) [Later](KS-009) [Verwant](KS-002.md)"
    first = sop(purpose=shown, steps="1. Vraag. {standard=csat}\n2. Klaar.")
    (library / "ks/KS-001.md").write_text(first, encoding="utf-8")
    build(library, tmp_path / "out")
    write_library(library, {path: text})
    build(library, tmp_path / "out")
    build(library, tmp_path / "fresh")
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_a_page_that_is_gone_is_written_again(library: Path, tmp_path: Path) -> None:
    build(library, tmp_path / "out")
    (tmp_path / "out" / "KS-002.svg").unlink()
    assert build(library, tmp_path / "out").written == ("KS-002.svg",)


# What is removed, and what is not


def test_what_no_longer_belongs_is_removed_and_the_rest_is_left_alone(
    library: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    build(library, out)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "pictures" / "mine.png").write_text("mine", encoding="utf-8")
    (library / "ks/KS-003.md").unlink()
    (library / "organisation.yaml").write_text("name: X\nlanguage: nl\n", encoding="utf-8")
    result = build(library, out)
    assert result.removed == ("KS-003.html", "KS-003.svg", "pictures/logo.svg")
    assert (out / "notes.txt").exists()
    assert (out / "pictures" / "mine.png").exists()


def test_empty_folders_go_with_their_last_file(library: Path, tmp_path: Path) -> None:
    build(library, tmp_path / "out")
    (library / "logo.svg").unlink()
    build(library, tmp_path / "out")
    assert not (tmp_path / "out" / "pictures").exists()


@pytest.mark.parametrize(
    "name", ["../victim.txt", "/{victim}", "pictures/../../victim.txt", "link/victim.txt"]
)
def test_a_manifest_cannot_name_files_outside(library: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    build(library, out)
    victim = tmp_path / "victim.txt"
    victim.write_text("precious", encoding="utf-8")
    (out / "link").symlink_to(tmp_path)
    manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    manifest["files"][name.format(victim=str(victim).lstrip("/"))] = ""
    (out / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    assert build(library, out).removed == ()
    assert victim.exists()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"format": 9}', '{"format": 1, "files": []}', "[" * 100_000]
)
def test_a_manifest_that_makes_no_sense_counts_as_none(
    library: Path, tmp_path: Path, text: str
) -> None:
    build(library, tmp_path / "out")
    before = contents(tmp_path / "out")
    (tmp_path / "out" / MANIFEST).write_text(text, encoding="utf-8")
    assert build(library, tmp_path / "out").written == ()
    assert contents(tmp_path / "out") == before


def test_a_page_of_someone_else_is_not_overwritten(library: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("<h1>Mijn site</h1>", encoding="utf-8")
    with pytest.raises(AlreadyThereError):
        build(library, out)
    assert contents(out) == {"index.html": b"<h1>Mijn site</h1>"}


def test_a_symbolic_link_in_place_of_a_page_is_replaced_not_followed(
    library: Path, tmp_path: Path
) -> None:
    build(library, tmp_path / "out")
    elsewhere = tmp_path / "elsewhere.html"
    elsewhere.write_text("precious", encoding="utf-8")
    page = tmp_path / "out" / "KS-001.html"
    page.unlink()
    page.symlink_to(elsewhere)
    build(library, tmp_path / "out")
    assert elsewhere.read_text(encoding="utf-8") == "precious"
    assert not page.is_symlink()


# Where it cannot be written


def test_the_output_may_lie_inside_the_library(library: Path) -> None:
    build(library, library / "site")
    before = contents(library / "site")
    result = build(library, library / "site")
    assert result.written == ()
    assert contents(library / "site") == before


def test_the_output_is_never_the_library_itself(library: Path) -> None:
    before = contents(library)
    with pytest.raises(OutputInsideLibraryError):
        build(library, library / "ks" / "..")
    assert contents(library) == before


def test_an_output_that_is_a_file_is_refused(library: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(NotAFolderError):
        build(library, tmp_path / "file")
    with pytest.raises(UnwritableError):
        build(library, tmp_path / "file" / "below")


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let the system refuse files above a size, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_disk_that_takes_no_more_is_told_with_the_reason(
    library: Path, tmp_path: Path, jobs: int
) -> None:
    out = tmp_path / "out"
    with largest_file(4000), pytest.raises(UnwritableError) as caught:
        build(library, out, jobs=jobs)
    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__cause__.errno == 27
    assert "File too large" in str(caught.value)
    assert [path.name for path in out.rglob("*.tmp")] == []
    assert build(library, out).diagnostics == compile_library(library).diagnostics
    assert broken_links(out) == []


# Procedures with errors


def test_a_hundred_files_with_one_number_have_a_page_each(tmp_path: Path) -> None:
    write_library(tmp_path / "library", {f"{n:03}.md": sop(title=f"Nr. {n}") for n in range(100)})
    build(tmp_path / "library", tmp_path / "out")
    titles = {
        page.all("h1")[0].text for page in map(read_page, (tmp_path / "out").glob("KS-*.html"))
    }
    assert titles == {f"Nr. {n}" for n in range(100)}
    assert (tmp_path / "out" / "KS-001~100.html").exists()
    index = read_page(tmp_path / "out" / "index.html")
    assert sum(element.attributes.get("class") == "entry" for element in index.elements) == 100


@pytest.mark.parametrize(
    "number", ["", "../../x", "..", "/etc/KS-1", "ks 1", "KS-1/2", "KS-" + "9" * 500, "CON", "."]
)
def test_a_number_that_is_none_cannot_leave_the_folder(tmp_path: Path, number: str) -> None:
    text = sop().replace("number: KS-001", f'number: "{number}"')
    write_library(tmp_path / "library", {"Één klacht.md": text})
    build(tmp_path / "library", tmp_path / "out")
    assert (tmp_path / "out" / "file-n-klacht.html").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["library", "out"]
    assert broken_links(tmp_path / "out") == []


def test_a_language_that_is_none_cannot_leave_the_folder(tmp_path: Path) -> None:
    files = {"a.md": sop(), "b.md": sop().replace("language: nl", 'language: "../../x"')}
    write_library(tmp_path / "library", files)
    build(tmp_path / "library", tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["library", "out"]
    assert broken_links(tmp_path / "out") == []


def test_a_page_and_the_index_say_that_there_are_errors(tmp_path: Path) -> None:
    write_library(
        tmp_path / "library",
        {"a.md": sop(steps="1. Doe dit → [weg](#weg)\n2. Klaar → nergens"), "b.md": sop("KS-002")},
    )
    compiled = compile_library(tmp_path / "library")
    build_site(compiled, tmp_path / "out")
    [said] = [
        element.text
        for element in read_page(tmp_path / "out" / "KS-001.html").all("p")
        if element.attributes.get("class") == "problems"
    ]
    assert said == "De controle vindt 2 fouten in deze procedure."
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert index.count('class="problems"') == 1
    assert "2 errors" in index


def test_a_file_that_cannot_be_read_is_listed_and_has_no_page(tmp_path: Path) -> None:
    write_library(tmp_path / "library", {"a.md": sop()})
    (tmp_path / "library" / "b.md").write_bytes(b"\xff\xfe")
    build(tmp_path / "library", tmp_path / "out")
    index = read_page(tmp_path / "out" / "index.html")
    assert [item.text for item in index.all("li") if item.text.endswith(".md")] == ["b.md"]


# With PDFs


def test_with_pdfs_each_procedure_has_one_that_its_page_links_to(
    library: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    result = build_site(compile_library(library), out, pdf=True)
    names = {"KS-001.pdf", "KS-001.en.pdf", "KS-002.pdf", "KS-003.pdf"}
    assert names == {name for name in result.written if name.endswith(".pdf")}
    assert "KS-001 Answering the phone" in PdfRead((out / "KS-001.en.pdf").read_bytes()).text
    assert 'href="KS-001.en.pdf"' in (out / "KS-001.en.html").read_text(encoding="utf-8")
    assert not list(broken_links(out))


def test_a_pdf_of_the_site_is_the_one_that_is_made_alone(library: Path, tmp_path: Path) -> None:
    (library / "ks" / "a.svg").write_text(PICTURE, encoding="utf-8")
    (library / "ks" / "z.svg").write_text(PICTURE, encoding="utf-8")
    text = sop("KS-003", steps="1. Kijk.\n\n   ![Z](z.svg)")
    write_library(
        library, {"ks/KS-003.md": text, "ks/KS-002.md": sop("KS-002", purpose="![A](a.svg)")}
    )
    build_site(compile_library(library), tmp_path / "site", pdf=True)
    alone = print_procedure(check_one(library / "ks/KS-003.md"), "KS-003.md")
    assert (tmp_path / "site" / "KS-003.pdf").read_bytes() == alone.data


def test_the_same_library_gives_the_same_pdfs_in_one_process_or_several(
    library: Path, tmp_path: Path
) -> None:
    compiled = compile_library(library)
    build_site(compiled, tmp_path / "one", pdf=True, jobs=1)
    build_site(compiled, tmp_path / "two", pdf=True, jobs=2)
    for path in (tmp_path / "one").glob("*.pdf"):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_second_build_makes_no_pdf_again(library: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build_site(compile_library(library), out, pdf=True)
    times = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    told: list[int] = []
    again = build_site(
        compile_library(library), out, pdf=True, progress=lambda done, _all: told.append(done)
    )
    assert again.written == ()
    assert told == []
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == times


@pytest.mark.parametrize(
    ("file", "text", "made"),
    [
        ("ks/KS-003.md", sop("KS-003", "Rekening"), {"KS-003.pdf"}),
        ("ks/KS-001.md", sop(title="Bellen"), {"KS-001.pdf", "KS-002.pdf"}),
        (
            "organisation.yaml",
            ORGANISATION.replace("Voorbeeld", "Ander"),
            {"KS-001.pdf", "KS-001.en.pdf", "KS-002.pdf", "KS-003.pdf"},
        ),
        (
            "logo.svg",
            PICTURE.replace('"9" height', '"18" height'),
            {"KS-001.pdf", "KS-001.en.pdf", "KS-002.pdf", "KS-003.pdf"},
        ),
    ],
)
def test_what_a_pdf_shows_reaches_it_and_no_other(
    library: Path, tmp_path: Path, file: str, text: str, made: set[str]
) -> None:
    out = tmp_path / "site"
    build_site(compile_library(library), out, pdf=True)
    (library / file).write_text(text, encoding="utf-8")
    again = build_site(compile_library(library), out, pdf=True)
    assert {name for name in again.written if name.endswith(".pdf")} == made


def test_without_pdfs_those_of_an_earlier_build_go_with_their_links(
    library: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    build_site(compile_library(library), out, pdf=True)
    result = build_site(compile_library(library), out)
    assert "KS-001.pdf" in result.removed
    assert not list(out.glob("*.pdf"))
    assert not list(broken_links(out))


def test_a_pdf_of_someone_else_is_not_overwritten(library: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / "KS-001.pdf").write_bytes(b"%PDF-1.7 mine")
    with pytest.raises(AlreadyThereError):
        build_site(compile_library(library), out, pdf=True)
    assert (out / "KS-001.pdf").read_bytes() == b"%PDF-1.7 mine"


def test_a_build_that_was_broken_off_can_be_done_again(library: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build_site(compile_library(library), out, pdf=True)
    (out / MANIFEST).unlink()
    assert build_site(compile_library(library), out, pdf=True).written == ()


def test_what_the_pdfs_replace_and_leave_out_is_told_once(library: Path, tmp_path: Path) -> None:
    (library / "ks" / "broken.png").write_bytes(b"no picture")
    strange = sop("KS-003", purpose="漢 ![Deur](broken.png)")
    write_library(library, {"ks/KS-002.md": sop("KS-002", purpose="漢"), "ks/KS-003.md": strange})
    result = build_site(compile_library(library), tmp_path / "site", pdf=True)
    assert result.replaced == {"漢": "□"}
    assert result.left_out == ("ks/broken.png",)
