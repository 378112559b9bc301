"""The list of people on its way out of the book: why, the line in the reading log, the drawing, where it is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook import dates
from carebook.actions.exports import export_list
from carebook.store.book import Reader
from carebook.store.people import PersonRow
from carebook.ui.pages.residents import rows
from carebook.ui.parts import dialogs
from carebook.ui.parts.desk import Desk
from carebook.words import _, message, ngettext, speaking

Kind = Literal["pdf", "xlsx"]
Gather = Callable[[Reader], Sequence[PersonRow]]
_HEADS = ("Mã hồ sơ", "Họ và tên", "Ngày sinh", "Giới tính", "Diện", "Phòng, giường", "Ngày vào", "Tình trạng")


@dataclass(frozen=True)
class Wanted:
    """What is to be drawn: as what, whom, and what the list is about in words."""

    kind: Kind
    gather: Gather
    about: str


class ListExport(QObject):
    """One export at a time: ask why, note it, draw, save. ``said(sentence, tone)`` tells the page; ``refused(error)``."""

    said = Signal(object, str)
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._wanted: Wanted | None = None

    def begin(self, wanted: Wanted, people: int) -> None:
        """Ask what the list is for, and go on when it is said."""
        title = ngettext("Take out the list of {n} person", "Take out the list of {n} people", people)
        reasons = [
            ("work", _("Work inside the center")),
            ("authority", _("Asked for by the managing agency")),
            ("inspection", _("Inspection")),
            ("other", _("Another reason")),
        ]
        text = _("The list holds names. Who took it out, when and why stays in the reading log.")
        deed = _("Print") if wanted.kind == "pdf" else _("Export")
        given = dialogs.ask_reason(self._page, title.format(n=people), reasons, text=text, words_for="other", deed=deed)
        if given is not None:
            code, words = given
            self.note(wanted, people, words or dict(reasons)[code])

    def note(self, wanted: Wanted, people: int, reason: str) -> None:
        """Leave the line in the reading log, then draw."""
        self._wanted = wanted
        self._desk.do(export_list, people, reason=reason, then=self._draw, failed=self.refused.emit)

    def _draw(self, _change: object) -> None:
        if (wanted := self._wanted) is not None:
            desk = self._desk
            desk.clerk.make(wanted.gather, lambda people: drawn(desk, people, wanted), self._save, self.refused.emit)

    def _save(self, content: bytes) -> None:
        kind = self._wanted.kind if self._wanted else "pdf"
        name = f"danh-sach-doi-tuong-{self._desk.today():%Y%m%d}.{kind}"
        path, _chosen = QFileDialog.getSaveFileName(self._page, _("Save the list"), name, f"*.{kind}")
        if not path:
            self.said.emit(_("The list was not saved."), "info")
            return
        try:
            Path(path).write_bytes(content)
        except OSError:
            self.said.emit(
                message("“{file}” could not be written. Choose another place.", file=Path(path).name), "danger"
            )
            return
        self.said.emit(message("Saved “{file}”.", file=Path(path).name), "ok")


def drawn(desk: Desk, people: Sequence[PersonRow], wanted: Wanted) -> bytes:
    """The list as a PDF or a workbook, in Vietnamese whatever the window speaks. Runs without the book."""
    from carebook.reports import grid, lists, spreadsheet
    from carebook.reports.paper.facts import Letterhead

    facility, today = desk.facility, desk.today()
    with speaking("vi"):
        lines = [
            (
                one.code,
                one.name,
                one.born,
                rows.sex_words(one),
                rows.category_words(desk, one),
                rows.place_words(one),
                one.start_on,
                rows.state_of(one)[0],
            )
            for one in people
        ]
        listed = grid.numbered(_HEADS, lines)
        title = "Danh sách đối tượng"
        about = f"{wanted.about + ', ' if wanted.about else ''}số liệu đến ngày {dates.written(today)}"
        if wanted.kind == "xlsx":
            return spreadsheet.list_workbook(listed, title=title, facility=facility.name, about=about)
        head = Letterhead(
            facility.parent_agency, facility.name, facility.symbol, facility.place, is_sample=facility.is_sample
        )
        by = f"{desk.actor.name} in lúc {dates.moment(desk.now(), today)}"
        made = lists.draw(
            lists.PeopleList(letterhead=head, title=title.upper(), about=about, grid=listed, printed_by=by)
        )
        return made.pdf
