"""Whoever writes in one department learns nothing of the drafts of another, whatever they write."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.errors import SopkitError
from sopkit.model.control import Nature
from sopkit.refusals import HasErrorsError, NotAllowedError
from sopkit.services.exchange import reading
from sopkit.services.register.deciding import send_back
from sopkit.services.register.indexing import index_drafts
from sopkit.services.register.persons import give_right
from sopkit.services.reviews.proposing import Submittable, submittable
from sopkit.services.reviews.reviewing import review
from sopkit.services.writing import changing, desk, keeping, picturing
from sopkit.services.writing.changing import Operation
from sopkit.services.writing.desk import Sheet
from sopkit.services.writing.previewing import Preview, preview_of
from sopkit.services.writing.starting import Start, start
from tests.register import ORGANISATION, TYPED, World, sop
from tests.statements import queries
from tests.visitors import visitor

KS, HR = "klantenservice", "hr"
SECRET = "Ontsla de medewerker"  # noqa: S105 - words that nobody else may read
SHEET = Sheet("KS-001")


@pytest.fixture
def two(world: World) -> World:
    """A register in which Kees writes for customer service alone, and the author for both."""
    world.appoint("kees", "Kees Schrijver")
    give_right(world.register, world.people["admin"], "kees", "author", KS, world.tick())
    world.use_quick_passwords()
    return world


def draft_of_others(number: str = "HR-012", **told: str) -> str:
    return sop(number, department=HR, steps=("Groet.", f"{SECRET} {{role=medewerker}}"), **told)


def put_in_force(world: World, text: str, number: str = "HR-012") -> None:
    world.save(text)
    world.submit(number)
    world.approve(number)
    world.approve(number, by="reviewer")
    world.release(number)


def write(world: World, text: str) -> None:
    """Put a text on Kees's desk."""
    kees = world.people["kees"]
    seen = desk.take(world.register, kees, SHEET, world.tick()).digest
    changing.write_whole(world.register, kees, SHEET, seen, text, world.tick())


def previewed(world: World) -> Preview:
    kees = world.people["kees"]
    found = desk.take(world.register, kees, SHEET, world.tick())
    return preview_of(world.register, kees, found, world.now, "nl", drawn=True)


def words_of(found: Iterable[Diagnostic]) -> str:
    """Everything that findings say."""
    return " ".join(f"{each.parameters} {each.trace}" for each in found)


def test_a_preview_under_the_number_of_a_draft_of_others_compares_with_nothing(two: World) -> None:
    two.save(draft_of_others())
    two.save(sop())
    write(two, sop("HR-012", language="en", steps=("Greet.", "Dismiss.", "Go home.")))
    found = previewed(two)
    assert "SOP507" not in {each.code for each in found.diagnostics}
    assert SECRET not in words_of(found.diagnostics) + found.page


def test_a_preview_shows_of_others_what_is_in_force(two: World) -> None:
    put_in_force(two, draft_of_others(title="Verzuim melden"))
    two.save(draft_of_others(title="Geheim plan").replace("Groet.", "Sluit de deur."))
    two.save(sop(steps=("Doe [dit](HR-012#groet).", "Doe [dat](HR-012#sluit-de-deur).")))
    found = previewed(two)
    assert [dict(each.parameters)["id"] for each in found.diagnostics] == ["sluit-de-deur"]
    assert "Geheim plan" not in words_of(found.diagnostics) + found.page


def test_the_path_of_a_draft_of_others_leads_nowhere(two: World) -> None:
    put_in_force(two, draft_of_others())
    two.save(sop(steps=("Zie [dit](geheim/HR-013.md).", "Zie [dat](HR-012.md).")))
    two.save(draft_of_others("HR-013"), path="geheim/HR-013.md")
    [missing] = previewed(two).diagnostics
    assert (missing.code, dict(missing.parameters)["target"]) == ("SOP501", "geheim/HR-013.md")


def test_the_title_of_a_draft_of_others_is_not_put_into_a_text(two: World) -> None:
    put_in_force(two, draft_of_others(title="Verzuim melden"))
    two.save(draft_of_others(title="Geheim plan"))
    two.save(draft_of_others("HR-013", title="Nog geheimer"))
    two.save(sop())
    assert "[HR-012 Verzuim melden](HR-012)" in led_to(two, "HR-012")
    assert "[HR-013](HR-013)" in led_to(two, "HR-013")


def led_to(world: World, number: str) -> str:
    """The text on Kees's desk after its first step was led to a procedure."""
    kees = world.people["kees"]
    seen = desk.take(world.register, kees, SHEET, world.tick()).digest
    goal = Operation("goal", 0, key="sop", value=number)
    done = changing.carry_out_on(
        world.register, kees, SHEET, seen, lambda _view: [goal], world.tick()
    )
    return changing.text_of(done.now)


# Before submitting, and for programs


def submitting(world: World, number: str = "KS-001", by: str = "kees") -> Submittable:
    """What the page for submitting shows; programs are told the same findings."""
    me = visitor(world, by)
    found = submittable(world.register, me, number, "nl", world.tick())
    asked = reading.Asked(me, number, "nl", world.now)
    checked = reading.checked_draft(world.register, asked).findings
    assert set(checked.told) == set(found.findings)
    assert checked.unseen == found.unseen
    return found


