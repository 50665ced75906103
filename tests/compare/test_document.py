"""What a reader is told of a change, by hand: steps, ways, particulars, sections, terms."""

from __future__ import annotations

import pytest

from sopkit.compare.difference import Aspect, Change, Difference, Fate, StepDifference
from sopkit.compare.document import compare
from sopkit.model.control import Nature
from tests.compare.reading import difference, edition, of_steps, procedure

EDITORIAL, CLARIFYING, BEHAVIOURAL = Nature.EDITORIAL, Nature.CLARIFYING, Nature.BEHAVIOURAL


def _step(found: Difference, id: str) -> StepDifference:
    return next(step for step in found.steps if step.mark.id == id)


def _told(found: Difference) -> list[tuple[str, str, Aspect, str, str]]:
    return [
        (step.mark.id, step.fate.value, change.aspect, change.old, change.new)
        for step in found.steps
        for change in step.changes
    ]


def _pairs(found: Difference) -> dict[str, str]:
    return {step.old.id: step.new.id for step in found.steps if step.old and step.new}


@pytest.mark.parametrize(
    ("old", "new", "aspect", "nature"),
    [
        ("{role=a}", "{role=b}", Aspect.ROLE, BEHAVIOURAL),
        ("{within=1h}", "{within=2h}", Aspect.WITHIN, BEHAVIOURAL),
        ("{wait=1d}", "", Aspect.WAIT, BEHAVIOURAL),
        ("{within=1h}", "{within=1h escalate=b}", Aspect.ESCALATE, BEHAVIOURAL),
        ('{each="a bill"}', '{each="an order"}', Aspect.EACH, BEHAVIOURAL),
        ("{standard=csat}", "{standard=nps}", Aspect.STANDARD, BEHAVIOURAL),
        ('{expected="Paid"}', '{expected="Paid in full"}', Aspect.EXPECTED, BEHAVIOURAL),
        ('{expected="Paid"}', '{expected="paid."}', Aspect.EXPECTED, EDITORIAL),
        ("{record=text}", "{record=file}", Aspect.RECORD, BEHAVIOURAL),
        ("{critical}", "", Aspect.CRITICAL, BEHAVIOURAL),
        ("", "{optional}", Aspect.OPTIONAL, BEHAVIOURAL),
        ("", "{unobservable}", Aspect.UNOBSERVABLE, CLARIFYING),
        ("", "{moment-of-truth}", Aspect.MOMENT_OF_TRUTH, CLARIFYING),
        ('{why="It helps"}', '{why="It helps people"}', Aspect.WHY, CLARIFYING),
        ('{why="It helps"}', '{why="It never helps"}', Aspect.WHY, BEHAVIOURAL),
        ("{#one}", "{#two}", Aspect.ID, EDITORIAL),
    ],
)
def test_a_change_in_braces_weighs_by_what_it_is(
    old: str, new: str, aspect: Aspect, nature: Nature
) -> None:
    found = of_steps(f"1. **Call.** {old}\n2. Write.", f"1. **Call.** {new}\n2. Write.")
    assert [change.aspect for step in found.steps for change in step.changes] == [aspect]
    assert found.nature is nature


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1. **Call.** Write.", "1. Call. Write."),
        ("1. **Call** the customer.", "1. Call the *customer*"),
        ("1. **Call.**\n\n   > Hello there", "1. **Call.**\n   > Hello\n   > there"),
        (
            "1. **Call.**\n   - [ ] name\n   - [ ] age",
            "1. **Call.**\n   * [ ] Name\n\n   * [ ] age",
        ),
        ("1. **Call.** {within=60m}", "1) Call. {within=1h}"),
        ("1. Call → end", "1. Call --> end"),
        ("1. **Call.**\n\n   one two", "1. **Call.**\n\n   one\n   two"),
    ],
)
def test_layout_is_editorial(old: str, new: str) -> None:
    assert of_steps(old, new).nature is EDITORIAL


