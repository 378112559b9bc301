"""The figures of a month: a tab for each table, numbers that open their people, and what must hold between them."""

from __future__ import annotations

from functools import partial
from math import ceil

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from carebook import dates, money
from carebook.records.figures import TOTAL, Column, Row, RowKind, Table
from carebook.reports.figures import first_heading
from carebook.rules import identities
from carebook.rules.disability import NO_KIND
from carebook.ui.pages.reports.gathering import MonthView
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import Flow, box, column, emptied, hairline, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, FigureColumn, FigureRow, FigureTable
from carebook.ui.parts.tabs import Tabs
from carebook.words import _, ngettext

CODES = ("B01", "B02", "B03", "B07", "B08", "B09", "B10", "B11", "CS")
_KINDS = {RowKind.GROUP: "group", RowKind.TOTAL: "total"}


class FiguresView(QWidget):
    """``number_opened(table code, row code, column code)`` and ``check_opened(Check)`` are for the panel beside it."""

    number_opened = Signal(str, str, str)
    check_opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._view: MonthView | None = None
        self._everything = False
        self._columns: tuple[Column, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self.tabs = Tabs([(code, code) for code in CODES], _("Tables of the report"))
        self.title = label("", "h3")
        self.until = label("", "small")
        self.hidden = Button("", "link")
        self.hidden.clicked.connect(self._show_more)
        self.table = FigureTable(_("Figures of the month"))
        self.notes = label("", "small", wrap=True)
        self.checks = Checks()
        self.checks.opened.connect(self.check_opened)
        self.tabs.chosen.connect(self._show_table)
        self.table.number_opened.connect(self._open)
        head = box(
            row(self.title, self.until, None, self.hidden, gap=8, margins=(24, 0, 16, 0)),
            height=theme.worn().scaled(34),
        )
        listed = box(column((self.table, 1), row(self.notes, margins=(8, 2, 8, 4)), gap=0, margins=(16, 0, 8, 0)))
        self.states = States(box(column(head, (listed, 1), gap=0)))
        self.setLayout(column(row(self.tabs, margins=(18, 0, 8, 0)), hairline(), (self.states, 1), self.checks, gap=0))

    def show_month(self, view: MonthView) -> None:
        """Show the tables and checks of a month."""
        self._view = view
        for code in CODES:
            bad = any(check.holds is False and table_of_check(check) == code for check in view.checks)
            self.tabs.rename(code, f"{code} !" if bad else code)
        self.checks.show_checks(view.checks)
        self._show_table()

    def _show_table(self, _code: str = "") -> None:
        view = self._view
        if view is None:
            return
        table = view.found(self.tabs.current())
        if table is None:
            self._columns, self._rows = (), ()
            self.states.show_empty(_("The closed version does not have this table."), icon="file-text")
            return
        self.states.show_content()
        self._columns = table.columns if self._everything else shown_columns(table)
        self._rows = table.rows if self._everything else table.printed_rows
        cutoff = view.snapshot.cutoff_on if view.snapshot else view.figures.period.cutoff
        self.title.setText(f"{table.code} {table.title}")
        self.until.setText(_("up to {day}").format(day=dates.written(cutoff)))
        self.table.setAccessibleName(f"{table.code} {table.title}")
        self.table.show_figures(
            [FigureColumn(first_heading(table), width=190, stretch=1, align="left"), *heads_of(self._columns, table)],
            [self._row(table, one) for one in self._rows],
        )
        self._say_hidden(table)
        self._say_notes(view, table)

    def _row(self, table: Table, one: Row) -> FigureRow:
        cells = (one.label, *(_shown(table, one, column) for column in self._columns))
        indent = 10 if one.kind in (RowKind.ROW, RowKind.PART) and one.parent else 0
        kind = _KINDS.get(one.kind, "row")
        return FigureRow(cells, kind=kind, indent=indent)  # type: ignore[arg-type]

    def _say_hidden(self, table: Table) -> None:
        rows, columns = len(table.rows) - len(table.printed_rows), len(table.columns) - len(shown_columns(table))
        self.hidden.setVisible(bool(rows or columns))
        if self._everything:
            self.hidden.setText(_("Hide what is empty"))
        elif not columns:
            self.hidden.setText(ngettext("Show {n} hidden row", "Show {n} hidden rows", rows).format(n=rows))
        elif not rows:
            self.hidden.setText(
                ngettext("Show {n} hidden column", "Show {n} hidden columns", columns).format(n=columns)
            )
        else:
            self.hidden.setText(
                _("Show {columns} columns and {rows} rows that are hidden").format(columns=columns, rows=rows)
            )

    def _say_notes(self, view: MonthView, table: Table) -> None:
        said = []
        if view.damaged:
            said.append(_("The frozen figures are not those that were closed; today's are shown. Tell the director."))
        if table.typed and table.typed_source:
            said.append(_("Opening figures from {source}.").format(source=table.typed_source))
        if table.unknown:
            said.append(_("“–”: the book does not know that time; it is never computed."))
        self.notes.setText(" ".join(said))
        self.notes.setVisible(bool(said))

    def _show_more(self) -> None:
        self._everything = not self._everything
        self._show_table()
        self.table.setFocus()

    def _open(self, row_place: int, column_place: int) -> None:
        code = self.tabs.current()
        self.number_opened.emit(code, self._rows[row_place].code, self._columns[column_place - 1].code)

    def open_cell(self, code: str, row_code: str, column_code: str) -> None:
        """Open a number as if it was pressed; nothing when it is hidden."""
        self.tabs.choose(code)
        rows, columns = [r.code for r in self._rows], [c.code for c in self._columns]
        if row_code in rows and column_code in columns:
            place = rows.index(row_code), columns.index(column_code) + 1
            self.table.mark_opened(*place)
            self._open(*place)

    def nothing_opened(self) -> None:
        """The panel was closed."""
        self.table.mark_opened(-1, -1)

    def fold(self, narrow: bool) -> None:
        """Tabs become a list while it is narrow."""
        self.tabs.fold(narrow)


class Checks(QFrame):
    """The foot of the figures: every identity with its tick, "!" for what is broken and the way to its people."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footer")
        self._place = column(gap=0)
        self.setLayout(column(self._place, gap=0, margins=(24, 10, 20, 10)))
        self.setMinimumHeight(theme.worn().scaled(44))
        self.setSizePolicy(_wrapping())

    def show_checks(self, checks: tuple[identities.Check, ...]) -> None:
        """Broken ones first; those that hold are put together where they say the same of several tables."""
        emptied(self._place)
        broken = [check for check in checks if check.holds is False]
        items: list[QWidget] = [label(_("Checks"), "strong")]
        items += [self._broken(check) for check in broken]
        items += [_sign("check", "ok", words) for words in holding(checks)]
        items += [_sign("circle", "text2", f"{check.message}: –") for check in checks if check.holds is None]
        listed = box(Flow(*items, gap=14))
        listed.setSizePolicy(_wrapping())
        self._place.addWidget(listed)
        self.setAccessibleName(
            ngettext("{n} check is broken", "{n} checks are broken", len(broken)).format(n=len(broken))
            if broken
            else _("Every check holds")
        )

    def _broken(self, check: identities.Check) -> QWidget:
        tone = "danger" if check.blocks else "warn"
        words = label(_short(check), tone=tone)
        words.setToolTip(str(check.message))
        parts: list[QWidget] = [Sign("triangle-alert", tone, 16), words]
        if check.people:
            link = Button(_("open"), "link", "arrow-right")
            link.setAccessibleName(_("See the people: {what}").format(what=check.message))
            link.clicked.connect(partial(self.opened.emit, check))
            parts.append(link)
        return box(row(*parts, gap=6))


def _wrapping() -> QSizePolicy:
    """As high as its items need at its width."""
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    return policy


def _sign(icon: str, tone: str, words: str) -> QWidget:
    return box(row(Sign(icon, tone, 16), label(words), gap=6))


def _short(check: identities.Check) -> str:
    """A broken check in a few words; its tip has the whole sentence."""
    values = check.message.values
    match check.code:
        case "balance":
            return _("{category}: {expected} expected, {closing} counted").format(**values)
        case "continuity":
            return _("{category}: closing {before}, opening {now}").format(**values)
        case _:
            return str(check.message)


def holding(checks: tuple[identities.Check, ...]) -> list[str]:
    """What holds, said once: the sums of several tables together, the people of several tables together."""
    fine = [check for check in checks if check.holds]
    said = [str(check.message) for check in fine if check.code in ("balance", "continuity")]
    sums = [str(check.message.values["table"]) for check in fine if check.code == "whole"]
    if sums:
        said.append(_("{tables}: rows = total").format(tables=", ".join(sums)))
    same = [str(check.message.values["table"]) for check in fine if check.code.startswith("same_people")]
    if same:
        said.append(_("{tables}: the people of B01's closing").format(tables=", ".join(same)))
    return said


def table_of_check(check: identities.Check) -> str:
    """The table whose tab bears the mark of a broken check."""
    if check.row == NO_KIND or check.code == "no_kind":
        return "B03"
    return str(check.message.values.get("table", "B01"))


def _shown(table: Table, row: Row, column: Column) -> int | str | None:
    """A number that opens its people, or a share in words."""
    if column.share_of is None:
        return (
            f"< {table.hidden_below}" if table.is_hidden(row.code, column.code) else table.cell(row.code, column.code)
        )
    part, whole = (table.cell(row.code, code) for code in column.share_of)
    return None if part is None or whole is None else money.percent(part, whole)


def shown_columns(table: Table) -> tuple[Column, ...]:
    """The columns with something in them, a share while it is one of something; those without a heading above always stand."""
    return tuple(
        c for c in table.columns if not c.group or table.cell(TOTAL, c.share_of[1] if c.share_of else c.code) != 0
    )


def heads_of(columns: tuple[Column, ...], table: Table) -> list[FigureColumn]:
    """The heads of figures, each column as wide as its words, its longest number, and its share of the words above its group."""
    heads, groups = [], [column.group for column in columns]
    for one in columns:
        words = broken(one.label[:1].lower() + one.label[1:] if one.group else one.label)
        own = max(_said_width(line, 500) for line in words.split("\n"))
        if one.share_of:
            own = max(own, _said_width(money.percent(1, 1), 400, "base"))
        else:
            most = max((table.cell(row.code, one.code) or 0 for row in table.rows), default=0)
            own = max(own, _said_width(money.number(most), 600, "base"))
        share = _said_width(one.group, 600) // groups.count(one.group) if one.group else 0
        heads.append(FigureColumn(words, one.group, width=max(46, own + 18, share + 8), priority=ALWAYS))
    return heads


def _said_width(words: str, weight: int, size: str = "small") -> int:
    """How wide words are, in pixels at 100 %."""
    pixels = QFontMetrics(theme.font(size, weight)).horizontalAdvance(words)
    return ceil(pixels * 100 / max(theme.worn().scaled(100), 1))


def broken(words: str) -> str:
    """A heading over several lines: a line break wherever the line would grow past eight letters."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= 8:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)
