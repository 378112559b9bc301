"""The center's profile as printed on every paper, and its wards and rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from carebook.actions.facility import add_room, add_ward, amend_facility, amend_room, amend_ward
from carebook.records.facility import Facility, Room, Ward
from carebook.store import facility as questions
from carebook.store.book import Reader
from carebook.ui.pages.settings.tab import RecordDialog, Tab
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.labels import section_head
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import Page
from carebook.ui.parts.table import ALWAYS, Cell, Column, Group, RecordTable
from carebook.words import _

_ROOM_FIELDS = ("ward_id", "name", "beds", "counted")
_LONG = ("name", "address")
"""What is longer than half of the page."""


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
        self._is_center = desk.facility.book_kind == "center"
        self.form = self._made_form()
        self.form.changed.connect(page.touched)
        self.rooms = RecordTable(
            [
                Column("name", _("Room"), lambda r: Cell(r.room.name, weight=500), 120, 1, ALWAYS),
                Column("beds", _("Beds"), lambda r: str(r.room.beds or "–"), 80, align="right"),
                Column("taken", _("Taken"), lambda r: str(r.taken), 80, align="right"),
                Column("free", _("Free"), lambda r: str(r.free) if r.room.beds else "–", 80, align="right"),
                Column("counted", _("Counted"), lambda r: _("yes") if r.room.counted else _("no"), 100, priority=4),
            ],
            _("Rooms"),
            id_of=_room_id,
        )
        self.rooms.opened.connect(self._edit_room)
        ward = Button(_("Add ward…"), icon="plus")
        ward.clicked.connect(self._add_ward)
        self._rename = Button(_("Edit ward…"), icon="pencil")
        self._rename.clicked.connect(self._edit_ward)
        self._rename.setEnabled(False)
        self.rooms.picked.connect(self._pick_room)
        room = Button(_("Add room…"), icon="plus")
        room.clicked.connect(self._add_room)
        self._save = Button(_("Save"), "primary", "save", "Ctrl+S", listens=False)
        self._save.clicked.connect(self.save)
        may_amend = desk.may("amend_facility")
        self.form.setEnabled(may_amend)
        self._save.setVisible(may_amend)
        places = box(
            column(box(row(section_head(_("Wards and rooms")), None, self._rename, ward, room)), self.rooms, gap=6)
        )
        places.setVisible(self._is_center)
        inside = box(column(self.form, 16, places, None, gap=6, margins=(24, 12, 20, 16)))
        self.setLayout(column((scrolling(inside), 1), Footer(None, self._save), gap=0))

    def _made_form(self) -> Form:
        """The profile; that of a department says nothing of beds and figures of its own."""
        desk, on_papers = self.desk, ("name", "address", "parent_agency", "symbol", "place", "phone")
        signs = section(_("Who signs"), Facility, "head_name", "head_post")
        if not self._is_center:
            named = {"name": _("Name of the department"), "head_name": _("Head of the department")}
            whole = [section(_("On every paper"), Facility, *on_papers, "email"), signs]
            return Form(whole, desk.today, labels=named, wide=_LONG)
        return Form(
            [
                section(_("On every paper"), Facility, *on_papers, "hotline", "email"),
                signs,
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
            wide=_LONG,
        )

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
        if self._facility is None or not self.form.isEnabled():
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

    def _pick_room(self, found: Any) -> None:
        self._rename.setEnabled(found is not None)

    def _add_ward(self) -> None:
        self._ask(_("Add ward"), Ward(name="", position=len(self._wards)), ("name", "hidden"), add_ward)

    def _edit_ward(self) -> None:
        """The ward of the room that is chosen."""
        found = self.rooms.current()
        if found is not None:
            self._ask(_("Edit ward"), found.ward, ("name", "hidden"), amend_ward, seen=found.ward.version)

    def _add_room(self) -> None:
        chosen = self.rooms.current()
        ward_id = chosen.ward.id if chosen is not None else self._wards[0].id if self._wards else ""
        self._ask(_("Add room"), Room(ward_id=ward_id, name=""), _ROOM_FIELDS, add_room)

    def _edit_room(self, found: Any) -> None:
        self._ask(_("Edit room"), found.room, _ROOM_FIELDS, amend_room, seen=found.room.version)

    def _ask(self, title: str, record: Any, names: tuple[str, ...], action: Any, **given: Any) -> None:
        def write(asked: Any, then: Any, failed: Any) -> None:
            self.desk.do(action, asked, then=then, failed=failed, **given)

        choices = {"ward_id": [(w.id, w.name) for w in self._wards]}
        change = RecordDialog(self, title, record, names, write, choices=choices).outcome()
        if change is not None:
            self.page.say(change.said)
            self.refresh()


def _room_id(found: questions.RoomOn) -> str:
    return found.room.id
