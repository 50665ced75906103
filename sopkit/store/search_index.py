"""The search over what stands on the shelves: which stem stands where, which words there are.

Stems and words carry the number of entries that hold them. Entries that are not in force at the
moment of a search are few; what they add to these numbers is taken off again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, insert, text, true, update
from sqlalchemy import select as columns
from sqlmodel import Session, and_, col, func, or_, select

from sopkit.find.near import errors_allowed, least_shared, trigrams
from sopkit.store.columns import Instant
from sopkit.store.passing_tables import (
    LibraryEntry,
    LibraryText,
    SearchPosting,
    SearchStem,
    SearchTrigram,
    SearchWord,
)
from sopkit.store.portions import portions

_LAST_LETTER = "\U0010ffff"
_FEW = 60


@dataclass(frozen=True, slots=True)
class Indexed:
    """The words of an entry; `postings` holds weight and passages by the stem."""

    entry_id: int
    language: str
    postings: Mapping[str, tuple[int, Sequence[int]]]
    words: Collection[str]


@dataclass(frozen=True, slots=True)
class Stem:
    """A stem with the number of entries that hold it."""

    id: int
    language: str
    stem: str
    entries: int


@dataclass(frozen=True, slots=True)
class Fit:
    """That a stem fits the word of a query with that place, and what that is worth."""

    word: int
    stem_id: int
    value: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A procedure that may be meant: at most so much, and with the shortest of its titles."""

    number: str
    bound: int
    shortest: int
    position: str


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """An entry that was found; `postings` holds its passages by the stem's id."""

    id: int
    release_id: str
    number: str
    position: str
    language: str
    spoken: str
    path: str
    title: str
    department: str
    situations: tuple[str, ...]
    steps: tuple[tuple[str, str, str], ...]
    postings: Mapping[int, tuple[int, ...]]


# Filling


def add(session: Session, entries: Sequence[Indexed]) -> None:
    """Index entries."""
    postings = []
    for language in sorted({each.language for each in entries}):
        its = [each for each in entries if each.language == language]
        stems = _count_stems(session, language, Counter(s for each in its for s in each.postings))
        _count_words(session, language, Counter(w for each in its for w in each.words))
        postings += [
            {
                "stem_id": stems[stem],
                "entry_id": each.entry_id,
                "weight": weight,
                "passages": ",".join(map(str, passages)),
            }
            for each in its
            for stem, (weight, passages) in each.postings.items()
        ]
    if postings:
        session.execute(insert(SearchPosting), postings)


def remove(session: Session, entry_ids: Collection[int]) -> None:
    """Forget entries, whose words still stand in `library_text`."""
    held = session.exec(
        select(SearchPosting.stem_id, func.count())
        .where(col(SearchPosting.entry_id).in_(entry_ids))
        .group_by(col(SearchPosting.stem_id))
    ).all()
    _take_from(session, SearchStem, dict(held))
    for language, words in _words_of(session, entry_ids).items():
        known = _known(session, SearchWord, language, words)
        _take_from(session, SearchWord, {known[word]: count for word, count in words.items()})
    session.execute(delete(SearchPosting).where(col(SearchPosting.entry_id).in_(entry_ids)))


def _count_stems(session: Session, language: str, counted: Mapping[str, int]) -> dict[str, int]:
    known = _known(session, SearchStem, language, counted)
    _add_to(session, SearchStem, {known[each]: counted[each] for each in known})
    new = [
        {"language": language, "stem": each, "entries": count}
        for each, count in counted.items()
        if each not in known
    ]
    if new:
        session.execute(insert(SearchStem), new)
        known |= _known(session, SearchStem, language, [str(each["stem"]) for each in new])
    return known


def _count_words(session: Session, language: str, counted: Mapping[str, int]) -> None:
    known = _known(session, SearchWord, language, counted)
    _add_to(session, SearchWord, {known[each]: counted[each] for each in known})
    new = [each for each in counted if each not in known]
    if not new:
        return
    rows = [{"language": language, "word": each, "entries": counted[each]} for each in new]
    session.execute(insert(SearchWord), rows)
    made = _known(session, SearchWord, language, new)
    session.execute(
        insert(SearchTrigram),
        [
            {"language": language, "trigram": each, "length": len(word), "word_id": id}
            for word, id in made.items()
            for each in dict.fromkeys(trigrams(word))
        ],
    )


def _known(
    session: Session, table: type[SearchStem | SearchWord], language: str, texts: Iterable[str]
) -> dict[str, int]:
    column = col(SearchStem.stem) if table is SearchStem else col(SearchWord.word)
    found: dict[str, int] = {}
    for some in portions(texts):
        rows = session.exec(
            select(column, col(table.id)).where(col(table.language) == language, column.in_(some))
        )
        found |= {each: id for each, id in rows if id is not None}
    return found


