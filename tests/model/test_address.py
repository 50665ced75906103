"""What is taken for an e-mail address, and how it goes over the wire."""

from __future__ import annotations

import pytest

from sopkit.model.address import mail_address, on_the_wire


@pytest.mark.parametrize(
    ("written", "wire"),
    [
        ("anna@example.org", "anna@example.org"),
        ("anna.smit+sops@mail.example.org", "anna.smit+sops@mail.example.org"),
        ("Anna@Example.ORG", "Anna@example.org"),
        ("o'brien@example.org", "o'brien@example.org"),
        ("root@localhost", "root@localhost"),
        ("anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("jörg@bücher.example", "jörg@xn--bcher-kva.example"),
        ("用户@例え.jp", "用户@xn--r8jz45g.jp"),
        ("anna@xn--bcher-kva.example", "anna@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_kept_as_written_and_sent_with_its_domain_in_ascii(
    written: str, wire: str
) -> None:
    assert mail_address(f"  {written} ") == written
    assert on_the_wire(written) == wire


@pytest.mark.parametrize(
    "text",
    [
        "",
        "anna",
        "@example.org",
        "anna@",
        "anna@@example.org",
        "anna@example..org",
        "anna@-example.org",
        "anna@exam ple.org",
        ".anna@example.org",
        "anna.@example.org",
        "an..na@example.org",
        "anna smit@example.org",
        "Anna <anna@example.org>",
        "anna@example.org,bram@example.org",
        "anna@example.org\nBcc: all@example.org",
        "anna\r\n@example.org",
        '"anna"@example.org',
        "anna@[127.0.0.1]",
        "anna@example.org>",
        "anna\u202e@example.org",
        f"{'a' * 65}@example.org",
        f"anna@{'a' * 64}.org",
        f"anna@{'a.' * 140}org",
        "anna@straße.example",  # an old conversion would send it to strasse.example
    ],
)
def test_what_is_no_address_is_not_taken_for_one(text: str) -> None:
    assert mail_address(text) is None
