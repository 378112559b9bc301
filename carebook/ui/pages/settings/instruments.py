"""Scales: those of the program and the center's own, whose they are and on which terms; own files are added, old ones retired."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.instruments import LONGEST_FILE, add_instrument, retire_instrument
from carebook.actions.undo import undo_deed
from carebook.dates import Age
from carebook.records import enum_words
from carebook.records.instrument_files import Band, Instrument, Item, Mode, Purpose
from carebook.store.instruments import KnownInstrument, known_instruments
from carebook.ui.pages.settings.tab import Tab
from carebook.ui.parts import theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.instruments import band_mark
from carebook.ui.parts.labels import MarkSign, label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.page import Page
from carebook.ui.parts.states import States
from carebook.ui.parts.strips import said_value
from carebook.ui.parts.table import ALWAYS, Cell, Column, Group, RecordTable
from carebook.words import _, message, ngettext, pgettext

_MOST_BYTES = 4 * LONGEST_FILE
_SHOWN_FAULTS = 5


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a file: its line, and why."""

    line: str
    why: str

    @property
    def id(self) -> str:
        return f"{self.line} {self.why}"


class InstrumentsTab(Tab):
    """The list on the left, the chosen scale on the right; what is wrong with a refused file stands in a table above."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self._file_name = self._op = ""
        self.table = RecordTable(
            [
                Column("title", _("Scale"), _title, 300, 3, ALWAYS),
                Column(
                    "version",
                    pgettext("of an instrument", "Version"),
                    lambda one: str(one.instrument.version),
                    60,
                    priority=6,
                    align="right",
                ),
                Column("how", _("How"), _how, 130, 0, 4),
                Column("source", _("Source"), self._source, 120, 0, 8),
            ],
            _("Scales"),
            id_of=lambda one: one.instrument.code,
        )
        self.table.picked.connect(self._show_details)
        self.states = States(self.table)
        self.panel = SidePanel("", width=360, closes=False)
        self.add_button = Button(_("Add the file of a scale…"), icon="upload")
        self.add_button.clicked.connect(self._choose_file)
        self.retire_button = Button(_("Stop using it"))
        self.retire_button.clicked.connect(self._retire)
        self.panel.add_actions(self.retire_button)
        if not desk.may("add_instrument"):
            self.add_button.hide()
        self._refusal = label("", "strong", "danger", wrap=True)
        self.faults = RecordTable(
            [
                Column("line", _("Line"), lambda fault: fault.line, 64, 0, ALWAYS, "right"),
                Column("why", _("Why it is refused"), lambda fault: fault.why, 300, 1, ALWAYS),
            ],
            _("What is wrong with the file"),
        )
        self._refused_box = box(column(self._refusal, self.faults, gap=4, margins=(24, 4, 20, 8)))
        self._refused_box.hide()
        line = label(
            _("Forms under copyright are not part of the program: of those only the score is entered."), "small"
        )
        self.setLayout(
            column(
                box(row(line, None, self.add_button, margins=(24, 10, 20, 4))),
                self._refused_box,
                (box(row((box(row((self.states, 1), margins=(16, 0, 8, 0))), 1), self.panel, gap=0)), 1),
                gap=0,
            )
        )

    def refresh(self) -> None:
        self.states.show_loading()
        self.desk.ask(self, known_instruments, self._show)

    def _show(self, known: tuple[KnownInstrument, ...]) -> None:
        used = [one for one in known if one.retired_on is None]
        lines: list[KnownInstrument | Group] = []
        for purpose in Purpose:
            if mine := [one for one in used if one.instrument.purpose is purpose]:
                lines += [Group(enum_words.said(purpose)), *mine]
        if retired := [one for one in known if one.retired_on is not None]:
            lines += [Group(_("No longer used")), *retired]
        self.table.show_records(lines)
        first = next((line for line in lines if isinstance(line, KnownInstrument)), None)
        if first is not None and not isinstance(self.table.current(), KnownInstrument):
            self.table.pick(first.instrument.code)
        self.states.show_content()
        self._show_details(self.table.current())

    def _source(self, known: KnownInstrument) -> Cell:
        words = _("The center's own") if known.own else _("Of the program")
        if known.retired_on is not None:
            since = _("not used since {day}").format(day=dates.written(known.retired_on))
            return Cell(f"{words} · {since}", tone="text2", small=True)
        return Cell(words, small=True, tone="text" if known.own else "text2")

    # details

    def _show_details(self, known: KnownInstrument | None) -> None:
        self.panel.clear()
        self.retire_button.setVisible(isinstance(known, KnownInstrument) and self.desk.may("retire_instrument"))
        if not isinstance(known, KnownInstrument):
            self.panel.show_title("")
            return
        instrument = known.instrument
        self.retire_button.setText(_("Use it again") if known.retired_on else _("Stop using it"))
        self.panel.show_title(
            instrument.title,
            _("version {n} since {day}").format(n=instrument.version, day=dates.written(instrument.since)),
        )
        for head, words in _facts(instrument):
            self.panel.add(label(head, "small"), label(words, wrap=True), 6)
        bands = instrument.bands or (instrument.norms[0].bands if instrument.norms else ())
        if bands:
            self.panel.add(section_head(_("Levels")), hairline(), 4)
            if instrument.norms:
                self.panel.add(label(_("By age and sex; the first of them:"), "small", wrap=True))
            for band in bands:
                self.panel.add(_band(band))
        self.panel.add(8, section_head(_("Items"), str(len(instrument.items))), hairline(), 4)
        for place, item in enumerate(instrument.items, start=1):
            self.panel.add(label(f"{place}. {_item_words(item)}", "small", wrap=True), 2)

    # adding

    def _choose_file(self) -> None:
        path, _chosen = QFileDialog.getOpenFileName(self, _("Add the file of a scale"), "", "*.toml")
        if path:
            self.take(Path(path))

    def take(self, path: Path) -> None:
        """Read a file and add it; what stands against it is shown line by line."""
        self._file_name = path.name
        self._refused_box.hide()
        try:
            if path.stat().st_size > _MOST_BYTES:
                self._show_faults([Fault("1", _("The file is longer than 200,000 letters; is it the right one?"))])
                return
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            self._show_faults([Fault(str(line), _("Not written in UTF-8. Save the file again as UTF-8 text."))])
            return
        except OSError:
            self.page.say(message("“{file}” could not be read.", file=path.name), "danger")
            return
        self.desk.do(add_instrument, text, then=self._added, failed=self._refuse)

    def _added(self, change: Change) -> None:
        self.page.say(change.said or _("Saved."))
        instrument: Instrument | None = change.result
        if instrument is not None:
            self.table.pick(instrument.code)
        self.refresh()

    def _refuse(self, error: BaseException) -> None:
        faults = [Fault(one.field, str(one.message)) for one in getattr(error, "problems", ()) if one.field]
        if faults:
            self._show_faults(faults)
        else:
            self.page.complain(error)

    def _show_faults(self, faults: list[Fault]) -> None:
        many = ngettext(
            "“{file}” was not added, {n} line is wrong. Nothing was changed.",
            "“{file}” was not added, {n} lines are wrong. Nothing was changed.",
            len(faults),
        )
        self._refusal.setText(many.format(file=self._file_name, n=len(faults)))
        self.faults.show_records(faults)
        self.faults.setFixedHeight(theme.worn().scaled(34 * (1 + min(len(faults), _SHOWN_FAULTS))))
        self._refused_box.show()
        self.faults.setFocus()

    # retiring

    def _retire(self) -> None:
        known = self.table.current()
        if not isinstance(known, KnownInstrument):
            return
        again = known.retired_on is not None
        code = known.instrument.code
        self.desk.do(retire_instrument, code, again=again, then=self._retired, failed=self.page.complain)

    def _retired(self, change: Change) -> None:
        self._op = change.op
        self.page.offer_undo(change.said or _("Saved."), self._undo)
        self.refresh()

    def _undo(self) -> None:
        self.desk.do(undo_deed, self._op, then=self._undone, failed=self.page.complain)

    def _undone(self, change: Change) -> None:
        self.page.say(change.said or _("Undone."), seconds=8)
        self.refresh()


def _title(known: KnownInstrument) -> Cell:
    return Cell(known.instrument.title, weight=500, tone="text" if known.retired_on is None else "text2")


def _how(known: KnownInstrument) -> Cell:
    if known.instrument.mode is Mode.SCORE:
        return Cell(_("score from paper"), small=True, tone="text2")
    many = len(known.instrument.items)
    return Cell(ngettext("{n} item", "{n} items", many).format(n=many), small=True, tone="text2")


def _facts(instrument: Instrument) -> list[tuple[str, str]]:
    months = instrument.interval_months
    again = ngettext("every {n} month", "every {n} months", months).format(n=months) if months else ""
    pairs = [
        (_("Measured again"), again),
        (_("Made for the age"), _ages(instrument)),
        (_("Licence"), instrument.licence),
        (_("Holder of the rights"), instrument.holder),
        (_("Terms"), instrument.terms),
        (_("Source of the scale"), instrument.citation),
        (_("Wording"), _("Wording of our own, not validated.") if instrument.unvalidated else ""),
        (pgettext("of an instrument", "Remark"), instrument.remark),
    ]
    return [(head, words) for head, words in pairs if words]


def _ages(instrument: Instrument) -> str:
    low, high = instrument.min_age_months, instrument.max_age_months
    if low is None and high is None:
        return ""
    if low is not None and high is not None:
        return f"{_age(low)} – {_age(high)}"
    if low is not None:
        return _("from {age}").format(age=_age(low))
    return _("up to {age}").format(age=_age(high or 0))


def _age(months: int) -> str:
    return str(Age(years=months // 12, months=months, days=None, certain=True).words)


def _band(band: Band) -> QFrame:
    low, high = said_value(band.low), said_value(band.high)
    words = f"{low if low == high else f'{low}–{high}'}: {band.words}"
    return box(row(MarkSign(*band_mark(band)), (label(words, wrap=True), 1), gap=8))


def _item_words(item: Item) -> str:
    choices = " · ".join(f"{said_value(choice.value)} {choice.words}" for choice in item.choices)
    if item.low is not None and item.high is not None:
        span = f"{said_value(item.low)}–{said_value(item.high)}"
        choices = f"{span}\u00a0{item.unit}" if item.unit else span
    return f"{item.words}: {choices}" if choices else item.words