def _add_to(
    session: Session, table: type[SearchStem | SearchWord], counts: Mapping[int, int]
) -> None:
    for count in sorted(set(counts.values())):
        for some in portions(id for id, each in counts.items() if each == count):
            session.execute(
                update(table)
                .where(col(table.id).in_(some))
                .values(entries=col(table.entries) + count)
            )


def _take_from(
    session: Session, table: type[SearchStem | SearchWord], counts: Mapping[int, int]
) -> None:
    _add_to(session, table, {id: -count for id, count in counts.items()})
    gone = list(session.exec(select(col(table.id)).where(col(table.entries) <= 0)))
    if table is SearchWord:
        session.execute(delete(SearchTrigram).where(col(SearchTrigram.word_id).in_(gone)))
    session.execute(delete(table).where(col(table.entries) <= 0))


# Searching


def in_force(now: datetime) -> ColumnElement[bool]:
    """Whether an entry is in force at a moment."""
    return and_(
        col(LibraryEntry.effective_from) <= now,
        or_(col(LibraryEntry.effective_until).is_(None), col(LibraryEntry.effective_until) > now),
    )


def counts(session: Session, now: datetime) -> Mapping[str, int]:
    """How many entries are in force in each language."""
    rows = session.exec(
        select(LibraryEntry.spoken, func.count())
        .where(in_force(now))
        .group_by(col(LibraryEntry.spoken))
        .order_by(col(LibraryEntry.spoken))
    )
    return dict(rows.all())


def absent(session: Session, now: datetime) -> tuple[int, ...]:
    """The entries that are not in force at a moment."""
    rows = session.exec(
        select(LibraryEntry.id).where(
            or_(
                col(LibraryEntry.effective_from) > now,
                col(LibraryEntry.effective_until) <= now,
            )
        )
    )
    return tuple(id for id in rows if id is not None)


def stems(
    session: Session,
    exact: Collection[tuple[str, str]],
    beginnings: Collection[tuple[str, str]],
    parts: Collection[tuple[str, str]],
) -> tuple[Stem, ...]:
    """The stems that are, begin with or hold texts; each is given with its language."""
    at = col(SearchStem.stem)
    wanted = [
        *(and_(col(SearchStem.language) == lang, at == each) for lang, each in exact),
        *(
            and_(col(SearchStem.language) == lang, at >= each, at < each + _LAST_LETTER)
            for lang, each in beginnings
        ),
    ]
    found = {row.id: row for row in session.exec(select(SearchStem).where(or_(*wanted)))}
    if parts:
        holding = [
            and_(col(SearchStem.language) == lang, at.contains(each, autoescape=True))
            for lang, each in parts
        ]
        found |= {row.id: row for row in session.exec(select(SearchStem).where(or_(*holding)))}
    return tuple(
        Stem(id, row.language, row.stem, row.entries) for id, row in found.items() if id is not None
    )


def held(
    session: Session, stem_ids: Iterable[int], entry_ids: Collection[int]
) -> Mapping[int, int]:
    """How many of these entries hold each of these stems."""
    found: dict[int, int] = {}
    for some in portions(entry_ids):
        rows = session.exec(
            select(SearchPosting.stem_id, func.count())
            .where(col(SearchPosting.entry_id).in_(some))
            .group_by(col(SearchPosting.stem_id))
        )
        for stem_id, count in rows:
            found[stem_id] = found.get(stem_id, 0) + count
    return {id: found.get(id, 0) for id in stem_ids}


def words_like(
    session: Session, word: str, languages: Iterable[str], without: Collection[int]
) -> Mapping[str, tuple[str, ...]]:
    """Words that share enough with one that may be mistyped, by language.

    Those that only the entries of `without` hold are left out.
    """
    most = errors_allowed(word)
    if most == 0:
        return {}
    rows = session.exec(
        select(SearchWord.language, SearchWord.word, SearchWord.entries)
        .join(SearchTrigram, col(SearchTrigram.word_id) == col(SearchWord.id))
        .where(
            col(SearchTrigram.language).in_(list(languages)),
            col(SearchTrigram.trigram).in_(list(dict.fromkeys(trigrams(word)))),
            col(SearchTrigram.length).between(len(word) - most, len(word) + most),
        )
        .group_by(col(SearchWord.language), col(SearchWord.word), col(SearchWord.entries))
        .having(func.count() >= least_shared(word))
    ).all()
    hidden = _words_of(session, without) if without and rows else {}
    found: dict[str, list[str]] = {}
    for language, other, entries in rows:
        if entries > hidden.get(language, Counter())[other]:
            found.setdefault(language, []).append(other)
    return {language: tuple(sorted(others)) for language, others in sorted(found.items())}


