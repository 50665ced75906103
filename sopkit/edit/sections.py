"""Changes of sections and terms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sopkit.edit.lines import replaced, with_lines
from sopkit.edit.outline import Outline
from sopkit.edit.refusals import CannotGoThereError, NoWordsError, StepGoneError
from sopkit.model.sop import SectionKind
from sopkit.parse.markdown import Element
from sopkit.parse.sections import section_name

_ORDER = tuple(SectionKind)
_HEADING = re.compile(r"^(\s{0,3})(#{1,2})(?=\s|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TermPlace:
    """A term with its definition, and the lines (as indices) that they take up."""

    name: str
    definition: str
    begin: int
    end: int


def section_text(outline: Outline, index: int) -> str:
    """What stands under a heading, without the blank lines around it."""
    begin, end = outline.section_lines(index)
    return "\n".join(outline.lines[begin:end]).strip("\n")


def set_section(outline: Outline, index: int, typed: str) -> str:
    """The text with something else under a heading. A heading typed in it becomes a lower one."""
    if not 0 <= index < len(outline.sections):
        raise StepGoneError
    new = _HEADING.sub(r"\1###", typed.replace("\r\n", "\n")).strip("\n").rstrip()
    if section_text(outline, index).rstrip() == new:
        return outline.text
    begin, end = outline.section_lines(index)
    last = end == len(outline.lines)
    lines = ["", *new.split("\n")] if new else []
    return with_lines(outline.lines, begin, end, [*lines, ""] if not last or new else [""])


def set_heading(outline: Outline, index: int, typed: str) -> str:
    """The text with another name of a section."""
    if not 0 <= index < len(outline.sections) or not outline.sections[index].heading:
        raise StepGoneError
    named = " ".join(typed.split())
    if not named:
        raise NoWordsError
    section = outline.sections[index]
    return (
        outline.text
        if section.heading == named
        else replaced(outline.text, [(section.span, named)])
    )


def add_section(outline: Outline, kind: SectionKind, heading: str = "", body: str = "") -> str:
    """The text with a section more: a known one where the format lists it, another at the end."""
    named = " ".join(heading.split()) or section_name(kind, outline.sop.language)
    if kind is not SectionKind.OTHER and outline.section_at(kind) is not None:
        return outline.text
    if kind is SectionKind.OTHER and not heading.strip():
        raise NoWordsError
    at = len(outline.lines)
    if kind is not SectionKind.OTHER:
        rank = _ORDER.index(kind)
        later = [
            each
            for each in outline.sections
            if each.heading
            and each.kind is not SectionKind.OTHER
            and _ORDER.index(each.kind) > rank
        ]
        at = later[0].span.line - 1 if later else at
    before = list(outline.lines[:at])
    while before and not before[-1].strip():
        before.pop()
    new = [f"## {named}", "", *([body, ""] if body else [])]
    return "\n".join([*before, *([""] if before else []), *new, *outline.lines[at:]])


def remove_section(outline: Outline, index: int) -> str:
    """The text without a section and what stands in it."""
    if not 0 <= index < len(outline.sections):
        raise StepGoneError
    _, end = outline.section_lines(index)
    return with_lines(outline.lines, outline.sections[index].span.line - 1, end, ())


def with_instructions(outline: Outline) -> str:
    """The text with a section for the steps."""
    return add_section(outline, SectionKind.INSTRUCTIONS)


# terms


def terms_of(outline: Outline) -> tuple[TermPlace, ...]:
    """The terms in the order of the text."""
    found: list[TermPlace] = []
    for section in outline.sections:
        if section.kind is SectionKind.TERMS:
            for element in section.elements:
                for inner in element.walk():
                    if inner.kind == "dl":
                        found += _listed(inner)
    return tuple(found)


def _listed(element: Element) -> list[TermPlace]:
    found: list[TermPlace] = []
    for child in element.children:
        if child.kind == "dt" and child.text is not None:
            found.append(TermPlace(child.text.content, "", child.first - 1, child.last))
        elif child.kind == "dd" and found:
            text = "\n\n".join(each.text.content for each in child.walk() if each.text is not None)
            last = found[-1]
            both = f"{last.definition}\n\n{text}" if last.definition else text
            found[-1] = TermPlace(last.name, both, last.begin, child.last)
    return found


def set_term(outline: Outline, index: int, name: str, definition: str) -> str:
    """The text with another name and definition of a term."""
    terms = terms_of(outline)
    if not 0 <= index < len(terms):
        raise StepGoneError
    term = terms[index]
    new = _term(name, definition)
    if (term.name, term.definition) == (name.strip(), definition.strip()):
        return outline.text
    return with_lines(outline.lines, term.begin, term.end, new)


def add_term(outline: Outline, name: str, definition: str) -> str:
    """The text with a term more, the last of all. It takes the place of “None.”."""
    new = _term(name, definition)
    at = outline.section_at(SectionKind.TERMS)
    if at is None:
        return add_section(outline, SectionKind.TERMS, body="\n".join(new))
    begin, end = outline.section_lines(at)
    terms = terms_of(outline)
    if terms:
        place = terms[-1].end
        return with_lines(outline.lines, place, place, ["", *new])
    body = section_text(outline, at).strip()
    if not body or body.rstrip(".").casefold() in ("none", "geen"):
        return with_lines(outline.lines, begin, end, ["", *new, ""])
    while end > begin and not outline.lines[end - 1].strip():
        end -= 1
    return with_lines(outline.lines, end, end, ["", *new])


def remove_term(outline: Outline, index: int) -> str:
    """The text without a term; where it was the only one, the section says “None.”."""
    terms = terms_of(outline)
    if not 0 <= index < len(terms):
        raise StepGoneError
    term = terms[index]
    if len(terms) == 1:
        none = "Geen." if outline.sop.language.startswith("nl") else "None."
        return with_lines(outline.lines, term.begin, term.end, [none])
    begin, end = term.begin, term.end
    if index == len(terms) - 1:
        while begin > 0 and not outline.lines[begin - 1].strip():
            begin -= 1
    else:
        end = terms[index + 1].begin
    return with_lines(outline.lines, begin, end, ())


def move_term(outline: Outline, index: int, *, up: bool) -> str:
    """The text with a term one place up or down."""
    terms = terms_of(outline)
    first, second = (index - 1, index) if up else (index, index + 1)
    if not 0 <= index < len(terms):
        raise StepGoneError
    if first < 0 or second >= len(terms):
        raise CannotGoThereError
    above, below = terms[first], terms[second]
    lines = outline.lines
    swapped = [
        *lines[below.begin : below.end],
        *lines[above.end : below.begin],
        *lines[above.begin : above.end],
    ]
    return with_lines(lines, above.begin, below.end, swapped)


def _term(name: str, definition: str) -> list[str]:
    named = " ".join(name.split())
    said = [line.strip() for line in definition.replace("\r\n", "\n").strip().split("\n")]
    if not named or not any(said):
        raise NoWordsError
    return [named, f": {said[0]}", *(f"  {line}".rstrip() for line in said[1:])]
