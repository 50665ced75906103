"""Reviews in the browser: submitted, commented on, decided, released; what is refused is told."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from httpx2 import Response

from sopkit.model.control import Status
from sopkit.services.register import reading, tracing
from sopkit.services.register.persons import add_person, give_right
from sopkit.services.register.saving import Writing, save_revision
from tests.register import ORGANISATION, PASSWORD, World, sop
from tests.server.browsing import choices, forms, labels
from tests.statements import queries
from tests.web import Web, text_of

NUMBER = "KS-001"
STEP = "groet-de-klant"
CHANGED = sop(steps=("Groet de klant binnen 20 seconden.", "Vraag het ordernummer."))
LAYOUT = sop().replace("\n\n## Begrippen", "\n\n\n## Begrippen")


def submitted(web: Web, text: str = sop(), number: str = NUMBER) -> str:
    """The address of the review of a text that was submitted just now."""
    web.world.save(text)
    return f"/reviews/{web.world.submit(number).id}"


def status(world: World) -> Status:
    return reading.standing(world.register, NUMBER, None, world.now + timedelta(days=400)).status


def post(web: Web, login: str, address: str, **fields: str) -> Response:
    return web.as_(login).post(address, data=fields)


def alert(answer: Response) -> str:
    """What the page says went wrong."""
    _, _, after = answer.text.partition('role="alert"')
    return text_of(after.partition(">")[2].partition("</p>")[0])


def test_who_approves_sees_the_details_that_they_sign(web: Web) -> None:
    details = (
        "owner: medewerker\nroles: [medewerker]\nchannels: [phone]\nreview: 6 months\n"
        "service: reactive\ndirection: inbound\nsituations: [een klant belt over een bestelling]\n"
    )
    text = sop().replace("review: 12 months\n", details)
    page = web.as_("approver").get(submitted(web, text)).text
    whole = text_of(page[page.index('<section class="whole"') :])
    for told in (
        "Use this when een klant belt over een bestelling",
        "Owner Medewerker",
        "Roles Medewerker",
        "Channels telephone",
        "Review every 6 months",
    ):
        assert told in whole


def test_a_text_goes_from_draft_to_in_force_in_the_browser(web_on_both: Web) -> None:
    web = web_on_both
    web.world.save(sop())
    page = web.as_("author").get(f"/sops/{NUMBER}/submit")
    assert "It must be approved by: approver." in text_of(page.text)
    [form] = forms(page.text, f"/sops/{NUMBER}/submit?language=nl")
    sent = post(web, "author", f"/sops/{NUMBER}/submit", **form, reason="Nieuw", password=PASSWORD)
    address = sent.headers["location"]
    assert sent.status_code == 303
    assert "Waits for approval" in web.as_("author").get(address).text
    assert post(web, "approver", f"{address}/approve", password=PASSWORD).status_code == 303
    assert "Approved, waits for its release" in web.as_("approver").get(address).text
    assert post(web, "approver", f"{address}/release").headers["location"] == address
    assert "Released as version 1.0" in web.as_("approver").get(address).text
    assert status(web.world) is Status.EFFECTIVE
    web.world.assert_proven()


def test_a_comment_stands_at_its_step_and_is_answered_there(web: Web) -> None:
    address = submitted(web)
    said = post(web, "reviewer", f"{address}/comments", step=STEP, text="Hoe <b>snel</b>?\nNu?")
    assert urlsplit(said.headers["location"]).fragment == STEP
    post(web, "author", f"{address}/comments", step=STEP, text="Twintig seconden.")
    post(web, "reviewer", f"{address}/comments", text="Verder goed.")
    page = web.as_("approver").get(address).text
    step = page.partition(f'data-step="{STEP}"')[2].partition("data-step=")[0]
    assert "Hoe &lt;b&gt;snel&lt;/b&gt;?" in step
    assert "Dirk Kwaliteit" in step
    assert "Twintig seconden." in step
    assert "Verder goed." not in step
    assert "Verder goed." in page


REFUSED = {
    "comments": ("reviewer", {"step": STEP, "text": " "}, 409, "Write what you want to say."),
    "approve": (
        "approver",
        {"note": "wat ik typte", "password": "wrong"},
        403,
        "That is not your password, so nothing was signed.",
    ),
    "send-back": (
        "approver",
        {"reason": "wat ik typte", "password": "wrong"},
        403,
        "That is not your password, so nothing was signed.",
    ),
    "retract": ("author", {"reason": "  "}, 409, "Give a reason: what was changed, or why."),
    "release": (
        "approver",
        {"day": "2026-12-24"},
        409,
        "KS-001 is not approved yet; it still needs: approver.",
    ),
}


@pytest.mark.parametrize("act", REFUSED)
def test_a_refusal_lands_on_the_page_with_what_was_typed(web: Web, act: str) -> None:
    login, fields, code, told = REFUSED[act]
    address = submitted(web)
    answer = post(web, login, f"{address}/{act}", **fields)
    assert (answer.status_code, alert(answer)) == (code, told)
    typed = [
        value for name, value in fields.items() if name in {"note", "reason"} and value.strip()
    ]
    assert all(each in answer.text for each in typed)
    assert "wrong" not in answer.text
    assert status(web.world) is Status.IN_REVIEW


def test_a_wrong_password_keeps_what_the_author_typed(web: Web) -> None:
    web.world.save(sop())
    answer = post(
        web, "author", f"/sops/{NUMBER}/submit", reason="Een lang verhaal", password="wrong"
    )
    assert answer.status_code == 403
    assert alert(answer) == "That is not your password, so nothing was signed."
    assert "Een lang verhaal" in answer.text
    assert status(web.world) is Status.DRAFT


def test_a_text_with_errors_is_told_where_to_mend_it(web: Web) -> None:
    web.world.save(sop(steps=("Bel terug → [Nergens](#nergens)",)))
    page = web.as_("author").get(f"/sops/{NUMBER}/submit")
    told = text_of(page.text)
    assert "The text has errors, so it cannot be submitted yet." in told
    assert "SOP306" in told
    assert "line 19" in told
    assert "Submit and sign" not in told
    answer = post(web, "author", f"/sops/{NUMBER}/submit", reason="toch", password=PASSWORD)
    assert answer.status_code == 409
    assert "SOP306" in answer.text


def test_the_author_is_told_which_procedures_lead_to_a_step_that_is_gone(web: Web) -> None:
    world = web.world
    world.put_in_force(sop(steps=("Groet de klant.", "Vraag het ordernummer.")))
    world.save(sop("KS-002", title="Bellen", steps=("Zie [daar](KS-001#vraag-het-ordernummer).",)))
    world.save(
        sop(
            "HR-001",
            title="Geheim",
            department="hr",
            steps=("Zie [daar](KS-001#vraag-het-ordernummer).",),
        )
    )
    clerk = add_person(world.register, world.people["admin"], "clerk", "Kees", world.tick())
    world.people["clerk"] = clerk
    give_right(
        world.register, world.people["admin"], "clerk", "author", "klantenservice", world.tick()
    )
    world.use_quick_passwords()
    client = web.as_("clerk")
    assert "Links that this text breaks" not in client.get("/sops/KS-001/submit").text
    world.save(sop(steps=("Groet de klant.", "Vraag de naam.")))
    page = text_of(client.get("/sops/KS-001/submit").text)
    assert "Links that this text breaks" in page
    assert "KS-002 Bellen #vraag-het-ordernummer" in page
    assert "Geheim" not in page
    assert "Geheim" in web.as_("author").get("/sops/KS-001/submit").text


def test_the_nature_that_was_found_is_proposed_and_no_lower_one(web: Web) -> None:
    web.world.put_in_force(sop())
    web.world.save(LAYOUT)
    page = web.as_("author").get(f"/sops/{NUMBER}/submit").text
    assert choices(page, "nature") == ["editorial", "clarifying", "behavioural"]
    assert "What changed since version 1.0" in text_of(page)
    web.world.save(CHANGED)
    page = web.as_("author").get(f"/sops/{NUMBER}/submit").text
    assert choices(page, "nature") == ["behavioural"]


def test_the_author_reads_what_is_asked_and_submits_again(web: Web) -> None:
    address = submitted(web)
    post(web, "reviewer", f"{address}/comments", step=STEP, text="Hoe snel?")
    sent = post(web, "approver", f"{address}/send-back", reason="Te vaag.", password=PASSWORD)
    assert sent.headers["location"] == address
    assert "Sent back by Bram Beoordelaar" in web.as_("author").get(address).text
    web.world.save(CHANGED)
    told = text_of(web.as_("author").get(f"/sops/{NUMBER}/submit").text)
    for words in ("What Bram Beoordelaar asks", "Te vaag.", "Hoe snel?", "This step was changed"):
        assert words in told
    again = post(web, "author", f"/sops/{NUMBER}/submit", reason="Termijn", password=PASSWORD)
    assert again.headers["location"] != address
    old = web.as_("approver").get(address).text
    assert "A later text of this procedure is under review now." in old
    assert again.headers["location"] in old
    new = web.as_("approver").get(again.headers["location"]).text
    assert "What Bram Beoordelaar asked before" in new
    assert "Te vaag." in new
    assert f'href="{address}"' in new
    assert "asked before" not in old
    web.world.assert_proven()


def test_somebody_decided_meanwhile(web: Web) -> None:
    address = submitted(web)
    web.as_("approver").get(address)
    post(web, "second-approver", f"{address}/send-back", reason="Te vaag.", password=PASSWORD)
    for login, act, fields in (
        ("approver", "approve", {"password": PASSWORD}),
        ("approver", "send-back", {"password": PASSWORD, "reason": "Nee."}),
        ("approver", "release", {}),
        ("author", "retract", {"reason": "toch niet"}),
        ("reviewer", "comments", {"step": STEP, "text": "Nog iets."}),
    ):
        answer = post(web, login, f"{address}/{act}", **fields)
        assert answer.status_code == 409, act
        told = text_of(answer.text)
        assert "This review of KS-001 is over: it was decided on meanwhile." in told, act
        assert "Sent back by Carla Controleur" in told
        assert "Te vaag." in told
    web.world.assert_proven()


def test_nobody_approves_their_own_work(web: Web) -> None:
    world = web.world
    admin = world.people["admin"]
    give_right(world.register, admin, "author", "approver", "klantenservice", world.tick())
    address = submitted(web)
    page = web.as_("author").get(address)
    assert "You wrote a part of KS-001, so somebody else must decide on it." in page.text
    assert "Approve and sign" not in page.text
    answer = post(web, "author", f"{address}/approve", password=PASSWORD)
    assert answer.status_code == 409
    assert "You wrote a part of KS-001" in answer.text


def test_who_lacks_the_right_is_told_which_and_where(web: Web) -> None:
    address = submitted(web)
    page = web.as_("reviewer").get(address)
    told = "You need the right “approver” in Customer service for this."
    assert told in page.text
    answer = post(web, "reviewer", f"{address}/approve", password=PASSWORD)
    assert answer.status_code == 403
    assert told in answer.text


def test_who_got_a_text_back_is_led_to_where_it_is_changed(web: Web) -> None:
    address = submitted(web)
    edit = f"/sops/{NUMBER}/edit?language=nl"
    assert edit not in web.as_("author").get(address).text
    post(web, "approver", f"{address}/send-back", reason="Te vaag.", password=PASSWORD)
    assert edit in web.as_("author").get(address).text
    assert edit in web.as_("author").get(f"/sops/{NUMBER}/submit").text
    assert edit not in web.as_("approver").get(address).text


def test_who_writes_is_led_to_the_review_and_told_what_it_asks(web: Web) -> None:
    edit = f"/sops/{NUMBER}/edit"
    assert "review</a>" not in web.as_("author").get(edit).text
    address = submitted(web)
    assert f'<a href="{address}">Open the review</a>' in web.as_("author").get(edit).text
    post(web, "approver", f"{address}/send-back", reason="Te vaag.", password=PASSWORD)
    page = web.as_("author").get(edit).text
    assert f'<a href="{address}">Open that review</a>' in page
    assert "What Bram Beoordelaar asks Te vaag." in text_of(page)
    web.world.save(CHANGED)
    post(web, "author", f"/sops/{NUMBER}/submit", reason="Termijn", password=PASSWORD)
    assert "What Bram Beoordelaar asks" not in web.as_("author").get(edit).text


@pytest.mark.parametrize("login", ["trainee", "outsider"])
def test_a_review_is_not_there_for_who_has_no_business_with_drafts(web: Web, login: str) -> None:
    address = submitted(web)
    absent = web.as_(login).get("/reviews/" + "0" * 32)
    for path in (address, "/reviews", f"/sops/{NUMBER}/submit", f"/sops/{NUMBER}/history"):
        answer = web.as_(login).get(path)
        assert answer.status_code == 404
        assert text_of(answer.text) == text_of(absent.text)


def test_rights_in_another_department_show_nothing(web: Web) -> None:
    world = web.world
    world.people["elsewhere"] = world.people["outsider"]
    admin = world.people["admin"]
    for right in ("author", "approver", "reviewer"):
        give_right(world.register, admin, "outsider", right, "hr", world.tick())
    address = submitted(web)
    client = web.as_("outsider")
    assert "KS-001" not in client.get("/reviews").text
    for path in (address, f"/sops/{NUMBER}/submit", f"/sops/{NUMBER}/history"):
        assert client.get(path).status_code == 404
    for act in ("approve", "send-back", "retract", "release", "comments"):
        fields = {"password": PASSWORD, "reason": "x", "text": "x"}
        assert client.post(f"{address}/{act}", data=fields).status_code == 404


def test_a_release_takes_a_day_and_a_bigger_version(web: Web) -> None:
    world = web.world
    world.put_in_force(sop())
    address = submitted(web, LAYOUT)
    world.approve()
    page = web.as_("approver").get(address).text
    assert labels(page, "major") == [
        "1.1: people go on as they do",
        "2.0: people are trained again",
    ]
    answer = post(web, "approver", f"{address}/release", day="morgen", major="yes")
    assert answer.status_code == 409
    assert "“morgen” is no date" in answer.text
    answer = post(web, "approver", f"{address}/release", day="2020-01-01")
    assert "can take effect after" in alert(answer)
    day = f"{world.now + timedelta(days=4000):%Y-%m-%d}"
    assert post(web, "approver", f"{address}/release", day=day, major="yes").status_code == 303
    [newest, _] = reading.history(world.register, NUMBER, None, world.now)
    assert str(newest.released.version) == "2.0"
    assert f"{newest.released.effective_from.astimezone():%Y-%m}" == day[:7]


def test_the_list_says_what_waits_for_whom(web: Web) -> None:
    submitted(web)
    mine = text_of(web.as_("approver").get("/reviews").text)
    assert "Waiting for you KS-001 Telefoon aannemen first version needs: approver" in mine
    author = text_of(web.as_("author").get("/reviews").text)
    assert "Nothing waits for you. Your own work, waiting for others KS-001" in author
    assert "Waiting for others KS-001" in text_of(web.as_("reviewer").get("/reviews").text)


def test_confirming_and_withdrawing_are_signed(web: Web) -> None:
    world = web.world
    world.put_in_force(sop())
    path = f"/sops/{NUMBER}/confirm"
    answer = post(web, "reviewer", path, version="1.0", note="Klopt nog.", password="wrong")
    assert (answer.status_code, "Klopt nog." in answer.text) == (403, True)
    done = post(web, "reviewer", path, version="1.0", note="Klopt nog.", password=PASSWORD)
    assert done.headers["location"] == f"/sops/{NUMBER}/history"
    assert tracing.events(world.register, NUMBER, limit=1)[0].act == "version.confirmed"
    path = f"/sops/{NUMBER}/withdraw"
    answer = post(web, "approver", path, version="1.0", password=PASSWORD)
    assert alert(answer) == "Give a reason: what was changed, or why."
    answer = post(web, "approver", path, version="0.9", reason="weg", password=PASSWORD)
    assert "The version of KS-001 changed meanwhile: it is 1.0 now." in answer.text
    post(web, "approver", path, version="1.0", reason="Vervangen", password=PASSWORD)
    assert status(world) is Status.WITHDRAWN
    gone = web.as_("approver").get(path)
    assert "This procedure has no version that could be withdrawn." in gone.text
    answer = post(web, "approver", path, version="1.0", reason="weg", password=PASSWORD)
    assert answer.status_code == 409
    assert web.as_("trainee").get(f"/sops/{NUMBER}/history").status_code == 404
    world.assert_proven()


def test_any_two_texts_are_compared_from_the_history(web: Web) -> None:
    web.world.put_in_force(sop())
    web.world.put_in_force(CHANGED)
    web.world.save(sop())
    page = web.as_("author").get(f"/sops/{NUMBER}/history").text
    assert choices(page, "from") == ["r3", "2.0", "1.0"]
    shown = web.as_("trainee").get(f"/sops/{NUMBER}/compare?from=1.0&to=2.0")
    assert "binnen 20 seconden" in shown.text
    assert "version 1.0" in shown.text
    for query in ("from=1.0&to=r3", "from=1.0&to=9.9", "from=nonsense&to=2.0"):
        assert web.as_("trainee").get(f"/sops/{NUMBER}/compare?{query}").status_code == 404
    assert web.as_("trainee").get(f"/sops/{NUMBER}/compare").status_code == 303


def test_the_history_leads_to_what_one_may_do_now(web: Web) -> None:
    web.world.put_in_force(sop())
    path, acts = f"/sops/{NUMBER}/history", ("submit", "confirm", "withdraw")

    def offered(login: str) -> list[str]:
        page = web.as_(login).get(path).text
        return [act for act in acts if f'href="/sops/{NUMBER}/{act}?language=nl"' in page]

    assert offered("author") == []
    assert offered("approver") == ["confirm", "withdraw"]
    assert offered("reviewer") == ["confirm"]
    assert offered("trainee") == []
    web.world.save(CHANGED)
    assert offered("author") == ["submit"]
    review = f"/reviews/{web.world.submit().id}"
    assert offered("author") == []
    assert f'href="{review}"' in web.as_("author").get(path).text
    assert review not in web.as_("trainee").get(path).text


def test_a_picture_of_a_draft_is_shown_to_insiders_alone(web: Web) -> None:
    world = web.world
    text = (
        sop()
        .replace("helpen", "helpen")
        .replace("Elke klant wordt geholpen.", "![Een schets](schets.svg)")
    )
    writing = Writing("KS-001.md", text.encode(), {"schets.svg": b"<svg/>"})
    save_revision(world.register, world.people["author"], writing, None, "", world.tick())
    address = f"/reviews/{world.submit().id}"
    picture = f"{address}/pictures/schets.svg"
    assert f'src="{picture}"' in web.as_("approver").get(address).text
    answer = web.as_("approver").get(picture)
    assert (answer.headers["content-type"], answer.content) == ("image/svg+xml", b"<svg/>")
    assert web.as_("approver").get(f"{address}/pictures/ander.svg").status_code == 404
    assert web.as_("trainee").get(picture).status_code == 404


def test_a_translation_is_submitted_and_reviewed_in_its_own_right(web: Web) -> None:
    world = web.world
    world.put_in_force(sop())
    world.save(sop(language="en"), path="KS-001.en.md")
    path = f"/sops/{NUMBER}/submit?language=en"
    page = web.as_("author").get(path).text
    assert f'action="{path}"' in page
    sent = post(web, "author", path, reason="Vertaald", password=PASSWORD)
    address = sent.headers["location"]
    assert post(web, "approver", f"{address}/approve", password=PASSWORD).status_code == 303
    assert post(web, "approver", f"{address}/release").status_code == 303
    assert reading.standing(world.register, NUMBER, "en", world.tick(days=999)).in_force


def test_pages_take_no_more_queries_for_more_reviews(web: Web) -> None:
    client = web.as_("approver")
    submitted(web)
    few = queries(lambda: client.get("/reviews"))
    for number in ("KS-002", "KS-003", "KS-004"):
        submitted(web, sop(number), number)
    assert queries(lambda: client.get("/reviews")) == few


def test_an_error_about_a_draft_of_others_is_told_without_its_words(web: Web) -> None:
    world = web.world
    raised = f"{ORGANISATION}severity: {{SOP403: error}}\n"
    world.save(raised, by="admin", path="organisation.yaml")
    world.appoint("kees", "Kees Schrijver")
    admin = world.people["admin"]
    give_right(world.register, admin, "kees", "author", "klantenservice", world.tick())
    world.use_quick_passwords()
    term = "klant\n: Wie {} belt."
    secret = sop("AA-001", department="hr", title="Geheim plan")
    world.save(secret.replace("Geen.", term.format("geheim")))
    world.save(sop().replace("Geen.", term.format("ons")))
    page = web.as_("kees").get("/sops/KS-001/submit")
    told = text_of(page.text)
    assert "does not agree with one of another department that you may not see" in told
    assert "Mend these first" not in told
    assert "AA-001" not in told
    assert "geheim" not in told.casefold()
    assert "password" not in page.text.partition("<main")[2]
    both = text_of(web.as_("author").get("/sops/KS-001/submit").text)
    assert "Mend these first" in both
    assert "AA-001" in both
