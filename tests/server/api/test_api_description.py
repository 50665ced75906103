"""The description of the interface for programs is whole, and so is its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute

from sopkit.server.access import ACCESS, PROGRAMS
from sopkit.server.api.openapi import description, operations
from sopkit.server.routes import ROUTERS
from sopkit.services.accounts.signing_in import Scope
from tests.api_page import PAGE, page
from tests.programs import API, problem_of, program
from tests.register import World
from tests.web import Web

OPERATIONS = list(operations())
SCHEMAS: dict[str, dict[str, Any]] = description()["components"]["schemas"]


def test_the_page_names_every_route() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(), "make docs writes it anew"
    for method, path, _ in OPERATIONS:
        assert f"`{method} {path}`" in text


def test_every_route_for_programs_is_described() -> None:
    routes = [r for each in ROUTERS for r in each.routes if isinstance(r, APIRoute)]
    paths = {(m, r.path) for r in routes for m in r.methods or () if r.path.startswith(API)}
    ours = {(method, path.replace(":path}", "}")) for method, path in paths}
    assert ours == {(method, path) for method, path, _ in OPERATIONS}


@pytest.mark.parametrize(
    "operation", [each[2] for each in OPERATIONS], ids=lambda each: each["operationId"]
)
def test_an_operation_tells_what_it_does_takes_and_answers(operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"].strip().endswith(".")
    assert len(operation["tags"]) == 1
    for parameter in operation.get("parameters", ()):
        assert parameter["description"], parameter["name"]
        assert parameter["schema"].get("examples") or parameter.get("examples"), parameter["name"]
    for status, answer in operation["responses"].items():
        assert answer["description"], status
        if int(status) >= 400:
            assert list(answer["content"]) == ["application/problem+json"]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_shape_tells_what_each_of_its_fields_is(name: str) -> None:
    shape = SCHEMAS[name]
    assert shape["description"]
    for field, schema in shape.get("properties", {}).items():
        assert schema.get("description") or "$ref" in schema, field
        assert schema.get("examples") or _is_made_of_shapes(schema), field


def _is_made_of_shapes(schema: dict[str, Any]) -> bool:
    return any("$ref" in str(each) for each in (schema, schema.get("items", {})))


def test_what_a_program_sends_has_no_room_for_other_fields() -> None:
    asked = set(_asked_for())
    assert asked
    assert all(SCHEMAS[name]["additionalProperties"] is False for name in asked)


def _asked_for() -> Iterator[str]:
    for _, _, operation in OPERATIONS:
        for content in operation.get("requestBody", {}).get("content", {}).values():
            if "$ref" in content["schema"]:
                yield content["schema"]["$ref"].rpartition("/")[2]


def test_what_writes_needs_a_token_that_may() -> None:
    for method, _, operation in OPERATIONS:
        need = ACCESS[f"api_{operation['operationId']}"]
        assert (need.scope is Scope.WRITE) == (method != "GET")
    assert set(PROGRAMS) == {f"api_{each['operationId']}" for _, _, each in OPERATIONS}


def test_no_page_for_people_is_in_the_description() -> None:
    assert all(path.startswith(API) for _, path, _ in OPERATIONS)


def test_the_description_is_read_without_a_token(sqlite: World) -> None:
    told = program(sqlite, None).get("openapi.json").json()
    assert told == description()
    assert told["openapi"] == "3.1.0"


def test_what_is_not_there_is_told_as_everything_else(sqlite: World) -> None:
    client = program(sqlite, "admin")
    assert problem_of(client.get("nothing")) == "not-found"
    wrong = client.post("me")
    assert problem_of(wrong) == "method-not-allowed"
    assert wrong.headers["allow"] == "GET"
    assert wrong.json()["detail"] == "This address does not know the method POST; it knows GET."
    assert client.request("OPTIONS", "persons").headers["allow"] == "GET, POST"


def test_a_browser_reads_and_does_not_write(web: Web) -> None:
    client = web.as_("admin")
    assert client.get(f"{API}/me").json()["scope"] == "read"
    answer = client.post(f"{API}/persons", json={"login": "x", "name": "x"})
    assert (answer.status_code, problem_of(answer)) == (403, "scope")


def test_other_sites_read_nothing(web: Web) -> None:
    answer = web.as_("admin").get(f"{API}/me", headers={"origin": "https://elsewhere.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
