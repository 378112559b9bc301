"""Typing the closing figures of the last paper report, category by category, beside the people the book has by name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from carebook.actions import periods
from carebook.records.declaration import Kind
from carebook.rules.movement import NO_CATEGORY
from carebook.ui.pages.reports.deeds import ReportDialog
from carebook.ui.pages.reports.gathering import ReportView, leaves, said_period
from carebook.ui.pages.reports.lines import listed
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields.typing import NumberInput
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import box, row, scrolling
from carebook.words import Message, _, ngettext


class OpeningDialog(ReportDialog):
    """The opening of the span the book begins with; what differs from the people in the book is said by name."""

    def __init__(self, desk: Desk, parent: QWidget | None, view: ReportView) -> None:
        title = _("Opening figures of {month}").format(month=said_period(view.key))
        text = _(
            "The closing figures of the last paper report. They are printed with its number; nothing is computed from them."
        )
        super().__init__(desk, parent, title, text)
        self._view = view
        self.fields: dict[str, NumberInput] = {}
        self.report_no = QLineEdit(view.typed_source)
        self.report_no.setAccessibleName(_("From report"))
        self.report_no.setPlaceholderText(_("for example báo cáo số 112/BC-TTBTXH ngày 05/10/2026"))
        self.contents.addLayout(row(label(_("From report"), width=150), (self.report_no, 1), gap=10))
        area = scrolling(box(self._grid()))
        area.setMinimumHeight(260)
        self.contents.addWidget(area)
        self.total = label("", "strong", wrap=True)
        self.contents.addWidget(self.total)
        self._count()
        self.setMinimumWidth(680)
        self.deed_button(_("Save"), self.send)
        self.end_buttons()

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        b01 = self._view.figures.table("B01")
        for place, (code, words) in enumerate(leaves(b01)):
            if code == NO_CATEGORY:
                continue
            field = NumberInput(Kind.NUMBER)
            field.name_as(words)
            field.write(self._view.typed.get(code))
            field.touched.connect(self._count)
            self.fields[code] = field
            people = b01.people(code, "opening")
            count = ngettext("{n} in the book", "{n} in the book", len(people)).format(n=len(people))
            inside = ElidedLabel(f"{count}: {listed(people, 4)}" if people else count, "small")
            grid.addWidget(label(words, wrap=True), place, 0)
            grid.addWidget(field, place, 1, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(inside, place, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(2, 3)
        return grid

    def _typed(self) -> dict[str, int] | None:
        """What is typed by category; None when something is no number, which is said."""
        found: dict[str, int] = {}
        for code, field in self.fields.items():
            value = field.read()
            if isinstance(value, Message):
                self.bar.say(value, "danger")
                field.setFocus()
                return None
            if value is not None:
                found[code] = value
        return found

    def _count(self) -> None:
        typed = {code: field.read() for code, field in self.fields.items()}
        whole = sum(n for n in typed.values() if isinstance(n, int))
        b01 = self._view.figures.table("B01")
        inside = {code: len(b01.people(code, "opening")) for code in self.fields}
        other = sum(1 for code, n in typed.items() if (n if isinstance(n, int) else 0) != inside[code]) if whole else 0
        said = _("Typed: {typed}. In the book: {inside}.").format(typed=whole, inside=sum(inside.values()))
        if other:
            said += " " + ngettext("{n} category differs.", "{n} categories differ.", other).format(n=other)
        self.total.setText(said)

    def send(self) -> None:
        """Keep what is typed in place of what was typed before."""
        typed = self._typed()
        if typed is None:
            return
        self.working(_("Saving…"))
        self.desk.do(
            periods.type_opening,
            self._view.key,
            typed,
            self.report_no.text().strip(),
            then=self.finished_well,
            failed=self.refused,
        )
