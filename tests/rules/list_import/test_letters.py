"""Rows in an old font: found cell by cell, offered before and after, read only as somebody decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from carebook.rules.list_import import Sheet, interpret, read_list, values_of
from carebook.rules.list_import.letters import in_new_letters, old_cells
from carebook.rules.list_import.reading import ListReading
from carebook.rules.list_import.remarks import Remark, Severity
from tests.rules.list_import.sample_lists import VOCABULARY

TODAY = date(2026, 11, 22)
HEADS = ("STT", "Họ và tên", "Năm sinh", "Giới tính", "Quê quán")
OLD_HEADS = ("STT", "Hä vµ tªn", "N¨m sinh", "Giíi tÝnh", "Quª qu¸n")
UNICODE = (1.0, "Trần Thị Mai", 1945.0, "Nữ", "Hạ Long")
TCVN3 = (2.0, "NguyÔn V¨n An", 1950.0, "Nam", "CÈm Ph¶")
AMBIGUOUS = (3.0, "L« Tõ Ban", 1951.0, "Nam", "Tõ Ban")  # "Tõ" is a syllable as it stands
VNI = (4.0, "Ñoã Vaên Döông", 1951.0, "Nam", "Uoâng Bí")


def sheet(*rows: tuple[Any, ...], heads: tuple[str, ...] = HEADS) -> Sheet:
    return Sheet("ds", (heads, *rows))


def read(given: Sheet) -> ListReading:
    found = read_list(given, VOCABULARY, today=TODAY)
    assert isinstance(found, ListReading)
    return found


def decided(given: Sheet, reading: ListReading, turn: bool = True, rows: tuple[int, ...] = ()) -> ListReading:
    """The reading after the cells of these rows (all, when none is named) were decided."""
    said = {cell.place: turn for cell in reading.old_cells if not rows or cell.row in rows}
    values = values_of(given, reading.layout, VOCABULARY, decided=said)
    return interpret(given, reading.layout, values, VOCABULARY, today=TODAY, decided=said)


def test_every_old_cell_is_shown_before_and_after() -> None:
    found = read(sheet(UNICODE, TCVN3, VNI)).old_cells
    assert [(cell.row, cell.heading, cell.font, cell.before, cell.after) for cell in found] == [
        (3, "Họ và tên", "TCVN3", "NguyÔn V¨n An", "Nguyễn Văn An"),
        (3, "Quê quán", "TCVN3", "CÈm Ph¶", "Cẩm Phả"),
        (4, "Họ và tên", "VNI", "Ñoã Vaên Döông", "Đỗ Văn Dương"),
        (4, "Quê quán", "VNI", "Uoâng Bí", "Uông Bí"),
    ]


def test_a_row_waits_until_it_is_decided_and_no_other_does() -> None:
    given = sheet(UNICODE, TCVN3, VNI)
    reading = read(given)
    assert [person.full_name for person in reading.people] == ["Trần Thị Mai"]
    waiting = [(r.row, r.severity, r.kept_as) for r in reading.remarks if r.kind is Remark.LEGACY_FONT]
    assert waiting == [(3, Severity.REFUSED, "Nguyễn Văn An"), (4, Severity.REFUSED, "Đỗ Văn Dương")]
    after = decided(given, reading, rows=(3,))
    assert [(p.full_name, p.home_town) for p in after.people] == [
        ("Trần Thị Mai", "Hạ Long"),
        ("Nguyễn Văn An", "Cẩm Phả"),
    ]
    assert [r.row for r in after.remarks if r.kind is Remark.LEGACY_FONT] == [4]
    turned = [r for r in after.remarks if r.kind is Remark.LETTERS]
    assert [(r.row, r.severity, r.message.values["font"]) for r in turned] == [(3, Severity.REPAIRED, "TCVN3")]
    assert after.old_cells == reading.old_cells
    assert (reading.counts.rows, reading.counts.refused, after.counts.refused) == (3, 2, 1)


def test_what_is_left_as_it_stands_is_entered_so() -> None:
    given = sheet(UNICODE, TCVN3)
    after = decided(given, read(given), turn=False)
    assert [person.full_name for person in after.people] == ["Trần Thị Mai", "NguyÔn V¨n An"]
    assert not [r for r in after.remarks if r.kind in (Remark.LEGACY_FONT, Remark.LETTERS)]


def test_a_cell_can_be_left_while_its_row_is_turned() -> None:
    given = sheet(UNICODE, TCVN3)
    reading = read(given)
    name, home = reading.old_cells
    said = {name.place: True, home.place: False}
    after = interpret(given, reading.layout, reading.values, VOCABULARY, today=TODAY, decided=said)
    assert (after.people[1].full_name, after.people[1].home_town) == ("Nguyễn Văn An", "CÈm Ph¶")
    half = interpret(given, reading.layout, reading.values, VOCABULARY, today=TODAY, decided={name.place: True})
    assert len(half.people) == 1  # the other cell still waits


def test_what_can_be_read_either_way_goes_with_its_column() -> None:
    old = read(sheet(TCVN3, (9.0, "TrÇn ThÞ Hoa", 1948.0, "Nam", "H¹ Long"), AMBIGUOUS)).old_cells
    assert [(cell.before, cell.after) for cell in old if cell.row == 4] == [
        ("L« Tõ Ban", "Lô Từ Ban"),
        ("Tõ Ban", "Từ Ban"),
    ]
    alone = read(sheet(UNICODE, (5.0, "Lê Hà", 1950.0, "Nam", "Lª Hµ"), (6.0, "Lò Há", 1950.0, "Nam", "Đồng Hới")))
    assert [(cell.before, cell.after) for cell in alone.old_cells] == [("Lª Hµ", "Lê Hà")]


def test_a_whole_list_in_an_old_font_is_read_after_it_is_turned() -> None:
    title = ("", "TÝnh ®Õn ngµy 31/10/2026", None, "", "")
    given = Sheet("ds", (title, OLD_HEADS, TCVN3, (9.0, "TrÇn ThÞ Hoa", 1948.0, "N÷", "H¹ Long")))
    reading = read(given)
    assert [column.heading for column in reading.columns] == ["STT", "Họ và tên", "Năm sinh", "Giới tính", "Quê quán"]
    assert (reading.as_of, reading.people) == (date(2026, 10, 31), ())
    assert not reading.values  # words in an old font are not asked about
    after = decided(given, reading)
    assert [(p.full_name, p.sex.value if p.sex else "") for p in after.people] == [
        ("Nguyễn Văn An", "male"),
        ("Trần Thị Hoa", "female"),
    ]


def test_a_list_in_unicode_has_no_old_cell() -> None:
    latin = (7.0, "Lê Hà", 1950.0, "Nam", "20µg · André Müller")
    assert read(sheet(UNICODE, latin)).old_cells == ()


@pytest.mark.parametrize("rows", [(), (UNICODE,), (UNICODE, TCVN3, VNI)])
def test_turning_changes_those_cells_and_no_other(rows: tuple[Any, ...]) -> None:
    given = sheet(*rows)
    layout = read(sheet(UNICODE)).layout
    cells = old_cells(given, layout)
    after = in_new_letters(given, cells)
    places = {cell.place for cell in cells}
    for at, (before, now) in enumerate(zip(given.rows, after.rows, strict=True), 1):
        for index, (one, other) in enumerate(zip(before, now, strict=True)):
            assert (one != other) == ((at, index) in places)
    assert old_cells(after, layout) == ()
    assert replace(after, rows=given.rows) == given
