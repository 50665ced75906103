"""Finding and reading a procedure with a browser."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from sopkit.services.library.home import home as home_of
from sopkit.services.register import deciding
from sopkit.services.register.persons import give_right
from tests.register import TYPED, sop
from tests.web import Web, text_of


def links(html: str) -> list[str]:
    return re.findall(r'<a [^>]*href="([^"]+)"', html)


def test_the_procedure_in_force_is_at_most_three_clicks_from_everywhere(web: Web) -> None:
    world = web.world
    for index in range(2, 8):
        world.put_in_force(sop(f"KS-{index:03}", title=f"Klacht {index}"), f"KS-{index:03}")
    world.put_in_force(sop(steps=("Voer [klacht](KS-002) uit.", "Klaar.")))
    client = web.as_("outsider")
    wanted = {f"/sops/KS-{index:03}" for index in range(1, 8)}
    everywhere = ("/", "/library", "/glossary", "/search?q=klacht", "/sops/KS-001", "/sops/KS-007")
    for begin in everywhere:
        seen, front = set(), {begin}
        for _click in range(3):
            found = {
                link.split("?language")[0].replace("&amp;", "&")
                for page in front
                for link in links(client.get(page).text)
                if link.startswith("/") and not link.startswith("/assets")
            }
            seen |= found
            front = {link for link in found if link.startswith(("/library", "/search"))}
        assert wanted <= seen, begin


def test_a_page_shows_what_a_site_shows_and_leads_on(web: Web) -> None:
    web.world.put_in_force(sop("KS-002", title="Klacht"), "KS-002")
    web.world.put_in_force(sop(steps=("Voer [klacht](KS-002) uit.", "Klaar.")))
    html = web.as_("trainee").get("/sops/KS-001").text
    for part in ("Telefoon aannemen", "IN FORCE", "<svg", 'id="klaar"', "Bram Beoordelaar"):
        assert part in html
    for link in ("/sops/KS-002", "/sops/KS-001/pdf", "/sops/KS-001/card", "/sops/KS-001/chart"):
        assert link in links(html)


@pytest.mark.parametrize(
    "path",
    [
        "/sops/KS-999",
        "/sops/KS-001%00",
        "/sops/..%2f..%2fetc",
        "/sops/KS-001?version=9.9",
        "/sops/KS-001?version=draft",
        "/sops/KS-001?language=xx",
        "/sops/KS-001/pictures/elsewhere.png",
        "/sops/KS-001/pictures/../../register.sqlite",
        "/sops/KS-002",
        "/sops/KS-002/pdf",
        "/sops/KS-002/chart",
    ],
)
def test_what_one_may_not_see_is_not_found_as_if_it_were_not_there(web: Web, path: str) -> None:
    web.world.put_in_force(sop())
    web.world.save(sop("KS-002"))
    web.world.save(sop(title="Telefoon opnemen"))
    answer = web.as_("outsider").get(path)
    assert answer.status_code == 404
    assert "There is nothing at this address, or nothing that you may see." in answer.text


def test_nothing_tells_an_outsider_of_a_draft(web: Web) -> None:
    web.world.put_in_force(sop())
    web.world.save(sop("KS-002", title="Geheim voornemen"))
    web.world.submit("KS-002")
    client = web.as_("outsider")
    for path in ("/", "/library", "/library?status=in-review", "/search?q=geheim+voornemen"):
        page = client.get(path).text
        assert "KS-002" not in page
        assert "Geheim" not in re.sub(r'value="[^"]*"', "", page)
    assert "1 procedure" in text_of(client.get("/library?status=draft").text)


def test_a_search_finds_forms_errors_situations_and_steps(web: Web) -> None:
    text = sop(title="Klacht behandelen", steps=("Vraag het ordernummer.", "Bied excuses aan."))
    web.world.put_in_force(text.replace("review:", "situations: [klant wil geld terug]\nreview:"))
    client = web.as_("outsider")
    for query in ("klachten", "klahct", "klant wil geld terug", "ks1", "KS-001"):
        assert "/sops/KS-001?language=nl" in links(client.get(f"/search?q={query}").text)
    found = client.get("/search?q=excuses").text
    assert "/sops/KS-001?language=nl#bied-excuses-aan" in links(found)
    assert "<mark>excuses</mark>" in found


def test_while_one_types_only_the_hits_come(web: Web) -> None:
    web.world.put_in_force(sop())
    client = web.as_("outsider")
    part = client.get("/search?q=telefoon", headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert "KS-001" in part.text
    assert part.headers["vary"] == "HX-Request"
    assert client.get("/search?q=", headers={"HX-Request": "true"}).text.strip() == ""


@pytest.mark.parametrize(
    "query", ["%00", "%27%22%3Cscript%3E", "x" * 5000, "%F0%9F%9A%B2", "%25_", "+", "-- ; DROP"]
)
def test_no_query_breaks_the_search(web: Web, query: str) -> None:
    web.world.put_in_force(sop())
    answer = web.as_("outsider").get(f"/search?q={query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "filters",
    ["status=x&page=-1", "page=99999999999", "page=x", "department=%00&owner=%27&standard=%25"],
)
def test_no_filter_breaks_the_list(web: Web, filters: str) -> None:
    assert web.as_("author").get(f"/library?{filters}").status_code == 200


def test_a_search_in_vain_comes_to_the_authors_but_not_what_one_is_still_typing(web: Web) -> None:
    client = web.as_("outsider")
    client.get("/search?q=fietsenst", headers={"HX-Request": "true"})
    client.get("/search?q=fietsenstalling")
    page = web.as_("author").get("/").text
    assert "fietsenstalling" in page
    assert "Searches without a result" in page
    assert "Searches without a result" not in client.get("/").text


def test_a_reader_says_whether_it_helped_and_the_author_hears_it(web: Web) -> None:
    web.world.put_in_force(sop())
    client = web.as_("trainee")
    said = {"helped": "no", "remark": "Welk nummer?"}
    answer = client.post("/sops/KS-001/helped", data=said)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sops/KS-001?said=thanks#helped"
    assert "Thank you." in client.get(answer.headers["location"]).text
    page = web.as_("author").get("/").text
    day = re.search(r"<p>Welk nummer\?</p><p class=\"told\">([^<]+)<", page)
    assert day is not None
    assert re.fullmatch(r"\d{1,2} \w+ 20\d\d", day[1])
    assert "Els Leerling" not in page


def test_a_version_to_come_says_from_when(web: Web) -> None:
    world = web.world
    world.save(sop())
    world.submit()
    world.approve()
    world.release(effective_from=world.now + timedelta(days=9000))
    page = text_of(web.as_("trainee").get("/sops/KS-001").text)
    assert "This version is in force from" in page
    assert web.as_("outsider").get("/sops/KS-001").status_code == 404


def test_a_picture_is_served_as_one_and_kept(web: Web) -> None:
    text = sop(steps=("Kijk.\n\n   ![Een fiets](beelden/fiets.svg)", "Klaar."))
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"
    web.world.put_in_force(text, pictures={"beelden/fiets.svg": drawing})
    client = web.as_("outsider")
    page = client.get("/sops/KS-001").text
    address = re.findall(r'<img [^>]*src="([^"]+)"', page)[0].replace("&amp;", "&")
    picture = client.get(address)
    assert picture.content == drawing
    assert picture.headers["content-type"] == "image/svg+xml"
    assert "immutable" in picture.headers["cache-control"]
    assert "sandbox" in picture.headers["content-security-policy"]


def test_pictures_of_what_is_not_in_force_are_not_kept_for_the_next_at_the_browser(
    web: Web,
) -> None:
    world = web.world
    text = sop(steps=("Kijk.\n\n   ![Een fiets](fiets.svg)", "Klaar."))
    world.put_in_force(text, pictures={"fiets.svg": b"<svg/>"})
    world.save(text.replace("Klaar", "Afgerond"), pictures={"fiets.svg": b"<svg />"})
    world.submit()
    world.approve()
    world.release(effective_from=world.now + timedelta(days=9000), major=True)
    client = web.as_("author")
    address = "/sops/KS-001/pictures/fiets.svg"
    kept = {
        version: client.get(address, params={"version": version}).headers["cache-control"]
        for version in ("1.0", "2.0", "")
    }
    assert "immutable" in kept["1.0"]
    assert (kept["2.0"], kept[""]) == ("private, no-cache", "private, no-cache")
    other = text.replace("KS-001", "KS-002").replace("Telefoon aannemen", "Klacht")
    world.put_in_force(other, "KS-002", pictures={"fiets.svg": b"<svg  />"})
    world.withdraw("KS-002")
    address = "/sops/KS-002/pictures/fiets.svg"
    gone = client.get(address, params={"version": "1.0"})
    assert gone.headers["cache-control"] == "private, no-cache"
    known = {"if-none-match": gone.headers["etag"]}
    again = client.get(address, params={"version": "1.0"}, headers=known)
    assert (again.status_code, again.content) == (304, b"")


def test_home_is_the_same_for_both_engines(web_on_both: Web) -> None:
    web_on_both.world.put_in_force(sop())
    world = web_on_both.world
    assert web_on_both.as_("author").get("/").status_code == 200
    assert home_of(world.register, world.people["author"], "nl", world.now).in_force == 1


def tray(html: str, heading: str) -> str:
    """A panel of home, by its heading; empty where it is not there."""
    _, _, after = html.partition(f"<h2>{heading}</h2>")
    return after.partition("</section>")[0]


def test_the_number_above_a_text_that_was_never_released_leads_to_its_draft(web: Web) -> None:
    web.world.save(sop("KS-009"))
    author = web.as_("author")
    page = author.get("/sops/KS-009/edit?language=nl").text
    found = re.search(r'<a class="number" href="([^"]+)"', page)
    assert found is not None
    answer = author.get(found[1])
    assert answer.headers["location"] == "/sops/KS-009?language=nl&version=draft"
    assert author.get(answer.headers["location"]).status_code == 200
    assert web.as_("outsider").get(found[1]).status_code == 404
    web.world.put_in_force(sop())
    assert author.get("/sops/KS-001?language=nl").status_code == 200


def test_authors_find_what_they_wrote_and_did_not_submit_at_home(web_on_both: Web) -> None:
    web = web_on_both
    web.world.appoint("colleague", "Cas Collega", "author")
    web.world.use_quick_passwords()
    for index in range(12):
        web.world.save(sop(f"KS-{index + 100}"))
    web.world.save(sop("KS-200"), by="colleague")
    web.world.put_in_force(sop("KS-300"), "KS-300")
    web.world.save(sop("KS-400"))
    web.world.submit("KS-400")
    author = web.as_("author")
    drafts = links(tray(author.get("/").text, "Your drafts"))
    newest = [f"/sops/KS-{index + 100}/edit?language=nl" for index in range(11, 1, -1)]
    assert drafts == newest
    assert "Your drafts" not in web.as_("approver").get("/").text
    assert links(tray(web.as_("colleague").get("/").text, "Your drafts")) == [
        "/sops/KS-200/edit?language=nl"
    ]


def test_home_tells_what_one_wrote_and_did_not_save(web: Web) -> None:
    web.world.put_in_force(sop())
    author = web.as_("author")
    assert tray(author.get("/").text, "Your drafts") == ""
    text = author.get("/sops/KS-001/edit?mode=text").text
    seen = re.search(r'name="seen" value="(\w+)"', text)
    assert seen is not None
    form = {"seen": seen[1], "text": sop(steps=("Groet de klant met naam.",))}
    assert author.post("/sops/KS-001/edit/text", data=form).status_code < 400
    assert "Not saved" in tray(author.get("/").text, "Your drafts")
    assert tray(web.as_("approver").get("/").text, "Your drafts") == ""


def test_what_was_sent_back_is_told_once_at_home(web: Web) -> None:
    web.world.save(sop())
    web.world.submit()
    approver, moment = web.world.people["approver"], web.world.tick()
    deciding.send_back(web.world.register, approver, "KS-001", "Te kort", TYPED, moment)
    page = web.as_("author").get("/").text
    assert "Sent back to you" in page
    assert tray(page, "Your drafts") == ""


def test_who_runs_a_new_register_is_told_what_comes_first_until_something_is_there(
    web: Web,
) -> None:
    admin = web.as_("admin")
    first = tray(admin.get("/").text, "What comes first")
    assert links(first) == ["/admin/organisation", "/admin/people", "/admin/people/admin"]
    assert "Give yourself the right of an author" in text_of(first)
    assert tray(web.as_("author").get("/").text, "What comes first") == ""
    give_right(
        web.world.register, web.world.people["admin"], "admin", "author", "*", web.world.tick()
    )
    assert links(tray(admin.get("/").text, "What comes first"))[-1] == "/write"
    web.world.save(sop())
    assert tray(admin.get("/").text, "What comes first") == ""
