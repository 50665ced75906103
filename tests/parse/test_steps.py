"""Lists as steps: titles, numbers, ids, branches, bodies."""

from __future__ import annotations

import pytest

from sopkit.model.step import BlockKind, StepKind
from tests.parse.reading import findings, read, source_of, steps


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("**Begroet de klant met naam** en stel jezelf voor.", "Begroet de klant met naam"),
        ("**Boos**? Vraag door.", "Boos?"),
        ("**Sluit af.**", "Sluit af"),
        ("__Noteer:__ alles", "Noteer"),
        ("Bel de klant. Noteer de uitkomst.", "Bel de klant"),
        ("Bel de klant\n   terug. Noteer.", "Bel de klant terug"),
        ("Bel dhr. Jansen. Noteer.", "Bel dhr. Jansen"),
        ("Meld o.a. het nummer. Noteer.", "Meld o.a. het nummer"),
        ("Open `a. B` en sluit. Klaar.", "Open a. B en sluit"),
        ("Zie [het *formulier*](formulier.pdf) in. Klaar.", "Zie het formulier in"),
        ("Wacht! Denk na.", "Wacht!"),
        ("Schrijf {naam} op. {optional}", "Schrijf {naam} op"),
    ],
)
def test_the_title_is_the_leading_bold_or_the_first_sentence(source: str, title: str) -> None:
    assert read(f"1. {source}\n").steps[0].title == title


def test_numbers_are_those_that_commonmark_prints() -> None:
    text = """3. **Wat?**
   - Ja: doe dit
   - Nee:
     1. Eerst
     2. Dan
   - Later: doe dat

     1. Erna
7. Samen
   1. Een
   2. Twee
"""
    assert [step.number for step in steps(text)] == [
        "3", "3a", "3b.1", "3b.2", "3c", "3c.1", "4", "4.1", "4.2",
    ]  # fmt: skip


def test_lists_that_comments_and_phases_part_are_one_list() -> None:
    sop = read("### Begin\n\n1. A\n\n<!-- x -->\n\n2. B\n\n### Slot\n\n3. C\n")
    assert [(step.number, step.phase) for step in sop.steps] == [
        ("1", "Begin"),
        ("2", "Begin"),
        ("3", "Slot"),
    ]
    assert [(phase.title, phase.first_step) for phase in sop.phases] == [("Begin", 0), ("Slot", 2)]


def test_explicit_ids_are_taken_first_and_repeated_titles_are_counted() -> None:
    text = "1. Bel\n2. Bel\n3. Iets anders {#bel}\n4. Bel\n5. Café é!\n6. …\n"
    assert [step.id for step in steps(text)] == ["bel-2", "bel-3", "bel", "bel-4", "café-é", "step"]


def test_reserved_ids_are_given_to_no_step() -> None:
    assert [step.id for step in steps("1. Start\n2. Einde\n3. End\n")] == [
        "start-2",
        "einde-2",
        "end-2",
    ]


@pytest.mark.parametrize(
    ("branch", "label"),
    [
        ("Na 17:00: bel terug", "Na 17:00"),
        ("Ja", "Ja"),
        ("Ja.", "Ja"),
        ("**Nee** → einde", "Nee"),
        ("Nee, `a: b` niet: stop", "Nee, a: b niet"),
        ("[Zie: dit](x.md) klopt: stop", "Zie: dit klopt"),
        ("Ja:", "Ja"),
    ],
)
def test_a_label_ends_at_the_first_colon_or_arrow_outside_code_and_links(
    branch: str, label: str
) -> None:
    assert read(f"1. **Wat?**\n   - {branch}\n   - Anders\n").steps[0].branches[0].label == label


@pytest.mark.parametrize("words", ["", "ga verder", "Ga verder.", "continue", "CONTINUE."])
def test_a_branch_that_says_no_more_than_continue_has_no_steps(words: str) -> None:
    branch = read(f"1. **Wat?**\n   - Ja: {words}\n   - Nee: stop\n").steps[0].branches[0]
    assert branch.steps == ()
    assert branch.jump is None


