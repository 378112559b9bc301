"""The card beside the list: who the selected person is, allergies before everything else, relatives, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.records.codes import HolidayRow
from carebook.records.people import Relative
from carebook.rules import due, identity
from carebook.rules.due import DueItem
from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.people import PersonRow
from carebook.ui.pages.residents import rows
from carebook.ui.parts import theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.due_words import title_of
from carebook.ui.parts.labels import Chip, ElidedLabel, Face, label, section_head, state
from carebook.ui.parts.layouts import Flow, box, column, hairline, row
from carebook.words import _


@dataclass(frozen=True)
class CardFacts:
    """What the card shows beyond the row of the list."""

    relatives: tuple[Relative, ...]
    due: tuple[DueItem, ...]
    own_days: tuple[HolidayRow, ...]
    case_manager: str


def facts_of(reader: Reader, found: PersonRow, today: date, complete_from: date | None) -> CardFacts:
    """The relatives one may see, what the clocks and the case ask for, and who looks after the case."""
    from carebook.store.due import due_board  # stands on every subject there is; the list need not wait for it

    relatives = reader.records(Relative, "person_id = ?", (found.person_id,))
    board = due_board(reader, today, complete_from=complete_from, person_id=found.person_id)
    manager = staff.staff_member(reader, found.case_manager_id) if found.case_manager_id else None
    order = sorted(relatives, key=lambda r: (r.no_contact, not r.emergency, not r.guardian))
    return CardFacts(tuple(order), board.items, board.own_days, manager.full_name if manager else "")


class PersonCard(SidePanel):
    """The selected person; asks its own question. ``opened(row)`` by its button."""

    opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__("", width=theme.worn().scaled(304), closes=False)
        self._desk = desk
        self._row: PersonRow | None = None
        self.open_button = Button(_("Open record"), key="Enter", listens=False)
        self.open_button.clicked.connect(self._open)
        self.add_actions(self.open_button)
        self.show_row(None)

    def show_row(self, found: PersonRow | None) -> None:
        """Show what the list knows at once, then ask for the rest."""
        self._row = found
        self.clear()
        self.open_button.setVisible(found is not None and not found.masked)
        if found is None:
            self.show_title("")
            self.add(label(_("Choose somebody in the list."), "muted", wrap=True))
            return
        self.show_title(found.name)
        self._show_head(found)
        if found.masked:
            self.add(10, label(protected_words(), "muted", wrap=True))
            return
        today, complete_from = self._desk.today(), self._desk.facility.records_complete_from
        self._desk.ask(self, lambda reader: facts_of(reader, found, today, complete_from), self._show_facts)

    def _show_head(self, found: PersonRow) -> None:
        desk = self._desk
        age = rows.age_words(found, desk.today())
        born = dates.written(found.born) if found.born else ""
        facts = () if found.masked else (age, rows.sex_words(found), born)
        line = " · ".join(filter(None, facts))
        mark = rows.state_of(found)
        words = column(label(line, "small", wrap=True), row(state(*mark), None), gap=4)
        self.add(row(Face(found.name, 48), (words, 1), gap=12))
        if found.allergies:
            chips = [
                Chip(_("Allergy: {substances}").format(substances=one), "danger", "triangle-alert")
                for one in found.allergies.split(", ")
            ]
            self.add(8, box(Flow(*chips)))
        self.add(10, hairline(), 6)
        self._add_fact(_("Code"), found.code)
        self._add_fact(_("Room, bed"), rows.place_words(found))
        self._add_fact(_("Ward"), found.ward if found.end_on is None else "")
        if found.masked:
            return
        self._add_fact(_("Category"), rows.category_words(desk, found))
        self._add_fact(_("Admitted on"), dates.written(found.start_on) if found.start_on else "")
        self._add_fact(_("Left on"), dates.written(found.end_on) if found.end_on else "")

    def _add_fact(self, name: str, words: str) -> None:
        if words:
            width = theme.worn().scaled(104)
            self.add(
                row(
                    box(column(label(name, "small", wrap=True), None, gap=0), width=width), (label(words, wrap=True), 1)
                ),
                4,
            )

    def _show_facts(self, facts: CardFacts) -> None:
        self._add_fact(_("Case manager"), facts.case_manager)
        self.add(6, section_head(_("Relatives"), str(len(facts.relatives) or "")), hairline())
        for relative in facts.relatives:
            self.add(self._relative(relative))
        if not facts.relatives:
            self.add(6, label(_("No relatives yet"), "muted"))
        self.add(8, section_head(_("Due"), str(len(facts.due) or "")), hairline())
        for item in facts.due:
            self.add(self._due(item, facts.own_days))
        if not facts.due:
            self.add(6, label(_("Nothing is due."), "muted"))

    def _relative(self, relative: Relative) -> QFrame:
        relation = self._desk.words("relationship", relative.relation)
        name = ElidedLabel(f"{relative.full_name} ({relation[:1].lower()}{relation[1:]})")
        if relative.no_contact:
            return box(column(name, row(Chip(_("No contact"), "danger", "phone"), None), gap=3, margins=(0, 5, 0, 5)))
        phone = identity.phone_words(relative.phone) if relative.phone else _("no telephone")
        said = " · ".join(filter(None, (phone, _("emergency") if relative.emergency else "")))
        return box(column(name, label(said, "small"), gap=1, margins=(0, 5, 0, 5)))

    def _due(self, item: DueItem, own: Sequence[HolidayRow]) -> QFrame:
        now = self._desk.now()
        days = due.days_late(item, self._desk.today())
        tone = "danger" if due.is_late(item, now) else "warn" if days >= -3 else ""
        words = due.lateness_words(item, now, own)
        late, why = label(str(words), "small_name", tone), label(str(item.why), "small", wrap=True)
        return box(column(late, label(title_of(item), wrap=True), why, gap=1, margins=(0, 5, 0, 5)))

    def _open(self) -> None:
        if self._row is not None:
            self.opened.emit(self._row)


def protected_words() -> str:
    """The one sentence for every secret."""
    return _("This item is protected. If it is needed for care, ask the director.")
