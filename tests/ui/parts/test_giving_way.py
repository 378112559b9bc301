"""What gives way where there is less room: facts of a line, the margin of a panel, the contents of a dialog."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLineEdit, QWidget

from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.labels import FactsLabel, label

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
def test_under_a_page_a_panel_begins_where_the_page_does(qtbot) -> None:
    panel = SidePanel("Before leaving")
    words = label("Words")
    panel.add(words)
    qtbot.addWidget(panel)
    panel.resize(340, 300)
    panel.show()
    beside = words.mapTo(panel, words.rect().topLeft()).x()
    panel.move_under(True)
    qtbot.waitUntil(lambda: words.mapTo(panel, words.rect().topLeft()).x() == beside + 8)
    panel.move_under(False)
    qtbot.waitUntil(lambda: words.mapTo(panel, words.rect().topLeft()).x() == beside)


def _after(widget: QWidget) -> QWidget | None:
    """Where Tab goes from a field."""
    following = widget.nextInFocusChain()
    while following is not None and not isinstance(following, (QLineEdit, Button)):
        following = following.nextInFocusChain()
    return following


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
    assert dialog.focusWidget() is fields[1]
    assert _after(fields[-1]) is deed
    bottom = deed.mapTo(dialog, deed.rect().bottomLeft()).y()
    assert bottom < dialog.height()
    assert fields[0].height() >= fields[0].minimumSizeHint().height()
    assert (fields[-1].visibleRegion().isEmpty(), fields[0].visibleRegion().isEmpty()) == (scrolls, False)