def test_a_branch_with_a_text_makes_it_a_step_whose_body_is_what_the_branch_holds() -> None:
    text = """1. **Wat?**
   - Ja: zeg het {role=baas}

     > Goedemiddag

     1. Daarna dit
   - Nee
"""
    branch = read(text).steps[0].branches[0]
    assert [(step.title, step.number, step.role) for step in branch.steps] == [
        ("zeg het", "1a", "baas"),
        ("Daarna dit", "1a.1", None),
    ]
    assert branch.steps[0].body[0].kind is BlockKind.SCRIPT
    assert branch.steps[0].body[0].inner == "Goedemiddag"


def test_a_branch_with_only_a_script_is_a_step_titled_by_its_label() -> None:
    branch = read("1. **Wat?**\n   - Boos:\n     > Sorry\n   - Blij\n").steps[0].branches[0]
    assert [step.title for step in branch.steps] == ["Boos"]
    assert branch.steps[0].body[0].inner == "Sorry"


def test_a_branch_that_asks_again_is_a_decision_of_its_own() -> None:
    text = """1. **Wat?**
   - A: **Is het duur?**
     - Ja: vraag de baas
     - Nee
   - B
"""
    inner = read(text).steps[0].branches[0].steps[0]
    assert inner.kind is StepKind.DECISION
    assert [branch.number for branch in inner.branches] == ["1aa", "1ab"]


def test_attributes_of_a_branch_without_text_are_inherited_by_its_steps() -> None:
    text = """1. **Wat?**
   - Ja {role=baas wait=2h #begin}
     1. Een
     2. Twee {role=chef}
   - Nee
"""
    one, two = read(text).steps[0].branches[0].steps
    assert (one.id, one.role, one.attributes.wait is not None) == ("begin", "baas", True)
    assert (two.id, two.role, two.attributes.wait) == ("twee", "chef", None)


def test_a_role_is_inherited_by_nested_steps() -> None:
    text = "1. A {role=baas}\n   1. B\n   2. **C?**\n      - Ja: D\n      - Nee\n"
    assert {step.role for step in steps(text)} == {"baas"}


@pytest.mark.parametrize(
    ("jump", "kind", "target"),
    [
        ("→ [x](#doel)", "step", "doel"),
        ("-> [x](#doel).", "step", "doel"),
        ("--> [x](#caf%C3%A9)", "step", "café"),
        ("=> [x](KS-007)", "sop", "KS-007"),
        ("\uf0e0 [x](../hr/HR-1.md#a)", "sop", "../hr/HR-1.md"),
        ("→ [x](KS-001#doel)", "step", "doel"),
        ("→ einde", "end", ""),
        ("→ End.", "end", ""),
        ("→ einde: toegekend", "end", "toegekend"),
    ],
)
def test_an_arrow_at_the_end_of_a_first_paragraph_jumps(jump: str, kind: str, target: str) -> None:
    step = read(f"1. Doe iets {jump} {{role=x}}\n2. Doel\n").steps[0]
    assert step.jump is not None
    assert (step.jump.kind, step.jump.target) == (kind, target)
    assert step.title == "Doe iets"
    assert step.role == "x"


def test_a_jump_in_a_paragraph_of_its_own_belongs_to_the_branch() -> None:
    text = """1. **Wat?**
   - Ja:
     1. Een
     2. **Twee?**
        - A
        - B

     → einde: klaar {max=2}
   - Nee
"""
    branch = read(text).steps[0].branches[0]
    assert branch.jump is not None
    assert branch.jump.target == "klaar"
    assert branch.attributes.max == 2


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Voer [KS-010 Identiteit](KS-010) uit.", "KS-010"),
        ("**Stel vast wie belt** met [dit](../KS-010.md#begin).", "../KS-010.md"),
        ("Bel (zie [KS-010](KS-010)) de klant.", None),
        ("Bel de klant. Zie ook [KS-010](KS-010).", None),
        ("Zie [de site](https://voorbeeld.nl).", None),
    ],
)
def test_the_first_link_to_an_sop_in_the_first_sentence_is_a_call(
    source: str, target: str | None
) -> None:
    step = read(f"1. {source}\n").steps[0]
    assert (step.call.target if step.call else None) == target


