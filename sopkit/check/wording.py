"""Words that the checks look for, per language; data, so that a language is added in one place."""

from __future__ import annotations

from collections.abc import Mapping

VAGUE: Mapping[str, tuple[str, ...]] = {
    "en": (
        "a number of times",
        "adequate",
        "adequately",
        "and so forth",
        "and so on",
        "and/or",
        "appropriately",
        "as applicable",
        "as appropriate",
        "as far as possible",
        "as long as necessary",
        "as long as needed",
        "as much as possible",
        "as necessary",
        "as needed",
        "as quickly as possible",
        "as required",
        "as soon as possible",
        "asap",
        "at your convenience",
        "at your discretion",
        "at your earliest convenience",
        "etc",
        "et cetera",
        "from time to time",
        "if applicable",
        "if appropriate",
        "if at all possible",
        "if necessary",
        "if needed",
        "if possible",
        "if required",
        "in a reasonable time",
        "in a timely fashion",
        "in a timely manner",
        "in due course",
        "in due time",
        "in good time",
        "in principle",
        "now and then",
        "on a regular basis",
        "or similar",
        "periodically",
        "properly",
        "regularly",
        "reasonable",
        "reasonably",
        "sufficiently",
        "where applicable",
        "where appropriate",
        "where necessary",
        "where possible",
        "whenever possible",
        "when appropriate",
        "when necessary",
        "when possible",
        "within a reasonable time",
    ),
    "nl": (
        "adequaat",
        "af en toe",
        "als dat kan",
        "als het kan",
        "als het mogelijk is",
        "als het nodig is",
        "als het zo uitkomt",
        "bij gelegenheid",
        "binnen afzienbare tijd",
        "binnen een redelijke termijn",
        "binnen redelijke termijn",
        "daar waar mogelijk",
        "desgewenst",
        "en dergelijke",
        "en/of",
        "en zo meer",
        "en zovoort",
        "enz",
        "enzovoort",
        "enzovoorts",
        "etc",
        "et cetera",
        "eventueel",
        "in principe",
        "indien gewenst",
        "indien mogelijk",
        "indien nodig",
        "indien noodzakelijk",
        "indien relevant",
        "indien van toepassing",
        "naar behoefte",
        "naar behoren",
        "naar eigen inzicht",
        "op korte termijn",
        "op termijn",
        "of iets dergelijks",
        "passende",
        "periodiek",
        "regelmatig",
        "regelmatige",
        "redelijkerwijs",
        "t.z.t.",
        "te zijner tijd",
        "tijdig",
        "tijdige",
        "van tijd tot tijd",
        "voldoende",
        "waar mogelijk",
        "waar nodig",
        "wanneer mogelijk",
        "wanneer nodig",
        "zo gauw mogelijk",
        "zo goed mogelijk",
        "zo kort mogelijk",
        "zo mogelijk",
        "zo nodig",
        "zo snel als mogelijk",
        "zo snel mogelijk",
        "zo spoedig mogelijk",
        "zo veel mogelijk",
        "z.s.m.",
        "zoveel mogelijk",
        "zsm",
    ),
}
"""Wording that leaves open what to do, when, or how much; in lower case."""

EMPHASISED = frozenset(
    (
        "ALL", "ALLE", "ALLEEN", "ALTIJD", "ALWAYS", "AND", "BEFORE", "DIRECT", "DO", "EERST",
        "EN", "FIRST", "GEEN", "HET", "IF", "JA", "LET", "MAY", "MOET", "MUST", "NA", "NEE",
        "NEVER", "NIET", "NO", "NOOIT", "NOT", "OF", "OP", "ONLY", "OR", "SHALL", "SHOULD",
        "STOP", "VOOR", "WEL", "YES",
    )
)  # fmt: skip
"""Ordinary words that authors write in capitals to stress them."""

OPPOSITES: Mapping[str, str] = {"yes": "no", "no": "yes", "ja": "nee", "nee": "ja"}
"""The answers of a yes/no question, each with the other one."""

OTHERWISE = frozenset(("anders", "otherwise"))
"""Answers that stand for whatever the other branches do not say."""

NO_CHOICE = frozenset(
    (
        "anders", "otherwise", "geen keuze", "geen keus", "geen invoer", "geen toets", "niets",
        "no choice", "no input", "no key", "nothing", "something else", "iets anders",
        "time-out", "timeout", "onbekende toets", "verkeerde toets", "ongeldige keuze",
        "invalid choice", "wrong key", "unknown key",
    )
)  # fmt: skip
"""Labels of a menu's branches that are no choice of the caller's: what happens without one."""

NONE: Mapping[str, str] = {"en": "None.", "nl": "Geen."}
"""What a required section says when there is nothing to say."""
