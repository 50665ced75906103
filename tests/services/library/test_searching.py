"""The search over the register finds what `sopkit.find` finds, in the same order, at any moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import lru_cache
from random import Random

import pytest

from sopkit.find.index import build_index
from sopkit.find.search import search as search_in_memory
from sopkit.find.words import words
from sopkit.model.sop import Sop
from sopkit.render.html.index_page import number_order
from sopkit.resources import example_library
from sopkit.services.compile import compile_library
from sopkit.services.library.searching import search
from tests.generate.library import library_texts, write_library
from tests.register import START, World
from tests.services.library.shelf import put

LATER = START + timedelta(days=30)


@lru_cache(maxsize=1)
def example() -> tuple[Sop, ...]:
    return in_order(compile_library(example_library()).library.sops)


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sop, ...]:
    folder = tmp_path_factory.mktemp("invented")
    write_library(folder, library_texts(120))
    return in_order(compile_library(folder).library.sops)


def in_order(sops: Iterable[Sop]) -> tuple[Sop, ...]:
    return tuple(sorted(sops, key=lambda sop: (number_order(sop.number), sop.path)))


def queries(sops: tuple[Sop, ...], count: int) -> Iterator[str]:
    """Words of the texts, cut off, mistyped, alone and together, and numbers."""
    chance = Random(11)
    known = sorted({word for sop in sops for word in words(sop.source.text)})
    situations = [situation for sop in sops for situation in sop.situations]
    for _ in range(count):
        chosen = chance.sample(known, chance.randint(1, 4))
        place = chance.randrange(len(chosen))
        yield " ".join(chosen)
        chosen[place] = mistyped(chosen[place], chance)
        yield " ".join(chosen)
        yield chance.choice(known)[: chance.randint(1, 5)]
        yield chance.choice(sops).number
        if situations:
            yield chance.choice(situations)
    yield from ("", "  ", "'", "%", "_", "de het een", "KS", "the 003", "zzzzzzzz", "\x00", "é%_é")


def mistyped(word: str, chance: Random) -> str:
    at = chance.randrange(len(word))
    return chance.choice(
        (word[:at] + word[at + 1 :], word[:at] + "e" + word[at:], word[:at] + "k" + word[at + 1 :])
    )


def assert_same(world: World, sops: tuple[Sop, ...], asked: Iterable[str], **time: float) -> None:
    index = build_index(sops)
    for query in asked:
        for language in ("nl", "en"):
            found = search(world.register, query, language, LATER + timedelta(**time))
            wanted = search_in_memory(index, query, language)
            told = [(hit.hit.document.number, hit.hit.document.title) for hit in found]
            assert told == [(hit.document.number, hit.document.title) for hit in wanted], query
            for one, other in zip(found, wanted, strict=True):
                assert one.hit.score == other.score, query
                assert one.hit.situation == other.situation, query
                assert one.hit.steps == other.steps, query


def test_the_register_ranks_the_example_library_as_the_core_does(world: World) -> None:
    put(world.register, example(), START)
    assert_same(world, example(), queries(example(), 8))


def test_many_procedures_that_are_nearly_alike_are_ranked_the_same(
    world: World, invented: tuple[Sop, ...]
) -> None:
    put(world.register, invented, START)
    assert_same(world, invented, queries(invented, 8))


def test_what_is_not_in_force_counts_for_nothing(world: World) -> None:
    past, now, coming = example()[::3], example()[1::3], example()[2::3]
    put(world.register, past, START, until=START + timedelta(days=2))
    put(world.register, now, START)
    put(world.register, coming, LATER + timedelta(days=9))
    asked = list(queries(example(), 5))
    assert_same(world, now, asked)
    assert_same(world, in_order([*now, *coming]), asked, days=10)


def test_what_was_put_again_is_found_once(world: World) -> None:
    put(world.register, example(), START)
    put(world.register, example()[:5], START)
    assert_same(world, example(), queries(example(), 3))


def test_an_empty_library_finds_nothing(world: World) -> None:
    assert search(world.register, "klacht", "nl", LATER) == ()
