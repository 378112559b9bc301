"""The list of packages: what became of each and what is left, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from carebook import dates, money
from carebook.rules.packages import said_left
from carebook.store.book import Reader
from carebook.store.packages import PackageRow
from carebook.ui.pages.packages.asking import Packages
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.taking_out import Lines, PaperList
from carebook.words import _, pgettext

_HEADS = ("Mã hồ sơ", "Họ và tên", "Gói", "Trị liệu", "Số buổi", "Đã dùng", "Còn lại", "Từ ngày", "Giá gói", "Đã thu")


class PackageTable(RecordTable):
    """Packages in two lines each."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._low: frozenset[str] = frozenset()
        self._programmes: dict[str, str] = {}
        super().__init__(
            [
                Column("name", _("Name"), self._name_cell, 180, 3, ALWAYS),
                Column("therapy", _("Therapy"), self._therapy_cell, 130, 1, 6),
                Column("used", _("Used"), self._used_cell, 76, priority=8, align="right"),
                Column("left", pgettext("of a package", "Left"), self._left_cell, 126, priority=9),
                Column("next", _("Next session"), self._next_cell, 108, priority=7),
                Column("again", _("Assess again"), self._again_cell, 100, priority=4),
                Column("paid", _("Paid of the price"), self._money_cell, 132, priority=5, align="right"),
            ],
            _("Packages of sessions"),
            row_height=44,
        )

    def show_packages(self, rows: Sequence[PackageRow], found: Packages | None) -> None:
        """Show these out of what was found."""
        self._low = frozenset(one.id for one in rows if found is not None and found.is_low(one))
        self._programmes = dict(found.programmes) if found is not None else {}
        self.show_records(rows)

    def _name_cell(self, one: PackageRow) -> Cell:
        return Cell(one.name, sub=" · ".join(filter(None, (one.code, one.words))), weight=500)

    def _therapy_cell(self, one: PackageRow) -> Cell:
        programme = self._programmes.get(one.programme_id, "")
        return Cell(self._desk.words("therapy", one.therapy), sub=programme)

    def _used_cell(self, one: PackageRow) -> Cell:
        return Cell(f"{one.sessions - one.left}/{one.sessions}", sub=_("sessions"))

    def _left_cell(self, one: PackageRow) -> Cell:
        if one.ended_on is not None:
            why = self._desk.words("package_end", one.ended_because) if one.ended_because else ""
            return Cell(why or "–", sub=self._desk.said_day(one.ended_on), mark=("square", "text2"))
        low = one.id in self._low
        late = _("not recorded: {n}").format(n=one.late) if one.late else ""
        mark = ("half", "warn") if low else ("full", "ok")
        return Cell(str(said_left(one.left)), sub=late, tone="warn" if low else "text", sub_tone="warn", mark=mark)

    def _next_cell(self, one: PackageRow) -> Cell:
        last = _("last {day}").format(day=self._desk.said_day(one.last_on)) if one.last_on else ""
        return Cell(self._desk.said_day(one.next_on) or "–", sub=last)

    def _again_cell(self, one: PackageRow) -> Cell:
        late = one.ended_on is None and one.reassess_on is not None and one.reassess_on < self._desk.today()
        return Cell(self._desk.said_day(one.reassess_on) or "–", tone="warn" if late else "text")

    def _money_cell(self, one: PackageRow) -> Cell:
        if one.price is None:
            return Cell("–", tone="text2")
        if not one.price:
            return Cell(_("free of charge"), tone="text2")
        paid = one.paid or 0
        owed = _("{amount} to pay").format(amount=money.dong(one.price - paid)) if paid < one.price else ""
        return Cell(money.dong(paid), sub=owed or money.dong(one.price), sub_tone="warn" if owed else "text2")


def on_paper(rows: Sequence[PackageRow], desk: Desk) -> PaperList:
    """The same list to be taken out."""
    about = f"tính đến ngày {dates.written(desk.today())}"
    lines = partial(_lines, tuple(rows), desk)
    whose = frozenset(one.person_id for one in rows)
    return PaperList("pdf", "Gói buổi trị liệu", about, _HEADS, len(whose), lines, "goi-buoi", whose)


def _lines(rows: tuple[PackageRow, ...], desk: Desk, _reader: Reader) -> Lines:
    return [
        (
            one.code,
            one.name,
            one.words,
            desk.words("therapy", one.therapy),
            one.sessions,
            one.sessions - one.left,
            one.left,
            one.from_on,
            "" if one.price is None else money.dong(one.price),
            "" if one.paid is None else money.dong(one.paid),
        )
        for one in rows
    ]