def test_a_body_keeps_scripts_checklists_alerts_tables_and_pictures_apart() -> None:
    text = """1. Doe

   Tekst.

   > Zeg dit

   - [ ] een
   - [x] twee

   > [!warning]
   > Pas op

   | a | b |
   |---|---|
   | 1 | 2 |

   ![beeld](a.png)

   - los
"""
    kinds = [block.kind.value for block in read(text).steps[0].body]
    assert kinds == ["paragraph", "script", "checklist", "alert", "table", "image", "list"]
    alert = read(text).steps[0].body[3]
    assert (alert.alert, alert.inner) == ("warning", "Pas op")


def test_text_before_the_first_step_and_after_a_step_is_kept() -> None:
    sop = read("Vooraf.\n\n1. Doe\n\nErna.\n\n2. Klaar\n")
    assert [block.text for block in sop.introduction] == ["Vooraf."]
    assert [block.text for block in sop.steps[0].body] == ["Erna."]


def test_what_an_author_switches_off_before_a_step_is_kept_with_its_reason() -> None:
    text = "1. A\n<!-- sopkit: ignore SOP404 klant zegt het zo -->\n2. B\n"
    one, two = read(text).steps
    assert one.ignored == ()
    assert two.ignored == (("SOP404", "klant zegt het zo"),)


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("1. **Wat?**\n- Ja\n- Nee\n2. Verder\n", "   - Ja\n   - Nee"),
        ("1. A\n2. **Wat?**\n- Ja\n- Nee\n", "   - Ja\n   - Nee"),
        ("10. **Wat?**\n- Ja\n- Nee\n", "    - Ja\n    - Nee"),
        ("10. **Wat?**\n   - Ja\n   - Nee\n", "    - Ja\n    - Nee"),
    ],
)
def test_branches_outside_their_step_are_reported_once_and_read_as_if_inside(
    text: str, fixed: str
) -> None:
    (finding,) = findings(text)
    assert finding.code == "SOP205"
    assert finding.fix is not None
    assert finding.fix.text == fixed


def test_sub_steps_that_are_indented_too_little_are_reported_with_the_missing_spaces() -> None:
    text = "2. Eerst\n3. Doe\n  1. Een\n"
    (finding,) = findings(text)
    assert finding.code == "SOP205"
    assert finding.fix is not None
    assert finding.fix.text == " "


def test_twenty_levels_of_decisions_are_read_and_the_next_is_reported() -> None:
    def nested(depth: int) -> str:
        lines = []
        for level in range(depth):
            indent = "     " * level
            lines += [f"{indent}1. **Vraag {level}?**", f"{indent}   - Nee: stop"]
            lines += [f"{indent}   - Ja:"]
        return "\n".join([*lines, "     " * depth + "1. Klaar"]) + "\n"

    assert findings(nested(20)) == ()
    assert max(step.depth for step in steps(nested(20))) == 20
    (finding,) = findings(nested(21))
    assert finding.code == "SOP206"


def test_attributes_that_do_nothing_are_reported_where_they_stand() -> None:
    text = "1. Doe {critical} dit.\n2. Doe dat {within=4h\n3. Klaar\n\n   Nog {role=x}\n"
    found = findings(text)
    assert [finding.code for finding in found] == ["SOP310"] * 3
    assert [source_of(text, finding) for finding in found] == [
        "{critical}",
        "{within=4h",
        "{role=x}",
    ]


def test_a_link_to_the_sop_itself_by_its_file_is_a_jump() -> None:
    step = read("1. A → [x](KS-001.md#b)\n2. B\n").steps[0]
    assert step.jump is not None
    assert (step.jump.kind, step.jump.target) == ("step", "b")


def test_an_authors_comment_belongs_to_no_text() -> None:
    step = read("1. Doe iets. <!-- later --> {role=x}\n").steps[0]
    assert (step.title, step.text, step.role) == ("Doe iets", "", "x")


def test_a_value_in_straight_quotes_may_hold_curly_ones() -> None:
    step = read('1. A {why="hij zei “x” luid" expected=“goed” within=1,5h}\n').steps[0]
    assert step.attributes.why == "hij zei “x” luid"
    assert step.attributes.expected == "goed"
    assert step.attributes.within is not None
    assert step.attributes.within.seconds == 5400
