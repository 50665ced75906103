"""What is found in a text near it is what the check of the whole library finds there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sopkit.parse.library import parse_file
from sopkit.refusals import HasErrorsError
from sopkit.services.register.indexing import index_drafts
from sopkit.services.register.saving import Writing, drop_draft, save
from sopkit.services.register.snapshot import compiled, organisation, snapshot
from sopkit.services.register.vicinity import broken_elsewhere, compiled_near
from sopkit.store import documents
from sopkit.store.documents import DocumentKey, DocumentKind
from sopkit.store.session import Register
from sopkit.store.trail import Ledger
from tests.engines import copied
from tests.register import World, sop
from tests.statements import queries

NUMBERS = ("KS-001", "KS-002", "KS-003", "KS-010", "HR-001")
PLACES = (*NUMBERS, "KS-01", "KS-999", "KS-002.md", "map/KS-003.md", "HR-01.md")
STEPS = ("", "#groet-de-klant", "#vraag-het", "#vraag-het-ordernummer")
SHAPES = ("Vraag [dit]({place}).", "Doe [dit]({place}).", "Ga na → [dit]({place})", "Zie {place}.")
TERMS = ("klant", "Order  nummer", "belofte")
ORGANISATION = """\
name: Kwiekwiel
language: nl
departments:
  - {id: klantenservice, name: {nl: Klantenservice, en: Customer service}}
  - {id: hr, name: {nl: Personeel, en: Human resources}}
