"""The panel beside figures: the people behind one number, the way to their records, and the list on its way out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.money import number
from carebook.records.figures import Line
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.taking_out import Kind, PaperList
from carebook.words import _, ngettext, speaking

_WIDTH = 340
_HEADS = ("Mã hồ sơ", "Họ và tên", "Năm sinh", "Nội dung")
_UNDER_LOCK = "(hồ sơ bảo mật)"


class NamesPanel(QFrame):
    """Opens with a number; Enter opens a record. ``taken_out(PaperList)`` asks for its list; ``closed`` when it is shut."""

    taken_out = Signal(object)
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines: Sequence[Line] = ()
        self._title, self._about = "", ""
        self.setObjectName("panel")
        self.setProperty("side", "right")
        self.title = ElidedLabel("", "h2")
        self.about = label("", "small", wrap=True)
        self.shut_button = Button("", "ghost", "x")
        self.shut_button.setAccessibleName(_("Close the panel"))
        self.shut_button.setToolTip(_("Close the panel"))
        self.shut_button.clicked.connect(self.shut)
        self.table = RecordTable(
            [Column("name", _("Name"), self._cell, 200, 1, ALWAYS)],
            _("People behind the number"),
            id_of=lambda line: f"{line.episode_id}{id(line) if not line.episode_id else ''}",
            row_height=44,
            heads=False,
        )
        self.table.opened.connect(self._open)
        self.print_button = Button(_("Print list"), icon="printer")
        self.print_button.clicked.connect(partial(self._take_out, "pdf"))
        self.export_button = Button(_("Export to Excel"))
        self.export_button.clicked.connect(partial(self._take_out, "xlsx"))
        for button in (self.print_button, self.export_button):
            button.setVisible(desk.may("export_list"))
        head = row((self.title, 1), self.shut_button, gap=8)
        foot = row(self.print_button, self.export_button, None, gap=8)
        self.setLayout(column(head, self.about, 4, (self.table, 1), 6, foot, gap=4, margins=(16, 12, 12, 12)))
        self.setFixedWidth(theme.worn().scaled(_WIDTH))
        self.hide()

    def show_people(
        self, title: str, about: str, lines: Sequence[Line], *, times: bool = False, counted: str = ""
    ) -> None:
        """Show the people behind a number; ``title`` and ``about`` are the Vietnamese words of its table. With ``times`` it
        counts comings or leavings, with ``counted`` what that says."""
        self._title, self._about, self._lines = title, about, lines
        count = len(lines)
        many = ngettext("{n} time", "{n} times", count) if times else ngettext("{n} person", "{n} people", count)
        self.title.setWhole(counted or many.format(n=number(count)))
        locked = sum(line.masked for line in lines)
        said = ngettext("{n} of them is a restricted record.", "{n} of them are restricted records.", locked)
        told = [title, about, said.format(n=number(locked)) if locked else ""]
        self.about.setText("\n".join(filter(None, told)))
        self.table.show_records(lines)
        self.table.scrollToTop()
        self.show()

    def lines(self) -> Sequence[Line]:
        """The people that are shown."""
        return self._lines

    def shut(self) -> None:
        """Close it, as its button does."""
        self.hide()
        self.closed.emit()

    def move_under(self, under: bool) -> None:
        """Stand under the figures while the page is narrow."""
        self.setProperty("side", "under" if under else "right")
        if under:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16777215)
        else:
            self.setFixedWidth(theme.worn().scaled(_WIDTH))
        theme.restyle(self)

    def on_paper(self, kind: Kind) -> PaperList:
        """The list for a sheet or a workbook; nobody restricted is named."""
        with speaking("vi"):
            cells = [(one.code, one.name or _UNDER_LOCK, one.birth, one.detail) for one in self._lines]
        about = f"{self._about}, {len(cells)} dòng"
        return PaperList(kind, self._title, about, _HEADS, len(cells), lambda _reader: cells, "thong-ke-danh-sach")

    def _cell(self, line: Line) -> Cell:
        if line.masked:
            return Cell(_("Restricted record"), sub=_("Counted like everybody"), icon="lock", tone="text2")
        return Cell(line.name, sub=" · ".join(filter(None, (line.birth, line.detail))), weight=500)

    def _open(self, line: Line) -> None:
        if line.person_id:
            self._desk.go("person", person_id=line.person_id)

    def _take_out(self, kind: Kind) -> None:
        if self._lines:
            self.taken_out.emit(self.on_paper(kind))
