"""What happened in the year of the demo: first versions, changes, a review, a withdrawal.

The files of the example library are what is in force today. A change that they have already is
undone to find the older text; one that they have not yet is under way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Edit = tuple[str, str]
"""A passage as it was, and as it became."""

FIRST_REASON = {
    "nl": "Eerste versie, overgenomen uit de gedeelde map.",
    "en": "First version, taken over from the shared folder.",
}

FIRST_VERSIONS: Mapping[str, int] = {
    "KS-001": 330,
    "KS-002": 330,
    "KS-003": 330,
    "KS-004": 328,
    "KS-005": 328,
    "KS-018": 321,
    "KS-007": 314,
    "KS-008": 314,
    "KS-009": 311,
    "KS-010": 311,
    "KS-011": 309,
    "KW-001": 302,
    "KW-002": 302,
    "KW-003": 300,
    "KS-013": 293,
    "KS-014": 293,
    "KS-016": 290,
    "KS-017": 290,
    "HR-001": 283,
    "HR-002": 283,
    "HR-003": 281,
    "HR-004": 279,
    "FIN-001": 272,
    "KS-006": 262,
    "KS-015": 255,
    "KS-012": 213,
}
"""How many days ago the first version was put up for approval.

KS-012 is read again every six months, and nobody did.
"""

APPROVERS: Mapping[str, tuple[str, str]] = {
    "KS": ("marieke", "james"),
    "KW": ("marieke", "peter"),
    "FIN": ("peter", "peter"),
    "HR": ("peter", "peter"),
}
"""Who approves, by the letters of the number: the Dutch text, and the English one."""

AUTHORS: Mapping[str, tuple[str, ...]] = {
    "KS": ("henk", "karim", "fatima"),
    "KW": ("ruben",),
    "FIN": ("willem",),
    "HR": ("nadia",),
}
"""Who brought the first Dutch texts in, by the letters of the number; several take turns."""

TRANSLATOR = "laura"


class Outcome(StrEnum):
    """How far a change has come."""

    RELEASED = "released"
    COMING = "coming"
    APPROVED = "approved"
    IN_REVIEW = "in-review"
    RETURNED = "returned"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Wording:
    """A change of the text in one language, and why."""

    reason: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a procedure, written so many days ago.

    `en` is None where nobody translated it. `in_library` tells that the files have it already.
    `answer` is what the approver said.
    """

    number: str
    days_ago: int
    author: str
    nl: Wording
    en: Wording | None = None
    outcome: Outcome = Outcome.RELEASED
    in_library: bool = True
    answer: str = ""

    def wording(self, language: str) -> Wording | None:
        """The change in that language."""
        return self.nl if language == "nl" else self.en


def _more(passage: str, added: str) -> Edit:
    """A passage to which something was added."""
    return passage, passage + added


