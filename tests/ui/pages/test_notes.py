"""The daily notes of a person: written letter by letter, tied to a goal, changed, struck, corrected; drafts; ten years of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from carebook.records.care_plans import Activity, CarePlan, Goal, PlanInForce, PlanState
from carebook.records.progress import ProgressNote
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor, Role
from carebook.store import drafts
from carebook.store.book import Book, new_id
from carebook.store.sessions import ToldSession
from carebook.ui.pages.person import PersonPage
from carebook.ui.pages.person.daily import DailyTab
from carebook.ui.pages.person.notes import AT_ONCE, NotesTab
from carebook.ui.parts.buttons import Button
from tests.ui.pages.person_world import World, opened, texts
from tests.ui.pages.stay_desk import nameless
from tests.ui.typing_vietnamese import TELEX_NGUYEN, press, type_text


class Case(World):
    """The resident of the world with a plan in force."""

    def __init__(self, book: Book, director: Actor, now: datetime) -> None:
        super().__init__(book, director, now)
        with book.changing(director.account_id, now, new_id(), "test") as writer:
            plan = writer.add(CarePlan(episode_id=self.stay.id, state=PlanState.APPROVED))
            self.goal = writer.add(
                Goal(episode_id=self.stay.id, plan_id=plan.id, thread=new_id(), text="Đi 10 m bằng khung")
            )
            self.activity = writer.add(
                Activity(episode_id=self.stay.id, plan_id=plan.id, goal_id=self.goal.id, text="Tập đi mỗi sáng")
            )
            writer.add(PlanInForce(episode_id=self.stay.id, plan_id=plan.id, since_at=now))

    def write(self, *notes: ProgressNote) -> None:
        with self.book.changing(self.director.account_id, self.now, new_id(), "test") as writer:
            writer.add_many(list(notes))

    def note(self, **facts: Any) -> ProgressNote:
        given = {"happened_at": self.now, "recorded_at": self.now, "entered_by": self.director.account_id}
        return ProgressNote(**{"episode_id": self.stay.id, "text": "Đi 5 m", **given} | facts)

    def kept(self, withdrawn: bool = False) -> list[ProgressNote]:
        with self.book.looking(self.now) as reader:
            return reader.records(ProgressNote, withdrawn=withdrawn)


@pytest.fixture
def case(qtbot: Any, book: Book, director: Actor, now: datetime) -> Iterator[Case]:
    assert qtbot is not None
    made = Case(book, director, now)
    yield made
    for desk in made.desks:
        desk.close()


def shown(qtbot: Any, case: Case, actor: Actor | None = None, **size: int) -> tuple[PersonPage, NotesTab]:
    found = opened(qtbot, case.desk(actor), case.person_id, "daily", **size)
    daily = found.tabs["daily"]
    assert isinstance(daily, DailyTab)
    daily.choose_part("notes")
    tab = daily.current_part()
    assert isinstance(tab, NotesTab)
    qtbot.waitUntil(lambda: bool(tab.timeline._rows) or tab.states.says() != "")
    return found, tab


def target(tab: NotesTab, name: str) -> QWidget:
    return tab.composer.editors[name].input.target


def test_a_note_is_written_letter_by_letter_and_serves_a_goal(qtbot: Any, case: Case) -> None:
    found, tab = shown(qtbot, case)
    assert tab.states.says() == "No notes yet."
    tab.begin_note()
    type_text(target(tab, "text"), f"{TELEX_NGUYEN} Văn Út đi 5 m, nghỉ một lần")
    tab.composer.goals._buttons[case.goal.thread].click()
    tab.composer.activity.choose(case.activity.id)
    tab.composer.tags._buttons["pain"].click()
    tab.composer.for_handover.click()
    assert found.has_unsaved()
    press(target(tab, "text"), Qt.Key.Key_Return, modifiers=Qt.KeyboardModifier.ControlModifier)
    tab.composer.save()
    qtbot.waitUntil(lambda: "Nguyễn Văn Út đi 5 m, nghỉ một lần" in texts(tab))
    (kept,) = case.kept()
    assert (kept.goal_thread, kept.activity_id, kept.kind) == (case.goal.thread, case.activity.id, "casework")
    assert (kept.happened_at, kept.done_by_id) == (case.now, case.director.staff_member_id)
    assert (kept.tags, kept.for_handover) == (("pain",), True)
    assert "into the handover" in texts(tab)
    assert (tab.composer.tags.codes(), tab.composer.for_handover.isChecked()) == ([], False)
    assert not found.has_unsaved()
    assert found.messages.text() == "Saved the note about Trần Thị An."
    found.undo_last()
    qtbot.waitUntil(lambda: "đã gạch bỏ" in texts(tab) or "struck through" in texts(tab))


def test_what_is_refused_stays_beside_its_field(qtbot: Any, case: Case) -> None:
    _page, tab = shown(qtbot, case)
    tab.save()  # nothing is typed
    assert tab.composer.editors["text"].complaint() == ""
    tab.composer.save()
    assert tab.composer.editors["text"].complaint() == "This must be filled in."
    type_text(target(tab, "text"), "Đi 5 m")
    for typed, says in (
        ("22/11/2026 23:00", "This time has not come yet; it is 22/11 09:00 now."),
        ("31/02/2026 08:00", "“31/02/2026” is not in the calendar."),
        ("05/11/1026 08:00", "“05/11/1026” is too far from today. Check the year."),
    ):
        tab.composer.editors["happened_at"].set_raw(typed)
        tab.save()
        assert tab.composer.editors["happened_at"].complaint() == says
    assert case.kept() == []
    tab.composer.editors["happened_at"].set_raw("01/01/2025 08:00")
    tab.composer._look_at_time()
    assert tab.composer.editors["happened_at"].complaint() == "Before the stay, which began on 05/01/2026."
    assert tab.composer.editors["text"].raw() == "Đi 5 m"


def test_pasted_from_a_spreadsheet(qtbot: Any, case: Case) -> None:
    _page, tab = shown(qtbot, case)
    editor = tab.composer.editors["text"]
    editor.set_raw("12/10\tNguye\u0302\u0303n 🙂\r\n" + "dài " * 2_600)
    tab.save()
    assert "10.000" in editor.complaint()
    assert case.kept() == []
    editor.set_raw("12/10\tNguye\u0302\u0303n 🙂\r\n" + "dài " * 2_000)
    tab.save()
    qtbot.waitUntil(lambda: len(case.kept()) == 1)
    assert case.kept()[0].text.startswith("12/10 Nguyễn 🙂\ndài dài")


def test_own_notes_are_changed_others_corrected(qtbot: Any, case: Case, actor_with: Callable[..., Actor]) -> None:
    nurse = actor_with(Role.NURSE)
    old = case.now - timedelta(days=30)
    case.write(
        case.note(text="Của tôi", entered_by=nurse.account_id),
        case.note(text="Đã lâu", entered_by=nurse.account_id, happened_at=old, recorded_at=old),
    )
    _page, tab = shown(qtbot, case, nurse)
    rows = {row._event.record.note.text: row for row in tab.timeline._rows if hasattr(row, "_event")}
    assert [act.key for act in rows["Của tôi"]._event.acts] == ["change", "strike"]
    assert [act.key for act in rows["Đã lâu"]._event.acts] == ["correct", "strike"]
    rows["Của tôi"]._show_buttons()
    rows["Của tôi"].findChildren(Button)[0].click()
    editor = tab.composer.editors["text"]
    assert (editor.raw(), tab.composer._heading.text()) == ("Của tôi", "Change the note of 22/11 09:00")
    type_text(target(tab, "text"), " nữa")
    tab.save()
    qtbot.waitUntil(lambda: any("nữa" in note.text for note in case.kept()))
    qtbot.waitUntil(tab.composer.isEnabled)
    tab._act(rows["Đã lâu"]._event.record, "correct")
    type_text(target(tab, "text"), "Là hai lần")
    tab.save()
    qtbot.waitUntil(lambda: len(case.kept()) == 3)
    correction = next(note for note in case.kept() if note.corrects_id)
    assert (correction.text, correction.happened_at) == ("Là hai lần", old)
    qtbot.waitUntil(lambda: "Correction" in texts(tab))
    assert tab.composer._heading.text() == "New note"


def test_a_struck_note_is_still_read(qtbot: Any, case: Case) -> None:
    case.write(case.note())
    _page, tab = shown(qtbot, case)
    record = next(row._event.record for row in tab.timeline._rows if hasattr(row, "_event"))
    tab.strike(record, "ghi nhầm người")
    qtbot.waitUntil(lambda: "ghi nhầm người" in texts(tab))
    said = texts(tab)
    assert "Đi 5 m" in said
    assert f"Struck through: ghi nhầm người – {case.director.name}, 22/11 09:00" in said
    (row,) = [row for row in tab.timeline._rows if hasattr(row, "_event")]
    assert row._event.acts == ()
    assert row._title._font().strikeOut()


def test_a_draft_survives_the_page(qtbot: Any, case: Case) -> None:
    found, tab = shown(qtbot, case)
    type_text(target(tab, "text"), "Đang gõ dở")
    tab.composer._unfold(True)
    tab.composer.editors["result"].set_raw("Tốt")
    found.keep_draft()
    qtbot.waitUntil(lambda: _drafts(case) == ["progress_note"])
    found.hide()
    again, fresh = shown(qtbot, case)
    qtbot.waitUntil(lambda: "draft kept" in again.messages.text())
    again.messages._action.click()
    assert fresh.composer.editors["text"].raw() == "Đang gõ dở"
    assert fresh.composer.editors["result"].raw() == "Tốt"
    fresh.save()
    qtbot.waitUntil(lambda: len(case.kept()) == 1 and _drafts(case) == [])
    assert case.kept()[0].result == "Tốt"


def _drafts(case: Case) -> list[str]:
    with case.book.reading_for(case.director, case.now) as reader:
        return [draft.form for draft in drafts.own_drafts(reader)]


def test_filters_and_older_ones(qtbot: Any, case: Case) -> None:
    hours = [case.now - timedelta(hours=7 * n) for n in range(AT_ONCE + 5)]
    notes = [case.note(happened_at=at, recorded_at=at, text=f"Ghi {n}.") for n, at in enumerate(hours)]
    notes[3] = replace(notes[3], kind="family", entered_by=None, goal_thread=case.goal.thread)
    notes[5] = replace(notes[5], tags=("fever", "skin"))
    case.write(*notes)
    _page, tab = shown(qtbot, case)
    assert (f"Ghi {AT_ONCE - 1}." in texts(tab), f"Ghi {AT_ONCE}." in texts(tab)) == (True, False)
    assert tab.older.isVisible()
    tab.older.click()
    qtbot.waitUntil(lambda: f"Ghi {AT_ONCE + 4}." in texts(tab))
    assert not tab.older.isVisible()
    tab.goal.choose(case.goal.thread)
    tab._filtered()
    qtbot.waitUntil(lambda: "Ghi 3." in texts(tab) and "Ghi 2." not in texts(tab))
    tab.mine.click()
    qtbot.waitUntil(lambda: tab.states.says() == "No notes match the filter.")
    tab._all_again()
    qtbot.waitUntil(lambda: "Ghi 2." in texts(tab))
    tab.tag.choose("skin")
    tab._filtered()
    qtbot.waitUntil(lambda: "Ghi 5." in texts(tab) and "Ghi 2." not in texts(tab))


def test_who_may_not_write_reads(qtbot: Any, case: Case, actor_with: Callable[..., Actor]) -> None:
    case.write(case.note())
    _page, tab = shown(qtbot, case, actor_with(Role.INSPECTOR))
    assert tab.composer.isHidden()
    assert "Đi 5 m" in texts(tab)
    assert all(not row._event.acts for row in tab.timeline._rows if hasattr(row, "_event"))


def test_the_newest_stand_in_the_overview(qtbot: Any, case: Case) -> None:
    case.write(case.note(text="Gặp con trai"))
    found = opened(qtbot, case.desk(), case.person_id, "overview")
    qtbot.waitUntil(lambda: "Gặp con trai" in texts(found))
    row = next(row for row in found.tabs["overview"].timeline._rows if "Gặp" in row.accessibleName())  # type: ignore[attr-defined]
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert found.head.current() == "daily"


def test_everything_has_a_name_and_ten_years_come_quickly(qtbot: Any, case: Case) -> None:
    days = [case.now - timedelta(days=n) for n in range(3650)]
    case.write(*(case.note(happened_at=at, recorded_at=at) for at in days))
    _page, tab = shown(qtbot, case, width=880, height=480)
    QApplication.processEvents()
    assert nameless(tab) == []
    assert len(tab.timeline._rows) <= 2 * AT_ONCE


def test_sessions_of_therapy_that_say_something_stand_among_the_notes(qtbot: Any, case: Case) -> None:
    case.write(case.note(text="Ngủ ngon", happened_at=case.now - timedelta(days=1)))
    with case.book.changing(case.director.account_id, case.now, new_id(), "test") as writer:
        given = Session(
            episode_id=case.stay.id,
            planned_on=case.now.date(),
            planned_at=time(8, 30),
            state=SessionState.DONE,
            recorded_at=case.now,
        )
        told = writer.add(replace(given, objective="Đi khung 14 m, nghỉ 1 lần."))
        writer.add(replace(given, planned_at=time(10, 0)))  # says nothing
    page, tab = shown(qtbot, case)
    went: list[Any] = []
    page._desk.went.connect(went.append)
    assert "Đi khung 14 m, nghỉ 1 lần." in texts(tab)
    assert len(tab.timeline._rows) == 4  # two days, a note, a session
    tab.kind.choose("care")
    tab._filtered()
    qtbot.waitUntil(lambda: "Đi khung" not in texts(tab))
    tab._act(ToldSession(told, ""), "session")
    assert (went[0].page, went[0].about) == ("rehabilitation", {"session_id": told.id})
