"""The page of quick statistics: who is counted when, rows × columns × filters, the numbers, and the people behind each."""

from __future__ import annotations

from functools import partial
from math import ceil
from typing import Any

from PySide6.QtGui import QFontMetrics

from carebook import dates
from carebook.actions.statistics import save_statistic, strike_statistic
from carebook.money import number
from carebook.records.figures import TOTAL, Column, Period, Row, RowKind, Table
from carebook.records.office import SavedStatistic
from carebook.rules.statistics import FACTS, Design, Who
from carebook.store.book import Reader
from carebook.ui.pages.statistics.asking import Asked, asked
from carebook.ui.pages.statistics.filters import FilterChips
from carebook.ui.pages.statistics.kept import KeepDialog, KeptStatistics
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.daily_papers import PaperOut
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import key_caps, label
from carebook.ui.parts.layouts import Flow, box, column, row
from carebook.ui.parts.leading_tabs import OfficeTabs
from carebook.ui.parts.names_panel import NamesPanel
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.spans import SpanInput
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, FigureColumn, FigureRow, FigureTable
from carebook.ui.parts.taking_out import PaperList, TakingOut
from carebook.words import N_, _, ngettext

_KINDS = {RowKind.GROUP: "group", RowKind.TOTAL: "total"}
_WHO = (
    (Who.PRESENT.value, N_("There on a day")),
    (Who.SERVED.value, N_("Cared for")),
    (Who.CAME.value, N_("Admitted")),
    (Who.LEFT.value, N_("Stays ended")),
)
_TIMES = (Who.CAME, Who.LEFT)
_LINE = 10
"""So many letters stand in one line of a head."""


