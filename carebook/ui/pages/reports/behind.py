"""The panel beside the figures: the people behind one number, why they count, earlier reports, and the way out on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal

from carebook import dates
from carebook.money import number
from carebook.records.figures import TOTAL, Line, Period, Table
from carebook.rules import identities, targets
from carebook.rules.periods import key_last_year
from carebook.ui.pages.reports.gathering import ReportView, label_of, row_label, said_before, said_period
from carebook.ui.pages.reports.lines import listed, people
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import hairline, row
from carebook.ui.parts.taking_out import Kind, PaperList
from carebook.words import _, ngettext, speaking

MOST = 300
"""So many people are listed in the panel; the list on paper has them all."""

_OF_CATEGORIES = ("B01", "B02", "B03")
_OF_STAYS = (*_OF_CATEGORIES, "B04")
"""Tables that count whose stay is open when the data end."""
_OF_STAFF = "B12"
_COUNTED_BY_ROW = ("B05", "B06", "B11", "B12", "B13", "B14", "B15", "B17", "CS")
"""Tables whose rows, not whose columns, say what is counted."""
_HEADS = ("Mã hồ sơ", "Họ và tên", "Năm sinh", "Nội dung")


@dataclass(frozen=True)
class Behind:
    """A set of people with a title: what is printed or exported from the panel."""

    title: str
    about: str
    lines: tuple[Line, ...]

    def on_paper(self, kind: Kind) -> PaperList:
        """The list for a sheet or a workbook."""
        cells = [(one.code, one.name, one.birth, _with_amount(one)) for one in self.lines]
        people = len({one.person_id for one in self.lines if one.person_id})
        about = f"{self.about}, {people} người" if people else self.about
        return PaperList(kind, self.title, about, _HEADS, people or len(cells), lambda _reader: cells, "danh-sach")


def _with_amount(line: Line) -> str:
    """Why somebody counts, and how often when it is more than once."""
    return " · ".join(filter(None, (line.detail, f"× {line.amount}" if line.amount > 1 else "")))


class NumberPanel(SidePanel):
    """Opens with a number or a broken check; ``taken_out(PaperList)`` asks for its list as a sheet or a workbook."""

    taken_out = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(width=320)
        self._desk = desk
        self._behind: Behind | None = None
        self._opened = False
        self.closed.connect(self._shut)
        self.print_button = Button(_("Print list"), icon="printer")
        self.export_button = Button(_("Export to Excel"))
        self.print_button.clicked.connect(partial(self._take_out, "pdf"))
        self.export_button.clicked.connect(partial(self._take_out, "xlsx"))
        self.add_actions(self.print_button, self.export_button)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether it shows something, also while another way of looking covers it."""
        return self._opened

    def shut(self) -> None:
        """Close it, as its button does."""
        self.hide()
        self.closed.emit()

    def _shut(self) -> None:
        self._opened = False

    def show_number(self, view: ReportView, table: Table, row_code: str, column: str) -> None:
        """The people behind one number of a table."""
        lines = table.people(row_code, column)
        count = table.cell(row_code, column) or 0
        words = label_of(table, TOTAL, column)
        title = f"{number(count)} {words[:1].lower()}{words[1:]}"
        if table.code in _COUNTED_BY_ROW or column == TOTAL:
            title = f"{words}: {number(count)}"
        every = row_code == TOTAL and table.code in _OF_CATEGORIES
        where = _("every category") if every else row_label(table, row_code)
        about = f"{said_period(view.key)} · {where}"
        typed = table.is_typed(row_code, column)
        with speaking("vi"):
            behind = Behind(f"{words}, {said_period(view.key)}", where, lines)
        self._begin(behind, title, about)
        if typed:
            source = table.typed_source or _("the last paper report")
            said = _("Typed from {source}. In the book: {n}.").format(source=source, n=len(lines))
            self.add(label(said, "small", "warn", wrap=True), 6)
        target = view.targets.get(row_code) if table.code == targets.CODE else None
        if target is not None and (without := targets.unserved(table, target)):
            words = _("Still without it: {names}.").format(names=listed(without, 40))
            self.add(6, label(words, wrap=True), 6)
        self._list(lines)
        self._compare(view, table, row_code, column, lines)
        reason = _reason(table, column, view.figures.period if not view.snapshot else _period_of(view))
        self.add(8, label(reason, "small", wrap=True))

    def show_check(self, view: ReportView, check: identities.Check) -> None:
        """The people who break a check, or who are missing a fact."""
        title = ngettext("{n} person to look at", "{n} people to look at", len(check.people)).format(
            n=len(check.people)
        )
        about = str(check.message)
        with speaking("vi"):
            behind = Behind(str(check.message), said_period(view.key), check.people)
        self._begin(behind, title, about)
        self._list(check.people)

    def show_blocked(self, view: ReportView, opened: Callable[[identities.Check], object]) -> None:
        """Why the report cannot be closed: each broken check on a line that opens its people."""
        title = _("Not closed yet: {month}").format(month=said_period(view.key))
        self._begin(None, title, _("Put each of these right, then close again."))
        for check in view.figures.blocking:
            see = Button(_("See"), "link", "arrow-right")
            see.setAccessibleName(_("See the people: {what}").format(what=check.message))
            see.clicked.connect(partial(opened, check))
            self.add(label(str(check.message), wrap=True), row(None, see), hairline())

    def _begin(self, behind: Behind | None, title: str, about: str) -> None:
        self._behind, self._opened = behind, True
        self.clear()
        self.show_title(title, about)
        self.add(hairline("rule"))
        out = behind is not None and bool(behind.lines) and self._desk.may("export_list")
        self.print_button.setVisible(out)
        self.export_button.setVisible(out)
        self.show()

    def _list(self, lines: tuple[Line, ...]) -> None:
        self.add(*people(self._desk, lines[:MOST]))
        if len(lines) > MOST:
            self.add(label(_("The printed list has all {n}.").format(n=number(len(lines))), "small", wrap=True))

    def _compare(self, view: ReportView, table: Table, row_code: str, column: str, lines: tuple[Line, ...]) -> None:
        """The number before it in time: of B01 with who came and who is gone, of every table a year earlier."""
        now = table.cell(row_code, column)
        ago = view.year_before(table.code)
        if table.code != "B01" and ago is None:
            return
        self.add(hairline("rule"), 8)
        if table.code == "B01":
            before = view.previous
            was = _number_in(before, row_code, column)
            self._against(said_before(view.key), was, now)
            if before is None or was is None or now is None:
                self.add(label(_("The book does not know the time before."), "small", wrap=True))
            else:
                self._came_and_went(before.people(row_code, column), column, lines)
        if ago is not None:
            self._against(said_period(key_last_year(view.key)), _number_in(ago, row_code, column), now)

    def _against(self, span: str, was: int | None, now: int | None) -> None:
        words = "–" if was is None or now is None else _change(was, now)
        self.add(row(label(_("Against {month}").format(month=span)), None, label(words, "strong")))

    def _came_and_went(self, there: tuple[Line, ...], column: str, lines: tuple[Line, ...]) -> None:
        if column == "opening" or not column.startswith(("in_", "out_", "regroup_")):
            came, left = _difference(there, lines)
            parts = [(_("Come: {names}."), came), (_("Gone: {names}."), left)]
        else:
            parts = [(_("The time before: {names}."), there)]
        for pattern, those in parts:
            if those:
                self.add(label(pattern.format(names=listed(those)), "small", wrap=True))

    def _take_out(self, kind: Kind) -> None:
        if self._behind is not None:
            self.taken_out.emit(self._behind.on_paper(kind))


