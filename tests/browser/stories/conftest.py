"""What the stories begin with."""

from __future__ import annotations

import pytest

from tests.browser.application import Served
from tests.browser.stories.example import STORIES, Words
from tests.register import sop

ORGANISATION = """\
name: Kwiekwiel
language: {language}
timezone: Europe/Amsterdam
departments:
  - {{id: klantenservice, name: {{nl: Klantenservice, en: Customer service}}}}
  - {{id: hr, name: {{nl: Personeel, en: Human resources}}}}
roles:
  - {{id: medewerker, name: {{nl: Medewerker, en: Agent}}}}
  - {{id: teamleider, name: {{nl: Teamleider, en: Team lead}}}}
"""


@pytest.fixture
def language(request: pytest.FixtureRequest) -> str:
    """The language of people and texts; a test names it, or is Dutch."""
    return str(getattr(request, "param", "nl"))


@pytest.fixture
def words(language: str) -> Words:
    """The words of the story in its language."""
    return STORIES[language]


@pytest.fixture
def company(served: Served, words: Words) -> Served:
    """An application with the procedures in force that the example leads to."""
    world = served.world
    organisation = ORGANISATION.format(language=words.language)
    world.save(organisation, by="admin", path="organisation.yaml")
    for number, title in zip(("KS-007", "KS-010"), words.others, strict=True):
        text = sop(number, title=title, language=words.language)
        world.put_in_force(text, number)
    return served
