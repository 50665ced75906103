"""A form of which only the changed rows are sent is the same as the whole one."""

from __future__ import annotations

from copy import deepcopy
from random import Random

import pytest
from lxml import html
from lxml.html import HtmlElement

from sopkit.resources import example_library
from tests.register import sop
from tests.server.test_writing import EVERYTHING
from tests.web import Web

TYPED = ("Bel de klant", "Is er schade?", "", "2", "KS-002", "{parallel}", "[x](#kijk)\nen `y`")
SCRIPTED = {"x-editor": "1"}


class Script:
    """What the script of the editor does with answers, in short: it keeps rows by their version."""

    def __init__(self, web: Web, number: str) -> None:
        self.client = web.as_("author")
        self.address = f"/sops/{number}/edit"
        self.seen = ""
        page = html.fromstring(self.client.get(self.address).text)
        [field] = page.xpath("(//input[@name='seen'])[1]")
        self.seen = field.get("value")
        self.kept = 0
        self.form = self.whole()

    def whole(self) -> HtmlElement:
        """The form as one gets it who has none of its rows."""
        return self.ask({}, rows="")

    def ask(self, fields: dict[str, str], rows: str) -> HtmlElement:
        data = {"seen": self.seen, "rows": rows, **fields}
        answer = self.client.post(f"{self.address}/change", data=data, headers=SCRIPTED).json()
        self.seen = answer["seen"]
        return html.fragment_fromstring(answer["form"], create_parent="form")

    def change(self, fields: dict[str, str]) -> None:
        """Send fields, and put the answer together with the rows that one has."""
        has = {each.get("data-version"): each for each in self.form.xpath(".//*[@data-version]")}
        form = self.ask(fields, " ".join(has))
        for place in form.xpath(".//*[@data-kept]"):
            row = deepcopy(has[place.get("data-kept")])
            row.tail = place.tail
            place.getparent().replace(place, row)
            self.kept += 1
        self.form = form

    def fields(self) -> list[str]:
        """What can be typed or chosen."""
        found = self.form.xpath(".//*[self::input or self::select or self::textarea]/@name")
        return sorted({str(name) for name in found} - {"seen", "act"})

    def buttons(self) -> list[str]:
        """What can be pressed."""
        return sorted({str(value) for value in self.form.xpath(".//button[@name='act']/@value")})


def markup(form: HtmlElement) -> list[str]:
    """The form line by line, blank ones aside."""
    lines = html.tostring(form, encoding="unicode").split("\n")
    return [line.strip() for line in lines if line.strip()]


@pytest.mark.parametrize(
    "acts", [30, pytest.param(600, marks=pytest.mark.soak)], ids=["some", "many"]
)
@pytest.mark.parametrize("text", ["everything", "hr/HR-001-eerste-week.md"])
def test_a_form_put_together_of_rows_is_the_whole_form(web: Web, text: str, acts: int) -> None:
    source = EVERYTHING
    if text != "everything":
        source = (example_library() / text).read_text(encoding="utf-8")
    web.world.save(source)
    number = next(line.split()[1] for line in source.split("\n") if line.startswith("number:"))
    script, chance = Script(web, number), Random(7)
    for _act in range(acts):
        if chance.random() < 0.5:
            script.change({"act": chance.choice(script.buttons())})
        else:
            script.change({chance.choice(script.fields()): chance.choice(TYPED)})
        assert markup(script.form) == markup(script.whole())
    assert script.kept > 3 * acts


def test_a_key_sends_one_row_of_many(web: Web) -> None:
    web.world.save(sop(steps=tuple(f"Doe ding {number}." for number in range(1, 60))))
    script = Script(web, "KS-001")
    script.change({"row.30.title": "Doe iets anders."})
    assert script.kept == 58
    script.change({"row.30.text": "Met meer\nregels."})
    assert script.kept == 2 * 58