@pytest.mark.parametrize(
    ("old", "new", "nature"),
    [
        ("> [!NOTE]\n   > Be kind", "> [!NOTE]\n   > Be very kind", CLARIFYING),
        ("> [!WARNING]\n   > Be kind", "> [!WARNING]\n   > Be very kind", BEHAVIOURAL),
        ("> [!NOTE]\n   > Be kind", "> [!TIP]\n   > Be kind", CLARIFYING),
        ("> [!NOTE]\n   > Be kind", "> [!CAUTION]\n   > Be kind", BEHAVIOURAL),
        ("> Hello", "> Good day", BEHAVIOURAL),
        ("- [ ] name", "- [ ] name\n   - [ ] age", BEHAVIOURAL),
        ("- [ ] name\n   - [ ] age", "- [ ] age\n   - [ ] name", BEHAVIOURAL),
        ("- a pen\n   - a cup", "- a pen\n   - a mug", CLARIFYING),
        ("- a pen\n   - a cup", "- a pen\n   - a cup\n   - a mug", BEHAVIOURAL),
        (
            "| a | b |\n   |---|---|\n   | c | d |",
            "| a | b |\n   |---|---|\n   | c | e |",
            BEHAVIOURAL,
        ),
        ("Type `ab`.", "Type `AB`.", BEHAVIOURAL),
        ("Type `a  b`.", "Type `a b`.", BEHAVIOURAL),
        ("```\n   ab\n   ```", "```\n   aB\n   ```", BEHAVIOURAL),
        ("See [it](https://a.example).", "See [it](https://b.example).", CLARIFYING),
        ("See [it](KS-007).", "See [it](KS-008).", BEHAVIOURAL),
        ("Tell the shop.", "Tell the shop. Be kind.", CLARIFYING),
    ],
)
def test_a_change_in_the_body_weighs_by_what_it_is(old: str, new: str, nature: Nature) -> None:
    found = of_steps(f"1. **Call.**\n\n   {old}\n", f"1. **Call.**\n\n   {new}\n")
    assert found.nature is nature, _told(found)


ASK = "1. **Is it late?**\n   - {yes}\n   - {no}\n2. Write.\n3. Call.\n"


@pytest.mark.parametrize(
    ("yes", "no", "aspect", "nature"),
    [
        ("Yes → [x](#call)", "No: continue", Aspect.ROUTE, BEHAVIOURAL),
        ("Yes: continue", "No → end", Aspect.ROUTE, BEHAVIOURAL),
        ("Yes, late: continue", "No: continue", Aspect.ANSWER, BEHAVIOURAL),
        ("yes", "No", Aspect.ANSWER, EDITORIAL),
    ],
)
def test_answers_weigh_as_a_part_of_the_flow(
    yes: str, no: str, aspect: Aspect, nature: Nature
) -> None:
    found = of_steps(ASK.format(yes="Yes: continue", no="No: continue"), ASK.format(yes=yes, no=no))
    assert {change.aspect for step in found.steps for change in step.changes} == {aspect}
    assert found.nature is nature


def test_another_question_is_behavioural() -> None:
    old = ASK.format(yes="Yes", no="No")
    found = of_steps(old, old.replace("late?", "late or lost?"))
    assert found.nature is BEHAVIOURAL
    assert of_steps(old, old.replace("Is it late?", "Is it: late?")).nature is EDITORIAL


def test_a_step_put_between_two_does_not_reroute_the_first() -> None:
    found = of_steps("1. Call.\n2. Write.", "1. Call.\n2. Wait for the post.\n3. Write.")
    assert _told(found) == [
        ("wait-for-the-post", "added", Aspect.STATEMENT, "", "Wait for the post")
    ]
    fates = [(way.fate, way.edge.source, way.edge.target) for way in found.flow.edges]
    assert (Fate.REMOVED, "call", "write") in fates


def test_steps_that_changed_places_are_one_step_moved() -> None:
    found = of_steps(
        "1. Call.\n2. Write.\n3. Sing.\n4. Pay.", "1. Call.\n2. Sing.\n3. Write.\n4. Pay."
    )
    assert [step.mark.id for step in found.steps if step.moved] in (["sing"], ["write"])
    assert found.count.rerouted == 0
    assert found.nature is BEHAVIOURAL


