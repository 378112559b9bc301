"""Every list of daily care on its way to paper: it asks the right, and leaves a line in the reading log before it is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from carebook.records.episodes import Episode
from carebook.records.facility import Room
from carebook.records.incidents import Involved
from carebook.records.shifts import DutyRoster
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.ui.main_window.navigation import entry_of, is_open_to
from carebook.ui.pages.daily_care.sheets import SheetPrinting
from carebook.ui.pages.incidents.minutes import MinutesView
from carebook.ui.parts.clerk import Job
from carebook.ui.parts.daily_papers import PaperOut
from carebook.ui.parts.taking_out import TakingOut
from tests import daily_rows, hospital_samples, incident_samples, samples
from tests.reports.reading import flat
from tests.ui.doors import settle
from tests.ui.pages.stay_desk import desk_of

# Page by page: what prints or exports the list on show, which names people.
PRINTS: dict[str, tuple[str, ...]] = {
    "daily_care": ("_print", "_print_month"),
    "health": ("_print", "_print_sheets"),
    "incidents": ("_print_list",),
    "beds": ("_print",),
    "hospital": ("_print",),
    "meals": ("print_shown", "print_kitchen"),
    "supplies": ("_print",),
    "medication": ("_print",),
    "prescriptions": ("_print",),
    "briefings": ("print_briefing",),
    "deaths": ("_print",),
    "shifts": ("print_sheet",),
}
NAMELESS: dict[str, tuple[str, ...]] = {"staffing": ("print_day",), "duty_rosters": ("print_roster",)}


@pytest.fixture
def ward(book: Book, director: Actor, now: datetime) -> str:
    """Two people with a day of care each, the second in hospital, and a third who died. The id of the last sheet of a shift."""
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        there = writer.add(samples.ward())
        nurse = writer.add(samples.staff_member(full_name="Vi Thị Mai"))
        writer.add(DutyRoster(staff_member_id=nurse.id, duty_on=daily_rows.TODAY, ward_id=there.id))
        room = writer.add(samples.room(there.id))
        for number, name in ((1, "Trần Thị An"), (2, "Lê Văn Bình")):
            person = writer.add(samples.person(code=f"CB-{number:06}", full_name=name))
            stay = writer.add(samples.episode(person.id))
            writer.add(samples.episode_category(stay.id))
            writer.add(samples.bed_assignment(stay.id, room.id, bed=str(number)))
            daily_rows.whole_days(writer, person.id, stay.id, there.id)
            if number == 2:
                daily_rows.gone_to_hospital(writer, stay.id)
        person = writer.add(samples.person(code="CB-000003", full_name="Hà Thị Cúc"))
        stay = writer.add(samples.episode(person.id, end_on=daily_rows.YESTERDAY, end_reason="death"))
        writer.add(hospital_samples.death(stay.id))
        return str(writer.value("SELECT id FROM shift_handover"))


def _readings(book: Book, now: datetime) -> list[tuple[str, int]]:
    with book.looking(now) as reader:
        return [(row["deed"], row["people"]) for row in reader.rows("SELECT deed, people FROM reading ORDER BY id")]


@pytest.mark.parametrize("role", [Role.NURSE, Role.HEAD, Role.ACCOUNTANT], ids=lambda role: role.value)
def test_a_list_leaves_a_line_or_is_refused(
    role: Role,
    book: Book,
    ward: str,
    actor_with: Callable[..., Actor],
    now: datetime,
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(TakingOut, "begin", lambda self, wanted: self.note(wanted, "thử"))
    monkeypatch.setattr(TakingOut, "_save", lambda _self, wanted, _content: shown.append(wanted.title))
    monkeypatch.setattr(PaperOut, "_show", lambda _self, title, *_more: shown.append(title))
    monkeypatch.setattr(SheetPrinting, "_show", lambda self, _change: shown.append(self._made[0]))
    pages: list[QWidget] = []  # kept, as the window keeps its pages
    may = role is not Role.ACCOUNTANT
    actor = actor_with(role)
    with desk_of(book, actor, now) as desk:
        for name, ways in (PRINTS | NAMELESS).items():
            entry = entry_of(name)
            if not is_open_to(desk, entry):
                assert not may, name
                continue
            page = getattr(import_module(f"carebook.ui.pages.{entry.module}"), entry.cls)(desk)
            qtbot.addWidget(page)
            page.show()
            settle(desk)
            if name == "shifts":
                page.turn_to(handover_id=ward)
                settle(desk)
            for way in ways:
                before, papers = _readings(book, now), len(shown)
                getattr(page, way)()
                if way == "_print_sheets":  # asks whose, first
                    page.sheets_menu.hide()
                    page.sheets_menu.actions()[0].trigger()
                settle(desk)
                qtbot.waitUntil(lambda: not desk.clerk.findChildren(Job))
                settle(desk)
                noted = _readings(book, now)[len(before) :]
                said = {"export_list"} if desk.may("export_list") else {"print_batch"}
                if name in NAMELESS:
                    assert (noted, len(shown) - papers) == ([], 1), (name, way)
                elif may:
                    assert [deed for deed, _people in noted] == [*said], (name, way)
                    assert 1 <= noted[0][1] <= 2, (name, way)
                    assert len(shown) - papers == 1, (name, way)
                elif way == "print_shown":  # of the meals the month of meals eaten, which the accountant takes out
                    assert (noted, len(shown) - papers) == ([("export_meal_month", 3)], 1)
                else:
                    assert (noted, len(shown) - papers) == ([], 0), (name, way)
            pages.append(page)
            page.hide()


def test_a_director_prints_restricted_people_under_their_alias(
    book: Book, ward: str, director: Actor, now: datetime, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ward
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        shelter = writer.add(samples.ward(name="Mái ấm", hidden=True, position=2))
        rooms = [
            writer.records(Room)[0],
            writer.add(samples.room(shelter.id, name="Phòng kín", beds=2)),
        ]
        for number, room in enumerate(rooms, 7):
            person = writer.add(samples.person(code=f"CB-{number:06}", full_name="Lò Thị Hoa", alias=f"Hoa {number}"))
            stay = writer.add(samples.episode(person.id, confidential=True))
            writer.add(samples.bed_assignment(stay.id, room.id, bed="2"))
            writer.add(samples.absence(stay.id, place="Bệnh viện Bãi Cháy"))
        gone = writer.add(samples.person(code="CB-000009", full_name="Lò Thị Nhãn", alias="Hoa 9"))
        ended = {"confidential": True, "end_on": daily_rows.YESTERDAY, "end_reason": "death"}
        writer.add(hospital_samples.death(writer.add(samples.episode(gone.id, **ended)).id))
    taken: list[tuple[str, str]] = []
    monkeypatch.setattr(TakingOut, "begin", lambda self, wanted: self.note(wanted, "thử"))
    monkeypatch.setattr(TakingOut, "_save", lambda _self, wanted, pdf: taken.append((wanted.title, flat(pdf))))
    pages: list[QWidget] = []
    with desk_of(book, director, now) as desk:
        for name in ("beds", "hospital", "deaths"):
            entry = entry_of(name)
            page = getattr(import_module(f"carebook.ui.pages.{entry.module}"), entry.cls)(desk)
            qtbot.addWidget(page)
            page.show()
            settle(desk)
            before = len(taken)
            page._print()
            qtbot.waitUntil(lambda before=before: len(taken) > before)
            pages.append(page)
            page.hide()
    assert len(_readings(book, now)) == 3
    said = dict(taken)
    assert not any(secret in words for words in said.values() for secret in ("Lò Thị", "Mái ấm", "Phòng kín"))
    assert "Hoa 7" in said["Danh sách giường"]
    assert "Hoa 7" in said["Danh sách vắng mặt"]
    assert "Hoa 9" in said["Danh sách tử vong"]
    assert "Hà Thị Cúc" in said["Danh sách tử vong"]


def test_minutes_about_nobody_leave_a_line_for_the_residents_involved(
    book: Book, ward: str, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: Any, tmp_path: Path
) -> None:
    assert ward
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay = writer.records(Episode)[0]
        cut = writer.add(incident_samples.incident(kind="power_cut", number="02/2026"))
        writer.add(Involved(incident_id=cut.id, episode_id=stay.id))
        alone = writer.add(incident_samples.incident(kind="power_cut", number="03/2026"))
    with desk_of(book, actor_with(Role.NURSE), now) as desk:
        view = MinutesView(desk)
        qtbot.addWidget(view)
        for one, noted in ((cut, [("print_batch", 1)]), (alone, [])):
            before = _readings(book, now)
            view.show_minutes(one.id)
            qtbot.waitUntil(view.pdf_button.isEnabled)
            view.save("pdf", tmp_path / f"{one.id}.pdf")
            qtbot.waitUntil((tmp_path / f"{one.id}.pdf").exists)
            assert _readings(book, now)[len(before) :] == noted