CHANGES = (
    Change(
        "KS-001",
        210,
        "henk",
        Wording(
            "We nemen voortaan binnen twintig seconden op in plaats van dertig.",
            (
                ("hoort binnen dertig seconden een", "hoort binnen twintig seconden een"),
                ("{within=30s escalate=teamleider", "{within=20s escalate=teamleider"),
            ),
        ),
        Wording(
            "From now on we answer within twenty seconds instead of thirty.",
            (
                ("voice within thirty seconds and", "voice within twenty seconds and"),
                ("{within=30s escalate=teamleider", "{within=20s escalate=teamleider"),
            ),
        ),
    ),
    Change(
        "KS-003",
        182,
        "karim",
        Wording(
            "Een klacht krijgt dezelfde ochtend of middag een antwoord, niet pas dezelfde dag.",
            (
                ('first-response-time: "p90 <= 8h"', 'first-response-time: "p90 <= 4h"'),
                ("{role=medewerker within=8h escalate", "{role=medewerker within=4h escalate"),
            ),
        ),
        Wording(
            "A complaint is answered within half a working day instead of a whole one.",
            (
                ('first-response-time: "p90 <= 8h"', 'first-response-time: "p90 <= 4h"'),
                ("{role=medewerker within=8h escalate", "{role=medewerker within=4h escalate"),
            ),
        ),
    ),
    Change(
        "KS-004",
        161,
        "fatima",
        Wording(
            "Vragen van de pers gaan voortaan meteen naar de manager.",
            (
                ("| letsel of brand | manager |", "| letsel, brand of pers | manager |"),
                ("- Letsel of brand →", "- Letsel, brand of pers →"),
            ),
        ),
        Wording(
            "Questions from the press go straight to the manager.",
            (
                ("| injury or fire | manager |", "| injury, fire or press | manager |"),
                ("- Injury or fire →", "- Injury, fire or press →"),
            ),
        ),
    ),
    Change(
        "KS-005",
        140,
        "karim",
        Wording(
            "Uitleg erbij: in twee gesprekken vulde een medewerker zelf de postcode aan.",
            (_more("nooit een gegeven", " en vul niets aan. Wie raadt, hoort zo het antwoord"),),
        ),
        Wording(
            "Says why: in two calls an agent completed the postcode for the caller.",
            (
                _more(
                    "Never name a detail yourself",
                    " and do not complete one. That is how a guesser hears the answer",
                ),
            ),
        ),
    ),
    Change(
        "FIN-001",
        131,
        "willem",
        Wording(
            "De directie heeft de grens voor de handtekening van de manager verhoogd.",
            (("meer dan € 250?", "meer dan € 500?"),),
        ),
        Wording(
            "The amount from which the manager signs has been raised.",
            (("more than € 250?", "more than € 500?"),),
        ),
    ),
    Change(
        "KS-015",
        118,
        "fatima",
        Wording(
            "De Europese toegankelijkheidsakte geldt nu ook voor ons; verwijzing toegevoegd.",
            (
                _more(
                    "- [KS-006 Keuzemenu aan de telefoon](KS-006)",
                    "\n- Richtlijn 2019/882, de Europese toegankelijkheidsakte: geldt sinds "
                    "28 juni 2025 ook voor webwinkels",
                ),
            ),
        ),
        Wording(
            "Refers to the European Accessibility Act, which applies to us as well.",
            (
                _more(
                    "- [KS-006 Menu on the telephone](KS-006)",
                    "\n- Directive 2019/882, the European Accessibility Act: applies to web shops "
                    "too since 28 June 2025",
                ),
            ),
        ),
    ),
    Change(
        "HR-001",
        108,
        "nadia",
        Wording(
            "Twee begeleiders zaten op maandag zelf aan de telefoon.",
            (_more("- [ ] rooster van de week", "\n   - [ ] begeleider gevraagd en vrijgemaakt"),),
        ),
        Wording(
            "Two buddies turned out to be on the phone on Monday.",
            (_more("- [ ] rota of the week", "\n   - [ ] buddy asked and relieved of calls"),),
        ),
    ),
    Change(
        "KS-001",
        95,
        "karim",
        Wording(
            "Op verzoek van het team: niet alleen dát snel opnemen telt, ook waarom.",
            (("en die is later boos.", "en die belt later bozer terug."),),
        ),
        Wording(
            "At the team’s request: says why answering quickly counts.",
            (("give up, and are cross.", "give up, and call back angrier."),),
        ),
    ),
    Change(
        "KS-003",
        70,
        "karim",
        Wording(
            "Wie zijn fiets opnieuw kwijt is, krijgt een leenfiets.",
            (_more("| reparatie mislukt | nieuwe reparatie", ", gratis leenfiets"),),
        ),
        Wording(
            "A customer whose repair failed gets a loan bicycle.",
            (_more("| repair failed | new repair", ", free loan bicycle"),),
        ),
    ),
    Change(
        "KW-002",
        61,
        "ruben",
        Wording("Spelling.", (("Telefoon gesprekken, mails", "Telefoongesprekken, mails"),)),
        Wording("Spelling.", (("Phone calls, emails and", "Phone calls, e-mails and"),)),
    ),
    Change(
        "KS-007",
        44,
        "fatima",
        Wording(
            "Vier chats tegelijk bleek te veel: klanten wachtten en adressen raakten verwisseld.",
            (
                (
                    "één chat tegelijk, daarna hoogstens vier.",
                    "één chat tegelijk, daarna hoogstens drie.",
                ),
                ("> Vier gewone vragen tegelijk", "> Drie gewone vragen tegelijk"),
            ),
        ),
        Wording(
            "Four chats at once proved too many: customers waited and addresses were mixed up.",
            (
                (
                    "first month, and at most four after that.",
                    "first month, and at most three after that.",
                ),
                ("> Four ordinary questions at once", "> Three ordinary questions at once"),
            ),
        ),
    ),
    Change(
        "KS-008",
        37,
        "karim",
        Wording(
            "Van elke vijf mails vroegen er twee om een tweede antwoord.",
            (
                _more(
                    "- [ ] wat er nu gebeurt, wanneer en wie het doet",
                    "\n   - [ ] de vraag die hierna zou komen, alvast beantwoord",
                ),
            ),
        ),
        Wording(
            "Of every five e-mails two needed a second answer.",
            (
                _more(
                    "- [ ] what happens now, when, and who does it",
                    "\n   - [ ] the question that would come next, answered already",
                ),
            ),
        ),
    ),
    # What the files of the library do not have: it is under way, or not translated.
    Change(
        "KS-009",
        25,
        "fatima",
        Wording(
            "Op verzoek van het team: ook een zin voor als het antwoord er nog niet is.",
            (_more("Daar ben ik weer.", " Ik heb nog één minuut nodig, is dat goed?"),),
        ),
        in_library=False,
    ),
    Change(
        "FIN-001",
        14,
        "willem",
        Wording(
            "Klanten vinden vijf werkdagen te lang; de werkvoorraad is er nu klein genoeg voor.",
            (
                (
                    "krijgt binnen vijf werkdagen een eerlijk",
                    "krijgt binnen drie werkdagen een eerlijk",
                ),
            ),
        ),
        Wording(
            "Customers find five working days too long, and the backlog now allows for three.",
            (("answer within five working days, line", "answer within three working days, line"),),
        ),
        Outcome.COMING,
        in_library=False,
    ),
    Change(
        "KS-017",
        9,
        "karim",
        Wording(
            "Voor € 15 is er bijna niets dat een klant verrast.",
            (
                ("beslist tot € 15 zelf.", "beslist tot € 25 zelf."),
                ("- Hoogstens € 15: kijk", "- Hoogstens € 25: kijk"),
            ),
        ),
        outcome=Outcome.RETURNED,
        in_library=False,
        answer=(
            "Met € 25 per gebaar is het budget van € 250 na tien klanten op. Reken het na met "
            "Willem, pas dan ook het budget aan, en dien het opnieuw in."
        ),
    ),
    Change(
        "KS-010",
        6,
        "karim",
        Wording(
            "Na 15.00 uur lukt het vaak niet meer om dezelfde dag terug te bellen.",
            (("Spreek zelf na 16:00 geen", "Spreek zelf na 15:00 geen"),),
        ),
        outcome=Outcome.APPROVED,
        in_library=False,
        answer="Akkoord. Laten we het per 1 van de maand laten ingaan.",
    ),
    Change(
        "KS-003",
        4,
        "karim",
        Wording(
            "Medewerkers mogen voortaan tot € 200 zelf beslissen; dat scheelt klanten een dag.",
            (
                ("voorstel past binnen € 150:", "voorstel past binnen € 200:"),
                ("wens gaat verder dan € 150 →", "wens gaat verder dan € 200 →"),
            ),
        ),
        outcome=Outcome.IN_REVIEW,
        in_library=False,
    ),
    Change(
        "KS-002",
        1,
        "fatima",
        Wording(
            "",
            (
                (
                    "stuur ik u de link van het zitje.",
                    "mail ik u vandaag nog de link van het zitje.",
                ),
            ),
        ),
        outcome=Outcome.DRAFT,
        in_library=False,
    ),
)

