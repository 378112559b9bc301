"""The week on its way out of the book: on paper, noted in the reading log before it is seen, or as a calendar file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QWidget

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.prints import print_batch
from carebook.actions.schedules import export_calendar
from carebook.places import write_whole
from carebook.ui.pages.schedules.reading import View
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import Choice, Tick
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.preview import PdfPreview
from carebook.words import _, message, ngettext

if TYPE_CHECKING:
    from carebook.reports.therapy_papers.week import WeekPlan


class WeekDialog(QDialog):
    """The paper as it will be printed; saved as PDF or .docx by buttons. ``saved_as`` is the name of the file, "" for none."""

    def __init__(self, parent: QWidget | None, pdf: bytes, word: Callable[[], bytes], stem: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Week plan"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._pdf, self._word, self._stem = pdf, word, stem
        self.saved_as = ""
        self.preview = PdfPreview()
        self._words = label("", tone="danger", wrap=True)
        save = Button(_("Save PDF…"), icon="save")
        save.clicked.connect(self._choose_pdf)
        edit = Button(_("Save .docx…"))
        edit.clicked.connect(self._choose_word)
        back = Button(_("Go back"))
        back.clicked.connect(self.reject)
        foot = row((self._words, 1), edit, save, back, margins=(16, 8, 16, 12))
        self.setLayout(column((self.preview, 1), foot, gap=0))
        self.resize(980, 700)
        self.preview.show_pdf(pdf)

    def _choose_pdf(self) -> None:
        self._choose("pdf")

    def _choose_word(self) -> None:
        self._choose("docx")

    def _choose(self, kind: str) -> None:
        path, _chosen = QFileDialog.getSaveFileName(self, _("Save the paper"), f"{self._stem}.{kind}", f"*.{kind}")
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Write the paper there, in the format of the file's name; what cannot be written is told and nothing is lost."""
        try:
            write_whole(path, self._word() if path.suffix == ".docx" else self._pdf)
        except OSError:
            self._words.setText(str(message("“{file}” could not be written. Choose another place.", file=path.name)))
            return
        self.saved_as = path.name
        self.accept()


class WeekPaper(QObject):
    """``begin(view)`` makes the paper and shows it. ``said(sentence, tone)``, ``refused(error)`` tell the page."""

    said = Signal(object, str)
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._made: tuple[WeekPlan, bytes] | None = None
        self.dialog: WeekDialog | None = None

    def begin(self, view: View) -> None:
        """Gather and draw the week of a view: of one therapist, room or person, or of all of them."""
        desk, now = self._desk, self._desk.now()
        by = f"{desk.actor.name} in lúc {dates.moment(now, desk.today())}"

        def gather(_reader: object) -> WeekPlan:
            from carebook.reports.therapy_papers import week

            with desk.book.reading_masked(now) as masked:
                return week.gather(masked, view.monday, by=view.by, who=view.who, now=now, printed_by=by)

        desk.clerk.make(gather, _drawn, self._note, self._refuse)

    def _refuse(self, error: BaseException) -> None:
        self.refused.emit(error)

    def _note(self, made: tuple[WeekPlan, bytes]) -> None:
        """The plan names people: that it left the book stands in the reading log before it is seen."""
        self._made = made
        if not made[0].tables:
            self.said.emit(message("There is no session in this week; there is nothing to print."), "info")
            return
        people, what = made[0].people, _("Week plan")
        if not people:
            self._show()
            return
        about = made[0].about
        self._desk.do(print_batch, people, what, reason=about, whole=False, then=self._show, failed=self._refuse)

    def _show(self, _change: object = None) -> None:
        if self._made is None:
            return
        plan, pdf = self._made
        self.dialog = WeekDialog(self._page, pdf, lambda: _written(plan), f"lich-tuan-{plan.monday:%Y%m%d}")
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None and self.dialog.saved_as:
            self.said.emit(message("Saved “{file}”.", file=self.dialog.saved_as), "ok")
        self.dialog = None


def _drawn(plan: WeekPlan) -> tuple[WeekPlan, bytes]:
    from carebook.reports.therapy_papers import week

    return plan, week.draw(plan).pdf if plan.tables else b""


def _written(plan: WeekPlan) -> bytes:
    from carebook.reports.therapy_papers import week

    return week.write(plan)


class CalendarDialog(DeedDialog):
    """How many weeks the file holds, and whether names are in it; names need the right to take lists out, and a reason."""

    def __init__(self, parent: QWidget | None, *, may_name: bool) -> None:
        text = _(
            "Phones and mail programs read the file (.ics). Without names only therapy, time and room stand in it."
        )
        super().__init__(parent, _("Save the schedule as a calendar file"), text)
        self.weeks = Choice([(str(n), ngettext("{n} week", "{n} weeks", n).format(n=n)) for n in (1, 2, 4, 8)])
        self.weeks.setAccessibleName(_("How many weeks"))
        self.named = Tick(_("With names"))
        self.named.setEnabled(may_name)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("What the names are for"))
        self.reason.setPlaceholderText(_("What the names are for"))
        self.reason.hide()
        self.named.toggled.connect(self.reason.setVisible)
        self.contents.addLayout(row(label(_("How many weeks"), width=150), (self.weeks, 1)))
        self.contents.addWidget(self.named)
        self.contents.addWidget(self.reason)
        if not may_name:
            self.contents.addWidget(label(_("Names need the right to take lists out of the book."), "small", wrap=True))
        self.add_button("save", _("Save file…"), "primary")
        self.add_button("", _("Go back"))


class CalendarFile(QObject):
    """``begin(view)`` asks what shall be in the file, then saves it. ``said(sentence, tone)``, ``refused(error)``."""

    said = Signal(object, str)
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    def begin(self, view: View) -> None:
        """Ask for how long and whether with names."""
        dialog = CalendarDialog(self._page, may_name=self._desk.may("export_list"))
        if dialog.exec():
            reason = dialog.reason.text().strip()
            self.make(view, int(dialog.weeks.code()), named=dialog.named.isChecked(), reason=reason)

    def make(self, view: View, weeks: int, *, named: bool, reason: str = "") -> None:
        """Have the file made of so many weeks from the one on show."""
        last = view.monday + timedelta(days=7 * weeks - 1)
        narrowed = {"therapist": "therapist_id", "room": "room_id", "person": "episode_id"}[view.by]
        self._desk.do(
            export_calendar,
            *(view.monday, last),
            named=named,
            reason=reason or ("" if named else _("Calendar file")),
            then=self._save,
            failed=self._refuse,
            **({narrowed: view.who} if view.who else {}),
        )

    def _refuse(self, error: BaseException) -> None:
        self.refused.emit(error)

    def _save(self, change: Change) -> None:
        made = change.result
        path, _chosen = QFileDialog.getSaveFileName(self._page, _("Save the calendar"), made.file_name, "*.ics")
        if path:
            self.write(Path(path), made.content)

    def write(self, path: Path, content: bytes) -> None:
        """Write the file there."""
        try:
            write_whole(path, content)
        except OSError:
            said = message("“{file}” could not be written. Choose another place.", file=path.name)
            self.said.emit(said, "danger")
        else:
            self.said.emit(message("Saved “{file}”.", file=path.name), "ok")
