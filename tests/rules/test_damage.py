"""What findings are in words: every kind has its sentence, its advice, and whether writing stops."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from carebook.records.damage import CheckUp, Fault, Finding, LostRow, Salvaged, Step, TableSaved, Touched
from carebook.rules import damage as rules

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_a_sentence_and_a_step(fault: Fault) -> None:
    finding = Finding(
        fault, "carebook.db", 3, touched=(Touched("care_entry", 7), Touched("person")), on=date(2026, 10, 14)
    )
    said = str(rules.said(finding))
    assert said
    assert "{" not in said
    assert finding.step is not Step.NOTHING
    assert rules.step_said(finding.step) is not None


def test_what_stops_writing() -> None:
    stopping = {fault for fault in Fault if Finding(fault).stops}
    assert {Fault.PAGES, Fault.FIRST_PAGE, Fault.CUT, Fault.STRUCTURE} <= stopping
    assert not stopping & {Fault.CHAIN, Fault.SEARCH, Fault.AIDS, Fault.GUARDS, Fault.UNTOLD, Fault.FILES_GONE}


@pytest.mark.parametrize(
    ("faults", "step"),
    [
        ((), Step.NOTHING),
        ((Fault.SEARCH, Fault.AIDS), Step.REBUILD),
        ((Fault.SEARCH, Fault.CHAIN), Step.TELL),
        ((Fault.CHAIN, Fault.PAGES), Step.SALVAGE),
        ((Fault.EMPTY, Fault.SEARCH), Step.RESTORE),
        ((Fault.NEWER, Fault.PAGES), Step.UPDATE),
    ],
)
def test_the_first_thing_to_do(faults: tuple[Fault, ...], step: Step) -> None:
    assert rules.next_step(CheckUp(NOW, tuple(map(Finding, faults)))) is step


def test_what_is_safe() -> None:
    def safe(*findings: Finding) -> str:
        told = rules.what_is_safe(CheckUp(NOW, findings))
        return told.id if told is not None else ""

    assert safe() == ""
    assert safe(Finding(Fault.SEARCH)) == "Work can go on."
    assert "still be looked at" in safe(Finding(Fault.PAGES))
    assert "stay as they are" in safe(Finding(Fault.PAGES, opens=False))


def test_rows_are_counted_by_table_the_most_first_and_the_rest_in_sum() -> None:
    touched = tuple(Touched(f"table_{n}", n) for n in range(1, 10))
    said = rules.rows_said(touched)
    assert said.values["more"] == 3
    assert str(said.values["rows"]).startswith("9 ")
    assert rules.table_words("care_entry").id == "daily care"
    assert rules.table_words("strange_table").values == {"name": "strange table"}


def test_the_report_names_tables_and_ids_and_nobody() -> None:
    saved = Salvaged(
        NOW,
        (TableSaved("person", 5), TableSaved("observation", 90, 3, 2, unsure=1, aside=1, lost=4)),
        (LostRow("observation", "id-1", "person-9"), LostRow("observation", "id-2", "", "unsure")),
        pages_damaged=2,
        chain_kept=False,
        lines_lost=8,
        files=3,
        files_lost=1,
        left=CheckUp(NOW, is_full=True),
    )
    assert (saved.rows, saved.is_whole) == (100, False)
    told = rules.report_lines(saved)
    assert len(told) == 7
    assert not any("id-1" in line or "person-9" in line for line in told)
    assert rules.salvaged_said(Salvaged(NOW, (TableSaved("person", 1_500),))).values["rows"] == "1.500"
    assert rules.salvaged_said(saved).values == {"rows": "100", "lost": "4", "unsure": "2"}
    brief = rules.salvaged_said(Salvaged(NOW, (TableSaved("person", 5, lost=4),)))
    assert brief.values == {"rows": "5", "lost": "4"}  # nothing is said of rows that nobody doubts
