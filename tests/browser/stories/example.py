"""The example of the format in both languages, and the words in which somebody writes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Words:
    """What an author types, in one language.

    `looked_for` is what a reader types who is in such a situation.
    """

    language: str
    title: str
    purpose: str
    meaning: str
    situations: tuple[str, str]
    greet: tuple[str, str]
    script: str
    collect: tuple[str, str]
    expected: str
    fields: tuple[str, str, str]
    angry: str
    apologise: str
    sum_up: str
    solve: str
    solved: str
    invoice: str
    otherwise: tuple[str, str]
    call: str
    close: str
    promise: str
    picture: str
    looked_for: str
    others: tuple[str, str]

    @property
    def example(self) -> str:
        """What it comes to: the example of the format."""
        return Path(__file__).with_name(f"example.{self.language}.md").read_text(encoding="utf-8")


STORIES = {
    "nl": Words(
        language="nl",
        title="Klacht per telefoon afhandelen",
        purpose=(
            "Elke klant met een klacht krijgt dezelfde rustige, volledige behandeling, "
            "bij voorkeur in één gesprek (FCR)."
        ),
        meaning=(
            "First Contact Resolution: het deel van de vragen dat in het eerste contact is "
            "opgelost."
        ),
        situations=("klant is ontevreden", "klant wil geld terug"),
        greet=("Begroet de klant met naam", "en stel jezelf voor."),
        script="Goedemiddag, u spreekt met …, waarmee kan ik u helpen?",
        collect=("Verzamel de gegevens", "voordat je antwoord geeft."),
        expected="Alle velden zijn ingevuld",
        fields=("klantnummer", "ordernummer", "wat er misging"),
        angry="Is de klant boos",
        apologise="Bied één keer excuses aan",
        sum_up="Vat het probleem samen in de woorden van de klant",
        solve="Kun je het meteen oplossen",
        solved="los het op en bevestig de oplossing",
        invoice="Nee, het is een factuurvraag",
        otherwise=("Nee, iets anders", "vraag door"),
        call="Voer KS-010 Identiteit vaststellen uit",
        close="Sluit het gesprek af",
        promise="Beloof geen termijn die je niet kunt waarmaken.",
        picture="Het scherm met de gegevens van de klant",
        looked_for="klnt wil geld terug",
        others=("Factuurvraag beantwoorden", "Identiteit vaststellen"),
    ),
    "en": Words(
        language="en",
        title="Handle a complaint by phone",
        purpose=(
            "Every customer with a complaint is treated in the same calm and complete way, "
            "preferably in one call (FCR)."
        ),
        meaning=(
            "First Contact Resolution: the share of questions that are solved in the first contact."
        ),
        situations=("customer is not satisfied", "customer wants money back"),
        greet=("Greet the customer by name", "and introduce yourself."),
        script="Good afternoon, this is …, how can I help you?",
        collect=("Collect the facts", "before you answer."),
        expected="All fields are filled in",
        fields=("customer number", "order number", "what went wrong"),
        angry="Is the customer angry",
        apologise="Apologise once",
        sum_up="Sum the problem up in the customer's words",
        solve="Can you solve it at once",
        solved="solve it and confirm the solution",
        invoice="No, it is a question about an invoice",
        otherwise=("No, something else", "ask on"),
        call="Carry out KS-010 Establish identity",
        close="Close the call",
        promise="Promise no date that you cannot keep.",
        picture="The screen with the facts about the customer",
        looked_for="custmer wants money back",
        others=("Answer a question about an invoice", "Establish identity"),
    ),
}
