"""A table is changed cell by cell; every other byte of the text stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sopkit.edit import tables
from sopkit.edit.outline import Outline, outline_of
from sopkit.edit.parts import add_part
from sopkit.model.step import BlockKind
from tests.register import sop

TABLE = """\
Kijk in de lijst. {role=medewerker}

   | Wat       | Wie |
   |:----------|----:|
   | factuur   | [KS-007](KS-007) |
   |  retour\\|omruil |
   levering

   > Een ogenblik."""

Cells = list[list[str]]

cell = st.text(st.sampled_from("ab |\\-:é"), max_size=6).filter(lambda text: "\\" not in text)


def read(text: str) -> Outline:
    return outline_of(text, "a.md", "nl")


def cells(outline: Outline, item: int = 0, part: int = 0) -> Cells:
    return [list(row) for row in tables.cells_of(outline.items[item].parts[part][0])]


def without_table(outline: Outline) -> list[str]:
    element = outline.items[0].parts[0][0]
    return [*outline.lines[: element.first - 1], "", *outline.lines[element.last :]]


BEFORE = read(sop(steps=(TABLE, "Sluit af.")))


def test_a_table_is_read_as_it_is_meant() -> None:
    assert cells(BEFORE) == [
        ["Wat", "Wie"],
        ["factuur", "KS-007"],
        ["retour|omruil", ""],
        ["levering", ""],
    ]


@given(st.integers(0, 3), st.integers(0, 1), cell)
def test_any_words_can_stand_in_a_cell_and_no_other_changes(
    row: int, column: int, typed: str
) -> None:
    wanted = cells(BEFORE)
    after = read(tables.set_cell(BEFORE, 0, 0, (row, column), typed, {}))
    wanted[row][column] = " ".join(typed.split())
    assert cells(after) == wanted
    assert without_table(after) == without_table(BEFORE)
    changed = [a for a, b in zip(after.lines, BEFORE.lines, strict=True) if a != b]
    assert len(changed) <= 1


changes = st.one_of(
    st.just(("row",)),
    st.tuples(st.just("column"), cell),
    st.tuples(st.just("remove-row"), st.integers(0, 5)),
    st.tuples(st.just("remove-column"), st.integers(0, 5)),
    st.tuples(st.just("cell"), st.integers(0, 5), st.integers(0, 5), cell),
)


@given(st.lists(changes, max_size=8))
def test_rows_and_columns_come_and_go_as_in_a_list_of_lists(
    wishes: list[tuple[object, ...]],
) -> None:
    now, model = BEFORE, cells(BEFORE)
    for wish in wishes:
        now, model = carried_out(now, model, wish)
        assert cells(now) == model
        assert without_table(now) == without_table(BEFORE)


def carried_out(now: Outline, model: Cells, wish: tuple[object, ...]) -> tuple[Outline, Cells]:
    """The text and the naive table after one change; what is not there is left out."""
    match wish:
        case ("row",):
            return read(tables.add_row(now, 0, 0)), [*model, [""] * len(model[0])]
        case ("column", str(typed)):
            named = [" ".join(typed.split()), *[""] * (len(model) - 1)]
            text = tables.add_column(now, 0, 0, typed)
            return read(text), [[*row, new] for row, new in zip(model, named, strict=True)]
        case ("remove-row", int(row)) if 0 < row < len(model):
            return read(tables.remove_row(now, 0, 0, row)), [*model[:row], *model[row + 1 :]]
        case ("remove-column", int(column)) if column < len(model[0]) > 1:
            text = tables.remove_column(now, 0, 0, column)
            return read(text), [[*row[:column], *row[column + 1 :]] for row in model]
        case ("cell", int(row), int(column), str(typed)) if row < len(model) and column < len(
            model[0]
        ):
            text = tables.set_cell(now, 0, 0, (row, column), typed, {})
            changed = [list(each) for each in model]
            changed[row][column] = " ".join(typed.split())
            return read(text), changed
    return now, model


def test_a_number_of_a_procedure_becomes_a_link_and_stays_one() -> None:
    known = {"KS-010": "Identiteit"}
    text = tables.set_cell(BEFORE, 0, 0, (2, 1), "bel volgens KS-010", known)
    assert "| bel volgens [KS-010](KS-010) |" in text
    text = tables.set_cell(read(text), 0, 0, (2, 1), "zie KS-010", known)
    assert "| zie [KS-010](KS-010) |" in text


def test_a_new_table_is_put_in_and_goes_with_its_last_column() -> None:
    before = read(sop())
    text = add_part(before, 0, BlockKind.TABLE, tables.new_table(["Wat", "Wie"]))
    assert cells(read(text)) == [["Wat", "Wie"], ["", ""]]
    text = tables.remove_column(read(text), 0, 0, 0)
    assert cells(read(text)) == [["Wie"], [""]]
    text = tables.remove_column(read(text), 0, 0, 0)
    assert [line for line in text.split("\n") if line] == [line for line in before.lines if line]
