"""What programs read, and what they never learn."""

from __future__ import annotations

import pytest

from sopkit.services.register.persons import close_account, end_right
from tests.programs import problem_of, program
from tests.register import World
from tests.statements import queries


def numbers(world: World, login: str, query: str = "") -> dict[str, str]:
    answer = program(world, login, "read").get(f"procedures{query}")
    assert answer.status_code == 200, answer.text
    return {each["number"]: each["status"] for each in answer.json()["items"]}


def test_insiders_see_every_state_of_their_departments(lived_in_on_both: World) -> None:
    assert numbers(lived_in_on_both, "author") == {
        "HR-001": "effective",
        "HR-002": "draft",
        "KS-001": "draft",
        "KS-002": "withdrawn",
        "KS-003": "draft",
        "KS-004": "in-review",
        "KS-005": "approved",
    }


def test_readers_see_what_is_in_force_or_comes_and_nothing_else(lived_in_on_both: World) -> None:
    everything = {"HR-001": "effective", "KS-001": "effective", "KS-005": "approved"}
    assert numbers(lived_in_on_both, "trainee") == everything
    assert numbers(lived_in_on_both, "local") == everything
    in_force = {"HR-001": "effective", "KS-001": "effective"}
    assert numbers(lived_in_on_both, "outsider") == in_force


def test_an_author_of_one_department_sees_no_drafts_of_another(lived_in: World) -> None:
    assert {number for number in numbers(lived_in, "writer") if number[:2] == "HR"} == {"HR-001"}


def test_a_reader_learns_nothing_of_a_draft(lived_in: World) -> None:
    client = program(lived_in, "local", "read")
    told = client.get("procedures/KS-001/nl")
    assert told.json()["title"] == "Telefoon aannemen"
    assert told.json()["draft"] is None
    assert "opnemen" not in told.text
    assert "vriendelijk" not in client.get("procedures/KS-001/nl/versions/current/text").text


HIDDEN = [
    "procedures/KS-001/nl/draft",
    "procedures/KS-001/nl/draft/structure",
    "procedures/KS-001/nl/draft/findings",
    "procedures/KS-001/nl/draft/revision",
    "procedures/KS-002/nl",
    "procedures/KS-002/nl/versions",
    "procedures/KS-002/nl/versions/1.0",
    "procedures/KS-002/nl/versions/1.0/text",
    "procedures/KS-002/nl/versions/1.0/document.pdf",
    "procedures/KS-003/nl",
    "procedures/KS-004/nl",
    "procedures/HR-001/nl/draft",
    "procedures/HR-002/nl",
]


@pytest.mark.parametrize("path", HIDDEN)
def test_what_one_may_not_see_is_told_as_what_is_not_there(lived_in: World, path: str) -> None:
    client = program(lived_in, "local", "read")
    hidden, missing = client.get(path), client.get("procedures/KS-999/nl")
    assert problem_of(hidden) == "not-found"
    assert hidden.json() == missing.json()


def test_what_is_to_come_is_told_to_those_whom_it_concerns(lived_in: World) -> None:
    path = "procedures/KS-005/nl/versions/1.0"
    assert program(lived_in, "local").get(path).json()["status"] == "approved"
    for one in (path, f"{path}/text", f"{path}/flow/json", "procedures/KS-005/nl"):
        assert problem_of(program(lived_in, "outsider").get(one)) == "not-found"


@pytest.mark.parametrize("path", HIDDEN)
def test_what_others_may_not_see_is_there_for_insiders(lived_in: World, path: str) -> None:
    assert program(lived_in, "author", "read").get(path).status_code == 200


def test_a_list_comes_in_parts_that_together_are_the_whole(lived_in_on_both: World) -> None:
    client = program(lived_in_on_both, "author", "read")
    found, address = [], "procedures?limit=2&department=klantenservice"
    while address:
        answer = client.get(address)
        told = answer.json()
        assert len(told["items"]) <= 2
        found += [each["number"] for each in told["items"]]
        assert answer.links.get("next", {}).get("url") == told["next"]
        address = told["next"] and f"http://testserver{told['next']}"
    assert found == ["KS-001", "KS-002", "KS-003", "KS-004", "KS-005"]


def test_a_list_takes_as_many_statements_for_many_as_for_few(lived_in: World) -> None:
    client = program(lived_in, "author", "read")
    few = queries(lambda: client.get("procedures?limit=1"))
    many = queries(lambda: client.get("procedures?limit=7"))
    assert few == many


