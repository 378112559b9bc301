"""The center's profile as printed on every paper, and its wards and rooms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from carebook.actions.facility import add_room, add_ward, amend_facility, amend_room
from carebook.records.facility import Facility, Room, Ward
from carebook.store import facility as questions
from carebook.store.book import Reader
from carebook.ui.pages.settings.tab import Tab, ask_record
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.labels import section_head
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import Page
from carebook.ui.parts.table import ALWAYS, Cell, Column, Group, RecordTable
from carebook.words import _


@dataclass(frozen=True)
class _Found:
    facility: Facility
    wards: tuple[Ward, ...]
    rooms: tuple[questions.RoomOn, ...]


class CenterTab(Tab):
    """A form of the profile, and below it the rooms by ward."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self._facility: Facility | None = None
        self._wards: tuple[Ward, ...] = ()
        self.form = Form(
            [
                section(
                    _("On every paper"),
                    Facility,
                    "name",
                    "parent_agency",
                    "symbol",
                    "place",
                    "address",
                    "phone",
                    "hotline",
                    "email",
                ),
                section(_("Who signs"), Facility, "head_name", "head_post"),
                section(_("Kind"), Facility, "kind", "ownership"),
                section(
                    _("Reports"),
                    Facility,
                    "records_complete_from",
                    "period_start_day",
                    "report_day",
                    line=_("Figures before the day this book is complete are typed from paper, never computed."),
                ),
            ],
            desk.today,
            choices={"kind": desk.choices("facility_type"), "ownership": desk.choices("ownership")},
        )
        self.form.changed.connect(page.touched)
        self.rooms = RecordTable(
            [
                Column("name", _("Room"), lambda r: Cell(r.room.name, weight=500), 120, 1, ALWAYS),
                Column("beds", _("Beds"), lambda r: str(r.room.beds or "–"), 80, align="right"),
                Column("taken", _("Taken"), lambda r: str(r.taken), 80, align="right"),
                Column("free", _("Free"), lambda r: str(r.free) if r.room.beds else "–", 80, align="right"),
                Column("counted", _("Counts"), lambda r: _("yes") if r.room.counted else _("no"), 100, priority=4),
            ],
            _("Rooms"),
            id_of=_room_id,
        )
        self.rooms.opened.connect(self._edit_room)
        ward = Button(_("Add ward…"), icon="plus")
        ward.clicked.connect(self._add_ward)
        room = Button(_("Add room…"), icon="plus")
        room.clicked.connect(self._add_room)
        self._save = Button(_("Save"), "primary", key="Ctrl+S", listens=False)
        self._save.clicked.connect(self.save)
        inside = box(
            column(
                self.form,
                16,
                box(row(section_head(_("Wards and rooms")), None, ward, room)),
                self.rooms,
                None,
                gap=6,
                margins=(24, 12, 20, 16),
            )
        )
        self.setLayout(column((scrolling(inside), 1), Footer(None, self._save), gap=0))

    def refresh(self) -> None:
        today = self.desk.today()

        def read(reader: Reader) -> _Found:
            return _Found(
                questions.facility(reader), tuple(questions.wards(reader)), tuple(questions.rooms_on(reader, today))
            )

        self.desk.ask(self, read, self._show)

    def _show(self, found: _Found) -> None:
        self._facility, self._wards = found.facility, found.wards
        if not self.form.is_dirty():
            self.form.load(found.facility)
        lines: list[Any] = []
        for ward in found.wards:
            rooms = [r for r in found.rooms if r.ward.id == ward.id]
            lines += [Group(ward.name, _("shelter, no place shown") if ward.hidden else ""), *rooms]
        self.rooms.show_records(lines)
        self.rooms.fit_rows()

    def has_unsaved(self) -> bool:
        return self.form.is_dirty()

    def discard(self) -> None:
        self.form.revert()

    def save(self) -> None:
        if self._facility is None:
            return
        changed = self.form.record(self._facility)
        if changed is not None:
            self.desk.do(amend_facility, changed, seen=self._facility.version, then=self._saved, failed=self._refused)

    def _saved(self, change: Any) -> None:
        self.form.mark_saved()
        self.page.say(change.said)
        self.refresh()

    def _refused(self, error: BaseException) -> None:
        problems = getattr(error, "problems", ())
        if problems:
            self.form.show_problems(problems)
        self.page.complain(error)

    # wards and rooms

    def _add_ward(self) -> None:
        self._ask(_("Add ward"), Ward(name="", position=len(self._wards)), ("name", "hidden"), add_ward)

    def _add_room(self) -> None:
        first = self._wards[0].id if self._wards else ""
        self._ask(_("Add room"), Room(ward_id=first, name=""), ("ward_id", "name", "beds", "counted"), add_room)

    def _edit_room(self, found: Any) -> None:
        self._ask(_("Edit room"), found.room, ("ward_id", "name", "beds", "counted"), amend_room)

    def _ask(self, title: str, record: Any, names: tuple[str, ...], action: Callable[..., Any]) -> None:
        choices = {"ward_id": [(w.id, w.name) for w in self._wards]}
        asked = ask_record(self, self.desk, title, record, names, choices)
        if asked is not None:
            self.desk.do(action, asked, then=self._kept, failed=self.page.complain)

    def _kept(self, change: Any) -> None:
        self.page.say(change.said if change.said is not None else _("Saved."))
        self.refresh()


def _room_id(found: questions.RoomOn) -> str:
    return found.room.id
