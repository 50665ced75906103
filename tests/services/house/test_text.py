"""A form changes one thing in organisation.yaml and leaves every other byte alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.model.organisation import Named, Organisation
from sopkit.refusals import OnlyAsTextError
from sopkit.services.house.text import (
    first_text,
    with_approval,
    with_entry,
    with_setting,
    without_entry,
    without_logo,
)
from sopkit.services.register.snapshot import parsed_organisation

WRITTEN = """\
# Who we are.
name: Corner Shop Ltd   # as on the door
language: en
timezone: "Europe/Amsterdam"
logo: logo.svg
departments:
  # those with customers first
  - {id: shop, name: {en: Shop, nl: Winkel}, approval: [approver, reviewer]}
  - warehouse # no name yet
  - id: hr
    name:
      en: Human resources
      nl: Personeel # P&O
    approval:
    - approver

roles: [{id: seller, name: Seller}, cleaner]
words: [OK, TV]
severity: {SOP404: error}
"""


def changed(before: str, old: str, new: str) -> bytes:
    assert before.count(old) == 1
    return before.replace(old, new).encode()


TEXT = WRITTEN.encode()


def test_a_name_is_changed_and_its_comment_stays() -> None:
    assert with_setting(TEXT, "name", "Café “Zee”: 2") == changed(
        WRITTEN, "Corner Shop Ltd ", '"Café “Zee”: 2" '
    )


def test_what_is_so_already_changes_nothing() -> None:
    assert with_setting(TEXT, "timezone", "Europe/Amsterdam") == TEXT
    assert with_approval(TEXT, ["approver"]) == TEXT
    shop = Named("shop", {"en": "Shop", "nl": "Winkel"}, ("approver", "reviewer"))
    assert with_entry(TEXT, "departments", shop) == TEXT


def test_a_key_that_is_not_there_is_added_at_the_end() -> None:
    wanted = WRITTEN + "approval: [approver, reviewer]\n"
    assert with_approval(TEXT, ["approver", "reviewer"]) == wanted.encode()


def test_a_logo_goes_with_its_line() -> None:
    assert without_logo(TEXT) == changed(WRITTEN, "logo: logo.svg\n", "")


def test_the_names_of_an_entry_on_one_line_change() -> None:
    shop = Named("shop", {"en": "Store", "nl": "Winkel"}, ("approver", "reviewer"))
    assert with_entry(TEXT, "departments", shop) == changed(
        WRITTEN, "{en: Shop, nl: Winkel}", "{en: Store, nl: Winkel}"
    )


def test_a_bare_id_gets_a_name_and_keeps_its_comment() -> None:
    named = Named("warehouse", {"und": "Warehouse"})
    assert with_entry(TEXT, "departments", named) == changed(
        WRITTEN, "- warehouse #", "- {id: warehouse, name: Warehouse} #"
    )


def test_an_entry_on_many_lines_changes_in_place() -> None:
    text = with_entry(
        TEXT,
        "departments",
        Named("hr", {"en": "People", "nl": "Mensen"}, ("approver", "reviewer")),
    )
    house = parsed_organisation(text)
    assert house.departments is not None
    assert house.departments[2].names == {"en": "People", "nl": "Mensen"}
    assert house.departments[2].approval == ("approver", "reviewer")
    assert text.startswith(TEXT[: TEXT.index(b"      en: Human")])
    assert text.endswith(TEXT[TEXT.index(b"\nroles") :])


def test_an_own_rule_of_approval_goes() -> None:
    shop = Named("shop", {"en": "Shop", "nl": "Winkel"})
    assert with_entry(TEXT, "departments", shop) == changed(
        WRITTEN, ", approval: [approver, reviewer]", ""
    )
    hr = Named("hr", {"en": "Human resources", "nl": "Personeel"})
    assert with_entry(TEXT, "departments", hr) == changed(
        WRITTEN, "    approval:\n    - approver\n", ""
    )


def test_an_entry_is_added_after_the_last_one() -> None:
    made = with_entry(TEXT, "departments", Named("it", {"nl": "ICT", "en": "IT"}))
    assert made == changed(
        WRITTEN, "    - approver\n", "    - approver\n  - {id: it, name: {nl: ICT, en: IT}}\n"
    )
    made = with_entry(TEXT, "roles", Named("lead", {"und": "Lead"}))
    assert made == changed(WRITTEN, "cleaner]", "cleaner, {id: lead, name: Lead}]")


@pytest.mark.parametrize("before", ["name: X\n", "name: X", "name: X\n# the end\n", "{name: X}\n"])
def test_the_first_entry_makes_the_list(before: str) -> None:
    made = with_entry(before.encode(), "roles", Named("seller", {"und": "Seller"}))
    assert parsed_organisation(made) == Organisation(
        name="X", roles=(Named("seller", {"und": "Seller"}),)
    )


@pytest.mark.parametrize("before", ["roles:\n", "roles: # none yet\n", "roles: []\n"])
def test_an_empty_list_gets_its_first_entry(before: str) -> None:
    made = with_entry(before.encode(), "roles", Named("seller"))
    assert parsed_organisation(made).roles == (Named("seller"),)
    assert ("# none yet" in before) == (b"# none yet" in made)


def test_an_entry_is_taken_out_wherever_it_stands() -> None:
    assert without_entry(TEXT, "departments", "warehouse") == changed(
        WRITTEN, "  - warehouse # no name yet\n", ""
    )
    assert without_entry(TEXT, "roles", "seller") == changed(
        WRITTEN, "{id: seller, name: Seller}, ", ""
    )
    assert without_entry(TEXT, "roles", "cleaner") == changed(WRITTEN, ", cleaner", "")


def test_the_last_entry_leaves_a_list_that_is_empty() -> None:
    text = b"roles:\n  - seller\nname: X\n"
    made = without_entry(text, "roles", "seller")
    assert made == b"roles:\nname: X\n"
    assert parsed_organisation(made).roles == ()


def test_newlines_and_the_byte_order_mark_stay() -> None:
    text = b"\xef\xbb\xbfname: X\r\nlanguage: nl\r\n"
    made = with_entry(text, "roles", Named("seller"))
    assert made == b"\xef\xbb\xbfname: X\r\nlanguage: nl\r\nroles:\r\n  - seller\r\n"


@pytest.mark.parametrize(
    "text",
    [b"name: [X\n", b"- name\n", b"name: >\n  X\n  Y\n", b"\xff"],
)
def test_a_text_that_a_form_cannot_change_is_left_alone(text: bytes) -> None:
    with pytest.raises(OnlyAsTextError):
        with_setting(text, "name", "Z")


LAYOUTS = {
    "block": "departments:\n- id: a\n  name: A\n-   id: b\n    # b\n    name: {en: B}\n",
    "flow": "{name: X, departments: [{id: a, name: A}, {id: b, name: {en: B}}],}\n",
    "ids": "departments:\n    - a\n    - b\nname: X\n",
    "long": "departments: [\n  a, # one\n  {id: b,\n   name: B},\n]\n",
}
NAMES = st.text(max_size=40).map(lambda text: " ".join(text.split())).filter(str.isprintable)


@given(
    st.sampled_from(sorted(LAYOUTS)),
    st.sampled_from(["a", "b", "c"]),
    st.dictionaries(st.sampled_from(["en", "nl"]), NAMES.filter(bool), min_size=1),
    st.sampled_from([None, ("approver",), ("reviewer", "approver")]),
)
def test_every_layout_means_afterwards_what_was_asked(
    layout: str, id: str, names: dict[str, str], approval: tuple[str, ...] | None
) -> None:
    """Or it is refused; whatever was said of other entries is still said of them."""
    text = LAYOUTS[layout].encode()
    before = parsed_organisation(text)
    try:
        made = with_entry(text, "departments", Named(id, names, approval))
    except OnlyAsTextError:
        return
    after = parsed_organisation(made)
    assert after.department(id) == Named(id, names, approval)
    others = [each for each in before.departments or () if each.id != id]
    assert [each for each in after.departments or () if each.id != id] == others
    for line in text.splitlines():
        assert line[line.find(b"#") :] in made or b"#" not in line


@given(NAMES.filter(bool))
def test_any_name_is_written_so_that_it_is_read_again(name: str) -> None:
    house = parsed_organisation(first_text(name, "nl", "Europe/Amsterdam"))
    assert house == Organisation(name=name, language="nl", timezone="Europe/Amsterdam")
