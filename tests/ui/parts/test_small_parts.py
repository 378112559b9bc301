"""Small parts: what they say, what they emit, what screen readers hear, and that all of them can be drawn in both themes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from carebook.ui.parts import layouts, theme
from carebook.ui.parts.bars import MessageBar, PageHeader, SidePanel
from carebook.ui.parts.buttons import Button, FigureButton, Pills, Rail, Segments, on_key
from carebook.ui.parts.chart import Chart, ChartData, Series, steps
from carebook.ui.parts.labels import (
    SHAPES,
    Chip,
    ElidedLabel,
    Face,
    MarkSign,
    Meter,
    Sign,
    initials,
    key_caps,
    label,
    section_head,
    state,
    two_lines,
)
from carebook.ui.parts.strips import PathStrip, Spark, line_with_gaps
from carebook.ui.parts.tabs import SideTabs, Tabs
from carebook.ui.parts.timeline import Timeline, TimelineDay, TimelineEvent


@pytest.mark.parametrize(
    ("name", "letters"), [("Trần Thị An", "TA"), ("đỗ sen", "ĐS"), ("Hoa", "H"), ("", "?"), ("  ", "?")]
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_line_that_does_not_fit_is_told_by_its_tip(qtbot) -> None:
    line = ElidedLabel("Người cao tuổi không ai phụng dưỡng")
    qtbot.addWidget(line)
    line.resize(90, 20)
    line.show()
    assert line.text().endswith("…")
    assert line.toolTip() == line.whole() == line.accessibleName()
    line.resize(600, 20)
    assert line.text() == line.whole()
    assert line.toolTip() == ""


def test_labels_show_what_people_typed_as_it_stands(qtbot) -> None:
    typed = label("<b>An</b>")
    qtbot.addWidget(typed)
    assert typed.textFormat() == Qt.TextFormat.PlainText


def test_a_missing_icon_is_found_when_the_part_is_made(dressed: QApplication) -> None:
    assert dressed is not None
    with pytest.raises(FileNotFoundError):
        Button("x", icon="no-such-icon")
    with pytest.raises(FileNotFoundError):
        Sign("no-such-icon")


@pytest.mark.parametrize("made", [lambda: Button("Next"), lambda: FigureButton("38", "present")])
def test_enter_presses_a_button_outside_dialogs_too(qtbot, made) -> None:
    button = made()
    qtbot.addWidget(button)
    pressed = []
    button.clicked.connect(lambda: pressed.append(True))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        qtbot.keyClick(button, key)
    qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(pressed) == 3


def test_a_button_that_stands_nowhere_yet_opens_no_window(qtbot) -> None:
    seen, put_away = Button("Print"), Button("Save")
    seen.setVisible(True)
    put_away.hide()
    put_away.setVisible(True)
    assert not seen.isVisible()
    window, hidden = QWidget(), Button("Strike through")
    hidden.hide()
    window.setLayout(layouts.row(seen, put_away, hidden))
    qtbot.addWidget(window)
    window.show()
    assert [one.isVisible() for one in (seen, put_away, hidden)] == [True, True, False]


def test_a_button_answers_its_key(qtbot) -> None:
    window = QWidget()
    button, pressed, other = Button("Save", "primary", "save", "Ctrl+S"), [], []
    window.setLayout(layouts.row(button))
    qtbot.addWidget(window)
    button.clicked.connect(lambda: pressed.append(1))
    on_key(window, "F2", lambda: other.append(1))
    with qtbot.waitActive(window):
        window.show()

    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(button, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: bool(pressed))
    button.setText("Save all")
    qtbot.keyClick(button, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(pressed) == 2)
    assert other == [1]
    assert button.accessibleName() == "Save all"


@pytest.mark.parametrize("kind", [Pills, Segments, Rail])
def test_one_of_several_is_chosen(qtbot, kind: type[Pills] | type[Segments] | type[Rail]) -> None:
    chooser, told = kind([("all", "Tất cả  22"), ("mine", "Của tôi"), ("late", "Quá hạn")], "mine"), []
    qtbot.addWidget(chooser)
    chooser.chosen.connect(told.append)
    assert chooser.current() == "mine"
    chooser.choose("late")
    assert told == []
    qtbot.mouseClick(chooser.buttons()[0], Qt.MouseButton.LeftButton)
    chooser.rename("all", "Tất cả  23")
    assert (chooser.current(), told) == ("all", ["all"])
    assert chooser.buttons()[0].accessibleName() == "Tất cả  23"


def test_tabs_become_a_list_and_back(qtbot) -> None:
    tabs, told = Tabs([("a", "Tổng quan"), ("b", "Thông tin"), ("c", "Kế hoạch")], "Mục"), []
    qtbot.addWidget(tabs)
    tabs.chosen.connect(told.append)
    tabs.choose("b")
    tabs.fold(True)
    tabs.step()
    tabs.step()
    tabs._list.activated.emit(1)
    assert told == ["b", "c", "a", "b"]
    assert tabs.current() == tabs._list.code() == "b"
    assert tabs._bar.isHidden()
    tabs.fold(False)
    assert tabs._list.isHidden()


def test_tabs_at_the_side_become_a_list_above(qtbot) -> None:
    tabs, told = SideTabs([("a", "Cơ sở"), ("b", "Sao lưu"), ("c", "Giao diện")], "Thiết lập"), []
    qtbot.addWidget(tabs)
    qtbot.addWidget(tabs.above)
    tabs.chosen.connect(told.append)
    qtbot.mouseClick(tabs._rail.buttons()[1], Qt.MouseButton.LeftButton)
    tabs.choose("b")
    tabs.step()
    tabs.step()
    tabs.fold(True)
    tabs._list.activated.emit(2)
    assert told == ["b", "c", "a", "c"]
    assert tabs.current() == tabs._list.code() == "c"
    assert (tabs.isHidden(), tabs.above.isHidden()) == (True, False)
    assert tabs.minimumSizeHint().width() < tabs.sizeHint().width()  # the page can grow narrow, so that they fold


def test_a_head_has_no_primary_beside_another(qtbot) -> None:
    head, plain, primary = PageHeader("Đường dây nóng"), Button("In"), Button("Nhận cuộc gọi", "primary", key="F9")
    qtbot.addWidget(head)
    head.add_actions(plain, primary)
    head.stand_back(True)
    assert (plain.kind, primary.kind) == ("", "")
    head.stand_back(False)
    assert (plain.kind, primary.kind, primary.property("kind")) == ("", "primary", "primary")


def test_tabs_that_do_not_fit_stand_in_a_menu(qtbot) -> None:
    tabs = Tabs([(str(n), f"Thẻ có tên dài {n}") for n in range(9)], "Mục")
    qtbot.addWidget(tabs)
    tabs.resize(420, 40)
    with qtbot.waitExposed(tabs):
        tabs.show()
    bar = tabs._bar
    qtbot.waitUntil(bar.others.isVisible)
    away = bar.hidden_tabs()
    assert away
    assert 0 not in away
    tabs.choose("8")
    assert 8 not in bar.hidden_tabs()  # the one on show is always there
    assert bar.tabRect(8).right() <= bar.others.x() + 1
    assert bar.others.geometry().right() <= bar.width()
    bar.others.click()
    bar.menu.close()
    assert [one.text() for one in bar.menu.actions()] == [bar.tabText(n) for n in bar.hidden_tabs()]
    bar.menu.actions()[-1].trigger()
    assert tabs.current() == "7"
    tabs.resize(2400, 40)
    qtbot.waitUntil(lambda: bar.hidden_tabs() == [])
    assert bar.others.isHidden()


def test_a_timeline_opens_its_records(qtbot) -> None:
    timeline, opened = Timeline(), []
    qtbot.addWidget(timeline)
    timeline.opened.connect(opened.append)
    events = [
        TimelineDay("Hôm nay 21/11"),
        TimelineEvent("09:24", "hand-heart", "Huyết áp 182/104", "Đo lại", "Hoa", "warn", "cao", record="r1"),
        TimelineEvent("08:10", "pill", "Thuốc 08:00: đã cho 2/2", goal="Đi với khung 20 m"),
    ]
    timeline.show_events([TimelineDay("x")])
    timeline.show_events(events)
    timeline.resize(500, 300)
    timeline.show()
    qtbot.wait(5)
    rows = [w for w in timeline.findChildren(QWidget) if "·" in w.accessibleName()]
    assert rows[0].accessibleName() == "09:24 · Huyết áp 182/104 · cao · Đo lại · Hoa"
    assert [row.focusPolicy() != Qt.FocusPolicy.NoFocus for row in rows] == [True, False]
    qtbot.keyClick(rows[0], Qt.Key.Key_Return)
    qtbot.mouseDClick(rows[0], Qt.MouseButton.LeftButton)
    qtbot.mouseDClick(rows[1], Qt.MouseButton.LeftButton)
    assert opened == ["r1", "r1"]


def test_a_side_panel_closes_and_moves_under(qtbot) -> None:
    panel, closed = SidePanel("4 tiếp nhận mới", width=340), []
    qtbot.addWidget(panel)
    panel.closed.connect(lambda: closed.append(1))
    panel.show_title("4 tiếp nhận mới", "trong tháng 10")
    panel.add(QLabel("a"), 8, layouts.row(QLabel("b")))
    panel.add_actions(Button("In"))
    panel.add_actions(Button("Xuất"))
    panel.show()
    assert panel.width() == 340
    panel.clear()
    assert panel.body.count() == 0
    panel.move_under(True)
    assert panel.maximumWidth() > 1000
    panel.close_button.click()
    assert (closed, panel.isHidden()) == ([1], True)


# measures


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_the_axis_is_round_and_holds_everything(one: float, other: float) -> None:
    low, high = sorted((round(one, 3), round(other, 3)))
    axis = steps(low, high)
    slack = 1e-6 * max(1.0, abs(low), abs(high))
    assert axis[0] <= low + slack
    assert axis[-1] >= high - slack
    assert 2 <= len(axis) <= 7
    assert axis == sorted(set(axis))


@pytest.mark.parametrize(
    ("low", "high", "axis"), [(0, 100, [0, 25, 50, 75, 100]), (43, 45, [43, 43.5, 44, 44.5, 45]), (5, 5, [4, 6])]
)
def test_the_axis_of_some_measures(low: float, high: float, axis: list[float]) -> None:
    assert steps(low, high)[:2] == axis[:2]
    if low != high:
        assert steps(low, high) == axis


def test_a_line_has_gaps_where_nothing_was_measured() -> None:
    points = [QPointF(0, 0), QPointF(1, 1), None, QPointF(3, 3), QPointF(4, 4)]
    path = line_with_gaps(points)
    kinds = [path.elementAt(place).isMoveTo() for place in range(path.elementCount())]
    assert kinds == [True, False, True, False]


DATA = ChartData(
    ("12/01", "14/03", "12/05"), (Series("Barthel", (45, None, 65)), Series("GAS", (40, 42.5, 50))), "điểm", 80, 0, 100
)


def test_a_chart_says_the_same_as_a_table(qtbot) -> None:
    chart = Chart("Thang đo", DATA)
    qtbot.addWidget(chart)
    assert DATA.rows() == [("12/01", "45", "40"), ("14/03", "–", "42,5"), ("12/05", "65", "50")]
    assert chart.accessibleName() == "Thang đo"
    assert chart.accessibleDescription() == "12/01; 45; 40. 14/03; –; 42,5. 12/05; 65; 50. goal 80"
    table = chart.text_table()
    qtbot.addWidget(table)
    assert [table.records.cell_at(1, column).text for column in range(3)] == ["14/03", "–", "42,5"]


def drawn() -> list[QWidget]:
    """One of each part, with contents."""
    header, bar = PageHeader("Đối tượng", "148 có mặt"), MessageBar()
    header.add_left(Chip("chưa chốt", "warn", "hourglass"))
    header.add_actions(Button("In", icon="printer"), Button("Tiếp nhận", "primary", "plus", "Ctrl+N"))
    bar.say("Đã lưu.", "ok", action="Hoàn tác")
    return [
        header,
        bar,
        *(MarkSign(shape, "ok") for shape in SHAPES),
        *(Chip("x", tone) for tone in ("danger", "warn", "ok", "info", "none", "primary")),
        layouts.box(state("Đã tập", "half", "ok")),
        key_caps(("↑↓", "chọn")),
        two_lines("Trần Thị An", "81 tuổi"),
        section_head("Đến hạn", "3"),
        Face("Trần Thị An"),
        Face("Hoa", staff=True),
        Meter(8, 12),
        Meter(0, 0),
        FigureButton("38", "có mặt"),
        PathStrip([("tiếp nhận", "14/03/2019"), ("đánh giá", ""), ("kế hoạch", "")], 1),
        PathStrip([], 0),
        Spark([5, None, 8, 12], 20, name="Đi"),
        Spark([None], 2),
        Chart("x", DATA),
        Chart("y"),
        Chart("z", ChartData(("a",), (Series("s", (5.0,)),))),
    ]


def test_every_part_is_drawn_in_both_themes(qtbot, dressed: QApplication) -> None:
    parts = drawn()
    for part in parts:
        qtbot.addWidget(part)
        part.resize(part.sizeHint().expandedTo(part.minimumSizeHint()))
    light = [part.grab().toImage() for part in parts]
    try:
        theme.apply(dressed, "dark", 13)
        dark = [part.grab().toImage() for part in parts]
    finally:
        theme.apply(dressed, "light")
    told = [type(part).__name__ for part, one, other in zip(parts, light, dark, strict=True) if one == other]
    assert set(told) <= {"PathStrip", "Spark"}  # the two without anything to show
    assert len(told) <= 2
