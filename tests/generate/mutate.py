"""Damages good procedures: what a hurried author, a bad copy or a merge leaves behind."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from tests.generate.invent import CALM, WILD, invent
from tests.generate.write import write

TOKENS = (
    "→",
    "->",
    "-->",
    "=>",
    "\uf0e0",
    "→ einde",
    "→ [x](#x)",
    "→ [x](KS-007)",
    "→ [x](../x.md#y)",
    "→ einde: klaar",
    "{",
    "}",
    "{#a}",
    "{#a #b}",
    '{role="x"}',
    "{max=2}",
    "{parallel}",
    "{within=5m overdue=#a}",
    "{wait=1h}",
    "{critical",
    "**",
    "*",
    "_",
    "`",
    "```",
    "~~~",
    "> ",
    "> [!NOTE]",
    "> [!tip] x",
    "- ",
    "* ",
    "+ ",
    "- [ ] ",
    "- [x] ",
    "1. ",
    "1) ",
    "12. ",
    "0. ",
    "a) ",
    "# ",
    "## ",
    "### Fase",
    "## Doel",
    "## Instructies",
    "## Begrippen",
    ": definitie",
    "Term\n: wat",
    "---",
    "***",
    "===",
    "|",
    "|---|---|",
    "| a | b |",
    "<!--",
    "-->",
    "<!-- sopkit: ignore SOP404 daarom -->",
    "<b>",
    "</b>",
    "<br>",
    "<script>",
    "&amp;",
    "&#0;",
    "\\",
    "\\\\",
    "![",
    "![a](b.png)",
    "[a]",
    "[a]: b",
    "[a][b]",
    "[^1]",
    "](",
    "?",
    "**?**",
    ": ",
    "Ja: ",
    "- Ja",
    "- Nee: ga verder",
    "ga naar stap 3",
    "zie 4. Bel",
    "\t",
    "    ",
    "\u00a0",
    "\u2028",
    "\x0b",
    "\x0c",
    "\x85",
    "\x00",
    "\ufeff",
    "\u200b",
    "\u202e",
    "é",
    "e\u0301",
    "🙂",
    "number: KS-002",
    "roles: [a]",
    "x: *y",
    "y: &y z",
    "'",
    '"',
    "…",
    "\r",
    "\n\n",
    "\n",
    " ",
)
"""Pieces of the format's own language, and characters that trouble parsers."""

INDENTS = ("", " ", "  ", "   ", "    ", "     ", "      ", "        ", "\t", "> ", "- ", "1. ")


def damage(text: str, random: Random) -> str:
    """The text with a few lines lost, doubled, moved, indented otherwise or with tokens in them."""
    lines = text.split("\n")
    for _ in range(random.randint(1, 6)):
        if lines:
            _damage_once(lines, random)
    return "\n".join(lines)


def _damage_once(lines: list[str], random: Random) -> None:
    at = random.randrange(len(lines))
    other = random.randrange(len(lines))
    line = lines[at]
    kind = random.randrange(8)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, line)
    elif kind == 2:
        lines[at], lines[other] = lines[other], line
    elif kind == 3:
        lines[at] = random.choice(INDENTS) + line.lstrip()
    elif kind == 4:
        lines.insert(at, random.choice(INDENTS) + random.choice(TOKENS) + random.choice(TOKENS))
    elif kind == 5:
        lines[at] = line[: random.randint(0, len(line))]
    elif kind == 6:
        lines[at:at] = lines[min(at, other) : max(at, other)][:8]
    else:
        place = random.randint(0, len(line))
        lines[at] = line[:place] + random.choice(TOKENS) + line[place:]


@st.composite
def damaged(draw: st.DrawFn, texts: tuple[str, ...]) -> str:
    """Damaged copies of given texts and of made-up procedures."""
    random = draw(st.randoms(use_true_random=False))
    if draw(st.booleans()):
        text = write(invent(random, random.choice((CALM, WILD))), random).text
    else:
        text = draw(st.sampled_from(texts))
    return damage(text, random)


def jumbled() -> st.SearchStrategy[str]:
    """Texts of nothing but the format's tokens, words and line ends."""
    piece = st.sampled_from((*TOKENS, "Begroet de klant.", "klopt het?", "Ja", "Nee", "a", "1"))
    body = st.lists(piece, max_size=40).map("".join)
    front = "---\nnumber: KS-001\ntitle: T\ndepartment: D\n---\n\n## Instructies\n\n"
    return st.tuples(st.sampled_from(("", front)), body).map("".join)
