"""Keeping layouts and own tables: what is refused, what a file brings along, what a closed version keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Refused
from carebook.actions.report_layouts import save_own_table, save_template, strike_own_table, strike_template
from carebook.actions.targets import save_target
from carebook.actions.typed_figures import type_figures
from carebook.actions.undo import undo_deed
from carebook.records.figures import TOTAL
from carebook.records.periods import ReportKind, Target, TypedFigure
from carebook.records.report_layouts import OwnTable, ReportTemplate
from carebook.records.staff import Actor
from carebook.reports import copies, month
from carebook.reports.data import figures_hash
from carebook.rules.indicators import DONE
from carebook.rules.own_tables import Design, OwnColumn, OwnRow
from carebook.rules.report_layouts import Layout, RowGroup, layout_of, with_layout
from carebook.store import report_layouts as store
from carebook.store.book import Book
from tests import period_samples as sample
from tests.period_samples import MONTH

DESIGN = Design(
    (OwnRow("men", "Nam", {"sex": ("male",)}), OwnRow("rest", "Còn lại")),
    (OwnColumn("now", "Đang ở"), OwnColumn("cost", "Kinh phí", typed=True)),
)
OWN = OwnTable(code="T01", title="Nam, nữ", design=DESIGN.to_json())
LAYOUT = Layout(
    "Gửi Sở Y tế",
    "Kết quả trợ giúp xã hội",
    ("T01", "B01"),
    (RowGroup("B01", "Nhóm của Sở", ("elderly_alone_poor", "child_abandoned")),),
)
TEMPLATE = with_layout(ReportTemplate(name=""), LAYOUT)


def refused(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as error:
        act()
    return [problem.field for problem in error.value.problems]


def test_a_template_is_kept_changed_struck_and_brought_back(book: Book, director: Actor, now: datetime) -> None:
    kept = save_template(book, TEMPLATE, by=director, now=now).result
    later = replace(kept, valid_from=date(2026, 12, 1), name="  Gửi   Sở  ")
    save_template(book, later, seen=kept.version, by=director, now=now)
    with book.reading_for(director, now) as reader:
        assert [one.name for one in store.templates(reader)] == ["Gửi Sở"]
        assert store.templates_on(reader, ReportKind.MONTHLY, date(2026, 11, 30)) == []
        assert len(store.templates_on(reader, ReportKind.MONTHLY, date(2026, 12, 1))) == 1
        assert store.templates_on(reader, ReportKind.YEARLY, date(2026, 12, 1)) == []
    assert refused(lambda: save_template(book, kept, seen=kept.version, by=director, now=now)) == [""]
    assert refused(lambda: save_template(book, replace(TEMPLATE, name="gửi sở"), by=director, now=now)) == ["name"]
    gone = strike_template(book, kept.id, by=director, now=now)
    assert refused(lambda: strike_template(book, kept.id, by=director, now=now)) == [""]
    assert refused(lambda: save_template(book, kept, by=director, now=now)) == [""]
    undo_deed(book, gone.op, by=director, now=now)
    with book.reading_for(director, now) as reader:
        assert [layout_of(one).tables for one in store.templates(reader)] == [("T01", "B01")]


def test_an_own_table_is_counted_typed_into_and_struck(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    kept = save_own_table(book, OWN, by=director, now=now).result
    with book.reading_for(director, now) as reader:
        made = month.gather(reader, MONTH).table("T01")
    assert [made.cell(row, "now") for row in ("men", "rest", TOTAL)] == [2, 3, 5]
    assert made.cell(TOTAL, "cost") is None
    cells = [
        TypedFigure(period=MONTH, table_code="T01", row_code=row, column_code="cost", value=4, source="sổ quỹ")
        for row in ("men", "rest")
    ]
    type_figures(book, cells, by=director, now=now)
    with book.reading_for(director, now) as reader:
        assert month.gather(reader, MONTH).table("T01").cell(TOTAL, "cost") == 8
    assert refused(lambda: save_own_table(book, OWN, by=director, now=now)) == ["code"]
    assert refused(lambda: save_own_table(book, replace(kept, code="T02"), by=director, now=now)) == ["code"]
    assert refused(lambda: save_own_table(book, replace(OWN, code="B01"), by=director, now=now)) == ["code"]
    save_own_table(book, replace(kept, title="Theo giới"), seen=kept.version, by=director, now=now)
    strike_own_table(book, kept.id, by=director, now=now)
    assert refused(lambda: strike_own_table(book, kept.id, by=director, now=now)) == [""]
    assert refused(lambda: save_own_table(book, kept, by=director, now=now)) == [""]
    with book.reading_for(director, now) as reader:
        assert "T01" not in [table.code for table in month.gather(reader, MONTH).tables]


def test_what_would_betray_a_protected_group_is_refused(book: Book, director: Actor, now: datetime) -> None:
    harmed = OwnRow("harmed", "Bị bạo lực", {"category": ("victim_dv",)})
    rows = (harmed, replace(harmed, code="women", of_which=True))
    design = Design(rows, DESIGN.columns).to_json()
    assert refused(lambda: save_own_table(book, replace(OWN, design=design), by=director, now=now)) == ["design"]


def test_once_closed_a_table_counts_whom_it_counted(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    kept = save_own_table(book, OWN, by=director, now=now).result
    women = Design((OwnRow("men", "Nữ", {"sex": ("female",)}), DESIGN.rows[1]), DESIGN.columns)
    other = replace(kept, design=women.to_json())
    kept = save_own_table(book, other, by=director, now=now).result
    sample.closed(book, director, now)
    assert refused(lambda: save_own_table(book, replace(kept, design=OWN.design), by=director, now=now)) == ["design"]
    worded = Design((replace(women.rows[0], label="Nữ giới"), women.rows[1]), women.columns)
    save_own_table(book, replace(kept, design=worded.to_json()), by=director, now=now)
    strike_own_table(book, kept.id, by=director, now=now)
    assert refused(lambda: save_own_table(book, OWN, by=director, now=now)) == ["code"]
    assert refused(lambda: save_template(book, TEMPLATE, brings=(OWN,), by=director, now=now)) == ["code"]
    save_own_table(book, replace(OWN, code="T02"), by=director, now=now)


def test_a_target_is_measured_by_an_own_table(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    save_own_table(book, OWN, by=director, now=now)
    target = Target(name="Nam đang ở", year=2026, indicator="T01.men", goal_count=2)
    kept = save_target(book, target, by=director, now=now).result
    with book.reading_for(director, now) as reader:
        figures = month.gather(reader, MONTH)
    assert figures.table("B17").cell(kept.id, DONE) == figures.table("T01").cell("men", "now") == 2


def test_a_layout_brings_its_own_tables_along(book: Book, director: Actor, now: datetime) -> None:
    first = save_template(book, TEMPLATE, brings=(OWN,), by=director, now=now)
    save_template(book, replace(TEMPLATE, name="Bản hai"), brings=(OWN,), by=director, now=now)
    other = replace(OWN, design=Design(DESIGN.rows[:1], DESIGN.columns).to_json())
    third = replace(TEMPLATE, name="Bản ba")
    assert refused(lambda: save_template(book, third, brings=(other,), by=director, now=now)) == ["own_tables"]
    with book.reading_for(director, now) as reader:
        assert [one.code for one in store.own_tables(reader)] == ["T01"]
        assert len(store.templates(reader)) == 2
    undo_deed(book, first.op, by=director, now=now)
    with book.reading_for(director, now) as reader:
        assert store.own_tables(reader) == []


def test_a_closed_version_keeps_its_layout_and_its_own_tables(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    own = save_own_table(book, OWN, by=director, now=now).result
    closed = sample.closed(book, director, now, layout=LAYOUT)
    strike_own_table(book, own.id, by=director, now=now)
    assert Layout.from_json(closed.layout) == LAYOUT
    assert month.tables_of(closed)[-1].cell(TOTAL, "now") == 5
    with book.reading_masked(now) as reader:
        source = copies.gather(reader, MONTH, now)
    report = copies.report_of(source)
    assert report.layout == LAYOUT
    plain = replace(report, layout=Layout())
    assert figures_hash(plain) == figures_hash(report)
    assert [table.code for table in report.printed_tables] == ["T01", "B01"]
    assert report.printed_tables[1].row("own_group_1").label == "Nhóm của Sở"
    assert [table.code for table in plain.printed_tables][:2] == ["B01", "B02"]


def test_without_a_layout_the_programs_own_is_frozen(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    assert sample.closed(book, director, now).layout == ""
