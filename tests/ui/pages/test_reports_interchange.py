"""The figures of a closed report leave for DHIS2: a wrong mapping is told line by line, a right one what will be sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carebook.records.figures import figures_of
from carebook.records.staff import Actor, Reading, Role
from carebook.reports.month import tables_of
from carebook.store.book import Book
from carebook.ui.pages.reports import ReportsPage
from carebook.ui.pages.reports.interchange import InterchangeDialog
from tests import period_samples as sample
from tests.ui.pages.report_world import ReportPages
from tests.ui.pages.stay_desk import nameless

GOOD = "dataSet;BfMAe6Itzgt\norgUnit;O6uvpzGd5pu\nB01;total;closing;fbfJHSPpUQD\nB01;total;out_died;cYeuwXTCPkU\n"
pytestmark = pytest.mark.usefixtures("closed")
Open = Callable[[Actor], ReportsPage]


@pytest.fixture
def page_for(qtbot: QtBot, book: Book, now: datetime) -> Iterator[Open]:
    pages = ReportPages(qtbot, book, now)
    yield pages.open
    pages.close()


@pytest.fixture
def closed(book: Book, director: Actor, now: datetime) -> None:
    """October, closed."""
    sample.filled(book)
    sample.closed(book, director, now)


def begun(page: ReportsPage, qtbot: QtBot) -> InterchangeDialog:
    step = next(one for one in page.steps.show_report(page._view) if one.key == "dhis2")
    step.begin()
    dialog = page.steps.dialog
    assert isinstance(dialog, InterchangeDialog)
    qtbot.waitUntil(lambda: dialog._tables is not None)
    return dialog


def test_the_figures_are_noted_and_saved(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open, tmp_path: Path
) -> None:
    page = page_for(director)
    dialog = begun(page, qtbot)
    assert not dialog.save.isEnabled()
    mapping, out = tmp_path / "ghep.csv", tmp_path / "dhis2.json"
    mapping.write_text(GOOD, "utf-8")
    dialog.take_mapping(mapping)
    assert dialog.told.text().splitlines() == [
        "1 value will be sent.",
        "Cells not sent, being 0, which the mapping does not ask for: 1.",
    ]
    dialog.reason.setText(" kho dữ liệu của Sở ")
    dialog.send(out)
    qtbot.waitUntil(lambda: bool(dialog.result()))
    table = figures_of(tables_of(page._view.snapshot))["B01"]
    total = next(row["values"] for row in table["rows"] if row["code"] == "total")
    (value,) = json.loads(out.read_bytes())["dataValues"]
    assert value == {"dataElement": "fbfJHSPpUQD", "value": str(total[table["columns"].index("closing")])}
    with book.looking(now) as writer:
        kept = [(one.deed, one.people, one.reason) for one in writer.records(Reading)]
    assert ("export_interchange", 0, "DHIS2 2026-10: kho dữ liệu của Sở") in kept


def test_a_wrong_mapping_is_told_line_by_line(qtbot: QtBot, director: Actor, page_for: Open, tmp_path: Path) -> None:
    dialog = begun(page_for(director), qtbot)
    mapping = tmp_path / "ghep.csv"
    mapping.write_text(GOOD + "".join(f"B01;total;in_new;{n}\n" for n in range(12)), "utf-8")
    dialog.take_mapping(mapping)
    told = dialog.told.text().splitlines()
    assert told[0].startswith("Line 5: “0” is no identifier of DHIS2")
    assert (len(told), told[-1]) == (9, "and 4 more")
    assert not dialog.save.isEnabled()
    dialog.take_mapping(tmp_path / "none.csv")
    assert "none.csv" in dialog.bar.text()
    mapping.write_text(GOOD, "utf-8")
    dialog.take_mapping(mapping)
    assert dialog.save.isEnabled()
    dialog.reason.setText(" ")
    assert not dialog.save.isEnabled()
    assert nameless(dialog) == []


def test_a_mapping_file_to_fill_in_holds_every_cell_and_no_figure(
    qtbot: QtBot, director: Actor, page_for: Open, tmp_path: Path
) -> None:
    dialog = begun(page_for(director), qtbot)
    path = tmp_path / "mau.csv"
    dialog.save_template(path)
    lines = path.read_text("utf-8-sig").splitlines()
    assert sum(line.startswith("B01;total;") for line in lines) == len(dialog._tables[0].columns)
    dialog.save_template(tmp_path / "no" / "mau.csv")
    assert "mau.csv" in dialog.bar.text()
    dialog._mapping = b"x"
    dialog.send(tmp_path / "x.json")
    assert not (tmp_path / "x.json").exists()


def test_only_who_may_hand_out_data_finds_it(page_for: Open, actor_with: Callable[..., Actor], director: Actor) -> None:
    nurse = page_for(actor_with(Role.NURSE))
    assert "dhis2" not in {one.key for one in nurse.steps.show_report(nurse._view)}
    ours = page_for(director)
    assert "dhis2" in {one.key for one in ours.steps.show_report(ours._view)}
