"""The tab of layouts: those that are kept and the own tables on the left, the chosen one on the right, a refused file above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from carebook import dates
from carebook.actions.report_layouts import save_template, strike_own_table, strike_template
from carebook.actions.undo import undo_deed
from carebook.places import write_whole
from carebook.records.periods import REPORT_KIND_WORDS, ReportKind
from carebook.records.report_layouts import OwnTable, ReportTemplate
from carebook.reports.narrative import NARRATIVE
from carebook.rules.own_tables import Design
from carebook.rules.report_layouts import (
    Layout,
    LayoutFile,
    brought,
    layout_of,
    write_file,
)
from carebook.store.book import Reader
from carebook.ui.pages.settings.layouts.asking import Known, Offers, file_read, known, offers
from carebook.ui.pages.settings.layouts.files import Fault, RefusedFile, faults_in, text_of
from carebook.ui.pages.settings.layouts.layout_dialog import LayoutDialog, copied
from carebook.ui.pages.settings.layouts.own_table_dialog import OwnTableDialog
from carebook.ui.pages.settings.tab import Tab
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import ask_reason
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.page import Page
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, Group, RecordTable
from carebook.words import _, message, ngettext, pgettext


class LayoutsTab(Tab):
    """Enter changes what is picked; what is struck through can be brought back for a while."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self._known = Known((), ())
        self._offers: Offers | None = None
        self._op = self._file_name = ""
        self.dialog: LayoutDialog | OwnTableDialog | Any = None
        self.table = RecordTable(
            [
                Column("name", pgettext("of a list", "Name"), _name, 260, 3, ALWAYS),
                Column("kind", _("Kind of report"), _kind, 150, 1, 7),
                Column("what", _("What it prints"), _what, 170, 1, 6),
                Column("days", _("Valid"), _days, 150, 0, 4),
            ],
            _("Layouts of reports"),
        )
        self.table.picked.connect(self._show_details)
        self.table.opened.connect(self._change)
        self.states = States(self.table)
        self.new_layout = Button(_("New layout…"), "primary", "plus")
        self.new_table = Button(_("New own table…"), icon="plus")
        self.add_file = Button(_("Add from a file…"), icon="upload")
        self.panel = SidePanel("", width=340, closes=False)
        self.change_button = Button(_("Change…"), icon="pencil")
        self.preview_button = Button(_("Preview…"), icon="eye")
        self._connect()
        self.refused = RefusedFile()
        line = label(
            _("How a department wants its report: which tables, in which order, under which headings."),
            "small",
            wrap=True,
        )
        line.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(
            column(
                box(row((line, 1), self.add_file, self.new_table, self.new_layout, gap=8, margins=(24, 10, 20, 4))),
                self.refused,
                (box(row((box(row((self.states, 1), margins=(16, 0, 8, 0))), 1), self.panel, gap=0)), 1),
                gap=0,
            )
        )

    def _connect(self) -> None:
        for button, slot in (
            (self.new_layout, self.begin_layout),
            (self.new_table, self.begin_table),
            (self.add_file, self._choose_file),
            (self.change_button, self._change),
            (self.preview_button, self.show_preview),
        ):
            button.clicked.connect(slot)
        self.panel.add_actions(self.change_button, self.preview_button)

    # what is there

    def refresh(self) -> None:
        self.states.show_loading()
        self.desk.ask(self, known, self._show, self._not_read)

    def _show(self, found: Known) -> None:
        self._known, self._offers = found, None
        lines: list[Any] = []
        if found.templates:
            lines += [Group(_("Layouts")), *found.templates]
        if found.own_tables:
            lines += [Group(_("Own tables")), *found.own_tables]
        self.table.show_records(lines)
        if lines:
            self.states.show_content()
            if self.table.current() is None:
                self.table.pick(lines[1].id)
        else:
            self.states.show_empty(
                _("No layout yet: reports are printed as the program lays them out."),
                (_("New layout…"), self.begin_layout),
                (_("Add from a file…"), self._choose_file),
            )
        self.panel.setVisible(bool(lines))
        self._show_details(self.table.current())

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.refresh)

    def _show_details(self, one: object) -> None:
        self.panel.clear()
        if isinstance(one, ReportTemplate):
            self.panel.show_title(one.name, _(REPORT_KIND_WORDS[one.kind]))
            self._show_layout(one)
            more = [(_("Begin another with it…"), "plus", self._copy), (_("Save as a file…"), "save", self._save_file)]
            self._offer([*more, (_("Strike through…"), "trash-2", self._strike)])
        elif isinstance(one, OwnTable):
            self.panel.show_title(f"{one.code} {one.title}", _("Own table: stands in every report that is open"))
            self._show_own(one)
            self._offer([(_("Strike through…"), "trash-2", self._strike)])
        else:
            self.panel.show_title("")

    def _show_layout(self, template: ReportTemplate) -> None:
        layout = layout_of(template)
        headings = {one.code: one.words for one in NARRATIVE}
        facts = [
            (pgettext("of a report", "Title"), layout.title),
            (_("Tables"), ", ".join(layout.tables) or _("all, in their order")),
            (_("Groups of rows"), "; ".join(f"{one.table}: {one.label}" for one in layout.grouping)),
            (
                _("Headings"),
                "; ".join(one.words or headings.get(one.code, one.code) for one in layout.headings) or _("all"),
            ),
            (_("Addressed to"), "; ".join(template.addressed_to)),
            (_("Recipients"), "; ".join(template.recipients)),
            (pgettext("of a paper", "Legal bases"), "; ".join(template.legal_bases)),
        ]
        for head, words in facts:
            if words:
                self.panel.add(label(head, "small"), label(words, wrap=True), 6)

    def _offer(self, deeds: Sequence[tuple[str, str, Callable[[], object]]]) -> None:
        """What else can be done with what is picked."""
        self.panel.add(8, hairline(), 4)
        for words, icon, slot in deeds:
            button = Button(words, "link", icon)
            button.clicked.connect(slot)
            self.panel.add(row(button, None))

    def _show_own(self, own: OwnTable) -> None:
        design = Design.from_json(own.design)
        for head, parts in (
            (pgettext("of a table", "Rows"), design.rows),
            (pgettext("of a table", "Columns"), design.columns),
        ):
            self.panel.add(section_head(head, str(len(parts))), hairline(), 4)
            for part in parts:
                words = f"{part.label} ({_('typed from a paper')})" if part.typed else part.label
                self.panel.add(label(words, "small", wrap=True), 2)

    # making and changing

    def begin_layout(self) -> None:
        """A new layout with everything in it."""
        names = {one.name for one in self._known.templates}
        base = ReportTemplate(name="" if names else _("Report for the department"))
        self._with_offers(partial(self._open_layout, base))

    def begin_table(self) -> None:
        """A new own table."""
        self._with_offers(partial(self._open_own, None))

    def _copy(self) -> None:
        one = self.table.current()
        if isinstance(one, ReportTemplate):
            self._with_offers(partial(self._open_layout, copied(one, [kept.name for kept in self._known.templates])))

    def _change(self, *_which: object) -> None:
        one = self.table.current()
        if isinstance(one, ReportTemplate):
            self._with_offers(partial(self._open_layout, one))
        elif isinstance(one, OwnTable):
            self._with_offers(partial(self._open_own, one))

    def _with_offers(self, then: Callable[[Offers], object]) -> None:
        """Go on when it is known what can be chosen from."""
        if self._offers is not None:
            then(self._offers)
            return
        now = self.desk.now()

        def question(reader: Reader) -> Offers:
            return offers(reader, now)

        def keep(found: Offers) -> None:
            self._offers = found
            then(found)

        self.desk.ask(self, question, keep, self.page.complain, key="offers")

    def _open_layout(self, template: ReportTemplate, found: Offers) -> None:
        self._open(LayoutDialog(self.desk, self.window(), found, template))

    def _open_own(self, own: OwnTable | None, found: Offers) -> None:
        self._open(OwnTableDialog(self.desk, self.window(), found, own))

    def _open(self, dialog: LayoutDialog | OwnTableDialog) -> None:
        self.dialog = dialog
        dialog.succeeded.connect(self._done)
        dialog.open()

    def _done(self, change: Any) -> None:
        self._op = change.op
        self.refused.hide()
        self.page.offer_undo(change.said or _("Saved."), self._undo)
        self.refresh()
        self.table.pick(change.ids[0])

    def _undo(self) -> None:
        self.desk.do(undo_deed, self._op, then=self._undone, failed=self.page.complain)

    def _undone(self, change: Any) -> None:
        self.page.say(change.said or _("Undone."), seconds=8)
        self.refresh()

    def show_preview(self) -> None:
        """The report of the last time that is over, as the picked layout prints it; of an own table that table alone."""
        from carebook.ui.pages.settings.layouts.preview import LayoutPreview

        one = self.table.current()
        if isinstance(one, ReportTemplate):
            self.dialog = LayoutPreview(self.desk, self.window(), layout_of(one), one.kind)
        elif isinstance(one, OwnTable):
            layout = Layout(f"{one.code} {one.title}", tables=(one.code,))
            self.dialog = LayoutPreview(self.desk, self.window(), layout, ReportKind.MONTHLY)
        else:
            return
        self.dialog.open()

    def _strike(self) -> None:
        one = self.table.current()
        if isinstance(one, ReportTemplate):
            title = _("Strike through the layout “{name}”?").format(name=one.name)
            deed: Callable[..., Any] = strike_template
        elif isinstance(one, OwnTable):
            title = _("Strike through the table {code}?").format(code=one.code)
            deed = strike_own_table
        else:
            return
        reasons = [("unused", _("Not used any more")), ("wrong", _("Made by mistake")), ("other", _("Other reason"))]
        text = _("Closed reports stay as they are.")
        answer = ask_reason(self, title, reasons, text=text, words_for="other", deed=_("Strike through"))
        if answer is not None:
            code, words = answer
            reason = words or dict(reasons)[code]
            self.desk.do(deed, one.id, reason=reason, then=self._done, failed=self.page.complain)

    # files

    def _save_file(self) -> None:
        one = self.table.current()
        if isinstance(one, ReportTemplate):
            path, _chosen = QFileDialog.getSaveFileName(
                self, _("Save the layout as a file"), "mau-bao-cao.toml", "*.toml"
            )
            if path:
                self.write(one, Path(path))

    def write(self, template: ReportTemplate, path: Path) -> None:
        """Write a layout with its own tables to a file, and say so."""
        own = brought(layout_of(template), self._known.own_tables)
        try:
            write_whole(path, write_file(LayoutFile(template, own)).encode())
        except OSError:
            self.page.say(message("“{file}” could not be written. Choose another place.", file=path.name), "danger")
        else:
            self.page.say(message("Saved “{file}”: a layout, no figures and no names.", file=path.name), "ok")

    def _choose_file(self) -> None:
        path, _chosen = QFileDialog.getOpenFileName(self, _("Add a layout from a file"), "", "*.toml")
        if path:
            self.take(Path(path))

    def take(self, path: Path) -> None:
        """Read a file and add its layout; what stands against it is shown line by line."""
        self._file_name = path.name
        self.refused.hide()
        try:
            text = text_of(path)
        except OSError:
            self.page.say(message("“{file}” could not be read.", file=path.name), "danger")
            return
        if isinstance(text, Fault):
            self.refused.show_faults(path.name, [text])
            return
        today = self.desk.today()

        def question(reader: Reader) -> LayoutFile:
            return file_read(reader, text, today)

        self.desk.ask(self, question, self._add, self._refuse_file, key="file")

    def _add(self, found: LayoutFile) -> None:
        self.desk.do(save_template, found.template, brings=found.own_tables, then=self._done, failed=self._refuse_file)

    def _refuse_file(self, error: BaseException) -> None:
        if faults := faults_in(error):
            self.refused.show_faults(self._file_name, faults)
        else:
            self.page.complain(error)


def _name(one: ReportTemplate | OwnTable) -> Cell:
    return Cell(one.name if isinstance(one, ReportTemplate) else f"{one.code} {one.title}", weight=500)


def _kind(one: ReportTemplate | OwnTable) -> Cell:
    return Cell(_(REPORT_KIND_WORDS[one.kind]) if isinstance(one, ReportTemplate) else _("every report"), small=True)


def _what(one: ReportTemplate | OwnTable) -> Cell:
    if isinstance(one, OwnTable):
        design = Design.from_json(one.design)
        words = _("{rows} rows, {columns} columns").format(rows=len(design.rows), columns=len(design.columns))
    elif one.tables:
        words = ngettext("{n} table", "{n} tables", len(one.tables)).format(n=len(one.tables))
    else:
        words = _("every table")
    return Cell(words, small=True, tone="text2")


def _days(one: ReportTemplate | OwnTable) -> Cell:
    if isinstance(one, OwnTable) or (one.valid_from is None and one.valid_to is None):
        return Cell("–", small=True, tone="text2")
    first = dates.written(one.valid_from) if one.valid_from else "…"
    return Cell(f"{first} – {dates.written(one.valid_to) if one.valid_to else '…'}", small=True)
