"""In which language the command line speaks: `--lang`, else that of the environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sopkit.messages import LANGUAGES, Translate, english, translator
from sopkit.resources import ResourceMissingError, locales

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where a Unix system keeps the language of messages; the first that is set counts."""


def primary_language(tag: str) -> str | None:
    """The language of `LANGUAGES` that a tag (`nl-BE`, `nl_NL.UTF-8`) asks for, else None."""
    primary = tag.replace("_", "-").split("-")[0].split(".")[0].lower()
    return primary if primary in LANGUAGES else None


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of this run. English when nothing else is asked for.

    The arguments are looked at before they are parsed, since the help and the complaints about
    them need a language too. A value that is no language is complained about later.
    """
    return _asked(arguments) or _surrounding(environment) or "en"


def translation(language: str) -> Translate:
    """The translation into a language; English when the catalogues are not there."""
    if language == "en":
        return english
    try:
        return translator(language, locales())
    except (ResourceMissingError, FileNotFoundError):
        return english


def _asked(arguments: Sequence[str]) -> str | None:
    found: str | None = None
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and index + 1 < len(arguments):
            found = primary_language(arguments[index + 1]) or found
        elif argument.startswith("--lang="):
            found = primary_language(argument.removeprefix("--lang=")) or found
    return found


def _surrounding(environment: Mapping[str, str]) -> str | None:
    for variable in _VARIABLES:
        if environment.get(variable):
            return primary_language(environment[variable])
    return None