def _number_in(table: Table | None, row_code: str, column: str) -> int | None:
    """The number of an earlier table; None where the book does not know it, or it is too small to be told."""
    if table is None or row_code not in {row.code for row in table.rows} or table.is_hidden(row_code, column):
        return None
    return table.cell(row_code, column)


def _difference(before: tuple[Line, ...], now: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Who came and who is gone between two sets of stays."""
    was, is_now = ({(line.person_id, line.episode_id) for line in lines} for lines in (before, now))
    came = tuple(line for line in now if (line.person_id, line.episode_id) not in was)
    gone = tuple(line for line in before if (line.person_id, line.episode_id) not in is_now)
    return came, gone


def _change(was: int, now: int) -> str:
    """ "2 → 4, tăng 2"."""
    if now > was:
        return _("{was} → {now}, {n} more").format(was=was, now=now, n=now - was)
    if now < was:
        return _("{was} → {now}, {n} fewer").format(was=was, now=now, n=was - now)
    return _("{n}, the same").format(n=now)


def _period_of(view: ReportView) -> Period:
    snapshot = view.snapshot
    return Period(snapshot.first_on, snapshot.last_on, snapshot.cutoff_on) if snapshot else view.figures.period


def _reason(table: Table, column: str, period: Period) -> str:
    """Why a person stands in a column, in one sentence."""
    words = label_of(table, TOTAL, column)
    given = {
        "first": dates.written(period.first),
        "cutoff": dates.written(period.cutoff),
        "column": words[:1].lower() + words[1:],
    }
    if column == "opening":
        return _("Counted because the stay was open before {first}.").format(**given)
    if column.startswith("in_"):
        return _("Counted because the stay began from {first} to {cutoff}, as “{column}”.").format(**given)
    if column.startswith("out_"):
        return _("Counted because the stay ended from {first} to {cutoff}, as “{column}”.").format(**given)
    if column.startswith("regroup_"):
        return _("Counted because the category changed from {first} to {cutoff}.").format(**given)
    if table.code == "B01" and column == "closing":
        return _(
            "Counted because the stay is open at the end of {cutoff}; who is in hospital or on leave counts."
        ).format(**given)
    if table.code == _OF_STAFF:
        return _("Counted at the end of {cutoff}: “{column}”.").format(**given)
    if table.code not in _OF_STAYS and column == TOTAL:
        return _("Counted from {first} to the end of {cutoff}.").format(**given)
    if table.code not in _OF_STAYS:
        return _("Counted from {first} to the end of {cutoff}: “{column}”.").format(**given)
    return _("Counted because the stay is open at the end of {cutoff}: “{column}”.").format(**given)