def strict(world: World) -> None:
    """Let the house take terms and translations that differ for errors."""
    raised = f"{ORGANISATION}severity: {{SOP403: error, SOP507: error}}\n"
    world.save(raised, by="admin", path="organisation.yaml")


def test_an_original_of_others_is_told_of_without_its_words(two: World) -> None:
    strict(two)
    put_in_force(two, sop(department=HR), "KS-001")
    two.save(draft_of_others("KS-001"))
    two.save(sop(language="en", steps=("Greet.", "Ask.")), path="KS-001.en.md")
    kees = visitor(two, "kees")
    found = submittable(two.register, kees, "KS-001", "en", two.tick())
    assert isinstance(found.refused, HasErrorsError)
    assert (found.unseen, found.findings) == (True, ())
    mine = submittable(two.register, visitor(two, "author"), "KS-001", "en", two.tick())
    assert not mine.unseen
    assert "role=medewerker" in words_of(mine.findings)


@pytest.mark.parametrize("indexed", [False, True])
def test_a_term_in_a_draft_of_others_is_told_of_without_naming_it(
    two: World, *, indexed: bool
) -> None:
    strict(two)
    term = "klant\n: Wie {} belt."
    two.save(draft_of_others("AA-001").replace("Geen.", term.format("geheim")))
    two.save(sop().replace("Geen.", term.format("ons")))
    if indexed:
        index_drafts(two.register)
    found = submitting(two)
    assert (found.unseen, found.findings) == (True, ())
    assert isinstance(found.refused, HasErrorsError)


def test_of_the_first_text_with_a_term_that_is_seen_the_words_are_compared(two: World) -> None:
    """A draft of others that comes before it hides it from nobody."""
    strict(two)
    term = "klant\n: Wie {} belt."
    put_in_force(two, draft_of_others("HR-002").replace("Geen.", term.format("dan")), "HR-002")
    two.save(draft_of_others("HR-001").replace("Geen.", term.format("geheim")))
    two.save(sop().replace("Geen.", term.format("ons")))
    index_drafts(two.register)
    [differs] = submitting(two).findings
    assert (differs.code, dict(differs.parameters)["other"]) == ("SOP403", "HR-002.md")


def suggested(found: Iterable[Diagnostic]) -> list[str]:
    """What stands beside findings as the nearest name."""
    return sorted(str(dict(each.parameters).get("nearest", "")) for each in found)


def test_no_number_path_or_picture_of_a_draft_of_others_is_suggested(two: World) -> None:
    picture = {"geheim/plan.png": b"a picture"}
    shown = sop("HR-011", department=HR, steps=("Kijk: ![plan](geheim/plan.png)",))
    two.save(shown, path="HR-011.md", pictures=picture)
    put_in_force(two, draft_of_others("HR-022"), "HR-022")
    two.save(
        sop(
            steps=(
                "Zie [dit](HR-0111).",
                "Zie [dat](HR-0222).",
                "Zie [dat](HR-0111.md).",
                "Kijk ![p](geheim/plam.png).",
            )
        )
    )
    mine, every = (suggested(submitting(two, by=each).findings) for each in ("kees", "author"))
    assert mine == ["", "", "HR-022", "HR-022.md"]
    assert every == ["HR-011", "HR-011.md", "HR-022", "geheim/plan.png"]


def test_a_circle_through_a_draft_of_others_shows_no_step_of_it(two: World) -> None:
    circle = sop("HR-012", department=HR, steps=(f"{SECRET} [KS-001](KS-001).",))
    two.save(circle, path="z/HR-012.md")
    two.save(sop(steps=("Doe [dit](HR-012).",)))
    found = submitting(two)
    assert SECRET not in words_of(found.findings)
    assert "SOP502" not in {each.code for each in found.findings}


def test_who_minds_every_department_is_told_what_the_register_finds(two: World) -> None:
    two.save(draft_of_others("HR-012").replace("Geen.", "klant\n: Wie geheim belt."))
    two.save(sop(steps=("Doe [dit](HR-01).",)).replace("Geen.", "klant\n: Wie belt."))
    index_drafts(two.register)
    found = submitting(two, by="author")
    assert {"SOP403", "SOP501"} <= {each.code for each in found.findings}
    assert not found.unseen


def test_a_preview_asks_no_more_of_the_register_for_many_neighbours(two: World) -> None:
    numbers = [f"HR-{index:03}" for index in range(20, 30)]
    for number in numbers:
        put_in_force(two, draft_of_others(number), number)
        two.save(draft_of_others(number, title="Nieuw"))
    two.save(sop(steps=("Zie [dit](HR-020).",)))
    few = queries(lambda: previewed(two))
    two.save(sop(steps=tuple(f"Zie [dit]({number})." for number in numbers)))
    assert queries(lambda: previewed(two)) == few


# Pictures


PLAN = "geheim/plan.png"


