"""Terms are found in a text in every form that counts as a use, and nothing else is."""

from __future__ import annotations

import pytest

from sopkit.find.lexicon import Lexicon
from sopkit.model.term import Term
from sopkit.source.span import Span


def term(name: str) -> Term:
    return Term(name, "…", "a.md", Span.at(1, 1))


def uses(text: str, *names: str, language: str = "nl") -> list[tuple[str, str]]:
    lexicon = Lexicon([term(name) for name in names], language)
    return [(text[use.start : use.end], use.term.name) for use in lexicon.uses(text)]


@pytest.mark.parametrize(
    ("language", "name", "form"),
    [
        ("nl", "klacht", "klachten"),
        ("nl", "klacht", "Klacht"),
        ("nl", "baas", "bazen"),
        ("nl", "brief", "brieven"),
        ("nl", "raam", "ramen"),
        ("nl", "intake", "intakegesprek"),
        ("nl", "klacht", "telefoonklachten"),
        ("nl", "FCR", "FCR"),
        ("nl", "SLA", "SLA's"),
        ("en", "case", "cases"),
        ("en", "case", "case’s"),
        ("en", "inquiry", "inquiries"),
        ("en", "SOP", "SOPs"),
        ("en", "recovery offer", "recovery offers"),
        ("en", "register of promises", "Register of promises"),
        ("nl", "First Contact Resolution (FCR)", "FCR"),
        ("nl", "First Contact Resolution (FCR)", "First Contact Resolution"),
    ],
)
def test_a_form_of_a_term_is_a_use(language: str, name: str, form: str) -> None:
    assert uses(f"Zie {form}, ja.", name, language=language) == [(form, name)]


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("en", "case", "cash casual because"),
        ("en", "IT", "it is fit"),
        ("nl", "order", "borderel"),
        ("nl", "SOP", "soep sopraan"),
        ("en", "recovery offer", "recovery of an offer"),
        ("en", "recovery offer", "recovery. Offer"),
        ("en", "offer", ""),
        ("en", "()", "() nothing"),
    ],
)
def test_what_only_looks_like_a_term_is_none(language: str, name: str, text: str) -> None:
    assert uses(text, name, language=language) == []


def test_the_longer_of_two_terms_is_meant() -> None:
    found = uses("the customer systems", "customer", "customer system", language="en")
    assert found == [("customer systems", "customer system")]


def test_a_term_of_the_procedure_comes_before_that_of_the_glossary() -> None:
    shared, own, other = term("FCR"), term("FCR"), term("CSAT")
    lexicon = Lexicon([own], "nl", Lexicon([shared, other], "nl"))
    found = [use.term for use in lexicon.uses("FCR en CSAT")]
    assert found[0] is own
    assert found[1] is other
