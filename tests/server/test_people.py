"""People as an administrator sees and changes them in the browser."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from sopkit.services.accounts.directory import PAGE, Filter, find
from sopkit.services.register.persons import add_person, close_account, give_right, person
from tests.register import World
from tests.web import Web, text_of


def rows(page: str) -> list[str]:
    """The names in the list."""
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)


def test_people_are_found_by_name_login_and_what_they_have(web: Web) -> None:
    admin = web.as_("admin")
    add_person(web.world.register, web.world.people["admin"], "zoe", "Zoë Ångström", web.world.now)
    assert rows(admin.get("/admin/people?words=zoe").text) == ["Zoë Ångström"]
    assert rows(admin.get("/admin/people?words=ANGSTROM").text) == ["Zoë Ångström"]
    assert rows(admin.get("/admin/people?words=second-app").text) == ["Carla Controleur"]
    assert rows(admin.get("/admin/people?right=reviewer").text) == ["Dirk Kwaliteit"]
    assert rows(admin.get("/admin/people?right=author&department=hr").text) == ["Anna Auteur"]
    assert rows(admin.get("/admin/people?role=medewerker").text) == []
    assert "Nobody matches." in admin.get("/admin/people?words=xyz").text


def test_closed_accounts_are_listed_only_when_asked_for(web: Web) -> None:
    close_account(web.world.register, web.world.people["admin"], "outsider", web.world.tick())
    admin = web.as_("admin")
    assert "Otto Buiten" not in admin.get("/admin/people").text
    assert rows(admin.get("/admin/people?state=closed").text) == ["Otto Buiten"]
    assert "Otto Buiten" in rows(admin.get("/admin/people?state=all").text)


def test_a_page_of_people_costs_as_many_queries_for_many_as_for_few(world: World) -> None:
    admin = world.people["admin"]

    def queries() -> int:
        counted: list[str] = []
        listener = lambda *given: counted.append(given[2])  # noqa: E731
        event.listen(world.register.engine, "before_cursor_execute", listener)
        find(world.register, admin, "", Filter(active=True), 1, world.now)
        event.remove(world.register.engine, "before_cursor_execute", listener)
        return len(counted)

    few = queries()
    for number in range(PAGE + 5):
        add_person(world.register, admin, f"p{number}", f"Person {number}", world.tick())
        give_right(world.register, admin, f"p{number}", "reader", "hr", world.tick())
    assert queries() == few
    found = find(world.register, admin, "", Filter(), 2, world.now)
    assert (found.page, found.pages, found.count) == (2, 2, PAGE + 5 + 7)
    assert find(world.register, admin, "", Filter(), 99, world.now).page == 2


def test_a_new_person_gets_rights_roles_a_team_and_a_link(web: Web) -> None:
    admin = web.as_("admin")
    form = {"login": "kees", "name": "Kees Vos", "language": "nl"}
    assert (
        admin.post("/admin/add-person", data=form)
        .headers["location"]
        .startswith("/admin/people/kees")
    )
    admin.post("/admin/people/kees/rights", data={"right": "author", "department": "hr"})
    admin.post("/admin/people/kees/roles", data={"role": "medewerker"})
    admin.post("/admin/people/kees/teams", data={"team": "Team West", "lead": "true"})
    page = text_of(admin.get("/admin/people/kees").text)
    for told in ("author Human resources since", "Agent since", "Team West lead since"):
        assert told in page, told
    assert "Team West" in text_of(admin.get("/admin/teams").text)
    admin.post("/admin/people/kees/roles/end", data={"role": "medewerker"})
    admin.post("/admin/people/kees/teams/leave", data={"team": "Team West"})
    admin.post("/admin/people/kees/rights/end", data={"right": "author", "department": "hr"})
    page = text_of(admin.get("/admin/people/kees").text)
    assert "What was before" in page
    assert "This person can read nothing yet" not in page
    assert "None: this person can only read what is in force." in page
    web.world.assert_proven()


@pytest.mark.parametrize(
    ("path", "form", "told"),
    [
        ("/admin/add-person", {"login": "a b", "name": "X"}, "is no login"),
        ("/admin/add-person", {"login": "author", "name": "X"}, "Somebody has the login"),
        ("/admin/add-person", {"login": "..", "name": "X"}, "is no login"),
        ("/admin/people/author/name", {"name": ""}, "A person has a name"),
        ("/admin/people/author/rights", {"right": "boss"}, "There is no right"),
        ("/admin/people/author/roles", {"role": "boss"}, "There is no role"),
        ("/admin/people/author/teams", {"team": " "}, "A team has a name"),
        ("/admin/people/author/close", {}, "Tick the box first"),
        ("/admin/people/author/unrecognisable", {}, "Tick the box first"),
        ("/admin/people/admin/close", {"sure": "true"}, "This is the last administrator"),
    ],
)
def test_a_refusal_is_a_sentence_on_the_page(
    web: Web, path: str, form: dict[str, str], told: str
) -> None:
    answer = web.as_("admin").post(path, data=form)
    assert answer.status_code == 409
    assert told in text_of(answer.text)
    assert 'role="alert"' in answer.text
    if form.get("login"):
        assert f'value="{form["login"]}"' in answer.text


def test_somebody_who_leaves_is_closed_and_later_made_unrecognisable(web: Web) -> None:
    admin = web.as_("admin")
    assert admin.post("/admin/people/trainee/close", data={"sure": "true"}).status_code == 303
    assert not person(web.world.register, "trainee", datetime.now(UTC)).account.active
    answer = admin.post("/admin/people/trainee/unrecognisable", data={"sure": "true"})
    assert answer.headers["location"] == "/admin/people"
    assert admin.get("/admin/people/trainee").status_code == 404
    assert "Els Leerling" not in admin.get("/admin/people?state=all").text
    web.world.assert_proven()


def test_who_administers_one_department_does_not_see_everybody(web: Web) -> None:
    register, admin = web.world.register, web.world.people["admin"]
    give_right(register, admin, "author", "administrator", "hr", web.world.tick())
    client = web.as_("author")
    for path in ("/admin/people", "/admin/people/trainee", "/admin/teams"):
        assert client.get(path).status_code == 404, path
    assert client.post("/admin/people/trainee/reset").status_code == 404
    files = {"file": ("people.csv", b"login,name\nx,X\n", "text/csv")}
    assert client.post("/admin/import", files=files).status_code == 404


LIST = b"login;name;rights\nkees;Kees Vos;author:hr\nauthor;Anna Auteur;\ntrainee;Els Anders;\n"


def sent(web: Web, data: bytes, name: str = "people.csv") -> str:
    return web.as_("admin").post("/admin/import", files={"file": (name, data, "text/csv")}).text


def hidden(page: str) -> dict[str, str]:
    """What the page sends to carry the file out."""
    return dict(re.findall(r'name="(upload|plan)" value="([^"]+)"', page))


def test_a_file_is_shown_before_anything_changes_and_then_carried_out(web: Web) -> None:
    page = sent(web, LIST)
    told = text_of(page)
    assert "People added: 1, changed: 1, as they were: 1." in told
    assert "2 Kees Vos kees new right: author, Human resources" in told
    assert "called Els Anders from now on" in told
    assert rows(web.as_("admin").get("/admin/people?words=kees").text) == []
    answer = web.as_("admin").post("/admin/import/carry-out", data=hidden(page))
    assert answer.headers["location"] == "/admin/people?added=1&changed=1"
    assert rows(web.as_("admin").get("/admin/people?words=kees").text) == ["Kees Vos"]
    again = web.as_("admin").post("/admin/import/carry-out", data=hidden(page))
    assert (again.status_code, "send it once more" in again.text) == (409, True)
    web.world.assert_proven()


def test_what_would_be_something_else_by_now_is_shown_again(web: Web) -> None:
    page = sent(web, LIST)
    add_person(web.world.register, web.world.people["admin"], "kees", "Kees Vos", datetime.now(UTC))
    answer = web.as_("admin").post("/admin/import/carry-out", data=hidden(page))
    assert answer.status_code == 409
    assert "The register changed meanwhile" in answer.text
    assert "People added: 0, changed: 2" in text_of(answer.text)
    done = web.as_("admin").post("/admin/import/carry-out", data=hidden(answer.text))
    assert done.status_code == 303


def test_nobody_carries_out_the_file_of_another(web: Web) -> None:
    register, admin = web.world.register, web.world.people["admin"]
    give_right(register, admin, "author", "administrator", "*", web.world.tick())
    page = sent(web, LIST)
    answer = web.as_("author").post("/admin/import/carry-out", data=hidden(page))
    assert (answer.status_code, "send it once more" in answer.text) == (409, True)


def test_the_mistakes_of_a_file_are_told_by_line_and_nothing_can_be_carried_out(web: Web) -> None:
    page = sent(web, b"login;name\nkees;Kees\na b;X\nkees;Kees\n", "<b>.csv")
    told = text_of(page)
    assert "Mistakes: 2. Mend the file and send it again" in told
    assert "3 “a b” is no login" in told
    assert hidden(page) == {}
    assert "<b>.csv" not in page
    for data in (b"", b"\xff\xfe", b"\x00" * 1000, b'login,name\n"', b"x" * 9_000_000):
        assert "Carry this out" not in sent(web, data)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_example_of_a_file_can_be_carried_out_as_it_stands(web: Web, language: str) -> None:
    admin = web.as_("admin")
    admin.post("/account/language", data={"language": language})
    page = admin.get("/admin/import").text
    found = re.search(r'<pre class="example"[^>]*>(.*?)</pre>', page, re.DOTALL)
    assert found is not None
    example = found[1]
    assert ("Klantenservice" if language == "nl" else "Customer service") in example
    there = admin.post("/admin/import/carry-out", data=hidden(sent(web, example.encode())))
    assert there.headers["location"] == "/admin/people?added=2&changed=0"
    admin.post("/account/language", data={"language": "en"})
    told = "Carried out. People added: 2, changed: 0."
    assert told in text_of(admin.get(there.headers["location"]).text)
    kees = person(web.world.register, "kees", datetime.now(UTC))
    assert [each.name for each in kees.roles] == ["medewerker"]
