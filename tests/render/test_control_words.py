"""A record in words: status, version, days in the reader's language, times in the right zone."""

from __future__ import annotations

from datetime import date

import pytest

from sopkit.messages import translator
from sopkit.model.control import Control, Status
from sopkit.render.control_words import ControlWords, control_words
from sopkit.resources import locales
from tests.render.pdf.records import record


def words(
    control: Control | None, language: str = "en", zone: str = "Europe/Amsterdam"
) -> ControlWords:
    return control_words(control, translator(language, locales()), language, zone)


def test_without_a_record_it_is_a_draft_of_no_version() -> None:
    draft = words(None, "nl")
    assert (draft.mark, draft.stamp, draft.version, draft.period) == ("CONCEPT", "CONCEPT", "", "")
    assert draft.facts == (("Status", "Concept, nog niet van kracht"),)
    assert draft.copy == "Niet beheerd na afdrukken"


@pytest.mark.parametrize(
    ("status", "mark", "merk", "stamped"),
    [
        (Status.DRAFT, "DRAFT", "CONCEPT", True),
        (Status.IN_REVIEW, "IN REVIEW", "IN BEOORDELING", True),
        (Status.APPROVED, "APPROVED", "GOEDGEKEURD", False),
        (Status.EFFECTIVE, "IN FORCE", "VAN KRACHT", False),
        (Status.SUPERSEDED, "SUPERSEDED", "VERVALLEN", True),
        (Status.WITHDRAWN, "WITHDRAWN", "INGETROKKEN", True),
    ],
)
def test_each_status_has_its_mark_and_what_is_not_to_be_worked_by_its_stamp(
    status: Status, mark: str, merk: str, stamped: bool
) -> None:
    english, dutch = words(record(status)), words(record(status), "nl")
    assert (english.mark, dutch.mark) == (mark, merk)
    assert (english.stamp, dutch.stamp) == ((mark, merk) if stamped else ("", ""))


def test_days_are_written_as_the_language_writes_them() -> None:
    assert words(record()).period == "In force from 1 March 2026"
    assert words(record(), "nl").period == "Van kracht vanaf 1 maart 2026"
    assert words(record(), "en-US").period == "In force from March 1, 2026"
    assert words(record(), "x-strange").period == "In force from 1 March 2026"


def test_the_end_of_its_time_counts_once_it_has_come() -> None:
    until = date(2026, 9, 1)
    told = "In force from 1 March 2026 until 1 September 2026"
    assert words(record(Status.SUPERSEDED, effective_until=until)).period == told
    assert words(record(Status.EFFECTIVE, effective_until=until)).period.endswith("1 March 2026")
    withdrawn = record(Status.WITHDRAWN, effective_from=None, effective_until=until)
    assert words(withdrawn, "nl").period == "Van kracht tot 1 september 2026"


def test_times_are_those_of_the_organisation() -> None:
    # 22:30 in Greenwich, in summer.
    assert "Printed on 15 July 2026 at 00:30 by Daan Visser" in words(record()).copy
    assert "Printed on 14 July 2026 at 18:30" in words(record(), zone="America/New_York").copy
    assert words(record(), "nl").signatures[2].signed_at == "25 februari 2026 om 00:15"
    assert words(record()).zone == "Europe/Amsterdam"


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "../../etc/passwd", "/etc/localtime"])
def test_an_unknown_time_zone_counts_as_utc(zone: str) -> None:
    found = words(record(), zone=zone)
    assert found.zone == "UTC"
    assert "14 July 2026 at 22:30" in found.copy


def test_a_controlled_copy_bears_its_number_instead() -> None:
    assert words(record(copy_number="7")).copy == "Controlled copy 7"
    assert words(record(copy_number="7"), "nl").copy == "Beheerd exemplaar 7"


def test_what_is_not_known_is_not_said() -> None:
    bare = words(Control(Status.EFFECTIVE))
    assert bare.facts == (("Status", "In force"),)
    assert (bare.version, bare.period, bare.copy) == ("", "", "Uncontrolled when printed")
    assert words(record(printed_by=None)).copy.endswith("Printed on 15 July 2026 at 00:30")
    assert words(record(printed_at=None)).copy.endswith("Printed by Daan Visser")


def test_a_change_tells_its_nature() -> None:
    natures = [change.nature for change in words(record()).history]
    assert natures == ["Editorial", "Another way of working", "First version"]
    assert [change.nature for change in words(record(), "nl").history] == [
        "Redactioneel", "Andere werkwijze", "Eerste versie",
    ]  # fmt: skip
