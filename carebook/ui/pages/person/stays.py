"""Đợt tiếp nhận: every stay with its categories, beds, absences, dossier, contract and belongings, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame

from carebook import dates, money
from carebook.actions.episodes import restrict_record
from carebook.records import enum_words
from carebook.records.declaration import field_of
from carebook.records.episodes import (
    Absence,
    BedAssignment,
    Belonging,
    DossierItem,
    Episode,
    EpisodeCategory,
    PaperState,
    ServiceContract,
)
from carebook.rules import permissions, whole_file
from carebook.store.people import StayFile
from carebook.ui.pages.person import stay_writing
from carebook.ui.pages.person.layout import CELL, Pair, RecordList
from carebook.ui.pages.person.said import code_words, facts_box, is_protected, said, span
from carebook.ui.pages.person.tab import Tab
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts import dialogs
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, state
from carebook.ui.parts.layouts import Flow, box, column, emptied, hairline, row, scrolling
from carebook.ui.parts.table import Cell
from carebook.ui.parts.whole_file import WholeFileOut
from carebook.words import _, pgettext

_FACTS = (
    *("route", "start_kind", "placement", "source", "decision_no", "decision_on", "intake_minutes_no"),
    *("intake_place", "brought_by", "reason", "intake_state", "case_manager_id"),
    *("notice_published_on", "dossier_extended_to", "stay_extended_to", "extension_no", "stop_requested_on"),
    *("no_contact_since", "end_on", "end_reason", "destination", "end_decision_no", "end_decision_on"),
    *("received_by", "end_note", "note"),
)
_PAPER_MARKS = {
    PaperState.MISSING: ("cross", "danger"),
    PaperState.DUE_LATER: ("ring", "warn"),
    PaperState.COPY: ("half", "ok"),
    PaperState.ORIGINAL: ("full", "ok"),
    PaperState.NOT_NEEDED: ("dash", "text2"),
}


def dossier_of(desk: Desk, stay: StayFile) -> list[DossierItem]:
    """The check-list of an admission: what is written down, and the papers this form of admission always needs."""
    papers = desk.codes.choices("dossier_paper", stay.episode.start_on)
    return whole_file.dossier_of(
        stay.episode, stay.dossier, papers, lambda paper: is_protected(desk, "dossier_paper", paper.code)
    )


def _complete_words(desk: Desk, stay: StayFile, dossier: Sequence[DossierItem]) -> str:
    """How far a dossier is: "5/6 · 83,3 %"; "" where nothing is needed."""
    papers = desk.codes.choices("dossier_paper", stay.episode.start_on)
    found = whole_file.completeness(dossier, whole_file.optional_papers(papers))
    return f"{found.there}/{found.of} · {money.percent(found.there, found.of)}" if found.of else ""


class StayBlock(QFrame):
    """One stay: a head with its days, the buttons of an open one, its facts, its lists."""

    _view: PersonView

    def __init__(self, tab: StaysTab, stay: StayFile) -> None:
        super().__init__()
        self._tab, self._desk, self._stay = tab, tab.desk, stay
        self._title = label("", "h2")
        self._state = row(gap=6)
        self._facts = column(gap=0)
        may, may_ask = tab.desk.may, tab.desk.may_ask
        opened = stay.episode.end_on is None
        dossier = _("Add paper") if may("record_dossier_paper") else ""
        self.categories = self._list(_("Categories"), self._category_cell, "")
        self.beds = self._list(_("Rooms and beds"), self._bed_cell, "")
        self.absences = self._list(_("Absences"), self._absence_cell, "")
        self.dossier = self._list(_("Dossier"), self._paper_cell, dossier)
        self.contracts = self._list(
            _("Contract"), self._contract_cell, self._may_add(ServiceContract, _("Add contract"))
        )
        self.belongings = self._list(
            _("Belongings"), self._belonging_cell, self._may_add(Belonging, _("Add belonging"))
        )
        self.absences.opened.connect(self._open_absence)
        self.dossier.add_wanted.connect(partial(self._open_paper, None))
        self.dossier.opened.connect(self._open_paper)
        self.contracts.add_wanted.connect(partial(self._open_contract, None))
        self.contracts.opened.connect(self._open_contract)
        self.belongings.add_wanted.connect(partial(self._open_belonging, None))
        self.belongings.opened.connect(self._open_belonging)
        self._return = self._button(_("Record the return"), "record_return", self._come_back)
        self._absent = self._button(_("Record an absence"), "record_absence", self._go_away)
        buttons = [
            self._button(_("Change category"), "change_category", self._change_category),
            self._button(_("Move room"), "move_bed", self._move),
            self._absent,
            self._return,
            self._button(_("Edit the stay"), "amend_episode", self._edit),
            self._button(_("Print papers"), "print_papers", self._print),
            self._button(_("Restrict the record"), "restrict_record", self._restrict),
            self._button(_("Discharge"), "discharge_person", self._discharge),
            self._button(_("Form 06"), "save_closure", self._close),
            self._button(_("Whole file…"), "export_whole_file", self._take_out_file),
        ]
        shown = buttons if opened else [buttons[4], buttons[5], buttons[8], buttons[9]]
        for button in buttons:
            if button not in shown:
                button.hide()
                button.setParent(self)
        self._restrict_button = buttons[6]
        self._case_door = self._door(_("Protection"), "shield-check", "protection")
        doors = (self._case_door, self._door(_("Referrals"), "send", "referrals")) if may_ask("services") else ()
        flow = box(
            row(
                (box(Flow(*[b for b in shown if not b.property("forbidden")], *doors, gap=8)), 1),
                margins=(CELL, 0, 0, 0),
            )
        )
        left = box(column(column(self._facts, margins=(CELL, 0, 0, 0)), self.dossier, None, gap=8))
        right = box(column(self.categories, self.beds, self.absences, self.contracts, self.belongings, None, gap=4))
        head = row(self._title, self._state, None, gap=12, margins=(CELL, 0, 0, 0))
        self.setLayout(column(head, flow, hairline(), Pair(left, right, (1, 1)), gap=8, margins=(0, 0, 0, 20)))

    def _list(self, title: str, cell: Any, add: str) -> RecordList:
        return RecordList(title, cell, add)

    def _may_add(self, cls: type[Any], words: str) -> str:
        table = {ServiceContract: "service_contract", Belonging: "belonging"}[cls]
        return words if permissions.may_write_detail(self._desk.actor, table, self._desk.today()) else ""

    def _button(self, words: str, deed: str, slot: Any) -> Button:
        button = Button(words)
        button.clicked.connect(slot)
        if not self._desk.may(deed):
            button.hide()
            button.setParent(self)
            button.setProperty("forbidden", True)
        return button

    def _door(self, words: str, icon: str, page: str) -> Button:
        door = Button(words, "link", icon)
        door.clicked.connect(partial(self._go, page))
        return door

    def _go(self, page: str, _checked: bool = False) -> None:
        self._desk.go(page, episode_id=self._stay.episode.id)

    # what is shown

    def show_stay(self, view: PersonView, stay: StayFile) -> None:
        """Show the stay, or the same stay again after a change."""
        self._view, self._stay = view, stay
        episode, desk = stay.episode, self._desk
        self._title.setText(span(episode.start_on, episode.end_on))
        emptied(self._state)
        word = pgettext("stay", "Left") if episode.end_on else pgettext("stay", "open")
        self._state.addLayout(state(word, "ring" if episode.end_on else "full", "text2" if episode.end_on else "ok"))
        if episode.confidential:
            self._state.addLayout(state(_("Restricted record"), "square", "text2"))
        declared = [field_of(Episode, name) for name in _FACTS]
        pairs = [(f.label, words) for f in declared if (words := said(desk, view, f, getattr(episode, f.name)))]
        emptied(self._facts)
        self._facts.addWidget(facts_box(pairs))
        self.categories.show_records(stay.categories[::-1])
        self.beds.show_records(stay.beds[::-1])
        self.absences.show_records(stay.absences[::-1])
        dossier = dossier_of(desk, stay)
        self.dossier.show_records(dossier, _complete_words(desk, stay, dossier))
        self.contracts.show_records(stay.contracts)
        self.contracts.setVisible(bool(stay.contracts) or episode.route == "voluntary")
        self.belongings.show_records(stay.belongings)
        running = self.running_absence()
        self._return.setVisible(running is not None and not self._return.property("forbidden"))
        self._absent.setVisible(running is None and episode.end_on is None and not self._absent.property("forbidden"))
        self._case_door.setVisible(view.row.restricted and desk.may_ask("services"))
        self._restrict_button.setVisible(
            not episode.confidential and episode.end_on is None and not self._restrict_button.property("forbidden")
        )

    def running_absence(self) -> Absence | None:
        """The absence that has not ended yet."""
        return next((a for a in reversed(self._stay.absences) if a.back_on is None), None)

    def _category_cell(self, found: EpisodeCategory) -> Cell:
        words = code_words(self._desk, "category", found.category)
        return Cell(words, sub=_under(_("from {day}").format(day=dates.written(found.from_on)), found.decision_no))

    def _bed_cell(self, found: BedAssignment) -> Cell:
        name = self._view.link(found.room_id)
        words = _("{room}, bed {bed}").format(room=name, bed=found.bed) if found.bed else name
        return Cell(words, sub=span(found.from_on, found.to_on))

    def _absence_cell(self, found: Absence) -> Cell:
        back = _("back on {day}").format(day=dates.written(found.back_on)) if found.back_on else ""
        expected = _("expected {day}").format(day=dates.written(found.expected_on)) if found.expected_on else ""
        since = _("from {day}").format(day=dates.written(found.from_on))
        late = not found.back_on and found.expected_on is not None and found.expected_on < self._desk.today()
        under = _under(since, back or expected or _("away now"), found.place)
        return Cell(enum_words.said(found.kind), sub=under, sub_tone="danger" if late else "text2")

    def _paper_cell(self, item: DossierItem) -> Cell:
        said_state = enum_words.said(item.state)
        if item.state is PaperState.DUE_LATER and item.due_on is not None:
            said_state = f"{said_state} {dates.written(item.due_on)}"
        received = dates.written(item.received_on) if item.received_on else ""
        late = item.state is PaperState.DUE_LATER and item.due_on is not None and item.due_on < self._desk.today()
        return Cell(
            self._desk.words("dossier_paper", item.paper),
            sub=_under(said_state, received, item.number, item.note),
            sub_tone="danger" if late else "text2",
            mark=("ring", "none") if self._may_do_without(item) else _PAPER_MARKS[item.state],
        )

    def _may_do_without(self, item: DossierItem) -> bool:
        """Whether the paper is not there, and the admission is complete all the same."""
        paper = self._desk.codes.code("dossier_paper", item.paper)
        return item.state is PaperState.MISSING and bool(paper and paper.extra.get("optional"))

    def _contract_cell(self, found: ServiceContract) -> Cell:
        days = span(found.from_on, found.to_on) if found.from_on or found.to_on else ""
        fee = money.dong(found.monthly_fee) if found.monthly_fee else ""
        ended = _("ended {day}").format(day=dates.written(found.liquidated_on)) if found.liquidated_on else ""
        return Cell(found.number, sub=_under(days, found.payer, fee, ended))

    def _belonging_cell(self, found: Belonging) -> Cell:
        given = _("given back {day}").format(day=dates.written(found.returned_on)) if found.returned_on else _("kept")
        many = f"{found.quantity} × " if found.quantity != 1 else ""
        amount = money.dong(found.amount) if found.amount else ""
        return Cell(f"{many}{found.what}", sub=_under(amount, given, found.note))

    # what is done

    def _write(self, asked: tuple[Any, Any], subject_id: str = "") -> None:
        writing, record = asked
        self._tab.write(writing, record, subject_id or self._stay.episode.id)

    def _change_category(self) -> None:
        self._write(stay_writing.category_change(self._desk, self._stay))

    def _move(self) -> None:
        self._write(stay_writing.move(self._desk, self._view, self._stay))

    def _go_away(self) -> None:
        self._write(stay_writing.absence(self._desk, self._stay))

    def _come_back(self) -> None:
        if (running := self.running_absence()) is not None:
            self._write(stay_writing.coming_back(self._desk, running), running.id)

    def _open_absence(self, found: Absence) -> None:
        if self._desk.may("record_return"):
            self._write(stay_writing.correction(self._desk, found), found.id)

    def edit(self) -> None:
        """The stay itself in the panel."""
        self._edit()

    def _edit(self) -> None:
        if self._desk.may("amend_episode"):
            self._write(stay_writing.stay_itself(self._desk, self._view, self._stay))

    def _open_paper(self, item: DossierItem | None) -> None:
        if self._desk.may("record_dossier_paper"):
            subject = f"{self._stay.episode.id}:{item.paper}" if item else ""
            self._write(stay_writing.dossier_paper(self._desk, self._stay, item), subject)

    def _open_contract(self, found: ServiceContract | None) -> None:
        if self._may_add(ServiceContract, "+"):
            self._write(stay_writing.contract(self._stay, found), found.id if found else "")

    def _open_belonging(self, found: Belonging | None) -> None:
        if self._may_add(Belonging, "+"):
            self._write(stay_writing.belonging(self._desk, self._stay, found), found.id if found else "")

    def _print(self) -> None:
        self._desk.go("papers", episode_id=self._stay.episode.id)

    def _take_out_file(self) -> None:
        whole = WholeFileOut(self._desk, self)
        whole.said.connect(self._tab.wants_to_say)
        whole.begin(self._stay.episode.id, self._view.file.person.full_name)

    def _discharge(self) -> None:
        self._desk.go("discharge", episode_id=self._stay.episode.id, person_id=self._stay.episode.person_id)

    def _close(self) -> None:
        self._desk.go("closures", episode_id=self._stay.episode.id)

    def _restrict(self) -> None:
        reasons = [
            ("violence", _("Violence or abuse")),
            ("threat", _("Somebody is looking for the person")),
            ("request", _("Asked for by the person or guardian")),
            ("other", _("Another reason")),
        ]
        text = _("Staff of the ward then see an alias, room, allergies, medicines and diet; others see nothing.")
        title = _("Restrict this record?")
        words = _("Restrict the record")
        given = dialogs.ask_reason(self, title, reasons, text=text, words_for="other", deed=words)
        if given is not None:
            self._tab.restrict(self._stay.episode.id, given[1] or dict(reasons)[given[0]])


def _under(*parts: str) -> str:
    return " · ".join(filter(None, parts))


class StaysTab(Tab):
    """All stays of the person, the newest first; blocks stay while only their contents change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.blocks: dict[str, StayBlock] = {}
        self._shape: list[tuple[str, bool]] = []
        self._column = column(gap=12, margins=(16, 12, 20, 12))
        self.setLayout(column(scrolling(self._column), gap=0))

    def show_view(self, view: PersonView) -> None:
        super().show_view(view)
        shape = [(stay.episode.id, stay.episode.end_on is None) for stay in view.file.stays]
        if shape != self._shape:
            self._shape = shape
            emptied(self._column)
            self.blocks = {stay.episode.id: StayBlock(self, stay) for stay in view.file.stays}
            for block in self.blocks.values():
                self._column.addWidget(block)
            if not shape:
                self._column.addWidget(label(_("No stays yet."), "muted"))
            self._column.addStretch(1)
        for stay in view.file.stays:
            self.blocks[stay.episode.id].show_stay(view, stay)

    def edit(self) -> None:
        if (block := next(iter(self.blocks.values()), None)) is not None:
            block.edit()

    def restrict(self, episode_id: str, reason: str) -> None:
        """Make the record restricted, for ``reason``."""
        self.desk.do(restrict_record, episode_id, reason=reason, then=self.saved.emit, failed=self.refused.emit)
