"""The sections of an SOP, known by their names in any language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sopkit.model.sop import SectionKind
from sopkit.parse.inline import plain
from sopkit.parse.markdown import Element
from sopkit.source.span import Span

NAMES: Mapping[SectionKind, Mapping[str, tuple[str, ...]]] = {
    SectionKind.PURPOSE: {"en": ("Purpose",), "nl": ("Doel",)},
    SectionKind.SCOPE: {"en": ("Scope",), "nl": ("Toepassingsgebied",)},
    SectionKind.TERMS: {
        "en": ("Terms", "Terms and abbreviations", "Definitions", "Glossary"),
        "nl": ("Begrippen", "Begrippen en afkortingen", "Voorwaarden", "Termen", "Definities"),
    },
    SectionKind.RESPONSIBILITIES: {
        "en": ("Responsibilities",),
        "nl": ("Verantwoordelijkheden",),
    },
    SectionKind.INSTRUCTIONS: {
        "en": ("Instructions", "Procedure"),
        "nl": ("Instructies", "Werkwijze"),
    },
    SectionKind.RECORDS: {"en": ("Records",), "nl": ("Registratie",)},
    SectionKind.REFERENCES: {"en": ("References",), "nl": ("Verwijzingen",)},
}
"""The names of each section, the usual one first."""

_KINDS = {
    name.casefold(): (kind, language)
    for kind, languages in NAMES.items()
    for language, names in languages.items()
    for name in names
}
_LEADING_NUMBER = re.compile(r"\A\d+(?:\.\d+)*[.)]?\s+")


def section_name(kind: SectionKind, language: str) -> str:
    """The usual name of a section in a language (English for one that has none)."""
    names = NAMES[kind]
    return (names.get(language.split("-", maxsplit=1)[0].lower()) or names["en"])[0]


def section_kind(heading: str) -> tuple[SectionKind, str | None]:
    """The kind that a heading names, and the language that it is named in.

    A leading number and a final colon do not count.
    """
    name = _LEADING_NUMBER.sub("", heading.strip(), count=1).rstrip(":").strip().casefold()
    return _KINDS.get(" ".join(name.split()), (SectionKind.OTHER, None))


@dataclass(slots=True)
class SectionElements:
    """A second-level heading with the elements under it; `heading` is empty before the first."""

    kind: SectionKind
    heading: str
    span: Span
    language: str | None = None
    elements: list[Element] = field(default_factory=list)


def split_sections(elements: Sequence[Element], first_line: int) -> list[SectionElements]:
    """The elements by section; what stands before the first heading comes first, if anything."""
    sections = [SectionElements(SectionKind.OTHER, "", Span.at(first_line, 1))]
    for element in elements:
        if element.kind == "heading" and element.token.tag == "h2":
            text = element.text
            heading = plain(text.content) if text is not None else ""
            kind, language = section_kind(heading)
            span = text.whole if text is not None else Span.at(element.first, 1)
            sections.append(SectionElements(kind, heading, span, language))
        else:
            sections[-1].elements.append(element)
    return sections if sections[0].elements else sections[1:]