def test_what_is_inside_a_moved_step_has_not_moved_itself() -> None:
    group = "{n}. Prepare.\n   1. Open the till.\n   2. Count the money.\n"
    found = of_steps(
        group.format(n=1) + "2. Write.\n3. Sing.\n", "1. Write.\n2. Sing.\n" + group.format(n=3)
    )
    assert [step.mark.id for step in found.steps if step.moved] == ["prepare"]


def test_ids_that_were_given_to_one_another_steps_do_not_hide_a_swap() -> None:
    old = "1. **Count the money.** {#a}\n2. **Lock the door.** {#b}\n"
    new = "1. **Lock the door.** {#a}\n2. **Count the money.** {#b}\n"
    found = of_steps(old, new)
    assert _pairs(found) == {"a": "b", "b": "a"}
    assert [step.moved for step in found.steps].count(True) == 1
    assert found.nature is BEHAVIOURAL


def test_a_step_renamed_and_moved_is_recognised_by_its_id_or_its_words() -> None:
    old = "1. **Call the customer at home.** {id}\n2. Write.\n3. Sing.\n"
    new = "1. Write.\n2. Sing.\n3. **Telephone the customer at home.** {id}\n"
    for id in ("{#it}", ""):
        found = of_steps(old.format(id=id), new.format(id=id))
        [step] = [step for step in found.steps if step.moved]
        assert step.new is not None
        assert step.new.title == "Telephone the customer at home"


PHASES = "### {one}\n\n1. Call.\n2. Write.\n\n### {two}\n\n3. Sing.\n4. Pay.\n"


def test_a_phase_called_otherwise_is_told_once() -> None:
    found = of_steps(PHASES.format(one="Begin", two="End"), PHASES.format(one="Start", two="End"))
    assert [(part.fate, part.heading) for part in found.sections] == [(Fate.CHANGED, "Start")]
    assert (_told(found), found.nature) == ([], CLARIFYING)


def test_a_step_in_another_phase_says_so() -> None:
    new = "### Begin\n\n1. Call.\n\n### End\n\n2. Write.\n3. Sing.\n4. Pay.\n"
    found = of_steps(PHASES.format(one="Begin", two="End"), new)
    assert _told(found) == [("write", "changed", Aspect.PHASE, "Begin", "End")]


def test_a_step_with_a_slip_mended_is_corrected_not_reworded() -> None:
    count = of_steps("1. Call, and write.", "1. call and write.").count
    assert (count.corrected, count.reworded, count.changed) == (1, 0, 0)


def test_an_answer_that_reads_otherwise_is_not_rerouted() -> None:
    old = ASK.format(yes="Yes: continue", no="No: continue")
    count = of_steps(old, old.replace("Yes", "Yes, it is")).count
    assert (count.rerouted, count.reworded) == (0, 1)


def test_a_passage_that_went_to_another_step_is_told_as_moved() -> None:
    old = "1. Call.\n\n   Be kind to everybody who calls.\n2. Write.\n"
    new = "1. Call.\n2. Write.\n\n   Be kind to everybody who calls.\n"
    [gone, come] = [change for step in of_steps(old, new).steps for change in step.changes]
    assert (gone.new, gone.elsewhere) == ("", "2 Write")
    assert (come.old, come.elsewhere) == ("", "1 Call")


def test_a_step_made_part_of_an_answer_has_moved() -> None:
    old = "1. **Is it late?**\n   - Yes\n   - No\n2. Call the shop.\n3. Write.\n"
    new = "1. **Is it late?**\n   - Yes:\n     1. Call the shop.\n   - No\n2. Write.\n"
    found = of_steps(old, new)
    assert [step.mark.id for step in found.steps if step.moved] == ["call-the-shop"]


