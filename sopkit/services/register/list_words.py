"""How a list of persons may say what it holds: by ids, or by the names that pages show.

Those in every language of the interface, so that a list that was made in one is read in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from sopkit.messages import LANGUAGES, Translate, message, translator
from sopkit.resources import locales
from sopkit.services.register.persons import right_of
from sopkit.store.people import EVERY_DEPARTMENT, Right
from sopkit.words import WORDS

_ = message

COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "login": (_("Login"),),
    "name": (_("Name"),),
    "language": (_("Language"),),
    "email": (_("E-mail"), _("E-mail address")),
    "rights": (_("Rights"),),
    "roles": (_("Roles"),),
    "teams": (_("Teams"),),
}
"""What pages call each column, the usual name first."""

_LEAD = "lead"


def column_names(translate: Translate) -> tuple[str, ...]:
    """The columns of a list in a language, in their order."""
    return tuple(translate(names[0]) for names in COLUMN_NAMES.values())


def column_of(text: str) -> str:
    """The id of a column; what names none stays as it is."""
    named = text.strip().casefold()
    return _columns().get(named, named)


def right_named(text: str) -> Right:
    """The right that is meant by id or name. Raises UnknownRightError."""
    return right_of(_ids(tuple(Right)).get(text.casefold(), text))


def every_department(text: str) -> bool:
    """Whether all departments are meant."""
    return _ids((EVERY_DEPARTMENT,)).get(text.casefold(), text) == EVERY_DEPARTMENT


def leads(text: str) -> str | None:
    """The name of a team, if the text says that it is led; None otherwise."""
    team, colon, place = text.rpartition(":")
    said = _ids((_LEAD,)).get(place.strip().casefold())
    return team.strip() if colon and said == _LEAD else None


@cache
def _columns() -> Mapping[str, str]:
    pairs = ((id, text) for id, texts in COLUMN_NAMES.items() for text in texts)
    return {id: id for id in COLUMN_NAMES} | dict(_in_every_language(pairs))


@cache
def _ids(ids: tuple[str, ...]) -> Mapping[str, str]:
    """The ids of `WORDS` by their names in any language, and by themselves."""
    return {id: id for id in ids} | dict(_in_every_language((id, WORDS[id]) for id in ids))


def _in_every_language(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    every = [translator(language, locales()) for language in LANGUAGES]
    for id, text in pairs:
        for translate in every:
            yield translate(text).casefold(), id