def shown_by(world: World, login: str) -> bytes | None:
    """What the editor shows at the path of the plan after its writer saved a text that names it."""
    person = world.people[login]
    seen = desk.take(world.register, person, SHEET, world.tick()).digest
    text = sop(steps=(f"Kijk: ![plan]({PLAN}) {world.now:%H:%M}",))
    changing.write_whole(world.register, person, SHEET, seen, text, world.tick())
    seen = desk.take(world.register, person, SHEET, world.tick()).digest
    keeping.save_desk(world.register, person, SHEET, seen, "", world.tick())
    found = picturing.picture(world.register, person, SHEET, PLAN, world.tick())
    return found.data if found else None


def picture_of_others(data: bytes) -> tuple[str, dict[str, bytes]]:
    return sop("HR-011", department=HR, steps=(f"Kijk: ![{data.hex()}]({PLAN})",)), {PLAN: data}


def release_of_others(world: World) -> None:
    world.submit("HR-011")
    world.approve("HR-011")
    world.approve("HR-011", by="reviewer")
    world.release("HR-011")


def test_a_picture_of_a_draft_of_others_is_not_there_by_its_path(two: World) -> None:
    two.save(sop())
    text, pictures = picture_of_others(b"first")
    two.save(text, pictures=pictures)
    assert shown_by(two, "kees") is None
    assert shown_by(two, "author") == b"first"


def test_a_picture_of_what_others_have_in_force_is_there_and_no_later_one(two: World) -> None:
    two.save(sop())
    for data in (b"first", b"second"):
        text, pictures = picture_of_others(data)
        two.save(text, pictures=pictures)
        if data == b"first":
            release_of_others(two)
    assert shown_by(two, "kees") == b"first"


def test_a_picture_of_what_others_withdrew_is_not_there(two: World) -> None:
    two.save(sop())
    text, pictures = picture_of_others(b"first")
    two.save(text, pictures=pictures)
    release_of_others(two)
    two.withdraw("HR-011")
    assert shown_by(two, "kees") is None


# Numbers


def refused_to_start(world: World, number: str, department: str = KS) -> SopkitError:
    wish = Start("Iets nieuws", department, "nl", number=number)
    with pytest.raises(SopkitError) as caught:
        start(world.register, world.people["kees"], wish, world.tick())
    return caught.value


def test_a_number_of_a_draft_of_others_is_taken_without_its_title(two: World) -> None:
    two.save(sop())
    two.save(draft_of_others(title="Geheim plan"))
    put_in_force(two, draft_of_others("HR-013", title="Verzuim melden"), "HR-013")
    two.save(draft_of_others("HR-013", title="Nog geheimer"))
    said = {number: str(refused_to_start(two, number)) for number in ("HR-012", "HR-013", "KS-001")}
    assert said == {
        "HR-012": "HR-012 is taken already; the next free one is KS-002.",
        "HR-013": "HR-013 is already the number of Verzuim melden; the next free one is KS-002.",
        "KS-001": "KS-001 is already the number of Telefoon aannemen; the next free one is KS-002.",
    }


def test_who_does_not_write_in_a_department_hears_of_no_number_there(two: World) -> None:
    two.save(draft_of_others())
    assert isinstance(refused_to_start(two, "HR-012", HR), NotAllowedError)
    assert isinstance(refused_to_start(two, "HR-099", HR), NotAllowedError)


# A procedure that came from others


def test_what_others_withdrew_is_not_compared_with_the_text_that_came_from_them(
    two: World,
) -> None:
    put_in_force(two, draft_of_others("KS-001"), "KS-001")
    two.withdraw()
    two.save(sop())
    found = submittable(two.register, visitor(two, "kees"), "KS-001", "nl", two.tick())
    assert (found.base, found.difference) == (None, None)
    assert found.natures[0] is Nature.BEHAVIOURAL
    made = two.submit(by="kees")
    shown = review(two.register, visitor(two, "kees"), made.id, two.tick())
    assert (shown.base, shown.difference) == (None, None)
    both = review(two.register, visitor(two, "reviewer"), made.id, two.tick())
    assert (str(both.base), both.difference is None) == ("1.0", False)


def test_what_others_have_in_force_is_compared_with_the_text_that_came_from_them(
    two: World,
) -> None:
    put_in_force(two, draft_of_others("KS-001"), "KS-001")
    two.save(sop())
    found = submittable(two.register, visitor(two, "kees"), "KS-001", "nl", two.tick())
    assert (str(found.base), found.difference is None) == ("1.0", False)


def test_what_was_asked_in_a_review_of_others_stays_with_them(two: World) -> None:
    two.save(draft_of_others("KS-001"))
    two.submit()
    reviewer = two.people["reviewer"]
    send_back(two.register, reviewer, "KS-001", SECRET, TYPED, two.tick())
    two.save(sop())
    found = submittable(two.register, visitor(two, "kees"), "KS-001", "nl", two.tick())
    assert found.asked is None
    found = submittable(two.register, visitor(two, "author"), "KS-001", "nl", two.tick())
    assert found.asked is not None
