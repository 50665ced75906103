"""The trail in the browser: looked through, taken along, proved."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event

from sopkit.services.register.persons import add_person, give_right, make_unrecognisable, rename
from sopkit.services.register.tracing import Wish, search
from sopkit.store.trail import first_since, head
from tests.register import World, sop
from tests.web import Web, text_of


def acts(page: str) -> list[str]:
    """What happened, by the lines of the page."""
    return [text_of(each) for each in re.findall(r'<th scope="row">(.*?)</th>', page, re.DOTALL)]


def test_events_are_found_by_who_what_act_and_day(web: Web) -> None:
    web.world.put_in_force(sop())
    admin = web.as_("admin")
    assert acts(admin.get("/trail?who=approver").text) == [
        "version 1.0 released",
        "approved as approver",
    ]
    told = acts(admin.get("/trail?what=KS-001").text)
    assert told == ["version 1.0 released", "approved as approver", "submitted nieuw", "text saved"]
    assert acts(admin.get("/trail?what=trainee&act=right.given").text) == [
        "right given: reader, Human resources",
        "right given: reader, Customer service",
    ]
    assert acts(admin.get("/trail?since=2026-03-03").text) == []
    assert len(acts(admin.get("/trail?until=2026-03-02&since=2026-03-02").text)) == 32
    for nothing in ("until=2020-01-01", "until=0001-01-01", "since=9999-12-31"):
        assert "Nothing in the audit trail matches." in admin.get(f"/trail?{nothing}").text
    assert acts(admin.get("/trail?since=0001-01-01&until=9999-12-31").text)


def test_an_event_leads_to_all_that_happened_to_its_procedure(web: Web) -> None:
    web.world.put_in_force(sop())
    web.world.save(sop("KS-002"))
    admin = web.as_("admin")
    page = admin.get("/trail?act=revision.saved").text
    assert re.findall(r'<a href="(/trail[^"]+)">(KS[^<]+)</a>', page) == [
        ("/trail?what=KS-002", "KS-002 nl"),
        ("/trail?what=KS-001", "KS-001 nl"),
    ]
    assert len(acts(admin.get("/trail?what=KS-001").text)) == 4


def test_a_filter_that_means_nothing_is_told_and_kept(web: Web) -> None:
    admin = web.as_("admin")
    for query, told in (
        ("who=nobody", "“nobody” is no login and no number of a procedure."),
        ("what=XX-999", "“XX-999” is no login and no number of a procedure."),
        ("since=yesterday", "“yesterday” is no date"),
        ("until=9999-12-31", ""),
        ("before=-5", ""),
    ):
        answer = admin.get(f"/trail?{query}")
        assert (answer.status_code < 500, told in text_of(answer.text)) == (True, True), query
        if told:
            assert f'value="{query.partition("=")[2]}"' in answer.text


def test_one_pages_to_the_first_event(web: Web) -> None:
    admin = web.as_("admin")
    for number in range(80):
        by = web.world.people["admin"]
        add_person(web.world.register, by, f"p{number}", f"Person {number}", web.world.tick())
    address, seen = "/trail", 0
    while address:
        page = admin.get(address).text
        seen += len(acts(page))
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older[1].replace("&amp;", "&") if older else ""
    with web.world.register.reading() as session:
        assert seen == head(session).events


def test_a_page_of_the_trail_costs_as_many_queries_for_many_events_as_for_few(
    world: World,
) -> None:
    admin = world.people["admin"]

    def queries(limit: int) -> int:
        counted: list[str] = []
        listener = lambda *given: counted.append(given[2])  # noqa: E731
        event.listen(world.register.engine, "before_cursor_execute", listener)
        found = search(world.register, admin, Wish(), world.now, limit=limit)
        event.remove(world.register.engine, "before_cursor_execute", listener)
        assert len(found) == limit
        return len(counted)

    world.put_in_force(sop())
    assert queries(30) == queries(10)


def test_the_first_event_of_a_moment_is_found_by_halving(world: World) -> None:
    world.put_in_force(sop())
    with world.register.reading() as session:
        from sopkit.store.trail import entries

        every = entries(session, limit=10_000)
        for one in every:
            from datetime import datetime

            at = datetime.fromisoformat(one.at)
            later = [each.seq for each in every if each.at >= one.at]
            assert first_since(session, at) == min(later)
        assert first_since(session, at - timedelta(days=1)) == 1
        assert first_since(session, world.now + timedelta(days=1)) == len(every) + 1


def test_the_spreadsheet_has_every_event_and_no_formula(web: Web) -> None:
    web.world.save(sop(), message="=HYPERLINK(1)")
    answer = web.as_("admin").get("/trail.csv")
    assert answer.headers["content-disposition"].endswith('.csv"')
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    with web.world.register.reading() as session:
        assert len(lines) == head(session).events + 1
    assert not any(cell.startswith("=") for line in lines for cell in line)
    filtered = web.as_("admin").get("/trail.csv?act=register.made").content.decode("utf-8-sig")
    assert len(filtered.splitlines()) == 2


def test_a_proof_is_told_in_words(web: Web) -> None:
    admin = web.as_("admin")
    assert "every row are as they were recorded" in text_of(admin.post("/trail/verify").text)
    file = web.world.register.file
    assert file is not None
    with closing(sqlite3.connect(file)) as database:
        database.execute("DROP TRIGGER team_period_no_update")
        database.commit()
    told = text_of(admin.post("/trail/verify").text)
    assert "The register is not as it was recorded. Findings: 1." in told
    assert "team_period_no_update" in told


def test_the_bundle_verifies_and_its_making_is_recorded(web: Web, tmp_path: Path) -> None:
    answer = web.as_("admin").post("/trail/bundle")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    command = [sys.executable, "-I", str(tmp_path / "verify.py")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert acts(web.as_("admin").get("/trail").text)[0] == "audit bundle exported"


def test_a_backup_is_an_administrators_and_recorded_as_theirs(web: Web) -> None:
    answer = web.as_("admin").post("/admin/backup")
    assert zipfile.is_zipfile(io.BytesIO(answer.content))
    assert acts(web.as_("admin").get("/trail?who=admin").text)[0] == "register backed up"


def test_a_reviewer_of_one_department_does_not_see_the_whole_trail(web: Web) -> None:
    reviewer = web.as_("reviewer")
    answers = [
        reviewer.get("/trail"),
        reviewer.get("/trail.csv"),
        reviewer.post("/trail/verify"),
        reviewer.post("/trail/bundle"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert "Anna Auteur" not in answers[0].text
    give_right(
        web.world.register, web.world.people["admin"], "reviewer", "reviewer", "*", web.world.tick()
    )
    assert reviewer.get("/trail").status_code == 200
    assert "Download a backup" not in reviewer.get("/trail").text


def abouts(page: str) -> list[str]:
    """What the events are about, by the lines of the page."""
    return [text_of(each) for each in re.findall(r'data-title="About">(.*?)</td>', page)]


def test_two_of_one_name_are_told_apart_by_their_logins(web: Web) -> None:
    admin = web.world.people["admin"]
    rename(web.world.register, admin, "author", "Dirk Kwaliteit", web.world.tick())
    make_unrecognisable(web.world.register, admin, "trainee", web.world.tick())
    page = web.as_("admin").get("/trail?act=person.renamed").text
    assert abouts(page) == ["Dirk Kwaliteit (author)"]
    page = web.as_("admin").get("/trail?act=person.added").text
    assert "Dirk Kwaliteit (reviewer)" in abouts(page)
    assert "–" in abouts(page)  # who was made unrecognisable has no login either


def test_the_files_of_the_organisation_are_named_as_files(web: Web) -> None:
    web.world.save("# Begrippen\n", by="admin", path="glossary.md")
    page = web.as_("admin").get("/trail?act=revision.saved").text
    assert abouts(page) == ["glossary.md", "organisation.yaml"]


def test_a_person_made_unrecognisable_is_nobody_in_the_trail(web: Web) -> None:
    web.world.save(sop())
    make_unrecognisable(web.world.register, web.world.people["admin"], "author", web.world.tick())
    page = web.as_("admin").get("/trail").text
    assert "Anna Auteur" not in page
    assert "(nobody)" in page