READ_AGAIN = (("KS-006", 84, "ruben", "Alle keuzes nagebeld; niets hoeft anders."),)
"""Periodic reviews that found nothing to change: number, days ago, by whom, note."""

WITHDRAWN_NUMBER = "KS-018"
WITHDRAWN_ON = 152
WITHDRAWN_REASON = "We geven geen waardebonnen meer uit; het herstelaanbod staat in KS-003."

WITHDRAWN = """\
---
number: KS-018
title: Waardebon uitgeven
department: Klantenservice
language: nl
owner: teamleider
roles: [medewerker, teamleider]
review: 12 months
channels: [phone, email]
service: reactive
direction: inbound
situations:
  - klant wil een waardebon
tags: [herstel]
---

## Doel

Een klant die een waardebon krijgt, kan hem dezelfde dag besteden.

## Begrippen

waardebon
: Een code die een bedrag waard is in de webwinkel.

## Instructies

1. **Is de waarde meer dan € 50?** {role=medewerker}
   - Ja: laat de teamleider het bedrag goedkeuren {role=teamleider within=1h}
   - Nee: ga verder
2. **Maak de code aan.** {role=medewerker record=text}
3. **Mail de code naar de klant.** {role=medewerker within=1h}

   > Beste mevrouw De Boer, dit is uw waardebon. U vult de code in bij het afrekenen.

## Registratie

De code en het bedrag staan in het dossier.
"""
"""The text of KS-018, which is not in the library: it was withdrawn."""

