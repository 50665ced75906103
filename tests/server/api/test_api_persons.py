"""What an administrator's programs do with persons; what everybody reads of the house."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.programs import problem_of, program
from tests.register import World
from tests.statements import queries


def shown(client: TestClient, login: str) -> dict[str, object]:
    return dict(client.get(f"persons/{login}").json())


def test_a_person_is_added_changed_and_closed(lived_in_on_both: World) -> None:
    client = program(lived_in_on_both, "admin")
    made = client.post("persons", json={"login": "jan", "name": "Jan Jansen", "language": "nl"})
    assert made.status_code == 201
    assert made.headers["location"] == "/api/v1/persons/jan"
    assert client.post("persons", json={"login": "jan", "name": "x"}).status_code == 409
    etag = made.headers["etag"]
    changed = client.patch("persons/jan", json={"name": "Jan Vos"}, headers={"if-match": etag})
    assert (changed.status_code, changed.json()["name"]) == (200, "Jan Vos")
    assert changed.headers["etag"] == client.get("persons/jan").headers["etag"]
    assert client.post("persons/jan/closing").status_code == 204
    assert shown(client, "jan")["active"] is False
    lived_in_on_both.assert_proven()


def test_a_person_who_was_changed_meanwhile_is_left_alone(lived_in: World) -> None:
    client = program(lived_in, "admin")
    etag = client.get("persons/trainee").headers["etag"]
    client.put("persons/trainee/roles/medewerker")
    answer = client.patch("persons/trainee", json={"name": "x"}, headers={"if-match": etag})
    assert (answer.status_code, problem_of(answer)) == (412, "precondition-failed")
    assert answer.headers["etag"] == client.get("persons/trainee").headers["etag"] != etag
    assert client.patch("persons/trainee", json={"name": "x"}).status_code == 428


def test_rights_roles_and_teams_are_given_and_ended(lived_in_on_both: World) -> None:
    client = program(lived_in_on_both, "admin")
    for path in ("rights/author/hr", "roles/medewerker"):
        assert client.put(f"persons/local/{path}").status_code == 204
        assert client.put(f"persons/local/{path}").status_code == 204
    assert client.put("persons/local/teams/Vroege dienst", json={"lead": True}).status_code == 204
    lax = client.put("persons/local/teams/Vroege dienst", json={"lead": 0})
    assert lax.json()["errors"] == [{"pointer": "#/lead", "code": "bool_type"}]
    told = shown(client, "local")
    assert [(r["right"], r["department"]) for r in told["rights"]] == [  # type: ignore[attr-defined]
        ("author", "hr"),
        ("reader", "klantenservice"),
    ]
    assert [r["role"] for r in told["roles"]] == ["medewerker"]  # type: ignore[attr-defined]
    assert [(t["team"], t["lead"]) for t in told["teams"]] == [("Vroege dienst", True)]  # type: ignore[attr-defined]
    [team] = client.get("teams").json()["items"]
    assert team == {"name": "Vroege dienst", "members": 1, "leads": ["local"]}
    for path in ("rights/author/hr", "roles/medewerker", "teams/Vroege dienst"):
        assert client.delete(f"persons/local/{path}").status_code == 204
        assert client.delete(f"persons/local/{path}").status_code == 409
    lived_in_on_both.assert_proven()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("rights/owner/hr", 422),
        ("rights/author/nowhere", 409),
        ("roles/king", 409),
    ],
)
def test_what_the_organisation_does_not_know_is_not_given(
    lived_in: World, path: str, status: int
) -> None:
    assert program(lived_in, "admin").put(f"persons/local/{path}").status_code == status


def test_the_last_administrator_stays(lived_in: World) -> None:
    client = program(lived_in, "admin")
    assert problem_of(client.post("persons/admin/closing")) == "last-administrator"
    assert client.delete("persons/admin/rights/administrator/*").status_code == 409


def test_persons_come_in_parts_and_by_what_they_have(lived_in_on_both: World) -> None:
    client = program(lived_in_on_both, "admin")
    found, address = [], "persons?limit=3"
    while address:
        told = client.get(address).json()
        found += [each["login"] for each in told["items"]]
        address = told["next"] and f"http://testserver{told['next']}"
    assert found == sorted(lived_in_on_both.people)
    some = client.get("persons?right=author&department=klantenservice").json()["items"]
    assert [each["login"] for each in some] == ["author", "writer"]


def test_a_list_of_persons_takes_as_many_statements_for_many_as_for_few(lived_in: World) -> None:
    client = program(lived_in, "admin")
    few = queries(lambda: client.get("persons?limit=1"))
    assert few == queries(lambda: client.get("persons?limit=200"))


@pytest.mark.parametrize("login", ["author", "reviewer", "trainee", "outsider"])
def test_persons_are_no_business_of_others(lived_in: World, login: str) -> None:
    client = program(lived_in, login)
    for path in ("persons", "persons/admin", "teams"):
        assert problem_of(client.get(path)) == "not-found"
    assert client.post("persons", json={"login": "x", "name": "x"}).status_code == 404
    assert client.put("persons/trainee/rights/administrator/*").status_code == 404


def test_a_password_is_never_told(lived_in: World) -> None:
    client = program(lived_in, "admin")
    body = {"login": "jan", "name": "Jan", "password": "a secret of jan"}
    assert "a secret of jan" not in client.post("persons", json=body).text
    assert shown(client, "jan")["has_password"] is True
    short = client.post("persons", json={**body, "login": "piet", "password": "short"})
    assert problem_of(short) == "weak-password"


# The house, and the trail


def test_the_house_is_told_to_readers(lived_in: World) -> None:
    client = program(lived_in, "trainee", "read")
    told = client.get("organisation").json()
    assert told["name"] == "Kwiekwiel"
    assert [(each["id"], each["approval"]) for each in told["departments"]] == [
        ("klantenservice", ["approver"]),
        ("hr", ["approver", "reviewer"]),
    ]
    assert client.get("glossary").json() == {"items": []}
    lived_in.save("# Begrippen\n\nFCR\n: In één keer goed.\n", by="admin", path="glossary.md")
    [term] = client.get("glossary").json()["items"]
    assert (term["name"], term["definition"]) == ("FCR", "In één keer goed.")
    ids = [each["id"] for each in client.get("standards").json()["items"]]
    assert "first-contact-resolution" in ids
    assert ids == sorted(ids)


def test_the_trail_is_read_in_parts_the_newest_first(lived_in_on_both: World) -> None:
    client = program(lived_in_on_both, "admin")
    found, address = [], "trail?limit=40"
    while address:
        told = client.get(address).json()
        found += [each["seq"] for each in told["items"]]
        address = told["next"] and f"http://testserver{told['next']}"
    assert found == list(range(found[0], 0, -1))
    some = client.get("trail?act=version.withdrawn").json()["items"]
    assert [(e["subject"], e["actor"], e["reason"]) for e in some] == [
        ("KS-002 nl", "Bram Beoordelaar", "vervangen")
    ]
    assert problem_of(client.get("trail?who=nobody")) == "not-in-trail"
    assert client.get("trail?until=2026-03-01").json()["items"] == []
    for no_day in ("0", "yesterday", "2026-02-30", "2026-3-1"):
        assert client.get(f"trail?until={no_day}").status_code == 422


def test_the_trail_takes_as_many_statements_for_many_events_as_for_few(lived_in: World) -> None:
    client = program(lived_in, "admin")
    few = queries(lambda: client.get("trail?limit=1"))
    assert queries(lambda: client.get("trail?limit=50")) <= few + 3


def test_the_trail_is_for_who_reviews_everything(lived_in: World) -> None:
    assert problem_of(program(lived_in, "author").get("trail")) == "not-found"
    assert problem_of(program(lived_in, "reviewer").get("trail")) == "not-found"
