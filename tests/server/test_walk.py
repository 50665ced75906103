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


def test_no_address_breaks_a_walk(web: Web) -> None:
    call_centre(web.world)
    client = web.as_("outsider")
    for query in ("way=9", "way=0-0-0-0-0-0-0-0-0-0", "way=x", "way=-1", "way=" + "0-" * 1500):
        answer = client.get(f"/sops/KS-001/walk?{query}&from=%00&texts=%27")
        assert answer.status_code in {200, 422}
    assert client.get("/sops/KS-009/walk").status_code == 404
    web.world.save(sop("KS-009"))
    assert client.get("/sops/KS-009/walk?version=draft").status_code == 404
