"""Walking through a procedure with a browser that knows no script."""

from __future__ import annotations

import re
from html import unescape

from tests.register import World, sop
from tests.web import Web, text_of


class Walker:
    """Somebody who walks: looks at a stop, and takes one of its buttons."""

    def __init__(self, web: Web, address: str, person: str = "trainee") -> None:
        self.client = web.as_(person)
        self.html = ""
        self.go(address)

    def go(self, address: str) -> None:
        answer = self.client.get(address)
        assert answer.status_code == 200
        self.html = answer.text

    @property
    def title(self) -> str:
        return text_of(re.findall(r"<h1>(.*?)</h1>", self.html, re.DOTALL)[0])

    @property
    def buttons(self) -> dict[str, str]:
        found = re.findall(
            r'<a class="button [^"]*" href="([^"]+)"><span class="says"[^>]*>([^<]*)', self.html
        )
        return {unescape(text): unescape(address) for address, text in found}

    def take(self, text: str) -> None:
        self.go(self.buttons[text])

    def back(self) -> None:
        [address] = re.findall(r'rel="prev" href="([^"]+)"', self.html)
        self.go(unescape(address))


def call_centre(world: World) -> None:
    world.put_in_force(
        sop("KS-002", title="Klacht", steps=("Luister.", "Bied excuses aan.")), "KS-002"
    )
    world.put_in_force(
        sop(
            steps=(
                "Groet de klant.\n\n   > Goedemiddag, waarmee kan ik u helpen?",
                "Heeft de klant een klacht?\n   - Ja: Voer [Klacht](KS-002) uit.\n   - Nee",
                "Rond af. {parallel}\n   - Noteer het gesprek.\n   - Neem afscheid.",
                "Sluit het dossier.",
            )
        )
    )


def test_one_walks_from_start_to_end_with_the_script_at_hand(web: Web) -> None:
    call_centre(web.world)
    walker = Walker(web, "/sops/KS-001/walk")
    assert walker.title == "1 Groet de klant"
    assert "Goedemiddag, waarmee kan ik u helpen?" in walker.html
    assert list(walker.buttons) == ["Next"]
    walker.take("Next")
    assert list(walker.buttons) == ["Ja", "Nee"]
    walker.take("Nee")
    assert walker.title == "3 Rond af"
    assert list(walker.buttons) == ["Noteer het gesprek", "Neem afscheid"]
    walker.take("Neem afscheid")
    walker.take("Next")
    assert (walker.title, list(walker.buttons)) == ("3 Rond af", ["Noteer het gesprek"])
    walker.take("Noteer het gesprek")
    walker.take("Next")
    assert walker.title == "4 Sluit het dossier"
    walker.take("Done")
    assert walker.title == "KS-001 is done"
    assert "You did 6 steps." in text_of(walker.html)
    assert walker.buttons == {}


def test_a_call_is_walked_into_and_leads_back(web: Web) -> None:
    call_centre(web.world)
    walker = Walker(web, "/sops/KS-001/walk")
    walker.take("Next")
    walker.take("Ja")
    assert list(walker.buttons) == ["Walk through KS-002", "It is done, go on"]
    walker.take("Walk through KS-002")
    assert walker.title == "1 Luister"
    walker.take("Next")
    walker.take("Done")
    assert walker.title == "KS-002 is done"
    walker.take("Back to KS-001")
    assert walker.title == "3 Rond af"


def test_one_goes_back_stop_by_stop_also_out_of_a_call(web: Web) -> None:
    call_centre(web.world)
    walker = Walker(web, "/sops/KS-001/walk")
    titles = []
    for button in ("Next", "Ja", "Walk through KS-002", "Next"):
        titles.append(walker.title)
        walker.take(button)
    while titles:
        walker.back()
        assert walker.title == titles.pop()
    assert 'rel="prev"' not in walker.html


def test_a_new_version_on_the_way_is_noticed(web: Web) -> None:
    call_centre(web.world)
    walker = Walker(web, "/sops/KS-001/walk")
    walker.take("Next")
    web.world.tick(days=1)
    web.world.put_in_force(sop(steps=("Zeg niets.", "Hang op.")))
    walker.take("Ja")
    assert "This procedure has changed since you began" in text_of(walker.html)
    [begin] = re.findall(r'<a class="button main" href="([^"]+)"', walker.html)
    walker.go(unescape(begin))
    assert walker.title == "1 Zeg niets"


def test_a_walk_can_begin_at_a_step(web: Web) -> None:
    call_centre(web.world)
    assert Walker(web, "/sops/KS-001/walk?from=rond-af").title == "3 Rond af"
    assert Walker(web, "/sops/KS-001/walk?from=nothing").title == "1 Groet de klant"


def test_at_its_end_a_walk_asks_whether_the_procedure_helped(web: Web) -> None:
    call_centre(web.world)
    walker = Walker(web, "/sops/KS-001/walk?language=nl")
    while walker.buttons:
        assert "Did this help?" not in walker.html
        walker.take(next(iter(walker.buttons)))
    [address] = re.findall(r'<form method="post" action="([^"]+/helped[^"]*)"', walker.html)
    answer = walker.client.post(unescape(address), data={"helped": "no", "remark": "Te lang"})
    assert "said=thanks" in answer.headers["location"]
    assert "Te lang" in web.as_("author").get("/").text


def test_a_draft_that_is_walked_through_asks_nobody_whether_it_helped(web: Web) -> None:
    web.world.save(sop(steps=("Luister.",)))
    walker = Walker(web, "/sops/KS-001/walk?version=draft&language=nl", "author")
    while walker.buttons:
        walker.take(next(iter(walker.buttons)))
    assert "is done" in walker.title
    assert "Did this help?" not in walker.html


def test_an_answer_that_was_given_as_often_as_it_may_is_told_so(web: Web) -> None:
    repair = "Werkt het?\n   - Ja → einde\n   - Nee → [Herstel](#herstel) {max=1}"
    web.world.put_in_force(sop(steps=("Herstel. {#herstel}", repair)))
    walker = Walker(web, "/sops/KS-001/walk?from=werkt-het")
    walker.take("Nee")
    walker.take("Next")
    assert list(walker.buttons) == ["Ja"]
    told = "Nee 1 Herstel The limit is reached: choose something else."
    assert told in text_of(walker.html)


def test_where_every_answer_was_given_as_often_as_it_may_one_goes_back(web: Web) -> None:
    ways = "- Ja → [Herstel](#herstel) {max=1}\n   - Nee → [Herstel](#herstel) {max=1}"
    web.world.save(sop(steps=("Herstel. {#herstel}", f"Werkt het?\n   {ways}", "Klaar.")))
    walker = Walker(web, "/sops/KS-001/walk?version=draft&from=werkt-het", "author")
    for answer in ("Ja", "Next", "Nee", "Next"):
        walker.take(answer)
    assert walker.buttons == {}
    assert "Go back and choose something else." in text_of(walker.html)
    assert "0 times" not in walker.html
    walker.back()
    assert "Next" in walker.buttons


def test_no_address_breaks_a_walk(web: Web) -> None:
    call_centre(web.world)
    client = web.as_("outsider")
    for query in ("way=9", "way=0-0-0-0-0-0-0-0-0-0", "way=x", "way=-1", "way=" + "0-" * 1500):
        answer = client.get(f"/sops/KS-001/walk?{query}&from=%00&texts=%27")
        assert answer.status_code in {200, 422}
    assert client.get("/sops/KS-009/walk").status_code == 404
    web.world.save(sop("KS-009"))
    assert client.get("/sops/KS-009/walk?version=draft").status_code == 404