class StatisticsPage(DeskPage):
    """One table at a time; arrows walk the numbers, Enter opens the people behind one."""

    mine = frozenset({"people", "episodes", "facility", "codes", "staff", "periods"})
    keys = (
        KeyHint("↑↓←→", N_("walk the numbers")),
        KeyHint("Enter", N_("open the people behind a number")),
        KeyHint("Ctrl+F", N_("add a filter")),
        KeyHint("F7", N_("rows and columns change places")),
        KeyHint("Ctrl+S", N_("keep it by a name")),
        KeyHint("Ctrl+P", N_("print")),
        KeyHint("Esc", N_("close the panel")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Quick statistics"))
        self._found: Asked | None = None
        facts = [(code, desk.words("statistic_fact", code)) for code in FACTS]
        self.who = Segments([(code, _(words)) for code, words in _WHO], Who.PRESENT.value)
        self.span = SpanInput(desk)
        self.span.show_as_day(True)
        wide = theme.worn().scaled(206)
        self.rows = filter_choice(_("Rows"), facts, "category", width=wide)
        self.columns = filter_choice(_("Columns"), [("", _("Only the total")), *facts], "sex", width=wide)
        self.swap_button = Button("", "ghost", "arrow-left-right", "F7", listens=False)
        self.swap_button.setAccessibleName(_("Rows and columns change places"))
        self.swap_button.setToolTip(_("Rows and columns change places"))
        self.filters = FilterChips(facts)
        self.kept = KeptStatistics(desk)
        self.tabs = OfficeTabs(desk, "statistics")
        self.table = FigureTable(_("Quick statistics"))
        self.heading = label("", "h3")
        self.until = label("", "small", wrap=True)
        self.panel = NamesPanel(desk)
        self.taking_out = TakingOut(desk, self)
        self.paper = PaperOut(desk, self)
        self._make_buttons()
        self._connect()
        when = Flow(self.who, self.span, gap=12)
        fields = (box(row(label(_("Rows"), "small"), self.rows, gap=6)), self.swap_button)
        across = box(row(label(_("Columns"), "small"), self.columns, gap=6))
        self._crossing = row(box(row(*fields, across, None, gap=10)), (self.filters, 1), gap=16, margins=(24, 0, 20, 6))
        titled = box(column(self.heading, self.until, gap=0, margins=(8, 4, 8, 6)))
        self.states = States(box(column(titled, (self.table, 1), gap=0)))
        self._beside = row((box(column((self.states, 1), gap=0, margins=(16, 0, 8, 0))), 1), self.panel, gap=0)
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            self.kept,
            row((box(when), 1), margins=(24, 6, 20, 8)),
            self._crossing,
            (self._beside, 1),
            Footer(
                key_caps(("Enter", _("open")), ("Ctrl+F", _("add a filter")), ("F7", _("swap"))),
                None,
                self.forget_button,
                height=44,
            ),
        )
        self.setFocusProxy(self.table)

    def _make_buttons(self) -> None:
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self.print_table)
        self.export_button = Button(_("Export to Excel"), icon="file-spreadsheet")
        self.export_button.clicked.connect(self.export_table)
        self.keep_button = Button(_("Keep…"), icon="save", key="Ctrl+S", listens=False)
        self.keep_button.clicked.connect(self.save)
        self.keep_button.setVisible(self._desk.may("save_statistic"))
        self.forget_button = Button(_("Give this kept statistic up"), "link")
        self.forget_button.clicked.connect(self._forget_shown)
        self.forget_button.hide()
        self.header.add_actions(self.keep_button, self.export_button, self.print_button)

    def _connect(self) -> None:
        self.who.chosen.connect(self._other_who)
        self.span.changed.connect(self._asked_anew)
        self.span.refused.connect(partial(self.say, tone="warn", seconds=6))
        self.rows.activated.connect(self._asked_anew)
        self.columns.activated.connect(self._asked_anew)
        self.swap_button.clicked.connect(self.swap)
        self.filters.changed.connect(self._asked_anew)
        self.kept.applied.connect(self._apply)
        self.kept.renamed.connect(self._rename)
        self.kept.deleted.connect(self._forget)
        self.table.number_opened.connect(self._open)
        self.panel.closed.connect(partial(self.table.mark_opened, -1, -1))
        self.panel.taken_out.connect(self._take_names_out)
        for out in (self.taking_out, self.paper):
            out.said.connect(self.say)
            out.refused.connect(self.complain)
        for key, slot in (
            ("Ctrl+P", self.print_table),
            ("Ctrl+F", self.filters.ask),
            ("F7", self.swap),
            ("Esc", self.panel.shut),
        ):
            on_key(self, key, slot)

    # what is asked

    def design(self) -> Design:
        """What the fields ask for."""
        return Design(Who(self.who.current()), self.rows.code(), self.columns.code(), self.filters.only())

    def period(self) -> Period:
        """The days the fields ask for; of a span that runs on, those up to today."""
        first, last = self.span.bounds()
        return Period(first, last, min(max(first, self._desk.today()), last))

    def turn_to(self, kept: str = "", **_more: object) -> None:
        """Show a design kept as JSON, or what stood there."""
        if kept:
            self.panel.shut()
            self._show_design(kept)
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the numbers."""
        if self._found is None:
            self.states.show_loading()
        question = partial(asked, design=self.design(), period=self.period(), today=self._desk.today())
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _asked_anew(self, *_what: object) -> None:
        self.panel.shut()
        self.make_stale()

    def _other_who(self, *_which: object) -> None:
        self.span.show_as_day(Who(self.who.current()) is Who.PRESENT)
        self._asked_anew()

    def swap(self, *_more: object) -> None:
        """Rows become columns; a table with a total only has nothing to swap."""
        rows, columns = self.rows.code(), self.columns.code()
        if columns:
            self.rows.choose(columns)
            self.columns.choose(rows)
            self._asked_anew()

    # what stands there

    def _show(self, found: Asked) -> None:
        self._found = found
        self.filters.know(found.offered)
        self.kept.show_kept(found.kept)
        self.kept.mark(found.statistic.design.to_json())
        self.forget_button.setVisible(self._kept_shown() is not None)
        table = found.statistic.table
        for button in (self.print_button, self.export_button):
            button.setEnabled(table is not None and bool(table.lines))
        if table is None:
            self._show_unknown(found)
            return
        count = table.cell(TOTAL, TOTAL) or 0
        times = found.statistic.design.who in _TIMES
        said = (
            ngettext("{n} time", "{n} times", count) if times else ngettext("{n} person", "{n} people", count)
        ).format(n=number(count))
        self.header.show_line(said)
        if not count:
            ways = ((_("Clear filters"), self.filters.clear_button.click),) if self.filters.only() else ()
            self.states.show_empty(_("Nobody is counted for these days and filters."), *ways, icon="users")
            return
        self._show_table(found, table)

    def _show_unknown(self, found: Asked) -> None:
        self.header.show_line("")
        since = found.statistic.complete_from
        day = dates.written(since) if since is not None else "–"
        self.states.show_empty(
            _("The book knows everybody from {day} on; these days lie before it.").format(day=day), icon="calendar"
        )

    def _show_table(self, found: Asked, table: Table) -> None:
        statistic = found.statistic
        until = dates.written(statistic.period.cutoff)
        first = dates.written(statistic.period.first)
        present = statistic.design.who is Who.PRESENT
        days = (
            _("at the end of {day}").format(day=until)
            if present
            else _("from {first} to {last}").format(first=first, last=until)
        )
        self.heading.setText(table.title)
        self.until.setText(" · ".join((days, *statistic.filters)))
        self.table.setAccessibleName(table.title)
        heading = FigureColumn(self.rows.currentText(), width=190, stretch=1, align="left")
        self.table.show_figures([heading, *map(_head, table.columns)], [_row(table, one) for one in table.rows])
        self.states.show_content()

    def _open(self, row_place: int, column_place: int) -> None:
        if self._found is None or (table := self._found.statistic.table) is None:
            return
        one, across = table.rows[row_place], table.columns[column_place - 1]
        words = [part.label for part in (one, across) if part.code != TOTAL]
        title = ", ".join(words) or table.rows[-1].label
        times = self._found.statistic.design.who in _TIMES
        self.panel.show_people(title, table.title, table.people(one.code, across.code), times=times)

    # on its way out

    def _paper(self, _reader: Reader, by: str) -> Any:
        from carebook.reports.statistics import StatisticPaper

        found = self._found
        if found is None or found.statistic.table is None:
            raise RuntimeError("nothing is shown")
        asked_for = found.statistic
        heading = self._desk.words("statistic_fact", asked_for.design.rows)
        return StatisticPaper(
            self._desk.facility,
            found.statistic.table,
            asked_for.design.who,
            asked_for.period,
            asked_for.filters,
            heading,
            by,
        )

    def print_table(self, *_more: object) -> None:
        """The numbers as a PDF; it names nobody."""
        if self.print_button.isEnabled():
            self.paper.begin(_("Quick statistics"), "thong-ke", self._paper, _drawn)

    def export_table(self, *_more: object) -> None:
        """The numbers as a workbook; it names nobody."""
        if self.export_button.isEnabled():
            self.paper.begin_table(_("Quick statistics"), "thong-ke", self._paper, _filled, lambda _made: ())

    def _take_names_out(self, wanted: PaperList) -> None:
        self.taking_out.begin(wanted)

    # kept by name

    def _kept_shown(self) -> SavedStatistic | None:
        """The statistic of one's own that stands in the fields."""
        mine, design = self._desk.actor.staff_member_id, self.design().to_json()
        return next((one for one in self.kept.kept() if one.design == design and one.owner_id == mine), None)

    def save(self) -> None:
        """Keep what stands in the fields by a name; what is kept already is renamed."""
        if self._found is None or not self._desk.may("save_statistic"):
            return
        shown = self._kept_shown()
        self._ask_name(shown or SavedStatistic(name="", design=self.design().to_json(), owner_id=""))

    def _rename(self, kept: SavedStatistic) -> None:
        self._ask_name(kept)

    def _ask_name(self, kept: SavedStatistic) -> None:
        table = self._found.statistic.table if self._found is not None else None
        words = table.title if table is not None and kept.design == self.design().to_json() else ""
        dialog = KeepDialog(self.window(), kept, self.kept.kept(), words)
        if dialog.exec():
            self.keep(dialog.kept())

    def keep(self, kept: SavedStatistic) -> None:
        """Keep a statistic as it is given."""
        seen = kept.version if kept.id else None
        self._desk.do(save_statistic, kept, seen=seen, then=self.tell_done, failed=self.complain)

    def _forget(self, kept: SavedStatistic) -> None:
        self._desk.do(strike_statistic, kept.id, then=self.tell_done, failed=self.complain)

    def _forget_shown(self, *_more: object) -> None:
        if (shown := self._kept_shown()) is not None:
            self._forget(shown)

    def _apply(self, kept: SavedStatistic) -> None:
        self._show_design(kept.design)
        self._asked_anew()

    def _show_design(self, kept: str) -> None:
        try:
            design = Design.from_json(kept)
        except ValueError:
            self.say(_("This statistic cannot be read any more; choose rows and columns anew."), "warn")
            return
        self.who.choose(design.who.value)
        self.span.show_as_day(design.who is Who.PRESENT)
        self.rows.choose(design.rows)
        self.columns.choose(design.columns)
        self.filters.show_filters(design.only)

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        for layout in (self._beside, self._crossing):
            layout.setDirection(layout.Direction.TopToBottom if narrow else layout.Direction.LeftToRight)
        self._crossing.setSpacing(4 if narrow else 16)
        self._beside.setStretch(1, int(narrow))  # under the figures the names get half of the height
        self.panel.move_under(narrow)


def _drawn(made: Any) -> bytes:
    from carebook.reports.statistics import draw

    pdf: bytes = draw(made).pdf
    return pdf


def _filled(made: Any) -> bytes:
    from carebook.reports.statistics import workbook

    return workbook(made)


def _row(table: Table, one: Row) -> FigureRow:
    cells = (one.label, *(table.cell(one.code, across.code) for across in table.columns))
    indent = 10 if one.kind is RowKind.ROW and one.parent else 0
    return FigureRow(cells, kind=_KINDS.get(one.kind, "row"), indent=indent)  # type: ignore[arg-type]


def _head(across: Column) -> FigureColumn:
    """The head of a column, broken where its line would grow long and as wide as its longest word."""
    lines: list[str] = []
    for word in across.label.split():
        if lines and len(lines[-1]) + 1 + len(word) <= _LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    metrics = QFontMetrics(theme.font("small", 500))
    widest = max((metrics.horizontalAdvance(line) for line in lines), default=0)
    width = ceil(widest * 100 / max(theme.worn().scaled(100), 1)) + 18
    return FigureColumn("\n".join(lines), across.group, width=max(56, width), priority=ALWAYS)