def test_what_is_the_same_is_not_sent_again(lived_in: World) -> None:
    client = program(lived_in, "author", "read")
    for path in ("procedures", "procedures/KS-001/nl/draft", "procedures/KS-001/nl/versions/1.0"):
        etag = client.get(path).headers["etag"]
        again = client.get(path, headers={"if-none-match": f'"other", W/{etag}'})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_version_is_told_with_what_was_signed(lived_in: World) -> None:
    told = program(lived_in, "trainee", "read").get("procedures/KS-001/nl/versions/current").json()
    assert told["version"] == "1.0"
    assert [each["meaning"] for each in told["signatures"]] == ["authorship", "approval"]
    assert [each["name"] for each in told["signatures"]] == ["Anna Auteur", "Bram Beoordelaar"]
    assert told["effective_from"].endswith("Z")


def test_a_version_comes_as_text_steps_flow_and_paper(lived_in: World) -> None:
    client = program(lived_in, "trainee", "read")
    base = "procedures/KS-001/nl/versions/1.0"
    assert client.get(f"{base}/text").text.startswith("---\nnumber: KS-001\n")
    steps = client.get(f"{base}/structure").json()["steps"]
    assert [each["title"] or each["text"] for each in steps] == [
        "Groet de klant",
        "Vraag het ordernummer",
    ]
    assert client.get(f"{base}/document.pdf").content.startswith(b"%PDF-")
    assert client.get(f"{base}/card.pdf").content.startswith(b"%PDF-")
    assert client.get(f"{base}/flow/svg").text.startswith("<svg")
    assert client.get(f"{base}/flow/json").json()["nodes"]
    assert problem_of(client.get(f"{base}/flow/png")) == "bad-request"


def test_the_findings_of_a_draft_are_told_in_the_language_of_the_reader(lived_in: World) -> None:
    client = program(lived_in, "author")
    text = client.get("procedures/KS-003/nl/draft").text.replace("## Doel", "## Iets")
    etag = client.get("procedures/KS-003/nl/draft").headers["etag"]
    client.put("procedures/KS-003/nl/draft", content=text, headers={"if-match": etag})
    told = client.get("procedures/KS-003/nl/draft/findings").json()
    assert told["errors"] == 1
    [finding] = [each for each in told["items"] if each["severity"] == "error"]
    dutch = client.get("procedures/KS-003/nl/draft/findings", headers={"accept-language": "nl"})
    assert finding["code"] in dutch.text
    assert finding["message"] not in dutch.text


def test_searching_finds_what_is_in_force_and_nothing_of_drafts(lived_in_on_both: World) -> None:
    client = program(lived_in_on_both, "outsider", "read")
    [hit] = client.get("search?q=telefoons").json()["items"]
    assert (hit["number"], hit["page"]) == ("KS-001", "/sops/KS-001?language=nl")
    hits = client.get("search?q=ordernummers").json()["items"]
    assert {each["number"] for each in hits} == {"KS-001", "HR-001"}
    assert {step["title"] for each in hits for step in each["steps"]} == {"Vraag het ordernummer"}
    for query in ("opnemen", "KS-003", "af", "Straks anders", "Oud werk"):
        found = client.get("search", params={"q": query}).json()["items"]
        assert {each["number"] for each in found} <= {"KS-001", "HR-001"}, query
    assert problem_of(client.get("search")) == "bad-request"


# Who asks


def test_a_token_is_worth_what_its_owner_may_do_now(lived_in: World) -> None:
    client = program(lived_in, "local", "read")
    admin = lived_in.people["admin"]
    assert client.get("procedures/KS-005/nl").status_code == 200
    end_right(lived_in.register, admin, "local", "reader", "klantenservice", lived_in.tick())
    assert client.get("procedures/KS-005/nl").status_code == 404
    close_account(lived_in.register, admin, "local", lived_in.tick())
    answer = client.get("me")
    assert problem_of(answer) == "bad-token"
    assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'


@pytest.mark.parametrize("shown", ["Bearer sopkit_none", "Bearer", "Basic YTpi", "Bearer x y"])
def test_what_is_no_token_is_told_as_such(lived_in: World, shown: str) -> None:
    client = program(lived_in, None)
    assert problem_of(client.get("me", headers={"authorization": shown})) == "bad-token"


def test_without_a_token_one_is_asked_for_one(lived_in: World) -> None:
    answer = program(lived_in, None).get("procedures")
    assert problem_of(answer) == "token-needed"
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_opens_no_page(lived_in: World) -> None:
    client = program(lived_in, "author")
    assert client.get("http://testserver/").status_code == 303


def test_one_can_ask_who_one_is(lived_in: World) -> None:
    told = program(lived_in, "writer", "read").get("me").json()
    assert told == {
        "login": "writer",
        "name": "writer",
        "language": None,
        "scope": "read",
        "rights": [{"right": "author", "department": "klantenservice"}],
    }
