"""Tables: right rows at any size, selection kept by id, keys that walk and open, columns that give way."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from carebook.ui.parts.table import (
    ALWAYS,
    Cell,
    Column,
    FigureColumn,
    FigureModel,
    FigureRow,
    FigureTable,
    Group,
    RecordModel,
    RecordTable,
)

pytestmark = pytest.mark.usefixtures("dressed")

DISPLAY = int(Qt.ItemDataRole.DisplayRole)


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    room: str = "A101"


COLUMNS = [
    Column("name", "Họ và tên", lambda p: Cell(p.name, sub=p.id, weight=500), 200, 1, ALWAYS, sortable=True),
    Column("room", "Phòng", lambda p: p.room, 120, priority=3),
    Column("state", "Tình trạng", lambda _p: Cell("Đang ở", mark=("full", "ok"), tone="ok"), 120, priority=6),
    Column("act", "", lambda _p: Cell("Mở", acts=True), 60, priority=2, align="right"),
]


def people(count: int) -> list[Person]:
    return [Person(f"p{number:05}", f"Người {number}") for number in range(count)]


@pytest.fixture
def table(qtbot) -> RecordTable:
    table = RecordTable(COLUMNS, "Đối tượng", row_height=44)
    qtbot.addWidget(table)
    table.resize(700, 300)
    with qtbot.waitExposed(table):
        table.show()

    return table


def heard(signal) -> list:
    got: list = []
    signal.connect(lambda *values: got.append(values[0] if len(values) == 1 else values))
    return got


# the models


@pytest.mark.parametrize("records", [[], people(3), [Group("Khu A", "đủ 2"), *people(2), Group("Khu B")]])
def test_the_record_model_is_a_right_model(qtlog, qtmodeltester, records: list) -> None:
    model = RecordModel(COLUMNS)
    model.show(records)
    qtmodeltester.check(model, force_py=True)
    watching = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    model.show(people(5))
    model.show_ids([p.id for p in people(250)])
    model.supply(people(250))
    assert watching.model() is model
    assert [record.message for record in qtlog.records] == []


def test_the_figure_model_is_a_right_model(qtmodeltester) -> None:
    model = FigureModel()
    model.show([FigureColumn("a"), FigureColumn("b", "Tăng")], [FigureRow(("x", 1)), FigureRow(("y", None), "total")])
    qtmodeltester.check(model)
    qtmodeltester.check(model, force_py=True)


def test_cells_are_made_once_per_record_and_never_by_data() -> None:
    made: list[str] = []
    model = RecordModel([Column("name", "", lambda p: made.append(p.id) or p.name)])
    model.show(people(3))
    assert made == []
    for _round in range(5):
        for row in range(3):
            assert model.data(model.index(row, 0), DISPLAY) == f"Người {row}"
    assert made == ["p00000", "p00001", "p00002"]


def test_pages_are_asked_for_as_they_come_into_sight(qtbot) -> None:
    model, everybody = RecordModel(COLUMNS), {p.id: p for p in people(1000)}
    wanted = heard(model.wanted)
    model.show_ids(list(everybody))
    assert model.rowCount() == 1000
    assert model.cell_at(950, 0) == Cell()
    assert model.cell_at(5, 0) == Cell()
    qtbot.waitUntil(lambda: bool(wanted))
    assert sorted(wanted[0]) == [f"p{n:05}" for n in (*range(100), *range(900, 1000))]
    model.supply(everybody[each] for each in wanted[0])
    assert model.cell_at(950, 0).text == "Người 950"
    assert model.record_at(5) == everybody["p00005"]
    qtbot.wait(20)
    assert len(wanted) == 1


def test_a_page_whose_answer_was_overtaken_is_asked_for_again(qtbot) -> None:
    model = RecordModel(COLUMNS)
    wanted = heard(model.wanted)
    model.show_ids([p.id for p in people(1000)])
    model.cell_at(0, 0)
    qtbot.waitUntil(lambda: len(wanted) == 1)
    model.cell_at(100, 0)
    qtbot.waitUntil(lambda: len(wanted) == 2)
    assert set(wanted[0]) < set(wanted[1])


def test_only_so_many_pages_are_kept() -> None:
    model = RecordModel(COLUMNS)
    everybody = people(model.PAGE * (model.KEPT_PAGES + 6))
    model.show_ids([p.id for p in everybody])
    model.supply(everybody)
    assert model.record_at(0) is None
    assert model.record_at(len(everybody) - 1) == everybody[-1]


def test_what_is_no_longer_in_the_list_is_not_filled_in() -> None:
    model = RecordModel(COLUMNS)
    model.show_ids(["a"])
    model.supply([Person("gone", "x"), Person("a", "An")])
    assert [model.record_at(row) for row in range(model.rowCount())] == [Person("a", "An")]


def test_only_records_that_were_given_can_be_groups() -> None:
    model = RecordModel(COLUMNS)
    model.show([Group("Khu A", "1"), *people(1), Group("Khu B", "0")])
    assert model.groups() == [0, 2]
    model.show_ids(["a", "b"])
    assert model.groups() == []


# the list


def test_a_row_is_picked_again_when_its_record_comes(qtbot, table: RecordTable) -> None:
    picked, everybody = heard(table.picked), people(1000)
    table.show_ids([one.id for one in everybody])
    table.pick("p00500")
    assert picked[-1] is None
    qtbot.waitUntil(lambda: table.current() is None)
    table.records.supply(everybody[:100])
    assert picked[-1] is None
    table.records.supply(everybody[500:600])
    assert picked[-1] == everybody[500]
    told = len(picked)
    table.records.supply(everybody[600:700])
    assert len(picked) == told


def test_the_selection_is_kept_by_id(table: RecordTable) -> None:
    picked = heard(table.picked)
    table.clearFocus()
    table.show_records(people(5))
    assert table.current() is None
    assert table.pick("p00003")
    table.show_records([Person("new", "Mới"), *reversed(people(5))])
    assert table.current_id() == "p00003"
    assert table.current() == people(5)[3]
    table.show_records(people(2))
    assert table.current_id() == "p00001"
    table.show_records([])
    assert table.current() is None
    assert picked[-1] is None
    assert not table.pick("p00003")


def test_keys_walk_past_groups_and_open(qtbot, table: RecordTable) -> None:
    opened, acted = heard(table.opened), heard(table.acted)
    table.show_records([Group("Khu A"), *people(2), Group("Khu B"), Person("x", "Xuân")])
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Home)
    seen = [table.current_id()]
    for _step in range(3):
        qtbot.keyClick(table, Qt.Key.Key_Down)
        seen.append(table.current_id())
    assert seen == ["p00000", "p00001", "x", "x"]
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_Up)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    qtbot.keyClick(table, Qt.Key.Key_Up)
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert [p.id for p in opened] == ["x"]
    assert [(p.id, key) for p, key in acted] == [("p00001", "act")]
    assert table.current_id() == "p00000"
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.current_id() == "x"


def test_the_hand_opens_by_double_click_and_acts_by_one(qtbot, table: RecordTable) -> None:
    opened, acted = heard(table.opened), heard(table.acted)
    table.show_records(people(3))
    name = table.visualRect(table.records.index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=name)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=name)
    act = table.visualRect(table.records.index(2, 3)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=act)
    assert [p.id for p in opened] == ["p00001"]
    assert [(p.id, key) for p, key in acted] == [("p00002", "act")]


def test_the_heads_ask_the_owner_to_sort(qtbot, table: RecordTable) -> None:
    asked = heard(table.sort_wanted)
    table.show_records(people(3))

    def press(column: int) -> None:
        at = QPoint(table.head.sectionViewportPosition(column) + 10, table.head.height() // 2)
        qtbot.mouseClick(table.head.viewport(), Qt.MouseButton.LeftButton, pos=at)

    press(1)
    press(0)
    table.mark_sorted("name")
    press(0)
    table.mark_sorted("name", True)
    press(0)
    assert asked == [("name", False), ("name", True), ("name", False)]


def test_columns_give_way_by_priority(table: RecordTable) -> None:
    hidden = heard(table.columns_hidden)
    table.show_records(people(3))
    for width, shown in ((700, [0, 1, 2, 3]), (460, [0, 1, 2]), (340, [0, 2]), (210, [0]), (700, [0, 1, 2, 3])):
        table.resize(width, 300)
        QApplication.processEvents()
        assert [c for c in range(4) if not table.isColumnHidden(c)] == shown
        assert not table.horizontalScrollBar().isVisible()
        assert sum(table.columnWidth(c) for c in shown) == table.viewport().width()
    assert hidden == [1, 2, 3, 0]


def test_several_rows_can_be_selected_when_wanted(qtbot) -> None:
    table = RecordTable(COLUMNS, "x", many=True)
    qtbot.addWidget(table)
    table.show_records([Group("g"), *people(4)])
    table.selectAll()
    assert table.selected_ids() == [p.id for p in people(4)]
    assert table.selected() == people(4)


def test_a_table_can_be_as_high_as_its_rows(qtbot) -> None:
    table = RecordTable(COLUMNS, "x", row_height=30, heads=False)
    qtbot.addWidget(table)
    table.fit_rows()
    for count in (4, 9):
        table.show_records(people(count))
        assert table.height() == count * 30 + 1


def test_screen_readers_hear_names_cells_and_heads(table: RecordTable) -> None:
    table.show_records(people(2))
    seen = QAccessible.queryAccessibleInterface(table)
    assert seen.text(QAccessible.Text.Name) == "Đối tượng"
    index = table.records.index(1, 0)
    assert table.records.data(index, int(Qt.ItemDataRole.AccessibleTextRole)) == "Người 1, p00001"
    assert table.records.headerData(0, Qt.Orientation.Horizontal) == "Họ và tên"


def test_a_hundred_thousand_rows_are_shown_at_once(table: RecordTable, benchmark_clock) -> None:
    ids = [f"p{n:05}" for n in range(100_000)]
    with benchmark_clock(1.0):
        table.show_ids(ids)
        table.grab()
        table.verticalScrollBar().setValue(table.verticalScrollBar().maximum() // 2)
        table.grab()


@pytest.fixture
def benchmark_clock():
    """A bound on time, wide enough for a busy PC."""
    import time
    from contextlib import contextmanager

    @contextmanager
    def clock(seconds: float):
        begun = time.perf_counter()
        yield
        assert time.perf_counter() - begun < seconds

    return clock


def test_tables_are_drawn_with_everything_they_can_hold(table: RecordTable) -> None:
    table.show_records([Group("Khu A", "đủ 2"), *people(3)])
    table.pick("p00001")
    table.mark_sorted("name", True)
    table.setFocus()
    focused = table.grab().toImage()
    table.clearFocus()
    assert table.grab().toImage() != focused


# the figures

FIGURES = [
    FigureColumn("Diện", width=200, stretch=1, align="left"),
    FigureColumn("mới", "Tăng"),
    FigureColumn("chuyển\nđến", "Tăng"),
]
ROWS = [
    FigureRow(("I. Bảo trợ", 3, 1), "group"),
    FigureRow(("Cao tuổi", 1024, 0), indent=10),
    FigureRow(("Trẻ em", None, 1), indent=10),
    FigureRow(("Tổng cộng", 3, 1), "total"),
]


@pytest.fixture
def figures(qtbot) -> FigureTable:
    table = FigureTable("B01")
    qtbot.addWidget(table)
    table.resize(500, 300)
    table.show_figures(FIGURES, ROWS)
    with qtbot.waitExposed(table):
        table.show()

    return table


@pytest.mark.parametrize(
    ("row", "column", "text", "opens"),
    [(0, 0, "I. Bảo trợ", False), (0, 1, "3", True), (1, 1, "1.024", True), (1, 2, "0", False), (2, 1, "–", False)],
)
def test_numbers_open_their_people_but_zero_and_unknown_do_not(
    figures: FigureTable, row: int, column: int, text: str, opens: bool
) -> None:
    cell = figures.figures.cell_at(row, column)
    assert (cell.text, cell.opens) == (text, opens)


def test_arrows_walk_the_cells_and_enter_opens(qtbot, figures: FigureTable) -> None:
    opened = heard(figures.number_opened)
    figures.setFocus()
    assert (figures.currentIndex().row(), figures.currentIndex().column()) == (0, 1)
    for key in (
        Qt.Key.Key_Return,
        Qt.Key.Key_Down,
        Qt.Key.Key_Right,
        Qt.Key.Key_Return,
        Qt.Key.Key_Down,
        Qt.Key.Key_Return,
    ):
        qtbot.keyClick(figures, key)
    assert opened == [(0, 1), (2, 2)]
    assert figures.cells.opened == (2, 2)
    figures.show_figures(FIGURES, ROWS)
    assert figures.cells.opened is None
    assert (figures.currentIndex().row(), figures.currentIndex().column()) == (2, 2)


def test_a_click_on_a_number_opens_it(qtbot, figures: FigureTable) -> None:
    opened = heard(figures.number_opened)
    for row, column in ((1, 1), (1, 2), (1, 0)):
        at = figures.visualRect(figures.figures.index(row, column)).center()
        qtbot.mouseClick(figures.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened == [(1, 1)]


def test_heads_in_two_levels_are_read_with_their_group(figures: FigureTable) -> None:
    assert figures.figures.headerData(2, Qt.Orientation.Horizontal) == "Tăng, chuyển đến"
    assert figures.rowHeight(3) > figures.rowHeight(1)
    assert not figures.grab().isNull()


def test_rows_that_stand_where_groups_stood_have_the_height_of_rows(table: RecordTable) -> None:
    table.show_records([Group("Khu A", "1"), *people(1)])
    plain = table.rowHeight(1)
    assert table.rowHeight(0) != plain
    table.show_records(people(2))
    assert [table.rowHeight(0), table.rowHeight(1)] == [plain, plain]
