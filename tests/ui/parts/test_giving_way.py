"""What gives way where there is less room: facts of a line, the margin of a panel, the contents of a dialog."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QWidget

from carebook.ui.parts.bars import FactsLabel, Footer, PageHeader, SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.labels import ElidedLabel, key_caps, label
from carebook.ui.parts.layouts import row
from carebook.ui.parts.table import ALWAYS, Column, RecordTable

FACTS = "Trần Thị An · CB-000412 · ở đây từ 10/03/2019"


@pytest.mark.looks
def test_facts_go_whole_the_last_first(qtbot) -> None:
    line = FactsLabel(FACTS)
    qtbot.addWidget(line)
    line.resize(line.sizeHint().width(), 20)
    line.show()
    assert (line.text(), line.toolTip()) == (FACTS, "")
    line.resize(line.width() - 20, 20)
    assert (line.text(), line.toolTip()) == ("Trần Thị An · CB-000412", FACTS)
    line.resize(40, 20)
    assert line.text() == ""
    line.stays = True
    line.setWhole(FACTS)
    assert line.text().startswith("T")
    assert line.text().endswith("…")


@pytest.mark.looks
@pytest.mark.parametrize("stays", [True, False])
def test_what_a_line_says_of_whose_record_it_is_stays_longest(qtbot, stays: bool) -> None:
    line = FactsLabel("a" * 80)
    line.stays = stays
    qtbot.addWidget(line)
    line.resize(90, 20)
    line.show()
    assert bool(line.text()) is stays


@pytest.mark.looks
def test_the_filters_of_a_head_stand_close_to_the_facts_that_are_shown(qtbot) -> None:
    head, filters = PageHeader("Công tác xã hội", "176 hồ sơ · 2 quá hạn"), Button("Mọi hồ sơ")
    head.add_left(filters)
    qtbot.addWidget(head)
    head.resize(900, 60)
    head.show()
    qtbot.waitUntil(lambda: head.line.text() == "176 hồ sơ · 2 quá hạn")
    head.resize(head.sizeHint().width() - 20, 60)
    qtbot.waitUntil(lambda: head.line.text() == "176 hồ sơ")
    end = head.title.geometry().right() + head.line.fontMetrics().horizontalAdvance("176 hồ sơ")
    qtbot.waitUntil(lambda: 0 <= filters.x() - end <= 24)
    head.resize(900, 60)
    qtbot.waitUntil(lambda: head.line.text() == "176 hồ sơ · 2 quá hạn")


@pytest.mark.looks
def test_a_head_without_buttons_is_as_high_as_one_with_them(qtbot) -> None:
    plain, busy = PageHeader("Thiết lập"), PageHeader("Thiết lập")
    busy.add_actions(Button("In", icon="printer"))
    for head in (plain, busy):
        qtbot.addWidget(head)
        head.show()
    assert plain.sizeHint().height() == busy.sizeHint().height()


@pytest.mark.looks
def test_a_line_parts_the_foot_of_a_panel_from_contents_that_go_on_under_it(qtbot) -> None:
    panel = SidePanel("Trần Thị An", closes=False)
    panel.add_actions(Button("Mở hồ sơ"))
    qtbot.addWidget(panel)
    panel.resize(340, 300)
    panel.show()

    def parted() -> bool:
        return any(line.isVisible() for line in panel.findChildren(QFrame) if line.property("line") == "h")

    assert not parted()
    for _n in range(30):
        panel.add(label("Đo lại thang đo"))
    qtbot.waitUntil(parted)
    panel.clear()
    qtbot.waitUntil(lambda: not parted())


@pytest.mark.looks
def test_under_a_page_a_panel_begins_where_the_page_does(qtbot) -> None:
    panel = SidePanel("Before leaving")
    words = label("Words")
    panel.add(words)
    qtbot.addWidget(panel)
    panel.resize(340, 300)
    panel.show()
    beside = words.mapTo(panel, words.rect().topLeft()).x()
    panel.move_under(True)
    qtbot.waitUntil(lambda: words.mapTo(panel, words.rect().topLeft()).x() == 24)
    panel.move_under(False)
    qtbot.waitUntil(lambda: words.mapTo(panel, words.rect().topLeft()).x() == beside)


def _after(widget: QWidget) -> QWidget | None:
    """Where Tab goes from a field."""
    following = widget.nextInFocusChain()
    while following is not None and not isinstance(following, (QLineEdit, Button)):
        following = following.nextInFocusChain()
    return following


@pytest.mark.looks
def test_key_hints_go_before_words_are_cut(qtbot) -> None:
    told, caps = ElidedLabel("15 gói · 12 đã gửi · 2 đã nhận · 1 lỗi"), key_caps(("R", "gửi"), ("U", "ra USB"))
    footer = Footer(told, None, caps, Button("Rút lại…"))
    qtbot.addWidget(footer)
    footer.resize(700, 48)
    footer.show()
    qtbot.waitUntil(lambda: caps.width() == caps.sizeHint().width())
    footer.resize(footer.sizeHint().width() - caps.width() // 2, 48)
    qtbot.waitUntil(lambda: caps.width() == 0)
    qtbot.waitUntil(lambda: told.text() == told.whole())
    footer.resize(700, 48)
    qtbot.waitUntil(lambda: caps.width() == caps.sizeHint().width())


@pytest.mark.looks
def test_a_column_in_which_nothing_stands_leaves_its_room_to_the_others(qtbot) -> None:
    columns = [
        Column("name", "Họ và tên", str, 200, 1, ALWAYS),
        Column("room", "Phòng", lambda _one: "", 120, priority=3),
        Column("state", "Tình trạng", lambda _one: "Đang ở", 120, priority=6),
    ]
    table = RecordTable(columns, "Đối tượng", id_of=str)
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.show()
    table.show_records(["An", "Bé"])
    table.leave_out("room")
    assert [place for place in range(3) if not table.isColumnHidden(place)] == [0, 2]
    assert table.columnWidth(0) + table.columnWidth(2) == table.viewport().width()
    assert table.hidden_columns() == 0
    table.resize(210, 300)
    qtbot.waitUntil(lambda: table.hidden_columns() == 1)
    table.resize(700, 300)
    table.leave_out()
    assert not any(table.isColumnHidden(place) for place in range(3))


class _Screen:
    """A screen so high, as a dialog asks for it."""

    def __init__(self, height: int) -> None:
        self._height = height

    def availableGeometry(self) -> QRect:
        return QRect(0, 0, 911, self._height)


@pytest.mark.looks
@pytest.mark.parametrize(("lines", "scrolls"), [(3, False), (30, True)])
def test_the_buttons_of_a_dialog_stay_in_reach_on_a_low_screen(qtbot, monkeypatch, lines: int, scrolls: bool) -> None:
    dialog = DeedDialog(None, "Chốt số liệu tháng 10/2026?", "Số liệu được giữ như lúc này. " * 8)
    monkeypatch.setattr(dialog, "screen", lambda: _Screen(472))
    fields = [QLineEdit() for _n in range(lines)]
    for field in fields:
        dialog.contents.addWidget(field)
    deed: Button = dialog.add_button("do", "Chốt số liệu", "primary")
    dialog.add_button("", "Quay lại")
    fields[1].setFocus()
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    qtbot.waitUntil(lambda: dialog.height() < 472)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is fields[1])
    assert _after(fields[-1]) is deed
    bottom = deed.mapTo(dialog, deed.rect().bottomLeft()).y()
    assert bottom < dialog.height()
    assert fields[0].height() >= fields[0].minimumSizeHint().height()
    assert (fields[-1].visibleRegion().isEmpty(), fields[0].visibleRegion().isEmpty()) == (scrolls, False)


@pytest.mark.looks
def test_columns_give_way_to_a_scroll_bar_that_comes_with_the_rows(qtbot) -> None:
    columns = [Column(key, key, str, width, stretch, ALWAYS) for key, width, stretch in (("a", 200, 1), ("b", 120, 0))]
    table = RecordTable(columns, "Rows", id_of=str)
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.show_records(range(60))
    table.show()
    qtbot.waitUntil(table.verticalScrollBar().isVisible)
    assert table.head.length() <= table.viewport().width()


def test_a_key_that_is_not_told_is_answered_all_the_same(qtbot) -> None:
    window = QWidget()
    button, pressed = Button("Save", "primary", "save", "Ctrl+S"), []
    window.setLayout(row(button))
    qtbot.addWidget(window)
    button.clicked.connect(lambda: pressed.append(1))
    with qtbot.waitActive(window):
        window.show()

    whole = button.sizeHint().width()
    button.tell_key(False)
    assert button.sizeHint().width() < whole
    qtbot.keyClick(button, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(pressed))
    button.tell_key(True)
    assert button.sizeHint().width() == whole