WITHDRAWN_PATH = "klantenservice/KS-018-waardebon-uitgeven.md"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says about a procedure so many days ago: in its review, or having used it.

    `step` is the id of the step that a comment is about, empty for the whole text. `helped` is
    None for a comment.
    """

    number: str
    language: str
    days_ago: int
    login: str
    text: str
    step: str = ""
    helped: bool | None = None


COMMENTS = (
    Said(
        "KS-003",
        "nl",
        2,
        "ruben",
        "Kan hier ook staan wat je doet als de klant dit jaar al een tegoed kreeg?",
        "aanbod",
    ),
    Said(
        "KS-003",
        "nl",
        1,
        "karim",
        "Dat staat in het dossier; ik zal het erbij zetten als dit terugkomt.",
        "aanbod",
    ),
    Said(
        "KS-003",
        "nl",
        1,
        "fatima",
        "In KS-004 staat nog € 150 als bevoegdheid. Die moet tegelijk mee.",
    ),
)
"""What was said about the text that is in review."""

VERDICTS = (
    Said("KS-007", "nl", 33, "daan", "", helped=True),
    Said("KS-001", "nl", 30, "sanne", "", helped=True),
    Said("KS-008", "nl", 27, "yusuf", "", helped=True),
    Said(
        "KS-008",
        "en",
        22,
        "emily",
        "What if the customer writes in German? I did not know where to look.",
        helped=False,
    ),
    Said("KS-003", "nl", 20, "sanne", "", helped=True),
    Said(
        "KS-013",
        "nl",
        15,
        "bas",
        "In het magazijn kunnen we stap 6 niet doen zonder de lijst van kwaliteit.",
        helped=False,
    ),
    Said("KS-001", "nl", 13, "noor", "", helped=True),
    Said("KS-009", "nl", 8, "daan", "", helped=True),
    Said(
        "KS-006",
        "nl",
        5,
        "yusuf",
        "De tekst over de openingstijden klopt niet met kerst.",
        helped=False,
    ),
    Said("KS-002", "nl", 2, "noor", "", helped=True),
)
"""What readers said when they were asked whether a procedure helped."""

MISSES = (
    (26, "leasefiets"),
    (19, "verzekering"),
    (12, "leasefiets"),
    (6, "btw terugvragen"),
    (3, "leasefiets"),
)
"""What somebody looked for in vain, and how many days ago."""
