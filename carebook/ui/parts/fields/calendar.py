"""The month that opens below a date, to choose a recent day from."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QWidget

from carebook.ui.parts import theme
from carebook.ui.parts.layouts import column


class Calendar(QFrame):
    """A month in a popup; weeks begin on Monday. ``chosen(date)``."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self._month = QCalendarWidget()
        self._month.setLocale(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
        self._month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._month.clicked.connect(self._take)
        self._month.activated.connect(self._take)
        self.setLayout(column(self._month, margins=6))

    def open_below(self, widget: QWidget, day: date) -> None:
        """Show the month of ``day`` under ``widget``."""
        self._dress()
        self._month.setSelectedDate(QDate(day.year, day.month, day.day))
        self.move(widget.mapToGlobal(QPoint(0, widget.height() + 2)))
        self.show()
        self._month.setFocus()

    def _dress(self) -> None:
        """The colours and signs of the theme in use, where the style sheet does not reach."""
        words = QTextCharFormat()
        words.setForeground(theme.colour("text"))
        head = QTextCharFormat()
        head.setForeground(theme.colour("text2"))
        head.setBackground(theme.colour("sheet"))
        for day in Qt.DayOfWeek:
            self._month.setWeekdayTextFormat(day, words)
        self._month.setHeaderTextFormat(head)
        for name, icon in (("prevmonth", "chevron-left"), ("nextmonth", "chevron-right")):
            button = self._month.findChild(QToolButton, f"qt_calendar_{name}")
            if button is not None:
                button.setIcon(theme.icon(icon))

    def _take(self, day: QDate) -> None:
        self.hide()
        self.chosen.emit(date(day.year(), day.month(), day.day()))
