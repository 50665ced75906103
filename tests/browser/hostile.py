"""A library whose every text tries to break the page that it is shown on."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path
from urllib.parse import quote

from tests.bad_input.scripts import SCRIPTS, with_script_everywhere

WORD = "Klantcontactafhandelingsprocedure" * 6 + "ja"
"""200 characters without a place to break."""
ARABIC = "معالجة شكوى العميل"
HEBREW = "טיפול בתלונת לקוח"
UNCOMMON = "😀 👩‍👩‍👧‍👦 🇳🇱 ᚠᛇᚻ 𒀀 \U000f0000 \u0378 é̂̃̄ ﷽ \u202eomgekeerd\u202c Z͑ͫaͧ"
"""Emoji, a family of them, runes, cuneiform, private and unassigned characters, stacked accents,
the widest character, and an override of direction."""
SIDE = 8000
TYPST = "#panic(sys) #import sys $ x^2 $ @ref <label> \\u{41} #let x = 1; */ //"
NAMES = ('it\'s a "name" & <b>', "a#b?c%41 d")
TEXTS = {
    "KS-900": (WORD, "nl"),
    "KS-901": (UNCOMMON, "nl"),
    "KS-902": (ARABIC, "ar"),
    "KS-903": (HEBREW, "he"),
    "KS-904": (WORD, "en"),
    "KS-905": (TYPST, "nl"),
}
"""Procedures that have one text in all their fields, and its language."""
STEPS = 60

_HEAD = """\
---
number: {number}
title: {title}
department: {title}
language: {language}
owner: {title}
roles: [{title}, {title}]
situations: [{title}, {title}]
tags: [{title}]
standards: {{vijandig: ">= 75%"}}
---

## {purpose}

{text}

## {terms}

{text}
: {text} {text}

## {text}

{text}

## {instructions}

### {text}

"""
_BODY = """\
1. **{text}** {text} {{role="{text}" why="{text}" expected="{text}" within=30s}}

   > {text}

   > [!CAUTION]
   > {text} {text}

   - [ ] {text}
   - [x] {text}

   `{text}`

   ```
   {text} {text}
   ```

   ![{text}]({picture})

2. **{text} ?**
   - {text}: {text}
   - Ja, {text}:
     1. **{text}** {{moment-of-truth critical wait=2bd}}
        1. {text}
           1. {text}
     2. {text} → einde: {text}
   - Nee, {text} → [{text}](#slot)
3. **{text}** {{parallel}}
   - {text}: {text}
   - {text}
4. Voer [{text}](KS-900) uit.
5. {text} {{#slot}}
"""
SECTIONS = {
    "nl": ("Doel", "Begrippen", "Instructies"),
    "en": ("Purpose", "Terms", "Instructions"),
}


def write_hostile_library(root: Path) -> None:
    """Write the library: one procedure for each way to break a page, in organisation and glossary
    too.
    """
    (root / "standards").mkdir(parents=True)
    names = [f"{name}.png" for name in NAMES]
    for name in names:
        (root / name).write_bytes(png(SIDE, 40))
    (root / "hoog.png").write_bytes(png(40, SIDE))
    for number, (text, language) in TEXTS.items():
        body = procedure(number, text, language, picture="hoog.png")
        (root / f"{number}.md").write_text(body, encoding="utf-8")
    for index, script in enumerate(SCRIPTS):
        number = f"KS-{index + 100}"
        body = with_script_everywhere(script).replace("KS-002", number)
        (root / f"{number}{NAMES[index % 2]}.md").write_text(body, encoding="utf-8")
    (root / "KS-906.md").write_text(long_procedure(), encoding="utf-8")
    (root / "KS-907.md").write_text(wide_procedure(names), encoding="utf-8")
    _write_surroundings(root)


def procedure(number: str, text: str, language: str, *, picture: str) -> str:
    """A procedure with the same text wherever a text may stand."""
    purpose, terms, instructions = SECTIONS.get(language, SECTIONS["nl"])
    facts = {
        "number": number,
        "language": language,
        "title": json.dumps(title_of(text), ensure_ascii=False),
        "purpose": purpose,
        "terms": terms,
        "instructions": instructions,
        "text": text,
        "picture": picture,
    }
    return _HEAD.format(**facts) + _BODY.format(**facts)


def title_of(text: str) -> str:
    """As much of a text as a title may hold."""
    return text[:110]


def long_procedure() -> str:
    """A procedure of many steps, every seventh a decision."""
    steps = [
        f"{place}. **Klopt {place}?**\n    - Ja: ga verder\n    - Nee: herstel {place}\n"
        if place % 7 == 0
        else f"{place}. Voer handeling {place} uit.\n"
        for place in range(1, STEPS + 1)
    ]
    head = _HEAD.format(
        number="KS-906",
        title="Lang",
        language="nl",
        purpose="Doel",
        terms="Begrippen",
        instructions="Instructies",
        text="Lang",
    )
    return head + "".join(steps)


def wide_procedure(pictures: list[str]) -> str:
    """A procedure with a table of thirty columns and pictures of thousands of pixels."""
    columns = [f"Kolom{place}" for place in range(30)]
    rows = [f"| {' | '.join(row)} |" for row in (columns, ["---"] * 30, columns, [WORD] * 30)]
    shown = [f"   ![Een brede plaat]({quote(name)})\n" for name in pictures]
    head = long_procedure().partition("1. ")[0].replace("KS-906", "KS-907")
    return head + "1. **Lees de tabel.**\n\n   " + "\n   ".join([*rows, "", *shown])


def _write_surroundings(root: Path) -> None:
    both = json.dumps(f"{SCRIPTS[0]} {WORD}")
    (root / "organisation.yaml").write_text(
        f"name: {both}\nlanguage: nl\nlogo: hoog.png\ndepartments:\n"
        f"  - {{id: x, name: {{nl: {both}}}}}\nroles:\n  - {{id: y, name: {{nl: {both}}}}}\n",
        encoding="utf-8",
    )
    (root / "standards" / "vijandig.yaml").write_text(
        f"id: vijandig\nname: {{nl: {both}, en: {both}}}\nkind: proportion\nbetter: higher\n"
        f"dimension: speed\nunit: {json.dumps('%')}\ndefinition: {{nl: {both}, en: {both}}}\n"
        "target: '>= 75%'\n",
        encoding="utf-8",
    )
    terms = "\n\n".join(
        f"{text}\n: {text}" for text in (*SCRIPTS, *(text for text, _ in TEXTS.values()))
    )
    (root / "glossary.md").write_text(terms + "\n", encoding="utf-8")


def png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\x80" * width) * height
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts)
