"""What programs save: on top of what they read, or not at all."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from sopkit.store import documents
from tests.programs import problem_of, program
from tests.register import World, sop

DRAFT = "procedures/KS-003/nl/draft"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
SHOWING = sop("KS-003") + "\n   ![Het scherm](images/scherm.png)\n"


def etag_of(client: TestClient, path: str = DRAFT) -> str:
    return str(client.get(path).headers["etag"])


def test_a_text_is_saved_on_top_of_what_was_read(lived_in_on_both: World) -> None:
    client = program(lived_in_on_both, "author")
    before = etag_of(client)
    answer = client.put(
        DRAFT, content=sop("KS-003", title="Nu wel af"), headers={"if-match": before}
    )
    assert answer.status_code == 200
    assert answer.json()["title"] == "Nu wel af"
    assert answer.headers["etag"] == etag_of(client) != before
    assert "Nu wel af" in client.get(DRAFT).text
    lived_in_on_both.assert_proven()


def test_a_text_that_others_changed_meanwhile_is_not_overwritten(lived_in_on_both: World) -> None:
    client = program(lived_in_on_both, "author")
    before = etag_of(client)
    other = program(lived_in_on_both, "writer")
    other.put(DRAFT, content=sop("KS-003", title="Van een ander"), headers={"if-match": before})
    answer = client.put(DRAFT, content=sop("KS-003", title="Van mij"), headers={"if-match": before})
    assert answer.status_code == 412
    assert problem_of(answer) == "precondition-failed"
    assert answer.headers["etag"] == etag_of(client)
    assert "Van een ander" in client.get(DRAFT).text


@pytest.mark.parametrize(
    ("headers", "kind", "words"),
    [
        ({}, "precondition-missing", "Say what you change"),
        ({"if-match": "*"}, "any-tag", "would overwrite what you did not read"),
        ({"if-match": "0f5c8a"}, "bad-tag", "“0f5c8a” in If-Match is not the ETag"),
    ],
)
def test_a_change_that_does_not_say_what_was_read_is_refused(
    lived_in: World, headers: dict[str, str], kind: str, words: str
) -> None:
    client = program(lived_in, "author")
    answer = client.put(DRAFT, content=sop("KS-003"), headers=headers)
    assert (answer.status_code, problem_of(answer)) == (428, kind)
    assert words in answer.json()["detail"]
    assert client.delete(DRAFT, headers=headers).status_code == 428


def test_what_is_there_is_not_begun_anew(lived_in: World) -> None:
    client = program(lived_in, "author")
    answer = client.put(DRAFT, content=sop("KS-003"), headers={"if-none-match": "*"})
    assert (answer.status_code, problem_of(answer)) == (412, "there-already")
    assert answer.headers["etag"] == etag_of(client)
    assert "this is there already" in answer.json()["detail"]


def test_the_same_text_again_changes_nothing(lived_in: World) -> None:
    client = program(lived_in, "author")
    before = etag_of(client)
    answer = client.put(DRAFT, content=client.get(DRAFT).content, headers={"if-match": before})
    assert (answer.status_code, answer.headers["etag"]) == (200, before)


def test_a_new_procedure_is_begun_once(lived_in: World) -> None:
    client = program(lived_in, "author")
    path = "procedures/KS-100/en/draft"
    text = sop("KS-100", language="en")
    begin = {"if-none-match": "*"}
    made = client.put(path, content=text, headers=begin)
    assert made.status_code == 201
    assert made.headers["location"] == f"/api/v1/{path}"
    assert made.json()["path"] == "KS-100.en.md"
    assert client.put(path, content=text + "\n", headers=begin).status_code == 412
    assert client.put("procedures/KS-100/nl/draft", content=text, headers=begin).status_code == 422


def test_a_draft_is_dropped_and_may_be_begun_anew(lived_in: World) -> None:
    client = program(lived_in, "author")
    assert client.delete(DRAFT, headers={"if-match": '"other"'}).status_code == 412
    assert client.delete(DRAFT, headers={"if-match": etag_of(client)}).status_code == 204
    assert client.get(DRAFT).status_code == 404
    again = client.put(DRAFT, content=sop("KS-003"), headers={"if-none-match": "*"})
    assert again.status_code == 201
    assert "KS-003" in client.get(DRAFT).text


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "number-missing"),
        (b"no front matter", "number-missing"),
        (b"\xff\xfe\x00", "no-text"),
        (b"PK\x03\x04", "no-text"),
        (b"x" * (1024 * 1024 + 1), "no-text"),
        (sop("KS-004").encode(), "other-document"),
        (sop("KS-003", language="en").encode(), "other-document"),
    ],
)
def test_what_is_no_text_of_that_procedure_is_refused(
    lived_in: World, content: bytes, kind: str
) -> None:
    client = program(lived_in, "author")
    answer = client.put(DRAFT, content=content, headers={"if-match": etag_of(client)})
    assert answer.status_code == 422
    assert problem_of(answer) == kind


def test_more_than_may_be_sent_is_refused(lived_in: World) -> None:
    answer = program(lived_in, "author").put(
        DRAFT, content=b"x" * 13_000_000, headers={"if-match": '"x"'}
    )
    assert (answer.status_code, problem_of(answer)) == (413, "too-large")


def test_a_text_under_review_stands_fast(lived_in: World) -> None:
    client = program(lived_in, "author")
    path = "procedures/KS-004/nl/draft"
    headers = {"if-match": etag_of(client, path)}
    answer = client.put(path, content=sop("KS-004", title="Anders"), headers=headers)
    assert (answer.status_code, problem_of(answer)) == (409, "under-review")


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("etag", ['"wrong"', None])
def test_who_may_not_write_there_hears_that_it_is_not_there(
    lived_in: World, method: str, etag: str | None
) -> None:
    path = "procedures/HR-002/nl/draft"
    right = etag_of(program(lived_in, "author"), path)
    for login in ("writer", "trainee", "approver", "outsider"):
        answer = program(lived_in, login).request(
            method,
            path,
            content=sop("HR-002", department="hr", title="x"),
            headers={"if-match": etag or right},
        )
        assert (answer.status_code, problem_of(answer)) == (404, "not-found"), login
        assert "etag" not in answer.headers


def test_nobody_takes_a_procedure_into_a_department_of_others(lived_in: World) -> None:
    client = program(lived_in, "writer")
    text = sop("KS-003", department="hr")
    assert client.put(DRAFT, content=text, headers={"if-match": etag_of(client)}).status_code == 404


def test_a_number_of_others_is_taken_and_no_more_is_told(lived_in: World) -> None:
    client = program(lived_in, "writer")
    text, begin = sop("HR-002", language="en"), {"if-none-match": "*"}
    answer = client.put("procedures/HR-002/en/draft", content=text, headers=begin)
    assert (answer.status_code, problem_of(answer)) == (409, "number-of-others")
    assert "hr" not in answer.json()["detail"].replace("HR-002", "").split()


def test_a_token_for_reading_saves_nothing(lived_in: World) -> None:
    reader = program(lived_in, "author", "read")
    answer = reader.put(DRAFT, content=sop("KS-003"), headers={"if-match": etag_of(reader)})
    assert (answer.status_code, problem_of(answer)) == (403, "scope")
    assert "insufficient_scope" in answer.headers["www-authenticate"]


# Pictures


def showing(client: TestClient) -> None:
    answer = client.put(DRAFT, content=SHOWING, headers={"if-match": etag_of(client)})
    assert answer.status_code == 200


def put_picture(client: TestClient, data: bytes, path: str = "images/scherm.png") -> int:
    answer = client.put(
        f"{DRAFT}/pictures/{path}", content=data, headers={"if-match": etag_of(client)}
    )
    return answer.status_code


def test_a_picture_belongs_to_the_text_that_shows_it(lived_in_on_both: World) -> None:
    client = program(lived_in_on_both, "author")
    showing(client)
    assert put_picture(client, PNG) == 200
    kept = client.get(f"{DRAFT}/pictures/images/scherm.png")
    assert kept.content == PNG
    assert "sandbox" in kept.headers["content-security-policy"]
    assert client.get(f"{DRAFT}/revision").json()["pictures"] == ["images/scherm.png"]
    client.put(DRAFT, content=SHOWING + "\n2. Nog iets.\n", headers={"if-match": etag_of(client)})
    assert client.get(f"{DRAFT}/revision").json()["pictures"] == ["images/scherm.png"]
    client.put(DRAFT, content=sop("KS-003"), headers={"if-match": etag_of(client)})
    assert client.get(f"{DRAFT}/revision").json()["pictures"] == []
    lived_in_on_both.assert_proven()


def test_a_picture_that_no_text_shows_or_that_is_none_is_refused(lived_in: World) -> None:
    client = program(lived_in, "author")
    assert put_picture(client, PNG) == 409
    showing(client)
    assert put_picture(client, b"<html>") == 422
    assert put_picture(client, PNG, "images/scherm.exe") == 422
    assert put_picture(client, PNG, "../../etc/x.png") in {404, 409}


def test_a_picture_is_taken_away_again(lived_in: World) -> None:
    client = program(lived_in, "author")
    showing(client)
    put_picture(client, PNG)
    path = f"{DRAFT}/pictures/images/scherm.png"
    assert client.delete(path, headers={"if-match": etag_of(client)}).status_code == 200
    assert client.get(path).status_code == 404
    assert client.delete(path, headers={"if-match": etag_of(client)}).status_code == 404


def test_characters_that_no_database_takes_are_no_failure_of_ours(lived_in_on_both: World) -> None:
    client = program(lived_in_on_both, "author")
    text = sop("KS-003", title='"a\\0b"')
    answer = client.put(DRAFT, content=text, headers={"if-match": etag_of(client)})
    assert answer.status_code in {200, 422}
    with lived_in_on_both.register.reading() as session:
        assert documents.newest(session)
