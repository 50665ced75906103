"""What a server finds and what a page finds is the same, in the same order."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from sopkit.find.index import Index, build_index
from sopkit.find.near import distance
from sopkit.find.search import search
from sopkit.find.stems import stem
from sopkit.find.words import fold, words
from sopkit.model.library import Library
from sopkit.render.html.index_page import in_order
from sopkit.render.html.search_file import search_file
from sopkit.resources import example_library
from sopkit.services.build import site_of
from sopkit.services.compile import Compiled, compile_library
from tests.find.scripts import SEARCH, STEMS, in_script
from tests.generate.library import library_texts, write_library

ENDINGS = (
    "s", "e", "en", "er", "ers", "t", "d", "te", "de", "end", "ende", "ing", "ingen", "heid",
    "heden", "lijk", "lijke", "baar", "je", "jes", "tje", "tjes", "ed", "ly", "ness", "ment",
    "ational", "ation", "ies", "ied", "ying", "ability", "ably", "ibly", "ology", "ologies",
    "'s", "ën",
)  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyzéëèïöüßçñ'’-07"
ODD = [
    "Één İstanbul STRASSE straße ﬁets e\u0301e\u0301n", "KS-003 ks3 KS 003 ks-0003 A-B-12 a1b2-3",
    "e-mail E-mails opnieuw-bellen x-y -z- 007 000 0", "SLA's foto’s 's-Gravenhage rock’n’roll",
    "x" * 50 + "-" + "é" * 50, "日本語 тест العربية हिन्दी ΣΊΣΥΦΟΣ", "a_b __proto__ constructor", "",
]  # fmt: skip


@lru_cache(maxsize=1)
def example() -> Compiled:
    return compile_library(example_library())


def texts_of(library: Library) -> list[str]:
    return [sop.source.text for sop in library.sops]


def made_up(known: list[str], count: int) -> Iterator[str]:
    """Words that are none: known ones with other endings, and letters in any order."""
    chance = random.Random(7)
    for _ in range(count):
        yield chance.choice(known) + chance.choice(ENDINGS)
        yield "".join(chance.choices(LETTERS, k=chance.randint(1, 12)))


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What both sides made of the same words: asked, and the browser's answers."""
    texts = [*texts_of(example().library), *ODD]
    known = sorted({word for text in texts for word in words(text)})
    invented = list(made_up(known, 3000))
    forms = [
        (word, language)
        for word in sorted({*known, *map(fold, invented)})
        for language in ("nl", "en", "de")
    ]
    chance = random.Random(8)
    pairs = [(chance.choice(known), chance.choice(known)) for _ in range(2000)]
    pairs += [(word, mistyped(word, chance)) for word in known[:1000]]
    asked = {"texts": [*texts, *invented], "forms": forms, "pairs": pairs}
    folder = tmp_path_factory.mktemp("stems")
    return {"asked": asked, **in_script(STEMS, asked, folder)}


def mistyped(word: str, chance: random.Random) -> str:
    """A word with a letter swapped with its neighbour, left out, doubled or replaced."""
    at = chance.randrange(len(word))
    match chance.randrange(4):
        case 0:
            return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
        case 1:
            return word[:at] + word[at + 1 :]
        case 2:
            return word[:at] + word[at] + word[at:]
        case _:
            return word[:at] + chance.choice("aeijkn") + word[at + 1 :]


def test_texts_are_taken_apart_alike(answers: dict[str, Any]) -> None:
    asked = answers["asked"]["texts"]
    assert [list(words(text)) for text in asked] == answers["words"]


def test_thousands_of_words_have_the_same_stems(answers: dict[str, Any]) -> None:
    asked = answers["asked"]["forms"]
    assert len(asked) > 20_000
    pairs = zip(asked, answers["stems"], strict=True)
    differ = [(word, language, other) for (word, language), other in pairs
              if stem(word, language) != other]  # fmt: skip
    assert differ == []


def test_typing_errors_are_counted_alike(answers: dict[str, Any]) -> None:
    asked = answers["asked"]["pairs"]
    assert [distance(one, other) for one, other in asked] == answers["distances"]


QUERIES = [
    "klacht", "klachten", "complaints", "ks3", "KS-003", "ks 003", "3", "ks", "FIN-001",
    "klant wil geld terug", "customer wants money back", "kalcht", "complant", "boze klanten",
    "e-mail", "email", "invoice", "faktuur", "de het een", "k", "kl", "kla", "xyzzy", "", "  ",
    "one-on-one", "identitiet vaststelen", "terugbelafspraak", "bel", "Één", "<script>", "🙂",
]  # fmt: skip


def queries_from(library: Library, count: int) -> list[str]:
    """Words that stand near each other in the library, some of them mistyped."""
    chance = random.Random(9)
    texts = texts_of(library)
    made = []
    for _ in range(count):
        found = re.findall(r"\w+", chance.choice(texts))
        at = chance.randrange(len(found))
        some = found[at : at + chance.randint(1, 4)]
        some = [mistyped(word, chance) if chance.random() < 0.3 else word for word in some]
        some[-1] = some[-1][: chance.randint(1, len(some[-1]))] if some[-1] else ""
        made.append(" ".join(some))
    return made


def both(compiled: Compiled, queries: list[str], folder: Path) -> tuple[list[Any], list[Any]]:
    """The hits of both sides for every query in both languages."""
    site = site_of(compiled, frozenset())
    index: Index = build_index(in_order(site))
    script = search_file(site)
    file = json.loads(script.removeprefix("sopkitSearchIndex=").removesuffix(";\n"))
    asked = [(query, language) for query in queries for language in ("nl", "en")]
    here = [
        [
            [
                site.addresses.page(site.library.by_path[hit.document.path]),
                hit.score,
                hit.situation,
                list(hit.steps),
            ]
            for hit in search(index, query, language)
        ]
        for query, language in asked
    ]
    return here, in_script(SEARCH, {"file": file, "queries": asked}, folder)


def test_the_example_library_is_ranked_alike(tmp_path: Path) -> None:
    queries = [*QUERIES, *queries_from(example().library, 300)]
    here, there = both(example(), queries, tmp_path)
    assert sum(len(hits) > 1 for hits in here) > 200
    assert here == there


def test_an_invented_library_is_ranked_alike(tmp_path: Path) -> None:
    write_library(tmp_path / "library", library_texts(60))
    compiled = compile_library(tmp_path / "library")
    here, there = both(compiled, queries_from(compiled.library, 150), tmp_path)
    assert sum(len(hits) > 1 for hits in here) > 100
    assert here == there
