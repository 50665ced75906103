"""A text is taken apart into the words that people search by."""

from __future__ import annotations

import pytest

from sopkit.find.words import number_words, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Één klacht, twee klachten!", ["een", "klacht", "twee", "klachten"]),
        ("KS-003", ["ks3"]),
        ("ks3 KS3 ks-0003", ["ks3", "ks3", "ks3"]),
        ("KS-NL-012", ["ksnl12"]),
        ("007 of 0", ["7", "of", "0"]),
        ("e-mail", ["email", "mail"]),
        ("SLA's en foto’s", ["sla", "en", "foto"]),
        ("Straße", ["strasse"]),
        ("a_b", ["a", "b"]),
        ("… — !", []),
        ("x" * 50, ["x" * 40]),
    ],
)
def test_the_words_of_a_text(text: str, expected: list[str]) -> None:
    assert list(words(text)) == expected


def test_a_number_is_found_whole_and_by_its_parts() -> None:
    assert number_words("KS-003") == ("ks3", "ks", "3")
    assert number_words("") == ()
