"""What was released, compiled from the register, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from sopkit.model.control import Meaning, Status, Version
from sopkit.refusals import NotInForceError, UnknownVersionError
from sopkit.services.binder import Wanted, bind
from sopkit.services.build import build_site
from sopkit.services.print import procedure_pdf
from sopkit.services.register.released import (
    ReleasedVersion,
    library_in_force,
    name_of,
    released_version,
)
from sopkit.services.register.saving import Writing, save_revision
from sopkit.store import documents
from tests.register import World, sop
from tests.render.pdf.reading import PdfRead

NUMBER = "KS-001"
CHANGED = sop(steps=("Groet de klant binnen 20 seconden.", "Vraag het ordernummer."))
GLOSSARY = "---\nlanguage: nl\n---\n\nbelofte\n: {meaning}\n"


def pdf_of(found: ReleasedVersion) -> PdfRead:
    made = procedure_pdf(found.compiled, found.sop, NUMBER, control=found.control)
    return PdfRead(made.data)


def picture(colour: str) -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
        f'<rect width="40" height="20" fill="{colour}"/></svg>'
    ).encode()


def save_with_picture(world: World, text: str, path: str, data: bytes) -> None:
    with world.register.reading() as session:
        latest = {each.path: each.id for each in documents.newest(session)}
    writing = Writing(path, text.encode(), {"beeld.svg": data})
    save_revision(
        world.register, world.people["author"], writing, latest.get(path), "", world.tick()
    )


def with_picture(number: str) -> str:
    return sop(number, steps=("Groet de klant. ![Een vlak](beeld.svg)", "Vraag het ordernummer."))


def put_in_force(world: World, number: str) -> None:
    world.submit(number)
    world.approve(number)
    world.release(number)


def test_the_paper_of_a_version_shows_its_record(world: World) -> None:
    world.put_in_force(sop())
    world.put_in_force(CHANGED)
    found = released_version(world.register, NUMBER, None, world.now)
    assert found.control.version == Version(2, 0)
    pdf = pdf_of(found)
    assert pdf.attachments == {"KS-001.nl.md": CHANGED.encode()}
    for told in (
        "Versie 2.0",
        "Van kracht",
        "2 maart 2026",
        "Anna Auteur Opgesteld",
        "Bram Beoordelaar Goedgekeurd",
        "nieuw",
    ):
        assert told in pdf.text, told
    with world.register.reading() as session:
        revision = next(e for e in documents.newest(session) if e.document.key == NUMBER)
    printed = pdf.text.replace(" ", "")
    assert revision.content_hash in printed
    assert found.control.anchor in printed
    assert [each.meaning for each in found.control.signatures] == [
        Meaning.AUTHORSHIP,
        Meaning.APPROVAL,
    ]
    assert set(pdf.stamps) == {""}


def test_what_is_over_is_stamped_across_every_page(world: World) -> None:
    world.put_in_force(sop())
    world.put_in_force(CHANGED)
    old = released_version(world.register, NUMBER, None, world.now, version="1.0")
    assert old.control.status is Status.SUPERSEDED
    assert set(pdf_of(old).stamps) == {"VERVALLEN"}
    world.withdraw()
    last = released_version(world.register, NUMBER, None, world.now, version="2.0")
    assert last.control.status is Status.WITHDRAWN
    assert set(pdf_of(last).stamps) == {"INGETROKKEN"}
    assert any(each.meaning is Meaning.WITHDRAWAL for each in last.control.signatures)
    with pytest.raises(NotInForceError):
        released_version(world.register, NUMBER, None, world.now)
    with pytest.raises(UnknownVersionError):
        released_version(world.register, NUMBER, None, world.now, version="3.0")


def test_what_was_in_force_then_says_what_it_is_now(world: World) -> None:
    first = world.put_in_force(sop())
    world.put_in_force(CHANGED)
    then = first.effective_from + timedelta(seconds=1)
    found = released_version(world.register, NUMBER, None, world.now, moment=then)
    assert (found.control.version, found.control.status) == (Version(1, 0), Status.SUPERSEDED)
    library = library_in_force(world.register, world.now, then)
    assert library.records["KS-001.md"].status is Status.SUPERSEDED
    assert (
        library_in_force(
            world.register, world.now, first.effective_from - timedelta(days=1)
        ).records
        == {}
    )


def test_a_version_that_takes_effect_later_is_marked_so(world: World) -> None:
    world.save(sop())
    world.submit()
    world.approve()
    begins = world.now + timedelta(days=30)
    world.release(effective_from=begins)
    found = released_version(world.register, NUMBER, None, world.now, version="1.0")
    assert found.control.status is Status.APPROVED
    assert "GOEDGEKEURD" in pdf_of(found).text
    assert library_in_force(world.register, world.now).records == {}
    assert list(library_in_force(world.register, world.now, begins).records) == ["KS-001.md"]


def test_the_glossary_of_the_release_is_printed_after_it_changed(world: World) -> None:
    text = sop(steps=("Doe een **belofte**.", "Vraag het ordernummer.")).replace(
        "## Begrippen\n\nGeen.", "## Begrippen\n\n- **belofte**"
    )
    world.save(GLOSSARY.format(meaning="wat we toen zeiden"), path="glossary.md", by="admin")
    world.put_in_force(text)
    world.save(GLOSSARY.format(meaning="wat we nu zeggen"), path="glossary.md", by="admin")
    [term] = released_version(world.register, NUMBER, None, world.now).compiled.library.glossary
    assert "toen" in str(term)
    world.put_in_force(sop("KS-002"), "KS-002")
    [term] = library_in_force(world.register, world.now).compiled.library.glossary
    assert "nu" in str(term)
    found = released_version(world.register, NUMBER, None, world.now)
    bound = bind(found.compiled, Wanted(), records={found.sop.path: found.control})
    assert "wat we toen zeiden" in PdfRead(bound.printed.data).text


def test_each_version_keeps_its_picture_where_two_have_one_name(
    world: World, tmp_path: Path
) -> None:
    save_with_picture(world, with_picture("KS-001"), "KS-001.md", picture("red"))
    put_in_force(world, "KS-001")
    save_with_picture(world, with_picture("KS-002"), "KS-002.md", picture("blue"))
    put_in_force(world, "KS-002")
    library = library_in_force(world.register, world.now)
    build_site(library.compiled, tmp_path, records=library.records)
    shown = {path.read_bytes() for path in (tmp_path / "pictures").iterdir()}
    assert shown == {picture("red"), picture("blue")}
    one, two = ((tmp_path / f"KS-00{n}.html").read_text() for n in (1, 2))
    [name] = [path.name for path in (tmp_path / "pictures").iterdir() if "~" in path.name]
    assert (name in one) != (name in two)


def test_pages_bear_the_record_and_are_made_again_when_it_changes(
    world: World, tmp_path: Path
) -> None:
    world.put_in_force(sop())
    world.put_in_force(sop("KS-002"), "KS-002")
    library = library_in_force(world.register, world.now)
    build_site(library.compiled, tmp_path, records=library.records)
    page = (tmp_path / "KS-001.html").read_text()
    for told in ("Versie 1.0", "Anna Auteur", "Bram Beoordelaar", "nieuw"):
        assert told in page, told
    again = library_in_force(world.register, world.now)
    assert build_site(again.compiled, tmp_path, records=again.records).written == ()
    moment = world.now
    world.put_in_force(CHANGED)
    old = library_in_force(world.register, world.now, moment)
    written = build_site(old.compiled, tmp_path, records=old.records).written
    assert "KS-001.html" in written
    assert "KS-002.html" not in written


def test_a_link_to_what_is_not_in_force_is_no_error_on_the_page(world: World) -> None:
    world.save(sop("KS-002"))
    world.put_in_force(sop(steps=("Groet de klant.", "Lees [KS-002](KS-002.md).")))
    found = released_version(world.register, NUMBER, None, world.now)
    made = procedure_pdf(found.compiled, found.sop, NUMBER, control=found.control)
    assert made.errors == 0
    assert "KS-002" in PdfRead(made.data).text


def test_a_stamped_copy_names_who_printed_it_and_when(world: World) -> None:
    world.put_in_force(sop())
    found = released_version(world.register, NUMBER, None, world.now)
    by = name_of(world.register, "trainee", world.now)
    control = replace(found.control, printed_at=world.now, printed_by=by)
    pdf = PdfRead(procedure_pdf(found.compiled, found.sop, NUMBER, control=control).data)
    assert "Els Leerling" in pdf.text
    assert name_of(world.register, "nobody", world.now) is None


def test_reading_the_library_takes_as_many_statements_for_many_as_for_one(world: World) -> None:
    counted: list[str] = []
    event.listen(
        world.register.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_rest: counted.append(statement),
    )

    def statements() -> int:
        counted.clear()
        library_in_force(world.register, world.now)
        return len(counted)

    world.put_in_force(sop())
    few = statements()
    for number in ("KS-002", "KS-003", "KS-004"):
        world.put_in_force(sop(number), number)
        world.put_in_force(sop(number, title="Anders"), number)
    assert statements() == few
