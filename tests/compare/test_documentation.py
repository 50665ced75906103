"""The page about changes names all that the comparison can say."""

from __future__ import annotations

import json
import re
from pathlib import Path

from sopkit.compare.difference import Aspect, CauseKind
from sopkit.model.control import Nature
from sopkit.render.difference_json import difference_json
from tests.compare.reading import of_steps

DOCS = Path(__file__).parents[2] / "docs"


def test_every_aspect_cause_and_class_is_told() -> None:
    told = set(re.findall(r"[`*]([a-z-]+)[`*]", (DOCS / "changes.md").read_text(encoding="utf-8")))
    for kind in (Aspect, CauseKind, Nature):
        assert {member.value for member in kind} <= told


def test_the_json_in_the_docs_has_the_keys_that_are_written() -> None:
    page = (DOCS / "format.md").read_text(encoding="utf-8")
    section = page.split("### sopkit diff")[1].split("###")[0]
    told = json.loads(re.findall(r"```\n(.*?)```", section, re.DOTALL)[0])
    found = of_steps("1. **Call** not. {#call}\n2. Write.", "1. **Call.** {#call}\n2. Write.")
    given = json.loads(difference_json(found))
    assert _keys(told) == _keys(given)


def _keys(value: object) -> object:
    """The keys of all that JSON holds; of a list those of its first element."""
    if isinstance(value, dict):
        return {key: _keys(inner) for key, inner in value.items() if inner != []}
    return _keys(value[0]) if isinstance(value, list) and value else None
