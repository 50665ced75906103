"""Writing a procedure through the pages, without a script."""

from __future__ import annotations

import re

from tests.register import sop
from tests.web import Web, text_of

EDIT = "/sops/KS-001/edit"


def seen_in(html: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', html)
    assert found is not None
    return found[1]


def text_in(html: str) -> str:
    found = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    assert found is not None
    return found[1].replace("&#34;", '"').replace("&gt;", ">").replace("&#39;", "'")


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