@pytest.mark.parametrize(
    ("old", "new", "aspect", "nature"),
    [
        ("title: Answering", "title: Answering people", Aspect.TITLE, CLARIFYING),
        ("title: Answering", "title: 'answering'", Aspect.TITLE, EDITORIAL),
        ("department: Service", "department: Sales", Aspect.DEPARTMENT, BEHAVIOURAL),
        ("number: KS-001", "number: KS-002", Aspect.NUMBER, BEHAVIOURAL),
        ("title: Answering", "title: Answering\nowner: lead", Aspect.OWNER, CLARIFYING),
        ("title: Answering", "title: Answering\nreview: 1 year", Aspect.REVIEW, CLARIFYING),
        ("title: Answering", "title: Answering\nroles: [agent]", Aspect.ROLES, BEHAVIOURAL),
        ("title: Answering", "title: Answering\nchannels: [chat]", Aspect.CHANNELS, BEHAVIOURAL),
        ("title: Answering", "title: Answering\ntags: [a]", Aspect.TAGS, EDITORIAL),
        (
            "title: Answering",
            'title: Answering\nstandards: {csat: ">= 80%"}',
            Aspect.STANDARDS,
            BEHAVIOURAL,
        ),
    ],
)
def test_a_change_of_the_particulars_weighs_by_what_it_is(
    old: str, new: str, aspect: Aspect, nature: Nature
) -> None:
    text = procedure("1. Call.")
    found = difference(text, text.replace(old, new))
    assert [(change.aspect, change.nature) for change in found.fields] == [(aspect, nature)]
    assert found.nature is nature


def test_a_target_written_otherwise_is_the_same_target() -> None:
    text = procedure("1. Call.").replace("title:", 'standards: {csat: ">= 80%"}\ntitle:')
    assert difference(text, text.replace(">= 80%", ">=80 %")).nature is EDITORIAL


@pytest.mark.parametrize(
    ("old", "new", "nature"),
    [
        ("Every customer is answered.", "Each client gets an answer.", BEHAVIOURAL),
        ("Every customer is answered.", "Every customer is answered well.", CLARIFYING),
        ("Every customer is answered.", "Every customer is not answered.", BEHAVIOURAL),
        ("Every customer is answered.", "Every customer is **answered**", EDITORIAL),
        ("## Terms", "## More\n\nWords.\n\n## Terms", CLARIFYING),
        ("## Terms", "## Responsibilities\n\nThe lead.\n\n## Terms", BEHAVIOURAL),
        ("## Instructions", "## Procedure", EDITORIAL),
        ("None.", "FCR\n: Resolved by talking.", CLARIFYING),
    ],
)
def test_a_change_elsewhere_weighs_by_its_words(old: str, new: str, nature: Nature) -> None:
    text = procedure("1. Call.")
    assert difference(text, text.replace(old, new)).nature is nature


def test_terms_are_told_by_their_names() -> None:
    terms = "FCR\n: Solved at once.\n\nSLA\n: What we promise.\n"
    other = "SLA\n: What we have promised.\n\nFCR\n: Solved in 2 contacts.\n\nNPS\n: A score.\n"
    found = difference(procedure("1. Call.", terms=terms), procedure("1. Call.", terms=other))
    assert {change.label: (change.nature, bool(change.old)) for change in found.terms} == {
        "SLA": (CLARIFYING, True),
        "FCR": (BEHAVIOURAL, True),
        "NPS": (CLARIFYING, False),
    }


def test_a_picture_is_known_by_its_hash() -> None:
    text = procedure("1. Call.\n\n   ![A form](a.png)\n")
    renamed = text.replace("a.png", "b.png")
    one = edition(text, {"a.png": "1"})
    assert compare(one, edition(text, {"a.png": "1"})).nature is None
    assert compare(one, edition(text, {"a.png": "2"})).nature is CLARIFYING
    assert compare(one, edition(renamed, {"b.png": "1"})).nature is EDITORIAL
    assert compare(one, edition(text)).nature is EDITORIAL


def test_an_ending_spelled_otherwise_is_the_same_ending() -> None:
    old = "1. **Is it late?**\n   - Yes → end: paid back\n   - No\n2. Write.\n"
    assert of_steps(old, old.replace("paid back", "Paid back")).nature is EDITORIAL
    assert of_steps(old, old.replace("paid back", "sent back")).nature is BEHAVIOURAL


def test_a_change_names_the_words_that_make_it_behavioural() -> None:
    [change] = _changes(of_steps("1. Call within 2 hours.", "1. Call within 3 days."))
    assert [(cause.kind.value, cause.words) for cause in change.causes] == [
        ("number", "2, 3"),
        ("time", "hours, days"),
    ]


def _changes(found: Difference) -> list[Change]:
    return [change for step in found.steps for change in step.changes]
