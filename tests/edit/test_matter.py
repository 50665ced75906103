"""The front matter is changed key by key; comments, order and writing stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.edit.matter import set_list, set_target, set_text
from sopkit.edit.refusals import ParticularsUnreadableError
from sopkit.parse.frontmatter import read_front_matter
from sopkit.parse.report import Report

TEXT = """\
---
number: KS-001 # given by the archive
# what it is called
title: Telefoon aannemen
department: ks
roles:
  - medewerker # from the first day
  - teamleider

# measured
standards:
  csat: ">= 80%" # since spring
tags: [bellen, "a, b"]
---

## Doel
"""

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), min_size=1
).filter(lambda text: bool(text.strip()))


def matter_of(text: str) -> dict[str, object]:
    report = Report("")
    found, _ = read_front_matter(text.split("\n"), report)
    assert not [each for each in report.diagnostics if each.code == "SOP104"]
    targets = {name: target.text for name, target in found.standards}
    return {**found.texts, **found.lists, "standards": targets}


@given(words)
def test_any_words_can_be_a_value_and_nothing_else_changes(title: str) -> None:
    after = set_text(TEXT, "title", title)
    assert matter_of(after) == matter_of(TEXT) | {"title": " ".join(title.split())}
    changed = [a for a, b in zip(after.split("\n"), TEXT.split("\n"), strict=True) if a != b]
    assert all(line.startswith("title:") for line in changed)
    assert set_text(after, "title", "Telefoon aannemen") == TEXT


@given(st.lists(words, min_size=1, max_size=4, unique_by=lambda each: " ".join(each.split())))
@pytest.mark.parametrize("key", ["roles", "tags", "situations"])
def test_any_words_can_be_a_list(key: str, values: list[str]) -> None:
    after = set_list(TEXT, key, values)
    expected = tuple(" ".join(each.split()) for each in values)
    assert matter_of(after) == matter_of(TEXT) | {key: expected}


def test_entries_that_stay_keep_their_comments() -> None:
    after = set_list(TEXT, "roles", ["medewerker", "monteur"])
    assert "  - medewerker # from the first day\n  - monteur\n" in after
    assert set_list(after, "roles", ["medewerker", "teamleider"]).count("#") == TEXT.count("#")


def test_a_key_comes_where_the_format_lists_it_and_goes_again() -> None:
    after = set_text(TEXT, "owner", "teamleider")
    assert "department: ks\nowner: teamleider\nroles:\n" in after
    assert set_text(after, "owner", "") == TEXT


def test_targets_are_set_changed_and_taken_out() -> None:
    after = set_target(TEXT, "nps", ">= 30")
    assert '  csat: ">= 80%" # since spring\n  nps: ">= 30"\ntags' in after
    assert set_target(after, "nps", "") == TEXT
    assert '  csat: ">= 85%" # since spring' in set_target(TEXT, "csat", ">= 85%")
    assert "standards" not in set_target(TEXT, "csat", "")


def test_front_matter_that_cannot_be_read_is_left_alone() -> None:
    for broken in ("---\ntitle: a: b\n---\n", "---\ntitle: a\n", "---\n- a\n---\n"):
        with pytest.raises(ParticularsUnreadableError):
            set_text(broken, "title", "x")


def test_a_text_without_front_matter_gets_one() -> None:
    assert set_text("## Doel\n", "title", "x") == "---\ntitle: x\n---\n\n## Doel\n"
