"""What programs submit, and what they are told of reviews."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from tests.programs import problem_of, program
from tests.register import PASSWORD, World, sop

DRAFT = "procedures/KS-003/nl/draft"
SUBMIT = "procedures/KS-003/nl/submissions"


def etag_of(client: TestClient) -> str:
    return str(client.get(DRAFT).headers["etag"])


def wish(**more: object) -> dict[str, object]:
    return {"reason": "nieuw", "password": PASSWORD, **more}


def open_ones(client: TestClient) -> dict[str, str]:
    return {each["number"]: each["id"] for each in client.get("submissions").json()["items"]}


def test_a_program_submits_what_its_person_signs(lived_in_on_both: World) -> None:
    client = program(lived_in_on_both, "author")
    made = client.post(SUBMIT, json=wish(), headers={"if-match": etag_of(client)})
    assert made.status_code == 201, made.text
    shown = client.get(made.headers["location"].removeprefix("/api/v1/")).json()
    assert (shown["number"], shown["stage"], shown["submitter"]) == (
        "KS-003",
        "waiting",
        "Anna Auteur",
    )
    assert open_ones(client)["KS-003"] == made.json()["id"]
    lived_in_on_both.assert_proven()


def test_what_somebody_saved_meanwhile_is_not_submitted_unread(lived_in: World) -> None:
    client = program(lived_in, "author")
    before = etag_of(client)
    client.put(DRAFT, content=sop("KS-003", title="Anders"), headers={"if-match": before})
    answer = client.post(SUBMIT, json=wish(), headers={"if-match": before})
    assert (answer.status_code, answer.headers["etag"]) == (412, etag_of(client))
    unnamed = client.post(SUBMIT, json=wish())
    assert (unnamed.status_code, problem_of(unnamed)) == (428, "tag-missing")
    assert "If-None-Match" not in unnamed.text  # nothing new can be submitted


def test_a_wrong_password_signs_nothing_and_is_counted(lived_in: World) -> None:
    client = program(lived_in, "author")
    headers = {"if-match": etag_of(client)}
    statuses = [
        client.post(SUBMIT, json=wish(password="wrong"), headers=headers).status_code
        for _ in range(7)
    ]
    assert statuses[0] == 403
    assert statuses[-1] == 429
    last = client.post(SUBMIT, json=wish(), headers=headers)
    assert problem_of(last) == "too-many-tries"
    assert int(last.headers["retry-after"]) > 0
    assert "KS-003" not in open_ones(client)


def test_a_text_with_errors_is_not_submitted(lived_in: World) -> None:
    client = program(lived_in, "author")
    broken = sop("KS-003").replace("## Doel", "## Iets")
    client.put(DRAFT, content=broken, headers={"if-match": etag_of(client)})
    answer = client.post(SUBMIT, json=wish(), headers={"if-match": etag_of(client)})
    assert (answer.status_code, problem_of(answer)) == (409, "has-errors")


@pytest.mark.parametrize("login", ["writer", "local", "outsider"])
def test_reviews_of_other_departments_are_not_there(lived_in: World, login: str) -> None:
    lived_in.submit("HR-002")
    path = f"submissions/{open_ones(program(lived_in, 'author'))['HR-002']}"
    client = program(lived_in, login)
    assert problem_of(client.get(path)) == "not-found"
    assert client.post(f"{path}/comments", json={"text": "x"}).status_code == 404
    assert client.post(f"{path}/retraction", json={"reason": "x"}).status_code == 404
    if login == "writer":
        assert set(open_ones(client)) == {"KS-004"}


def test_comments_are_made_and_read(lived_in: World) -> None:
    client = program(lived_in, "reviewer")
    path = f"submissions/{open_ones(client)['KS-004']}"
    steps = program(lived_in, "author").get("procedures/KS-004/nl/draft/structure").json()["steps"]
    made = client.post(f"{path}/comments", json={"step": steps[0]["id"], "text": "Ook ’s avonds?"})
    assert made.status_code == 201, made.text
    client.post(f"{path}/comments", json={"text": "Verder goed."})
    told = client.get(path).json()["comments"]
    assert [(each["name"], each["step_title"], each["text"]) for each in told] == [
        ("Dirk Kwaliteit", "Groet de klant", "Ook ’s avonds?"),
        ("Dirk Kwaliteit", "", "Verder goed."),
    ]


def test_a_submission_is_taken_back(lived_in: World) -> None:
    client = program(lived_in, "author")
    path = f"submissions/{open_ones(client)['KS-004']}"
    assert client.post(f"{path}/retraction", json={"reason": "te vroeg"}).status_code == 204
    told = client.get(path).json()
    assert told["stage"] == "retracted"
    assert [each["reason"] for each in told["decisions"]] == ["te vroeg"]
    again = client.post(f"{path}/retraction", json={"reason": "te vroeg"})
    assert again.status_code == 409


def test_submissions_come_in_parts(lived_in: World) -> None:
    lived_in.submit("HR-002")
    client = program(lived_in, "author")
    whole = [each["number"] for each in client.get("submissions").json()["items"]]
    first = client.get("submissions?limit=1")
    second = client.get(f"http://testserver{first.json()['next']}")
    assert [first.json()["items"][0]["number"], second.json()["items"][0]["number"]] == whole
    assert second.json()["next"] is None


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"password": PASSWORD}, "#/reason", "missing"),
        (wish(reson="x"), "#/reson", "extra_forbidden"),
        (wish(nature="none"), "#/nature", "enum"),
        (wish(reason=3), "#/reason", "string_type"),
        (wish(reason="\0"), "#/reason", "string_pattern_mismatch"),
    ],
)
def test_what_is_wrong_in_a_body_is_told_where_it_stands(
    lived_in: World, body: dict[str, object], pointer: str, code: str
) -> None:
    client = program(lived_in, "author")
    answer = client.post(SUBMIT, json=body, headers={"if-match": etag_of(client)})
    assert (answer.status_code, problem_of(answer)) == (422, "bad-request")
    assert answer.json()["errors"] == [{"pointer": pointer, "code": code}]
    assert PASSWORD not in answer.text


def test_a_parameter_that_nobody_knows_is_refused(lived_in: World) -> None:
    answer = program(lived_in, "author").get("procedures?departement=hr")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": "query/departement", "code": "extra_forbidden"}]
    assert answer.json()["detail"] == "This address does not know query/departement."


def test_a_parameter_that_is_given_twice_is_refused(lived_in: World) -> None:
    answer = program(lived_in, "author").get("procedures?language=nl&language=en&limit=5")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": "query/language", "code": "given_twice"}]
    assert answer.json()["detail"] == "This may be given only once: query/language."


def test_each_cause_has_its_sentence(lived_in: World) -> None:
    client = program(lived_in, "author")
    body = {"password": PASSWORD, "reson": "x", "nature": "none"}
    answer = client.post(SUBMIT, json=body, headers={"if-match": etag_of(client)})
    assert answer.json()["detail"] == (
        "Something is missing in what was sent, or it is not of the right kind: "
        "#/reason, #/nature. This address does not know #/reson."
    )


def test_what_is_no_json_is_told_as_such(lived_in: World) -> None:
    client = program(lived_in, "author")
    headers = {"if-match": etag_of(client), "content-type": "application/json"}
    for content in (b"{", b"\xff\xfe", b"[" * 100_000):
        answer = client.post(SUBMIT, content=content, headers=headers)
        assert (answer.status_code, problem_of(answer)) == (400, "not-json")
        assert answer.json()["detail"] == "What was sent cannot be read as JSON."
    empty = client.post(SUBMIT, content=b"", headers=headers)
    assert (empty.status_code, empty.json()["errors"]) == (
        422,
        [{"pointer": "#", "code": "missing"}],
    )


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_json_that_does_not_say_so_is_told_what_to_say(lived_in: World, kind: str | None) -> None:
    client = program(lived_in, "author")
    headers = {"if-match": etag_of(client)} | ({"content-type": kind} if kind else {})
    answer = client.post(SUBMIT, content=json.dumps(wish()), headers=headers)
    assert (answer.status_code, problem_of(answer)) == (422, "content-type")
    assert "Content-Type: application/json" in answer.json()["detail"]
