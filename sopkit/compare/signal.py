"""The words that decide what is done: numbers, times, amounts, negations, modal verbs, conditions.

Words in a changed passage that stand here make the change behavioural. The lists hold every form
that a text can have; a form that says the same (`moet` and `moeten`, `kunnen` and `kan`) counts as
the same word. Lists that two languages would quarrel about (the English "of") hold for their own
language only; negations and modal verbs hold for both, since procedures quote the other one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from sopkit.compare.difference import CauseKind

_DIGIT = re.compile(r"\d")

Signal = tuple[CauseKind, str]
"""What a word decides, and the word that stands for all its forms."""

LANGUAGES = ("en", "nl")
"""The languages whose words sopkit knows. In another one, other words are behavioural."""

_NEGATIONS = """
niet geen nooit nimmer niets niks niemand nergens noch zonder nee neen evenmin geenszins
allerminst wel behalve uitgezonderd tenzij mits alleen slechts enkel uitsluitend
not no never nothing none nobody nowhere neither nor without cannot except unless only solely
hardly barely
"""

_NOT = """
don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't dont doesnt didnt isnt arent
"""

HAVE_TO = "have to"
"""The modal verb of two words; "have" alone is none."""

_MODALS: Mapping[str, str] = {
    "moeten": "moet moeten",
    "moest": "moest moesten gemoeten",
    "mogen": "mag mogen",
    "mocht": "mocht mochten",
    "kunnen": "kan kun kunt kunnen",
    "kon": "kon konden",
    "hoeven": "hoef hoeft hoeven",
    "hoefde": "hoefde hoefden",
    "zullen": "zal zul zult zullen",
    "zou": "zou zouden",
    "willen": "wil wilt willen",
    "wilde": "wilde wilden wou wouden",
    "dienen": "dien dient dienen",
    "diende": "diende dienden",
    "behoren": "behoor behoort behoren hoort horen",
    "verplicht": "verplicht verplichte verplichting",
    "verboden": "verboden verbied verbiedt verbod",
    "toegestaan": "toegestaan toegestane toestaan toelaten toegelaten",
    "nodig": "nodig noodzakelijk noodzakelijke vereist vereiste",
    "mogelijk": "mogelijk mogelijke onmogelijk",
    "must": "must",
    "may": "may",
    "might": "might",
    "can": "can",
    "could": "could",
    "shall": "shall",
    "should": "should",
    "will": "will 'll",
    "would": "would",
    "ought": "ought",
    "need": "need needs needed needn't",
    HAVE_TO: "has have had",
    "required": "required require requires mandatory obligatory compulsory",
    "forbidden": "forbidden forbid forbids prohibited prohibit prohibits",
    "allowed": "allowed allow allows permitted permit permits",
    "optional": "optional optionally optioneel optionele",
}

_NOT_MODAL = """
mustn't mayn't mightn't can't couldn't shan't shouldn't won't wouldn't oughtn't needn't
mustnt cant couldnt shouldnt wont wouldnt
"""

_CONDITIONS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "als": "als indien wanneer ingeval",
        "of": "of ofwel hetzij",
        "anders": "anders",
        "zodra": "zodra",
        "totdat": "totdat tot",
    },
    "en": {
        "if": "if when whenever provided",
        "or": "or either",
        "otherwise": "otherwise else",
        "once": "once",
        "until": "until till",
    },
}

_TIMES: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "seconde": "seconde seconden sec",
        "minuut": "minuut minuten min",
        "uur": "uur uren kwartier",
        "dag": "dag dagen etmaal",
        "werkdag": "werkdag werkdagen",
        "week": "week weken",
        "maand": "maand maanden",
        "kwartaal": "kwartaal kwartalen",
        "jaar": "jaar jaren",
        "dagelijks": "dagelijks dagelijkse",
        "wekelijks": "wekelijks wekelijkse",
        "maandelijks": "maandelijks maandelijkse",
        "jaarlijks": "jaarlijks jaarlijkse",
        "vandaag": "vandaag",
        "morgen": "morgen",
        "gisteren": "gisteren",
        "ochtend": "ochtend ochtends middag middags avond avonds nacht",
        "direct": "direct meteen onmiddellijk terstond dadelijk nu",
        "later": "later straks",
        "vóór": "vóór voordat vooraf tevoren eerst",
        "na": "na nadat achteraf daarna vervolgens",
        "tijdens": "tijdens gedurende terwijl",
        "binnen": "binnen uiterlijk",
        "altijd": "altijd steeds telkens",
        "soms": "soms regelmatig vaak zelden",
        "opnieuw": "opnieuw weer nogmaals",
        **{
            day: f"{day} {day}en"
            for day in (
                "maandag",
                "dinsdag",
                "woensdag",
                "donderdag",
                "vrijdag",
                "zaterdag",
                "zondag",
            )
        },
    },
    "en": {
        "second": "second seconds sec",
        "minute": "minute minutes min",
        "hour": "hour hours quarter",
        "day": "day days",
        "week": "week weeks",
        "month": "month months",
        "year": "year years",
        "daily": "daily",
        "weekly": "weekly",
        "monthly": "monthly",
        "yearly": "yearly annually",
        "today": "today",
        "tomorrow": "tomorrow",
        "yesterday": "yesterday",
        "morning": "morning noon afternoon evening night midnight",
        "immediately": "immediately instantly straightaway now directly",
        "later": "later",
        "before": "before beforehand first",
        "after": "after afterwards then next",
        "during": "during while",
        "within": "within",
        "always": "always every each",
        "sometimes": "sometimes often regularly rarely seldom",
        "again": "again",
        **{
            day: f"{day} {day}s"
            for day in (
                "monday",
                "tuesday",
                "wednesday",
                "thursday",
                "friday",
                "saturday",
                "sunday",
            )
        },
    },
}

_AMOUNTS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "alle": "al alle allen alles allebei",
        "elk": "elk elke ieder iedere iedereen",
        "beide": "beide beiden",
        "meer": "meer meerdere",
        "minder": "minder",
        "minstens": "minstens minimaal tenminste minimum",
        "hoogstens": "hoogstens maximaal maximum",
        "sommige": "sommige enkele enige paar",
        "meeste": "meeste veel vele",
        "weinig": "weinig",
        "half": "half halve helft",
        "dubbel": "dubbel dubbele tweemaal tweevoud",
        "eenmaal": "eenmaal eenmalig",
        "driemaal": "driemaal",
        "ongeveer": "ongeveer circa ca",
        "procent": "procent",
        "euro": "euro euro's eur",
        "cent": "cent",
        "boven": "boven hoger",
        "onder": "onder lager",
        "dozijn": "dozijn",
        "honderd": "honderd honderden",
        "duizend": "duizend duizenden",
        "miljoen": "miljoen",
    },
    "en": {
        "all": "all",
        "both": "both",
        "any": "any anyone",
        "more": "more",
        "less": "less fewer",
        "least": "least minimum",
        "most": "most maximum",
        "some": "some few several",
        "many": "many much",
        "half": "half",
        "double": "double twice",
        "thrice": "thrice",
        "about": "about approximately roughly circa",
        "percent": "percent",
        "euro": "euro euros eur dollar dollars pound pounds",
        "cent": "cent cents",
        "above": "above over higher",
        "below": "below under lower",
        "dozen": "dozen",
        "hundred": "hundred hundreds",
        "thousand": "thousand thousands",
        "million": "million",
    },
}

_COUNTED: Mapping[str, str] = {
    "nl": """
nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien
zeventien achttien negentien twintig
""",
    "en": """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty
""",
}

_TENS: Mapping[str, str] = {
    "nl": "dertig veertig vijftig zestig zeventig tachtig negentig",
    "en": "thirty forty fifty sixty seventy eighty ninety",
}

NUMBER_WORDS: Mapping[str, Mapping[str, str]] = {
    language: {
        **{word: str(number) for number, word in enumerate(_COUNTED[language].split())},
        **{word: str(10 * ten) for ten, word in enumerate(_TENS[language].split(), start=3)},
    }
    for language in LANGUAGES
}
"""Number words that say the same as digits, by language. The Dutch article "een" is none."""

_ORDINALS: Mapping[str, str] = {
    "nl": "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende laatste volgende",
    "en": "third fourth fifth sixth seventh eighth ninth tenth last",
}

_PREFIXES = ("on", "un", "in", "im", "il", "ir", "dis", "non", "mis", "niet")
"""What turns a word into its opposite: `betaald`, `onbetaald`."""


def signal(word: str, following: str, language: str) -> Signal | None:
    """What a word (in lower case, NFC) decides before another one, if it decides anything.

    A word with a digit is a number. "Have" is a modal verb only before "to".
    """
    if _DIGIT.search(word):
        return CauseKind.NUMBER, word
    found = _signals(language).get(word)
    return None if found == (CauseKind.MODAL, HAVE_TO) and following != "to" else found


def opposite(one: str, other: str) -> bool:
    """Whether two words differ by a prefix that turns the meaning round."""
    short, long = sorted((one, other), key=len)
    return len(short) > 3 and any(long == prefix + short for prefix in _PREFIXES)


@lru_cache(maxsize=4)
def _signals(language: str) -> Mapping[str, Signal]:
    found: dict[str, Signal] = {}
    for kind, words in (
        (CauseKind.AMOUNT, _AMOUNTS.get(language, {})),
        (CauseKind.TIME, _TIMES.get(language, {})),
        (CauseKind.CONDITION, _CONDITIONS.get(language, {})),
        (CauseKind.MODAL, _MODALS),
    ):
        for name, forms in words.items():
            found |= dict.fromkeys(forms.split(), (kind, name))
    for word in _ORDINALS.get(language, "").split():
        found[word] = (CauseKind.NUMBER, word)
    for word, value in NUMBER_WORDS.get(language, {}).items():
        found[word] = (CauseKind.NUMBER, value)
    found |= {word: (CauseKind.MODAL, word) for word in _NOT_MODAL.split()}
    found |= {word: (CauseKind.NEGATION, word) for word in _NEGATIONS.split()}
    found |= dict.fromkeys(_NOT.split(), (CauseKind.NEGATION, "not"))
    return found
