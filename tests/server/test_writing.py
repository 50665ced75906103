"""Writing a procedure through the pages, without a script."""

from __future__ import annotations

import re
from html import unescape

from sopkit.resources import example_library
from sopkit.services.register.persons import give_right
from sopkit.store.shelfmarks import shelfmarks_like
from tests.forms import FormFields
from tests.register import sop
from tests.server.browsing import forms
from tests.web import Web, text_of

EDIT = "/sops/KS-001/edit"


def seen_in(html: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', html)
    assert found is not None
    return found[1]


def text_in(html: str) -> str:
    found = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def change(web: Web, by: str = "author", **fields: str) -> str:
    """Send the form of the editor, with these fields, and look at the text that comes of it."""
    client = web.as_(by)
    data = {"seen": seen_in(client.get(EDIT).text)}
    data |= {name.replace("__", "."): value for name, value in fields.items()}
    answer = client.post(f"{EDIT}/change", data=data)
    assert answer.status_code == 303, text_of(answer.text)
    return text_in(client.get(f"{EDIT}?mode=text").text)


def test_the_form_shows_the_steps_and_no_marks(web: Web) -> None:
    web.world.save(sop(steps=("**Groet de klant.** {#groet role=medewerker}", "Vraag door.")))
    page = web.as_("author").get(EDIT)
    assert page.status_code == 200
    writing = page.text.partition('<div class="writing">')[2].partition("<aside")[0]
    assert 'value="Groet de klant"' in writing
    assert "**" not in writing
    assert "{#" not in writing


def test_a_field_changes_its_place_in_the_text_and_nothing_else(web: Web) -> None:
    before = sop()
    web.world.save(before)
    after = change(web, field__title="Telefoon opnemen")
    assert after == before.replace("title: Telefoon aannemen", "title: Telefoon opnemen")
    after = change(web, row__1__title="Vraag het klantnummer.")
    assert "2. Vraag het klantnummer." in after


def test_a_step_is_put_in_and_made_a_question(web: Web) -> None:
    web.world.save(sop())
    after = change(web, act="step.0")
    assert "2. **Nieuwe stap**" in after
    after = change(web, row__1__title="Is de klant boos", act="question.1")
    assert "2. **Is de klant boos?**\n   - Ja: ga verder\n   - Nee: ga verder\n" in after


def test_what_is_not_saved_is_there_again_and_nobody_elses(web: Web) -> None:
    web.world.appoint("second-author", "Sam Schrijver", "author")
    web.world.use_quick_passwords()
    web.world.save(sop())
    change(web, field__title="Mijn titel")
    assert "Mijn titel" in web.as_("author").get(EDIT).text
    assert "Mijn titel" not in web.as_("second-author").get(EDIT).text


def test_saving_makes_a_revision_with_what_was_written(web: Web) -> None:
    web.world.save(sop())
    change(web, field__title="Telefoon opnemen")
    client = web.as_("author")
    seen = seen_in(client.get(EDIT).text)
    answer = client.post(f"{EDIT}/save", data={"seen": seen, "note": "duidelijker"})
    assert answer.status_code == 303
    from sopkit.store import documents

    with web.world.register.reading() as session:
        [latest] = [e for e in documents.newest(session) if e.document.key == "KS-001"]
        assert latest.title == "Telefoon opnemen"
        assert documents.message_of(session, latest.id) == "duidelijker"
    web.world.assert_proven()


LIST = """\
**Kijk in de lijst** en zoek. {#lijst role=medewerker within=1,5h}

   | Wat | Wie |
   |:----|----:|
   | factuur \\| bon | [KS-001](KS-001) |
"""
STANDARDS = "standards:\n  csat: '>=80 %'\n  occupancy: 75…85%\n  own: mediaan < 2h\nreview:"
EVERYTHING = (
    sop(
        steps=(
            LIST,
            "**Regel alles.** {parallel}\n   - Bel de klant\n   - Is er schade?: maak een foto",
            "**Klaar?**\n   - Ja\n   - Nee, nog niet → [Kijk](#lijst) {max=2}",
            "Sluit af → einde: klaar",
        ),
        review="1 jaar",
    )
    .replace("review:", STANDARDS)
    .replace("Geen.", "FCR\n: Eén keer.\n\nCSAT\n: Tevreden.")
)


def test_a_form_that_is_sent_back_as_it_came_changes_nothing(web: Web) -> None:
    library = example_library()
    texts = [EVERYTHING, (library / "hr/HR-001-eerste-week.md").read_text(encoding="utf-8")]
    for text in texts:
        number = next(line.split()[1] for line in text.split("\n") if line.startswith("number:"))
        web.world.save(text)
        client = web.as_("author")
        address = f"/sops/{number}/edit"
        sent = FormFields(client.get(address).text, "data-form").fields
        names = [name for name, _ in sent]
        assert "field.title" in names
        data = {name: [value for each, value in sent if each == name] for name in names}
        assert client.post(f"{address}/change", data=data).status_code == 303
        assert text_in(client.get(f"{address}?mode=text").text) == text


def test_targets_and_times_are_set_by_their_parts(web: Web) -> None:
    web.world.save(EVERYTHING)
    after = change(web, **{"target__csat.comparison": "<", "target__csat.value": "7,5"})
    assert 'csat: "< 7.5%"' in after
    after = change(web, target__new="first-response-time")
    assert 'first-response-time: "p90 <= 4h"' in after
    after = change(
        web, act="remove-target.0.csat", field__review="6", **{"field__review.unit": "months"}
    )
    assert "csat" not in after.partition("## ")[0]
    assert 'review: "6 maanden"' in after


def test_a_table_is_filled_in_by_its_cells(web: Web) -> None:
    web.world.save(EVERYTHING)
    after = change(web, **{"row.0.part.0.cell.1-1": "wij", "act": "add-row.0.0"})
    assert "   | factuur \\| bon | wij |\n   |  |  |\n" in after
    after = change(web, **{"row.0.part.0.cell.2-0": "retour", "act": "remove-row.0.0.1"})
    assert "   |:----|----:|\n   | retour |  |\n" in after


def test_changes_are_undone_one_by_one_and_made_again(web: Web) -> None:
    web.world.save(sop())
    titles = ("Eerste titel", "Tweede titel", "Derde titel")
    texts = [sop(), *(change(web, field__title=title) for title in titles)]

    def step(way: str) -> str:
        client = web.as_("author")
        data = {"seen": seen_in(client.get(EDIT).text), "way": way, "mode": "text"}
        assert client.post(f"{EDIT}/step", data=data).status_code == 303
        return text_in(client.get(f"{EDIT}?mode=text").text)

    assert [step("back") for _ in range(4)] == [texts[2], texts[1], texts[0], texts[0]]
    assert [step("forward") for _ in range(2)] == [texts[1], texts[2]]
    other = change(web, field__title="Een andere titel")
    assert step("forward") == other
    assert step("back") == texts[2]


def test_what_was_saved_or_is_under_review_cannot_be_undone(web: Web) -> None:
    web.world.save(sop())
    after = change(web, field__title="Telefoon opnemen")
    client = web.as_("author")
    before = seen_in(client.get(EDIT).text)
    client.post(f"{EDIT}/save", data={"seen": before})
    client.post(f"{EDIT}/step", data={"seen": before, "way": "back"})
    assert text_in(client.get(f"{EDIT}?mode=text").text) == after
    change(web, field__title="Telefoon pakken")
    web.world.submit()
    seen = seen_in(client.get(EDIT).text)
    answer = client.post(f"{EDIT}/step", data={"seen": seen, "way": "back"})
    assert answer.status_code == 409
    assert "under review" in text_of(answer.text)


def test_a_step_back_never_takes_away_what_somebody_else_saved(web: Web) -> None:
    web.world.save(sop())
    change(web, field__title="Mijn titel")
    theirs = sop(steps=("Groet de klant.", "Vraag het ordernummer.", "Sluit af."))
    web.world.save(theirs)
    client = web.as_("author")
    form = FormFields(client.get(f"{EDIT}/together").text, "class").fields
    data = {name: value for name, value in form if name in ("seen", "newest", "count")}
    assert client.post(f"{EDIT}/together", data=data).status_code == 303
    together = text_in(client.get(f"{EDIT}?mode=text").text)
    assert "Sluit af." in together
    assert "Mijn titel" in together
    seen = seen_in(client.get(EDIT).text)
    client.post(f"{EDIT}/step", data={"seen": seen, "way": "back"})
    assert text_in(client.get(f"{EDIT}?mode=text").text) == together


def test_procedures_are_suggested_by_number_or_title_and_only_those_one_may_see(web: Web) -> None:
    world = web.world
    world.save(sop("KS-001", title="Klacht 010 behandelen"))
    world.save(sop("KS-010", title="Identiteit vaststellen"))
    world.save(sop("HR-010", title="Personeelsklacht", department="hr"))
    world.save(sop("HR-002", title="Verlof melden", department="hr"))
    world.submit("HR-002")
    world.approve("HR-002")
    world.approve("HR-002", by="reviewer")
    world.release("HR-002")
    admin = world.people["admin"]
    world.appoint("ks-author", "Kees Schrijver")
    give_right(world.register, admin, "ks-author", "author", "klantenservice", world.tick())
    world.use_quick_passwords()

    def suggested(typed: str, by: str = "author") -> list[str]:
        answer = web.as_(by).get("/write/procedures", params={"typed": typed})
        return [each["value"] for each in answer.json()]

    assert suggested("ks-0") == ["KS-001", "KS-010"]
    assert suggested("klacht") == ["HR-010", "KS-001"]
    assert suggested("klacht", by="ks-author") == ["KS-001"]
    assert suggested("VERLOF", by="ks-author") == ["HR-002"]
    assert suggested("%") == []


def test_no_more_procedures_are_read_than_are_suggested(web: Web) -> None:
    for number in range(1, 100):
        web.world.save(sop(f"KS-{number:03}", title=f"Vraag {number}"))
    with web.world.register.reading() as session:
        found = shelfmarks_like(session, "vraag 9", None, 5)
        assert [each.number for each in found] == ["KS-009", "KS-090", "KS-091", "KS-092", "KS-093"]
        assert shelfmarks_like(session, "ks-099", frozenset({"hr"}), 5) == ()


def test_saving_without_a_script_takes_over_what_stands_in_the_fields(web: Web) -> None:
    web.world.save(sop())
    client = web.as_("author")
    fields = dict(FormFields(client.get(EDIT).text, "data-form").fields)
    fields |= {"field.title": "Telefoon opnemen", "note": "duidelijker"}
    assert client.post(f"{EDIT}/save", data=fields).status_code == 303
    fields = dict(FormFields(client.get(f"{EDIT}?mode=text").text, "data-text").fields)
    assert "title: Telefoon opnemen" in fields["text"]
    fields["text"] = fields["text"].replace("Vraag het", "Zoek het")
    assert client.post(f"{EDIT}/save", data=fields).status_code == 303
    page = client.get(EDIT).text
    assert "Zoek het ordernummer" in page
    assert "data-discard" not in page
    web.world.assert_proven()


def test_a_long_procedure_is_sent_whole_without_a_script(web: Web) -> None:
    titles = tuple(f"Doe ding {number}." for number in range(1, 301))
    web.world.save(sop(steps=titles))
    client = web.as_("author")
    fields = dict(FormFields(client.get(EDIT).text, "data-form").fields)
    assert len(fields) > 3000
    fields["row.299.title"] = "Sluit af"
    assert client.post(f"{EDIT}/save", data=fields).status_code == 303
    assert "300. Sluit af." in text_in(client.get(f"{EDIT}?mode=text").text)


def test_a_translation_begins_with_the_text_of_the_original(web_on_both: Web) -> None:
    web, path = web_on_both, "pictures/groet.png"
    steps = ("Groet.\n\n   ![Zo](pictures/groet.png)", "Vraag door. {#vraag role=medewerker}")
    web.world.save(sop(steps=steps), pictures={path: b"a picture"})
    author = web.as_("author")
    page = author.get("/sops/KS-001?version=draft&language=nl").text
    assert "Translate into Dutch" not in text_of(page)
    found = re.search(r'href="(/write[^"]+)">Translate<span class="hidden"> into English', page)
    assert found is not None
    form = author.get(unescape(found[1])).text
    assert "Translate KS-001 Telefoon aannemen" in text_of(form.partition("<h1>")[2])
    [fields] = forms(form, "/write")
    sent = {**fields, "title": "Answering the phone"}
    there = author.post("/write", data=sent).headers["location"]
    assert there == "/sops/KS-001/edit?language=en"
    text = text_in(author.get(f"{there}&mode=text").text)
    for line in ("title: Answering the phone", "language: en", "department: Customer service"):
        assert line in text
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Purpose", "Terms", "Instructions"]
    assert "2. Vraag door. {#vraag role=medewerker}" in text
    assert author.get(f"/sops/KS-001/edit/picture?path={path}&language=en").content == b"a picture"
    again = author.post("/write", data=sent)
    assert again.status_code == 409
    assert "has a text in the language “en” already" in text_of(again.text)
    page = author.get("/sops/KS-001?version=draft&language=nl").text
    assert "Translate" not in text_of(page)
    web.world.assert_proven()


def test_only_who_may_write_a_procedure_may_translate_it(web: Web) -> None:
    web.world.put_in_force(sop())
    web.world.appoint("hr-author", "Hanna Schrijver")
    give_right(
        web.world.register, web.world.people["admin"], "hr-author", "author", "hr", web.world.tick()
    )
    web.world.use_quick_passwords()
    assert "Translate" in text_of(web.as_("author").get("/sops/KS-001").text)
    for login in ("hr-author", "trainee"):
        assert "Translate" not in text_of(web.as_(login).get("/sops/KS-001").text)
    address = "/write?number=KS-001&original=nl&language=en"
    other = web.as_("hr-author")
    assert other.get(address).status_code == 404
    form = {"number": "KS-001", "original": "nl", "language": "en", "title": "Phone"}
    assert other.post("/write", data=form).status_code == 404
    assert web.as_("author").get("/write?number=KS-404&original=nl").status_code == 404


def test_the_form_for_a_procedure_speaks_the_language_of_the_reader_and_guesses_no_number(
    web: Web,
) -> None:
    page = web.as_("author").get("/write").text
    shown = re.findall(r'<option value="(?:hr|klantenservice)"[^>]*>([^<]*)<', page)
    assert shown == ["Customer service", "Human resources"]
    assert re.search(r"\b(KS|KLA|PER|HR)-0", page) is None
    form = {"title": "Verlof", "department": "hr", "language": "nl", "template": "blank"}
    there = web.as_("author").post("/write", data=form).headers["location"]
    assert re.match(r"/sops/[A-Z]+-001/edit", there)
