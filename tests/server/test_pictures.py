"""Pictures of people, opened by themselves: a browser shows an SVG as a page of the application."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from sopkit.server import assets
from sopkit.server.routes import health
from sopkit.services.house.changing import set_logo
from sopkit.services.register.saving import Writing, save_revision
from sopkit.store import documents
from tests.engines import copied
from tests.register import World, sop
from tests.server.test_access import ROUTES, methods_of, values_of
from tests.services.house.test_logo import SVG
from tests.web import Web, filled

PICTURE = "formulier.svg"
HOSTILE = (
    b'<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><form method="post" '
    b'action="/admin/people/author/rights" xmlns="http://www.w3.org/1999/xhtml"></form>'
    b"</foreignObject><script>1</script></svg>"
)
HARMLESS = {"default-src 'none'", "style-src 'unsafe-inline'", "form-action 'none'", "sandbox"}
KNOWN = {
    "api_draft_picture",
    "api_version_flow",
    "api_version_picture",
    "asset",
    "edit_picture",
    "logo",
    "review_picture",
    "sop_chart",
    "sop_picture",
}
"""The routes that answer with an SVG today: the test finds them by itself."""


@pytest.fixture(scope="module")
def drawn(sqlite_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """A register in which everything that has a picture has a drawing."""
    world = copied(sqlite_world, tmp_path_factory.mktemp("drawn"))
    with world.register.reading() as session:
        [newest] = documents.newest(session)  # that of the organisation
    logo = SVG.format("").encode()
    set_logo(world.register, world.people["admin"], newest.id, logo, world.tick())
    shown = sop(steps=(f"Kijk.\n\n   ![Een formulier]({PICTURE})", "Klaar."))
    world.put_in_force(shown, pictures={PICTURE: HOSTILE})
    text = sop("KS-002", steps=(f"Kijk.\n\n   ![Een formulier]({PICTURE})", "Klaar."))
    writing = Writing("KS-002.md", text.encode(), {PICTURE: HOSTILE})
    save_revision(world.register, world.people["author"], writing, None, "", world.tick())
    world.submit("KS-002")
    yield Web(world)
    world.register.close()


def test_a_picture_opened_by_itself_can_do_nothing_at_any_address(drawn: Web) -> None:
    values = {**values_of(drawn), "path": PICTURE, "style": "svg", "stamp": "any", "q": "kijk"}
    client = drawn.as_("author")
    found: set[str] = set()
    own = (route for router in (assets.router, health.router) for route in router.routes)
    for route in (*ROUTES, *(each for each in own if isinstance(each, APIRoute))):
        if "GET" not in methods_of(route):
            continue
        name = "icon.svg" if route.name == "asset" else ""
        path = filled(route.path, {**values, "name": name})
        asked = [
            each.name for each in route.dependant.query_params if each.field_info.is_required()
        ]
        answer = client.get(path, params={each: values.get(each, "") for each in asked})
        assert answer.status_code != 422, f"{path} was not asked as it has to be"
        kind = answer.headers.get("content-type", "")
        if kind.startswith("image/") or "xml" in kind:
            found.add(route.name)
            policy = set(answer.headers["content-security-policy"].split("; "))
            assert policy >= HARMLESS, path
            assert not any(each.startswith("script-src") for each in policy), path
            assert answer.headers["x-content-type-options"] == "nosniff", path
    assert found >= KNOWN


def test_a_picture_that_a_browser_has_already_keeps_what_it_may_do(drawn: Web) -> None:
    client = drawn.as_("author")
    path = f"/api/v1/procedures/KS-001/nl/versions/1.0/pictures/{PICTURE}"
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert "content-security-policy" not in again.headers


def test_a_process_model_opened_by_itself_can_do_nothing_either(drawn: Web) -> None:
    answer = drawn.as_("author").get("/api/v1/procedures/KS-001/nl/versions/1.0/flow/bpmn")
    assert answer.headers["content-type"] == "application/xml"
    assert set(answer.headers["content-security-policy"].split("; ")) >= HARMLESS
