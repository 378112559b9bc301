"""Choosing a scale: what is being filled first, then those made for the person's age by purpose, the others last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from carebook import dates
from carebook.records import enum_words
from carebook.records.instrument_files import Instrument, Mode, Purpose
from carebook.rules.instruments import next_due
from carebook.rules.search_words import fold
from carebook.store.instruments import Sheet
from carebook.ui.pages.instruments.opened import Opened
from carebook.ui.parts.fields.typing import Today
from carebook.ui.parts.instruments import finished, result_mark, said
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, Group, RecordTable
from carebook.words import _, ngettext


@dataclass(frozen=True)
class Offer:
    """One line: a scale that can be begun, or a sheet of it that is being filled."""

    instrument: Instrument
    newest: Sheet | None = None
    begun: Sheet | None = None

    @property
    def id(self) -> str:
        return self.begun.score.id if self.begun else self.instrument.code


def offers(found: Opened, today: date, searched: str = "") -> list[Offer | Group]:
    """The lines in their order; only those whose titles hold every searched word, with or without marks."""
    words = fold(searched).split()

    def wanted(instrument: Instrument) -> bool:
        text = fold(f"{instrument.title} {instrument.short_title} {instrument.code}")
        return all(word in text for word in words)

    lines: list[Offer | Group] = []
    begun = [one for one in found.in_progress() if wanted(one.instrument)]
    if begun:
        lines += [Group(_("Being filled in")), *(Offer(one.instrument, None, one) for one in begun)]
    age = found.age_months(today)
    all_offers = [
        Offer(one, next(iter(finished(found.sheets, code)), None)) for code, one in found.in_use.items() if wanted(one)
    ]
    suited = [one for one in all_offers if is_for_age(one.instrument, age)]
    lines += _by_purpose(suited)
    others = [one for one in all_offers if one not in suited]
    if others:
        words_of_age = found.age(today)
        note = str(words_of_age.words) if words_of_age else ""
        lines += [Group(_("Made for another age"), note), *others]
    return lines


def _by_purpose(suited: list[Offer]) -> Iterator[Offer | Group]:
    for purpose in Purpose:
        if mine := [one for one in suited if one.instrument.purpose is purpose]:
            yield Group(enum_words.said(purpose))
            yield from mine


def is_for_age(instrument: Instrument, months: int | None) -> bool:
    """Whether a scale is made for an age; of an age that is not known nothing is said against it."""
    if months is None:
        return True
    low, high = instrument.min_age_months, instrument.max_age_months
    return (low is None or months >= low) and (high is None or months <= high)


class Choosing(QFrame):
    """A line to search in and the list. ``chosen(offer)`` on Enter."""

    chosen = Signal(object)

    def __init__(self, today: Today) -> None:
        super().__init__()
        self._today = today
        self._found: Opened | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Search a scale"))
        self.line.setAccessibleName(_("Search a scale"))
        self.line.setFixedWidth(360)
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        self.table = RecordTable(
            [
                Column("title", _("Scale"), _title, 300, 3, ALWAYS),
                Column("how", _("How"), _how, 96, 0, 3),
                Column("last", _("Last result"), self._last, 250, 2, 8),
                Column("due", _("Measure again on"), self._due, 110, priority=6, align="right"),
            ],
            _("Scales"),
        )
        self.table.opened.connect(self.chosen)
        self.states = States(self.table)
        self.setLayout(
            column(
                row(self.line, None, margins=(24, 4, 20, 6)),
                (row((self.states, 1), margins=(16, 0, 16, 0)), 1),
                gap=0,
            )
        )

    def show_offers(self, found: Opened) -> None:
        """Offer what there is for this person."""
        self._found = found
        self._search()

    def _search(self) -> None:
        if self._found is None:
            return
        lines = offers(self._found, self._today(), self.line.text())
        self.table.show_records(lines)
        if lines:
            self.states.show_content()
        else:
            words = _("No scale matches “{typed}”.").format(typed=self.line.text().strip())
            self.states.show_empty(words, (_("Clear filter"), self.line.clear))

    def many_words(self) -> str:
        """How many scales there are to choose from."""
        many = len(self._found.in_use) if self._found else 0
        return ngettext("{n} scale", "{n} scales", many).format(n=many)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the line into the list, Enter opens what stands first."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            match event.key():
                case Qt.Key.Key_Down:
                    self.table.setFocus()
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    first = self.table.current() or next((x for x in self._lines() if isinstance(x, Offer)), None)
                    if isinstance(first, Offer):
                        self.chosen.emit(first)
                    return True
        return super().eventFilter(watched, event)

    def _lines(self) -> list[Offer | Group]:
        return offers(self._found, self._today(), self.line.text()) if self._found else []

    def _last(self, offer: Offer) -> Cell:
        sheet = offer.begun or offer.newest
        if sheet is None:
            return Cell("")
        day = dates.short(sheet.score.scored_on, self._today()) if sheet.score.scored_on else ""
        if offer.begun:
            words = _("{n}/{of} answered").format(n=sheet.result.answered, of=sheet.result.of)
            return Cell(" · ".join(filter(None, (words, day))), mark=("half", "text2"))
        return Cell(" · ".join(filter(None, (said(sheet), day))), mark=result_mark(sheet.result))

    def _due(self, offer: Offer) -> Cell:
        sheet = offer.newest
        day = next_due(offer.instrument, sheet.score.scored_on) if sheet and sheet.score.scored_on else None
        if day is None:
            return Cell("")
        return Cell(str(dates.lateness(day, self._today())), tone="danger" if day < self._today() else "text")


def _title(offer: Offer) -> Cell:
    title, short = offer.instrument.title, offer.instrument.short_title
    return Cell(title if short in title else f"{title} ({short})", weight=500)


def _how(offer: Offer) -> Cell:
    if offer.instrument.mode is Mode.SCORE:
        return Cell(_("score from paper"), small=True, tone="text2")
    many = len(offer.instrument.items)
    return Cell(ngettext("{n} item", "{n} items", many).format(n=many), small=True, tone="text2")
