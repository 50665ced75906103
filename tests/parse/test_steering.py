"""Text that looks like steering and is none (SOP311)."""

from __future__ import annotations

import pytest

from tests.parse.reading import findings, read, source_of

REST = "2. Verzamel de gegevens {#gegevens}\n3. Klaar\n"


@pytest.mark.parametrize(
    ("step", "covered", "fix"),
    [
        ("Doe ⇒ [x](#gegevens)", "⇒ [x](#gegevens)", "→"),
        ("Doe → stap 2", "→ stap 2", "→ [Verzamel de gegevens](#gegevens)"),
        ("Doe → 2", "→ 2", "→ [Verzamel de gegevens](#gegevens)"),
        (
            "Doe -> Verzamel de gegevens.",
            "-> Verzamel de gegevens.",
            "→ [Verzamel de gegevens](#gegevens)",
        ),
        ("Nee, ga naar stap 2", "ga naar stap 2", None),
        ("No. Go back to step 2.", "Go back to step 2", "→ [Verzamel de gegevens](#gegevens)"),
        ("Ga naar stap 2 en bel dan.", "Ga naar stap 2", None),
        ("Doe → [x](#gegevens) en bel dan.", "→ [x](#gegevens)", None),
        ("Doe\n   4. Bel", "4. Bel", None),
        ("Doe\n   a) Bel", "a) Bel", None),
        ("Doe.\n\n   Dan → [x](#gegevens)", "→ [x](#gegevens)", None),
        ("Doe ⇒ einde: klaar", "⇒ einde: klaar", "→"),
        ("Doe → einde: klaar. En dan nog iets.", "→ einde: klaar.", None),
        ("Doe.\n\n   Zo niet → einde", "→ einde", None),
        ("Doe.\n   - [ ] x → einde", "→ einde", None),
        ("Kijk of het klopt.\n   - Ja → [x](#gegevens)\n   - Nee", "→ [x](#gegevens)", None),
        ("Doe.\n   1. Eerst\n\n   → einde", "→ einde", None),
    ],
)
def test_would_be_steering_is_reported_where_it_stands(
    step: str, covered: str, fix: str | None
) -> None:
    text = f"1. {step}\n{REST}"
    (finding,) = findings(text)
    assert finding.code == "SOP311"
    assert source_of(text, finding) == covered
    assert (finding.fix.text if finding.fix else None) == fix


@pytest.mark.parametrize(
    "step",
    [
        "Open `Menu → Instellingen` in het scherm.",
        "Kies Menu → Instellingen. Sluit daarna het scherm.",
        "Controleer of het bedrag >= 10 is.",
        "Zie stap 2 voor de gegevens.",
        "Noteer <!-- later --> alles.",
        "Bel om 17:00 -- of later.",
        "Scrol terug naar het begin.",
        "Ga naar het einde van de rij.",
    ],
)
def test_arrows_and_steps_in_ordinary_text_are_left_alone(step: str) -> None:
    assert findings(f"1. {step}\n{REST}") == ()


def test_a_jump_on_a_decision_itself_is_reported_and_ignored() -> None:
    text = f"1. **Wat?** → [x](#gegevens)\n   - Ja\n   - Nee\n{REST}"
    (finding,) = findings(text)
    assert finding.code == "SOP311"
    assert finding.fix is not None
    assert finding.fix.text == ""


def test_an_arrow_to_a_title_that_two_steps_have_means_neither_for_certain() -> None:
    sop = read("1. Doe → [x](#bel)\n2. Bel\n3. Klaar\n")
    assert sop.steps[0].jump is not None
    text = "1. Doe → Bel\n2. Bel\n3. Bel\n"
    assert [finding.code for finding in findings(text)] == []


@pytest.mark.parametrize(
    ("step", "covered", "fix"),
    [
        ("Ga terug naar [x](#gegevens).", "Ga terug naar [x](#gegevens)", "→ [x](#gegevens)"),
        ("**Doe**: go to [x](#gegevens)", "go to [x](#gegevens)", None),
        ("Klopt het niet, go to [x](#gegevens)", "go to [x](#gegevens)", None),
        ("Klopt het? Ga naar stap 2.", "Ga naar stap 2", None),
        ("Zo niet: ga naar stap 2.", "ga naar stap 2", None),
        ("Skip step 2.", "Skip step 2", None),
        ("Past het niet, ga naar de vorige stap.", "ga naar de vorige stap", None),
        ("Bel. Ga terug naar het begin.", "Ga terug naar het begin", None),
        ("Go to the end.", "Go to the end", "→ end"),
        ("Doe &rarr; [x](#gegevens)", "&rarr; [x](#gegevens)", "→"),
        ("Herhaal stap 2.", "Herhaal stap 2", None),
        ("Ga naar de stap twee", "Ga naar de stap twee", "→ [Verzamel de gegevens](#gegevens)"),
    ],
)
def test_going_to_a_step_in_words_is_mended_where_it_always_holds(
    step: str, covered: str, fix: str | None
) -> None:
    text = f"1. {step}\n{REST}"
    (finding,) = findings(text)
    assert finding.code == "SOP311"
    assert source_of(text, finding) == covered
    assert (finding.fix.text if finding.fix else None) == fix


def test_going_to_a_step_behind_an_answer_is_mended() -> None:
    (finding,) = findings(f"1. Goed?\n   - Ja\n   - **Nee**: ga naar stap 2\n{REST}")
    assert finding.fix is not None
    assert finding.fix.text == "→ [Verzamel de gegevens](#gegevens)"


def test_a_link_to_a_step_that_is_not_there_is_reported_without_an_arrow_too() -> None:
    (finding,) = findings(f"1. Zie [x](#gegeven) en [y](#begrippen).\n{REST}")
    assert (finding.code, finding.hint) == ("SOP306", "nearest")


def test_words_to_say_may_speak_of_steps() -> None:
    assert findings(f"1. Doe\n\n   > Ga naar stap 2 van het formulier.\n{REST}") == ()