def candidates(
    session: Session, fits: Sequence[Fit], sought: int, language: str, now: datetime, at_most: int
) -> tuple[Candidate, ...]:
    """The procedures in force that may be meant, the likeliest first.

    The sum of a word's best value in a procedure is exact; that its words stand together in one
    passage is only assumed. No procedure is therefore worth more than its bound.
    """
    values = ", ".join(f"({each.word}, {each.stem_id}, {each.value})" for each in fits)
    statement = text(
        f"WITH fit(word, stem_id, value) AS (VALUES {values}), "  # noqa: S608 - whole numbers only
        "best AS (SELECT p.entry_id, f.word, MAX(f.value * p.weight) AS value "
        "FROM fit f JOIN search_posting p ON p.stem_id = f.stem_id "
        "GROUP BY p.entry_id, f.word), "
        "total AS (SELECT entry_id, SUM(value) AS total, COUNT(*) AS covered "
        "FROM best GROUP BY entry_id) "
        "SELECT e.number, MAX(2 * t.total * t.covered * t.covered / :least "
        "* CASE WHEN e.spoken = :language THEN 5 ELSE 4 END) AS bound, "
        "MIN(LENGTH(e.title)) AS shortest, MIN(e.position) AS place "
        "FROM total t JOIN library_entry e ON e.id = t.entry_id "
        "WHERE e.effective_from <= :now "
        "AND (e.effective_until IS NULL OR e.effective_until > :now) "
        "GROUP BY e.number ORDER BY bound DESC, shortest, place LIMIT :at_most"
    ).bindparams(
        bindparam("now", now, type_=Instant()),
        least=sought * sought,
        language=language,
        at_most=at_most,
    )
    rows = session.execute(statement)
    return tuple(Candidate(number, int(bound), length, at) for number, bound, length, at in rows)


def found_entries(
    session: Session, numbers: Collection[str], stem_ids: Collection[int], now: datetime
) -> tuple[FoundEntry, ...]:
    """The entries in force of these procedures, and where these stems stand in them."""
    # Columns, not rows: making an object of each takes longer than reading them.
    rows = session.execute(
        columns(
            col(LibraryEntry.id),
            col(LibraryEntry.release_id),
            col(LibraryEntry.number),
            col(LibraryEntry.position),
            col(LibraryEntry.language),
            col(LibraryEntry.spoken),
            col(LibraryEntry.path),
            col(LibraryEntry.title),
            col(LibraryEntry.department),
            col(LibraryText.situations),
            col(LibraryText.steps),
        )
        .join(LibraryText, col(LibraryText.entry_id) == col(LibraryEntry.id))
        .where(in_force(now), col(LibraryEntry.number).in_(numbers))
    ).all()
    postings = _postings(session, [row[0] for row in rows], stem_ids)
    return tuple(_found_entry(row, postings.get(row[0], {})) for row in rows)


def _found_entry(row: Sequence[Any], postings: Mapping[int, tuple[int, ...]]) -> FoundEntry:
    *told, situations, steps = row
    entry: tuple[Any, ...] = (
        *told,
        tuple(json.loads(situations)),
        tuple((id, number, title) for id, number, title in json.loads(steps)),
        postings,
    )
    return FoundEntry(*entry)


def _postings(
    session: Session, entry_ids: Collection[int], stem_ids: Collection[int]
) -> Mapping[int, Mapping[int, tuple[int, ...]]]:
    """Where stems stand in entries: passages by the stem's id, by the entry's."""
    found: dict[int, dict[int, tuple[int, ...]]] = {}
    stands = session.exec(
        select(SearchPosting.entry_id, SearchPosting.stem_id, SearchPosting.passages).where(
            col(SearchPosting.entry_id).in_(entry_ids),
            # Many stems are quicker told apart here than looked up one by one.
            true() if len(stem_ids) > _FEW else col(SearchPosting.stem_id).in_(stem_ids),
        )
    )
    wanted = frozenset(stem_ids)
    for entry_id, stem_id, passages in stands:
        if stem_id in wanted:
            found.setdefault(entry_id, {})[stem_id] = tuple(map(int, passages.split(",")))
    return found


def _words_of(session: Session, entry_ids: Iterable[int]) -> Mapping[str, Counter[str]]:
    """How often each word stands in these entries, by language."""
    found: dict[str, Counter[str]] = {}
    for some in portions(entry_ids):
        rows = session.exec(
            select(LibraryEntry.spoken, LibraryText.words)
            .join(LibraryText, col(LibraryText.entry_id) == col(LibraryEntry.id))
            .where(col(LibraryEntry.id).in_(some))
        )
        for language, words in rows:
            found.setdefault(language, Counter()).update(json.loads(words))
    return found
