"""The organisation's file, changed through forms."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from sopkit.services.register.reading import house
from tests.register import ORGANISATION, World, sop
from tests.server.browsing import forms
from tests.services.house.test_logo import SVG, png
from tests.web import Web, text_of

DEPARTMENTS, ROLES = "/admin/list/departments", "/admin/list/roles"


def revision(client: TestClient, path: str = "/admin/organisation") -> str:
    """The revision that a form sends back."""
    found = re.search(r'name="revision" value="(\w*)"', client.get(path).text)
    assert found is not None
    return found[1]


def written(world: World) -> str:
    """The file as it was saved last."""
    from sopkit.store import documents
    from sopkit.store.documents import DocumentKey, DocumentKind

    with world.register.reading() as session:
        found = documents.find(session, DocumentKey(DocumentKind.ORGANISATION))
        assert found is not None
        latest = documents.latest(session, found)
        assert latest is not None
        return documents.text_of(session, latest).decode()


def test_another_name_changes_its_line_alone(web: Web) -> None:
    admin = web.as_("admin")
    form = {"name": "Kwiekwiel & Zn", "language": "nl", "timezone": "Europe/Amsterdam"}
    answer = admin.post("/admin/organisation", data={**form, "revision": revision(admin)})
    assert answer.headers["location"] == "/admin/organisation?done=saved"
    assert written(web.world) == ORGANISATION.replace("name: Kwiekwiel", "name: Kwiekwiel & Zn")
    assert "Kwiekwiel &amp; Zn" in admin.get("/").text
    web.world.assert_proven()


def test_two_who_change_it_at_once_are_told(web: Web) -> None:
    admin = web.as_("admin")
    read = revision(admin)
    form = {"name": "First", "language": "nl", "timezone": "UTC", "revision": read}
    assert admin.post("/admin/organisation", data=form).status_code == 303
    answer = admin.post("/admin/organisation", data={**form, "name": "Second"})
    assert answer.status_code == 409
    assert "Somebody else has changed the organisation meanwhile." in text_of(answer.text)
    assert 'value="Second"' in answer.text
    assert house(web.world.register).name == "First"
    [shown] = {each["revision"] for each in forms(answer.text, "/admin/organisation")}
    again = admin.post("/admin/organisation", data={**form, "name": "Third", "revision": shown})
    assert again.status_code == 303


def test_a_department_is_added_renamed_given_a_rule_and_removed(web: Web) -> None:
    admin, register = web.as_("admin"), web.world.register
    form = {"new": "true", "name_nl": "Inkoop & voorraad", "name_en": "Purchasing"}
    admin.post(DEPARTMENTS, data={**form, "revision": revision(admin)})
    made = house(register).department("purchasing")
    assert made is not None
    assert made.names == {"nl": "Inkoop & voorraad", "en": "Purchasing"}
    rule = {"own": "true", "approvers": "1", "reviewers": "1"}
    admin.post(
        DEPARTMENTS,
        data={"id": "purchasing", "name_en": "Buying", "revision": revision(admin), **rule},
    )
    changed = house(register).department("purchasing")
    assert changed is not None
    assert (changed.names, changed.approval) == ({"en": "Buying"}, ("approver", "reviewer"))
    form = {"id": "purchasing", "revision": revision(admin)}
    assert admin.post(f"{DEPARTMENTS}/remove", data=form).status_code == 303
    assert written(web.world) == ORGANISATION


def test_a_department_that_is_in_use_stays(web: Web) -> None:
    web.world.save(sop("HR-001", department="hr"))
    admin = web.as_("admin")
    form = {"id": "hr", "revision": revision(admin)}
    answer = admin.post(f"{DEPARTMENTS}/remove", data=form)
    assert answer.status_code == 409
    assert "“hr” is still in use (procedures: 1, people: 5)." in text_of(answer.text)


def test_who_approves_is_a_number_of_people(web: Web) -> None:
    admin = web.as_("admin")
    form = {"approvers": "2", "reviewers": "1", "revision": revision(admin)}
    assert admin.post("/admin/organisation/approval", data=form).status_code == 303
    assert house(web.world.register).approval == ("approver", "approver", "reviewer")
    form = {"approvers": "0", "reviewers": "0", "revision": revision(admin)}
    answer = admin.post("/admin/organisation/approval", data=form)
    assert (answer.status_code, "At least one person must approve." in answer.text) == (409, True)


@pytest.mark.parametrize(
    ("path", "form", "told"),
    [
        ("/admin/organisation", {"name": ""}, "An organisation has a name"),
        ("/admin/organisation", {"name": "X", "language": "double dutch"}, "is no language"),
        (
            "/admin/organisation",
            {"name": "X", "language": "nl", "timezone": "Mars"},
            "There is no time zone",
        ),
        (ROLES, {"new": "true"}, "is no id"),
        (ROLES, {"new": "true", "id": "A b"}, "is no id"),
        (ROLES, {"new": "true", "id": "medewerker", "name_en": "X"}, "is in use already"),
        (ROLES, {"id": "nobody", "name_en": "X"}, "is not in the list any more"),
        (ROLES, {"new": "true", "name_en": "x" * 201}, "A name has 200 characters at most"),
        (DEPARTMENTS, {"id": "hr", "name_en": "X", "own": "true"}, "At least one person"),
        (f"{ROLES}/remove", {"id": "nobody"}, "is not in the list any more"),
    ],
)
def test_a_refusal_is_a_sentence_on_the_page(
    web: Web, path: str, form: dict[str, str], told: str
) -> None:
    admin = web.as_("admin")
    answer = admin.post(path, data={**form, "revision": revision(admin)})
    assert answer.status_code == 409
    assert told in text_of(answer.text)
    assert written(web.world) == ORGANISATION


def test_a_logo_is_shown_and_opened_by_itself_it_can_do_nothing(web: Web) -> None:
    admin = web.as_("admin")
    assert admin.get("/logo").status_code == 204
    for name, data, kind in (
        ("logo.svg", SVG.format("").encode(), "image/svg+xml"),
        ("whatever.png", png(), "image/png"),
    ):
        answer = admin.post(
            "/admin/organisation/logo",
            data={"revision": revision(admin)},
            files={"file": (name, data)},
        )
        assert answer.status_code == 303
        shown = web.nobody().get("/logo")
        assert (shown.content, shown.headers["content-type"]) == (data, kind)
        assert "sandbox" in shown.headers["content-security-policy"]
        assert 'src="/logo"' in admin.get("/admin/organisation").text
    bad = admin.post(
        "/admin/organisation/logo",
        data={"revision": revision(admin)},
        files={"file": ("logo.svg", SVG.format("<script/>").encode())},
    )
    assert (bad.status_code, "A logo is a PNG or SVG file" in bad.text) == (409, True)
    form = {"revision": revision(admin)}
    assert admin.post("/admin/organisation/logo/remove", data=form).status_code == 303
    assert admin.get("/logo").status_code == 204
    assert written(web.world) == ORGANISATION
    web.world.assert_proven()


def test_a_file_with_mistakes_is_shown_with_them_and_left_alone(web: Web) -> None:
    web.world.save("name: [X\n", by="admin", path="organisation.yaml")
    admin = web.as_("admin")
    assert "organisation.yaml has mistakes" in admin.get("/admin/organisation").text
    form = {"name": "Y", "language": "nl", "timezone": "UTC", "revision": revision(admin)}
    answer = admin.post("/admin/organisation", data=form)
    assert answer.status_code == 409
    assert "change the text itself" in answer.text
