"""Words from which titles, labels and texts are put together, in Dutch and English.

They steer clear of what sopkit's text rules look for (acronyms, vague wording), so that a made-up
procedure has no findings but those it was made to have.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary of one language. Titles are `verb noun`; questions `question noun?`."""

    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    questions: tuple[str, ...]
    labels: tuple[str, ...]
    scripts: tuple[str, ...]
    remarks: tuple[str, ...]
    yes: str
    no: str
    otherwise: str
    proceed: str
    end: str
    ends: tuple[str, ...]
    sections: tuple[str, str, str]
    purpose: str
    none: str
    perform: str


DUTCH = Words(
    verbs=("Noteer", "Controleer", "Bespreek", "Bewaar", "Verzend", "Herhaal", "Open", "Zoek"),
    nouns=(
        "de klacht",
        "het ordernummer",
        "de factuur",
        "het adres",
        "de afspraak",
        "de sleutel",
        "het rapport",
        "de levering",
        "het dossier",
        "de melding",
        "de aanvraag",
        "het formulier",
    ),
    questions=("Klopt", "Is er haast bij", "Ontbreekt", "Begrijpt de klant", "Wat staat er in"),
    labels=("Rood", "Groen", "Blauw", "Spoed", "Zakelijk", "Particulier", "Onbekend", "Deels"),
    scripts=(
        "Goedemiddag, waarmee kan ik u helpen?",
        "Ik kijk het even voor u na, een ogenblik alstublieft.",
        "Dat los ik vandaag nog voor u op.",
    ),
    remarks=(
        "Gebruik hiervoor het formulier op de afdeling.",
        "Doe dit voordat je verder gaat met iets anders.",
        "Laat een collega meekijken bij twijfel.",
    ),
    yes="Ja",
    no="Nee",
    otherwise="Anders",
    proceed="ga verder",
    end="einde",
    ends=("toegekend", "afgewezen", "ingetrokken"),
    sections=("Doel", "Begrippen", "Instructies"),
    purpose="Iedereen voert dit werk op dezelfde manier uit.",
    none="Geen.",
    perform="Voer {link} uit",
)

ENGLISH = Words(
    verbs=("Write down", "Check", "Discuss", "File", "Send", "Repeat", "Open", "Look up"),
    nouns=(
        "the complaint",
        "the order number",
        "the invoice",
        "the address",
        "the appointment",
        "the key",
        "the report",
        "the delivery",
        "the record",
        "the message",
        "the request",
    ),
    questions=("Right", "Is there a rush on", "Missing", "Understood", "What is said in"),
    labels=("Red", "Green", "Blue", "Urgent", "Business", "Private", "Unknown", "Partly"),
    scripts=(
        "Good afternoon, how may I help you?",
        "Let me look that up for you, one moment please.",
        "I will solve this for you today.",
    ),
    remarks=(
        "Use the form of the department for this.",
        "Do this before you turn to anything else.",
        "Let a colleague look over your shoulder when in doubt.",
    ),
    yes="Yes",
    no="No",
    otherwise="Otherwise",
    proceed="continue",
    end="end",
    ends=("granted", "rejected", "withdrawn"),
    sections=("Purpose", "Terms", "Instructions"),
    purpose="Everybody carries out this work in the same way.",
    none="None.",
    perform="Carry out {link}",
)

WORDS = {"nl": DUTCH, "en": ENGLISH}
