"""The book of incidents of a month on its way out, on paper or for Excel: what everybody may know, or more, under the code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from carebook import dates
from carebook.records.incidents import INCIDENT_WORDS, SEVERITY_WORDS
from carebook.reports.grid import Value
from carebook.store.book import Reader
from carebook.store.incidents import IncidentLine, incidents
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import Kind, PaperList, may_print_work
from carebook.words import _

_HEADS = ("Số", "Lúc xảy ra", "Sự cố", "Mức độ", "Họ và tên", "Mã hồ sơ", "Nơi xảy ra", "Diễn biến", "Tình trạng")
_UNDER_CODE = "(xem biên bản)"


def of_month(desk: Desk, first: date, last: date, reader: Reader) -> tuple[list[IncidentLine], frozenset[str]]:
    """The incidents of a time that the asker may read, in the order in which they happened, and the ids of those that not
    everybody may: restricted incidents, and those of restricted people.
    """
    mine = incidents(reader, first, last)[::-1]
    with desk.book.reading_masked(desk.now()) as masked:
        told = {line.id for line in incidents(masked, first, last)}
    return mine, frozenset(line.id for line in mine if line.id not in told)


def paper_list(
    desk: Desk,
    lines: Sequence[IncidentLine],
    first: date,
    *,
    kind: Kind = "pdf",
    under_code: frozenset[str] = frozenset(),
) -> PaperList:
    """What is printed or exported of these incidents of a month; of those ``under_code`` stands no name, place or text."""
    whose = frozenset(line.person_id for line in lines if line.person_id)
    month = f"tháng {first.month:02}/{first.year}"
    words = desk.words
    return PaperList(
        kind,
        "Sổ theo dõi sự cố",
        f"{month}, gồm sự cố bảo mật" if under_code else month,
        _HEADS,
        len(whose),
        lambda _reader: [
            _printed(line, words("incident_kind", line.incident.kind), under_code=line.id in under_code)
            for line in lines
        ],
        "so-su-co",
        whose,
    )


class BookOut(QObject):
    """The two ways out with their buttons. ``made(PaperList)`` is to be taken out; ``empty`` without a line; ``failed(error)``."""

    made = Signal(object)
    empty = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, page: QWidget, bounds: Callable[[], tuple[date, date]]) -> None:
        super().__init__(page)
        self._desk, self._bounds = desk, bounds
        self.menu = QMenu(page)
        self.print_button = Button(_("Print the list"), icon="printer", key="Ctrl+Shift+P", listens=False)
        self.print_button.clicked.connect(partial(self.begin, "pdf"))
        self.table_button = Button(_("Save for Excel…"), icon="file-spreadsheet", listens=False)
        self.table_button.clicked.connect(partial(self.begin, "xlsx"))
        for button in (self.print_button, self.table_button):
            button.setVisible(may_print_work(desk))

    def begin(self, kind: Kind, *_more: object) -> None:
        """Read the month. Where the asker may read what not everybody may, a menu asks whether it is to stand there, too."""
        if may_print_work(self._desk):
            first, last = self._bounds()
            question, then = partial(of_month, self._desk, first, last), partial(self._offer, kind, first)
            self._desk.ask(self, question, then, self.failed.emit, key="list")

    def _offer(self, kind: Kind, first: date, found: tuple[list[IncidentLine], frozenset[str]]) -> None:
        lines, hidden = found
        plain = [line for line in lines if line.id not in hidden]
        without = partial(self._make, plain, first, kind, frozenset())
        if not hidden:
            without()
            return
        self.menu.clear()
        self._add(_("Without what is restricted"), without)
        self._add(_("Everything, what is restricted under its code"), partial(self._make, lines, first, kind, hidden))
        below = self.print_button if kind == "pdf" else self.table_button
        self.menu.popup(below.mapToGlobal(QPoint(0, below.height() + 2)))

    def _add(self, words: str, slot: Callable[[], None]) -> None:
        self.menu.addAction(words).triggered.connect(lambda *_more: slot())

    def _make(self, lines: Sequence[IncidentLine], first: date, kind: Kind, under_code: frozenset[str]) -> None:
        if lines:
            self.made.emit(paper_list(self._desk, lines, first, kind=kind, under_code=under_code))
        else:
            self.empty.emit()


def _printed(line: IncidentLine, kind: str, *, under_code: bool) -> Sequence[Value]:
    one = line.incident
    at = one.happened_at
    return (
        one.number,
        f"{dates.clock(at)} {dates.written(dates.local(at).date())}" if at is not None else "",
        kind,
        f"{one.severity.value} {_(SEVERITY_WORDS[one.severity])}",
        "" if under_code else line.name,
        line.code,
        "" if under_code else one.place,
        _UNDER_CODE if under_code else one.text,
        _(INCIDENT_WORDS[one.state]),
    )
