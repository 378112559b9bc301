"""The list behind a number on its way out of the book: why, the line in the reading log, the drawing, where it is saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook import dates
from carebook.actions.exports import export_list
from carebook.store.book import Reader
from carebook.ui.pages.reports.behind import Behind
from carebook.ui.parts import dialogs
from carebook.ui.parts.desk import Desk
from carebook.words import _, message, ngettext, speaking

_HEADS = ("Mã hồ sơ", "Họ và tên", "Năm sinh", "Nội dung")


class TakingOut(QObject):
    """One list at a time. ``said(sentence, tone)`` tells the page what happened; ``refused(error)``."""

    said = Signal(object, str)
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._kind, self._behind = "pdf", Behind("", "", ())

    def begin(self, kind: str, behind: Behind) -> None:
        """Ask what the list is for; when it is said, note it and draw."""
        people = len(behind.lines)
        title = ngettext("Take out the list of {n} person", "Take out the list of {n} people", people).format(n=people)
        reasons = [
            ("work", _("Work inside the center")),
            ("authority", _("Asked for by the managing agency")),
            ("inspection", _("Inspection")),
            ("other", _("Another reason")),
        ]
        text = _("The list holds names. Who took it out, when and why stays in the reading log.")
        deed = _("Print") if kind == "pdf" else _("Export")
        given = dialogs.ask_reason(self._page, title, reasons, text=text, words_for="other", deed=deed)
        if given is not None:
            code, words = given
            self.note(kind, behind, words or dict(reasons)[code])

    def note(self, kind: str, behind: Behind, reason: str) -> None:
        """Leave the line in the reading log, then draw."""
        self._kind, self._behind = kind, behind
        self._desk.do(export_list, len(behind.lines), reason=reason, then=self._draw, failed=self.refused.emit)

    def _draw(self, _change: object) -> None:
        desk, kind, behind = self._desk, self._kind, self._behind
        desk.clerk.make(_nothing, lambda _found: drawn(desk, kind, behind), self._save, self.refused.emit)

    def _save(self, content: bytes) -> None:
        name = f"danh-sach-{self._desk.today():%Y%m%d}.{self._kind}"
        path, _chosen = QFileDialog.getSaveFileName(self._page, _("Save the list"), name, f"*.{self._kind}")
        if not path:
            self.said.emit(message("The list was not saved."), "info")
            return
        try:
            Path(path).write_bytes(content)
        except OSError:
            self.said.emit(
                message("“{file}” could not be written. Choose another place.", file=Path(path).name), "danger"
            )
            return
        self.said.emit(message("Saved “{file}”.", file=Path(path).name), "ok")


def _nothing(_reader: Reader) -> None:
    """The people are at hand already."""


def drawn(desk: Desk, kind: str, behind: Behind) -> bytes:
    """The list as a PDF or a workbook, in Vietnamese whatever the window speaks. Runs without the book."""
    from carebook.reports import grid, lists, spreadsheet
    from carebook.reports.paper.facts import Letterhead

    facility, today = desk.facility, desk.today()
    with speaking("vi"):
        listed = grid.numbered(_HEADS, [(one.code, one.name, one.birth, one.detail) for one in behind.lines])
        about = f"{behind.about}, {len(behind.lines)} người"
        if kind == "xlsx":
            return spreadsheet.list_workbook(listed, title=behind.title, facility=facility.name, about=about)
        head = Letterhead(
            facility.parent_agency, facility.name, facility.symbol, facility.place, is_sample=facility.is_sample
        )
        by = f"{desk.actor.name} in lúc {dates.moment(desk.now(), today)}"
        made = lists.draw(
            lists.PeopleList(letterhead=head, title=behind.title.upper(), about=about, grid=listed, printed_by=by)
        )
        return made.pdf