severity: {SOP403: error, SOP504: error}
"""


@dataclass(frozen=True)
class Page:
    """A procedure of a generated library."""

    number: str
    language: str
    folder: str
    department: str
    terms: tuple[tuple[str, str], ...]
    target: str
    steps: tuple[str, ...]

    @property
    def path(self) -> str:
        return f"{self.folder}{self.number}{'.en' if self.language == 'en' else ''}.md"

    def text(self) -> str:
        made = sop(
            self.number,
            department=self.department,
            language=self.language,
            steps=("Groet de klant.", *self.steps),
        )
        if self.target:
            made = made.replace("review:", f'standards:\n  csat: "{self.target}"\nreview:')
        told = "\n\n".join(f"{name}\n: {words}" for name, words in self.terms)
        empty = "Geen." if self.language == "nl" else "None."
        return made.replace(empty, told) if told else made


PAGES = st.builds(
    Page,
    number=st.sampled_from(NUMBERS),
    language=st.sampled_from(["nl", "nl", "en"]),
    folder=st.sampled_from(["", "", "map/"]),
    department=st.sampled_from(["klantenservice", "Klantenservice", "Customer Service", "hr"]),
    terms=st.lists(
        st.tuples(st.sampled_from(TERMS), st.sampled_from(["Wie belt.", "wie belt", "Iets."])),
        max_size=2,
        unique_by=lambda term: term[0],
    ).map(tuple),
    target=st.sampled_from(["", ">= 80%", ">= 0.8", ">= 75%"]),
    steps=st.lists(
        st.builds(
            lambda shape, place, step: shape.format(place=place + step),
            st.sampled_from(SHAPES),
            st.sampled_from(PLACES),
            st.sampled_from(STEPS),
        )
        | st.sampled_from(["Vraag het.", "Kijk. ![plaatje](groet.png)", "Kijk. ![p](goet.png)"]),
        max_size=3,
    ).map(tuple),
)
LIBRARIES = st.lists(PAGES, min_size=2, max_size=6, unique_by=lambda page: page.path)


@contextmanager
def register_with(world: World, pages: list[Page]) -> Iterator[Register]:
    """A copy of a register, with these procedures; the first has the one picture."""
    folder = Path(tempfile.mkdtemp())
    made = copied(world, folder)
    made.save(ORGANISATION, by="admin", path="organisation.yaml")
    with made.register.writing() as session:
        ledger = Ledger(session, made.people["author"].id, made.tick())
        kept = {(page.number, page.language): page for page in pages}
        for place, page in enumerate(kept.values()):
            pictures = {f"{page.folder}groet.png": b"picture"} if place == 0 else {}
            save(ledger, Writing(page.path, page.text().encode(), pictures), None, "")
    yield made.register
    made.register.close()
    shutil.rmtree(folder)


@settings(max_examples=30, deadline=None)
@given(LIBRARIES)
def test_the_findings_are_those_of_the_whole_library(
    sqlite_world: World, pages: list[Page]
) -> None:
    with register_with(sqlite_world, pages) as register:
        for indexed in (False, True):  # what is in no index yet is read
            if indexed:
                index_drafts(register)
            with register.reading() as session:
                newest = documents.newest(session)
                whole = compiled(snapshot(session, newest)).diagnostics
                for each in newest:
                    if each.document.kind is DocumentKind.SOP:
                        found = compiled_near(session, each, None).diagnostics
                        assert found == tuple(f for f in whole if f.path == each.path)


@settings(max_examples=30, deadline=None)
@given(LIBRARIES)
def test_links_of_others_to_steps_that_are_not_there_are_those_of_the_whole_library(
    sqlite_world: World, pages: list[Page]
) -> None:
    with register_with(sqlite_world, pages) as register:
        index_drafts(register)
        with register.reading() as session:
            newest = documents.newest(session)
            whole = compiled(snapshot(session, newest))
            for each in newest:
                number = each.document.key
                if each.document.kind is not DocumentKind.SOP:
                    continue
                own = {e.path for e in newest if e.document.key == number}
                expected = [
                    f
                    for f in whole.diagnostics
                    if f.code == "SOP501"
                    and f.path not in own
                    and dict(f.parameters)["target"] == number
                    and dict(f.parameters)["id"]
                ]
                found = broken_elsewhere(session, each, None)
                assert [broken.finding for broken in found] == expected
                assert all(e.revision.path == e.finding.path for e in found)


def crowd(world: World, first: int, last: int) -> None:
    """More procedures, each with a term and a target that others have too, and links."""
    with world.register.writing() as session:
        ledger = Ledger(session, world.people["author"].id, world.tick())
        for index in range(first, last):
            number = f"KS-{index:03}"
            text = sop(number, steps=(f"Zie [dit](KS-{index - 1:03}).",))
            text = text.replace("Geen.", "klant\n: Wie belt.").replace(
                "review:", 'standards:\n  csat: ">= 80%"\nreview:'
            )
            save(ledger, Writing(f"{number}.md", text.encode()), None, "")
    index_drafts(world.register)


@pytest.mark.parametrize("act", ["submit", "release"])
def test_an_act_reads_no_more_texts_of_a_large_library_than_of_a_small_one(
    sqlite: World, act: str
) -> None:
    def cost(number: str) -> tuple[int, int]:
        """How many texts are parsed, and statements sent, for the act."""
        text = sop(number, steps=("Zie [dit](KS-101).",)).replace("Geen.", "klant\n: Wie belt.")
        sqlite.save(text)
        if act == "release":
            sqlite.submit(number)
            sqlite.approve(number)
        parse_file.cache_clear()
        sent = queries(lambda: getattr(sqlite, act)(number))
        return parse_file.cache_info().misses, sent

    crowd(sqlite, 100, 110)
    cost("KS-900")  # the first one of all puts words on the shelves for the others
    few = cost("KS-901")
    crowd(sqlite, 110, 250)
    assert cost("KS-902") == few
    assert 0 < few[0] < 20


def test_a_term_that_the_first_text_no_longer_has_is_compared_with_that_of_the_next(
    world: World,
) -> None:
    world.save(ORGANISATION, by="admin", path="organisation.yaml")
    for number, words in (("KS-001", "Wie belt."), ("KS-002", "Wie koopt."), ("KS-003", "Wie.")):
        world.save(sop(number).replace("Geen.", f"klant\n: {words}"))
    others: list[str] = []
    for _ in range(2):
        with pytest.raises(HasErrorsError):
            world.submit("KS-003")
        with world.register.reading() as session:
            key = DocumentKey(DocumentKind.SOP, "KS-003", organisation(session).language)
            found = documents.find(session, key)
            latest = documents.latest(session, found or "")
            assert latest is not None
            [finding] = [
                each
                for each in compiled_near(session, latest, None).diagnostics
                if each.code == "SOP403"
            ]
        others.append(dict(finding.parameters)["other"])
        drop_draft(
            world.register,
            world.people["author"],
            DocumentKey(DocumentKind.SOP, "KS-001", "nl"),
            "weg",
            world.tick(),
        )
    assert others == ["KS-001.md", "KS-002.md"]


def test_both_engines_find_a_circle_of_calls_a_broken_link_and_what_is_missing(
    world: World,
) -> None:
    steps = {
        "KS-001": ("Doe [dit](KS-002).", "Kijk. ![p](er-niet.png)"),
        "KS-002": ("Doe [dit](KS-003.md).",),
        "KS-003": ("Doe [dit](KS-001#weg).", "Zie [dat](KS-99)."),
        "KS-004": ("Doe [dit](KS-001).",),
    }
    for number, its in steps.items():
        world.save(sop(number, steps=its))
    index_drafts(world.register)
    with world.register.reading() as session:
        newest = {each.document.key: each for each in documents.newest(session)}
        whole = compiled(snapshot(session, newest.values())).diagnostics
        assert {"SOP207", "SOP501", "SOP502"} <= {each.code for each in whole}
        for number in steps:
            found = compiled_near(session, newest[number], None).diagnostics
            assert found == tuple(f for f in whole if f.path == f"{number}.md")
        [broken] = broken_elsewhere(session, newest["KS-001"], None)
        assert broken.revision == newest["KS-003"]
