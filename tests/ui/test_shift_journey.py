"""A whole shift of a ward of forty recorded with the keyboard alone, from the round of vital signs to the second signature.

Keys pressed here, and in a spreadsheet with a row for each person and a column for each thing, every cell typed and left with one
key: vital signs 583 and 587 (120 cells less three of somebody away), medicines 34 and 92, a fall 80 and 109, a transfer 42 and 138,
care 44 and 312, the handover 100 and 511, which a spreadsheet asks to be typed once more: 883 and 1,749 together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from carebook.records.care_plans import HelpLevel
from carebook.records.daily_care import CareEntry
from carebook.records.episodes import AbsenceKind
from carebook.records.hospital import HospitalTransfer
from carebook.records.incidents import Incident
from carebook.records.medication import Administration, DoseState
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.records.shifts import ShiftHandover, ShiftState
from carebook.records.staff import Actor
from carebook.rules.shifts.sheet import Sheet
from carebook.store import code_lists, facility
from carebook.store.book import Book, new_id
from carebook.ui.main_window import MainWindow
from carebook.ui.pages.daily_care import DailyCarePage
from carebook.ui.pages.hospital import HospitalPage
from carebook.ui.pages.incidents import IncidentsPage
from carebook.ui.pages.medication import MedicationPage
from carebook.ui.pages.shifts import ShiftsPage
from carebook.ui.pages.shifts.signing import SigningDialog
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.daily_care_samples import NAMES, TODAY, WardOf, a_ward, plan_help
from tests.medication_samples import order
from tests.shift_samples import SECRET, at, nurse
from tests.ui.program import Clock
from tests.ui.typing_vietnamese import press

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key
PEOPLE = 40
HELP = {
    "eating": HelpLevel.PARTLY,
    "bathing": HelpLevel.FULLY,
    "dressing": HelpLevel.PARTLY,
    "toilet": HelpLevel.PARTLY,
}
HIGH, WILL_NOT_BE_MEASURED, FALLEN, SICK, ON_LEAVE = 5, 8, 12, 27, 39
REFUSE = (3, 20)
WITH_TWO = range(0, 30, 3)
WITH_ONE = [n for n in range(30) if n not in WITH_TWO]
EATS_WITH = {7: "3", 15: "0", 30: "3"}
"""Who was helped otherwise than planned, and how much."""
PLACE, FELL, DONE_AT_ONCE = "Nhà tắm", "Trượt chân khi tắm, không đau.", "Đỡ về giường, theo dõi."
HOSPITAL, WHY = "BVĐK tỉnh", "Sốt cao, thở nhanh."
GIVER, TAKER = "Doãn Thị Cẩm Tú", "Kiều Thị Dạ Hương"
SITUATION = "Một người ngã, một người đi viện."

MOST_KEYS = {"vital signs": 590, "medicines": 36, "fall": 85, "transfer": 48, "care": 46, "handover": 110}
"""Keys pressed for each part of the shift, at most."""


def name_of(n: int) -> str:
    """The name of somebody of the ward."""
    return NAMES[n % len(NAMES)] + (f" {n}" if n >= len(NAMES) else "")


@dataclass(frozen=True)
class Shift:
    """The ward, who works in the morning and who comes after."""

    ward: WardOf
    nurse: Actor
    next_nurse: Actor


@pytest.fixture
def shift(book: Book, director: Actor) -> Shift:
    """Forty people, one on leave since yesterday: three measures each morning, four kinds of help, forty tablets at 08:00."""
    entered = at(5) - timedelta(days=60)
    ward = a_ward(book, director, entered, PEOPLE)
    with book.changing(director.account_id, entered, new_id(), "test") as writer:
        for n, stay in enumerate(ward.stays):
            for measure in ("pulse", "blood_pressure", "temperature"):
                writer.add(MonitoringPlan(episode_id=stay, measure=measure, from_on=date(2026, 11, 1)))
            plan_help(writer, stay, HELP, since=entered)
            if n in WITH_TWO or n in WITH_ONE:
                writer.add(order(stay))
            if n in WITH_TWO:
                writer.add(order(stay, medicine="Metformin", substance="Metformin", strength="500 mg"))
        gone = samples.absence(ward.stays[ON_LEAVE], kind=AbsenceKind.LEAVE, from_on=TODAY - timedelta(days=1))
        writer.add(gone)
    first, second = (nurse(book, director, entered, name) for name in (GIVER, TAKER))
    return Shift(ward, first, second)


@pytest.fixture
def clock() -> Clock:
    """Just after the morning round has come."""
    made = Clock()
    made.at = at(7, 5)
    return made


@pytest.fixture
def window(qtbot: Any, book: Book, shift: Shift, clock: Clock) -> Iterator[MainWindow]:
    """The window of the nurse of the morning."""
    with book.reading_for(shift.nurse, clock()) as reader:
        desk = Desk(book, shift.nurse, facility.facility(reader), code_lists.words(reader), clock=clock)
    made = MainWindow(desk)
    qtbot.addWidget(made, before_close_func=lambda _window: desk.close())
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.hide()
    desk.close()


@dataclass
class Hand:
    """A hand on the keyboard; it counts what it presses by the part of the shift, and what a spreadsheet would have taken."""

    qtbot: Any
    window: MainWindow
    part: str = ""
    pressed: Counter[str] = field(default_factory=Counter)
    spreadsheet: Counter[str] = field(default_factory=Counter)

    def at(self) -> QWidget:
        """Where the keys go: a list that stands open takes them first."""
        if QApplication.activeWindow() is None:  # a dialog has closed: here no window system brings the window back
            self.window.activateWindow()
            self.qtbot.waitUntil(self.window.isActiveWindow)
        found = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert found is not None
        return found

    def key(self, which: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1) -> None:
        """Press a key, with others held."""
        for _time in range(times):
            QApplication.processEvents()
            self.qtbot.keyClick(self.at(), which, held)
            self.pressed[self.part] += 1

    def type(self, words: str) -> None:
        """Type letter by letter; a letter with marks counts as one."""
        for letter in words:
            if letter.isascii():
                self.qtbot.keyClick(self.at(), letter)
            else:
                press(self.at(), Key.Key_unknown, letter)
            self.pressed[self.part] += 1

    def tab_to(self, wanted: QWidget) -> None:
        """Tab on until a field has the keys."""
        for _press in range(40):
            if wanted is self.at() or wanted.isAncestorOf(self.at()):
                return
            self.key(Key.Key_Tab)
        raise AssertionError(wanted.accessibleName())

    def cell(self, *typed: str) -> None:
        """What a spreadsheet takes: each cell is typed and left with one key."""
        self.spreadsheet[self.part] += sum(len(one) + 1 for one in typed)

    def shown(self, kind: type[Any]) -> Any:
        """The page on show, once it is of that kind."""
        self.until(lambda: isinstance(self.window.stack.currentWidget(), kind))
        return self.window.stack.currentWidget()

    def until(self, true: Any) -> None:
        """Look until something has happened."""
        self.qtbot.waitUntil(true)


def rows_of(book: Book, clock: Clock, cls: Any) -> list[Any]:
    with book.looking(clock()) as reader:
        return list(reader.records(cls))


# the parts of the shift


def measure_everybody(hand: Hand) -> None:
    """The round of vital signs: down each column, a reason by one key, somebody who will not be measured."""
    hand.part = "vital signs"
    hand.key(Key.Key_3, CTRL)
    page: DailyCarePage = hand.shown(DailyCarePage)
    rounds = page.rounds
    hand.until(lambda: rounds.state is not None and hand.at() is rounds.grid)
    for measure in ("pulse", "temperature", "blood_pressure"):
        for n in range(PEOPLE):
            if n == ON_LEAVE:
                continue
            key = rounds.grid.current_key()
            assert key is not None
            assert key[1] == measure
            value = {"pulse": str(66 + n % 20), "temperature": f"36,{4 + n % 5}", "blood_pressure": f"12{n % 10}/78"}
            if (measure, n) == ("blood_pressure", WILL_NOT_BE_MEASURED):
                hand.type("t")
                hand.cell("từ chối")
                continue
            why = {("temperature", SICK): ("39,2", "5"), ("blood_pressure", HIGH): ("192/104", "1")}
            typed, reason = why.get((measure, n), (value[measure], ""))
            hand.type(typed)
            hand.key(Key.Key_Return)
            hand.type(reason)
            hand.cell(typed)
    hand.until(lambda: all(one.state != "waits" for one in rounds.state.typed.values()))
    assert page.left_label.whole() == "1 away"


def give_medicines(hand: Hand) -> None:
    """The round of 08:00: Space for everybody, T and a reason for two refusals."""
    hand.part = "medicines"
    hand.key(Key.Key_4, CTRL)
    page: MedicationPage = hand.shown(MedicationPage)
    hand.until(lambda: page._found is not None and hand.at() is page.table)
    for n in range(30):
        line = page.table.current()
        assert line is not None
        assert line.row.who.name == name_of(n)
        medicines = 2 if n in WITH_TWO else 1
        if n in REFUSE:
            hand.type("t1")
            hand.cell("từ chối")
            medicines -= 1
        if medicines:
            hand.key(Key.Key_Space)
            hand.cell(*["x"] * medicines)
    hand.until(lambda: page.progress.text() == "30/30 people")


def report_the_fall(hand: Hand) -> None:
    """An incident, and that the management was told."""
    hand.part = "fall"
    hand.key(Key.Key_3, CTRL)
    hand.shown(DailyCarePage)
    hand.key(Key.Key_Tab, CTRL, times=2)
    page: IncidentsPage = hand.shown(IncidentsPage)
    hand.until(lambda: page._found is not None)
    hand.key(Key.Key_N, CTRL)
    hand.until(page.writing.is_open)
    sheet: Any = page.writing.sheet
    hand.tab_to(sheet.form.editor("episode_id"))
    hand.type(f"an {FALLEN}")
    for name, words in (("kind", "nga"), ("place", PLACE), ("text", FELL), ("at_once", DONE_AT_ONCE)):
        hand.tab_to(sheet.form.editor(name))
        hand.type(words)
    hand.key(Key.Key_S, CTRL)
    hand.until(lambda: not page.writing.is_open())
    hand.cell("22/11", "9:40", name_of(FALLEN), "Ngã", PLACE, FELL, DONE_AT_ONCE, GIVER)


def take_to_hospital(hand: Hand) -> None:
    """A transfer, with the vital signs that the book puts there."""
    hand.part = "transfer"
    hand.key(Key.Key_Tab, CTRL, times=4)
    page: HospitalPage = hand.shown(HospitalPage)
    hand.until(lambda: page._found is not None)
    hand.key(Key.Key_F7)
    hand.until(page.writing.is_open)
    sheet: Any = page.writing.sheet
    hand.tab_to(sheet.form.editor("episode_id"))
    hand.type(f"n {SICK}")
    for name, words in (("hospital", HOSPITAL), ("reason", WHY)):
        hand.tab_to(sheet.form.editor(name))
        hand.type(words)
    hand.until(lambda: bool(sheet.form.value("signs")))
    signs = sheet.form.value("signs")
    hand.key(Key.Key_S, CTRL)
    hand.until(lambda: not page.writing.is_open())
    hand.cell("22/11", "10:20", name_of(SICK), HOSPITAL, WHY, signs)


def write_care_down(hand: Hand) -> None:
    """The care of the shift: Space as planned, a digit where it was not."""
    hand.part = "care"
    hand.key(Key.Key_3, CTRL)
    page: DailyCarePage = hand.shown(DailyCarePage)
    hand.key(Key.Key_F6)
    care = page.care
    hand.until(lambda: bool(care.rows) and hand.at() is care.grid)
    due = [n for n, row in enumerate(care.rows) if row.is_due]
    for n in due:
        cell = care.grid.current_cell()
        assert cell is not None
        assert care.grid.care.row_of(cell[0]).who.name == name_of(n)
        if n in EATS_WITH:
            hand.type(EATS_WITH[n])
        hand.key(Key.Key_Space)
        hand.cell(*["2"] * len(HELP))
    hand.until(lambda: not care.grid.care.waiting)
    assert care.counts() == (len(due), len(due), PEOPLE - len(due))


def asked_to_sign(hand: Hand, page: ShiftsPage) -> SigningDialog:
    """The question for a signature, once it has the keys."""
    hand.key(Key.Key_F8)
    hand.until(lambda: isinstance(QApplication.activeWindow(), SigningDialog))
    assert page.signing._dialog is not None
    return page.signing._dialog


def hand_over(hand: Hand, clock: Clock) -> ShiftsPage:
    """The sheet that the book drafted: counted, told in a line, signed by who gives and by who takes."""
    hand.part = "handover"
    hand.key(Key.Key_Tab, CTRL, times=3)
    page: ShiftsPage = hand.shown(ShiftsPage)
    hand.until(lambda: any(row.line.heading == "absences" for row in page.lines.rows))
    form, report = page.counts.form, page.counts.report
    assert form is not None
    assert report is not None
    hand.tab_to(form.editor("counted"))
    hand.type("38")
    for thing in page.counts.things:
        hand.tab_to(thing.input)
        hand.type(str(int(thing.asked.expected)))
    hand.tab_to(report.editor("situation"))
    hand.type(SITUATION)
    asked_to_sign(hand, page)
    hand.type(SECRET)
    hand.key(Key.Key_Return)
    hand.until(lambda: page._found is not None and page._found.state is ShiftState.GIVEN)
    clock.at = at(13, 58)
    dialog = asked_to_sign(hand, page)
    hand.type("kieu")
    hand.tab_to(dialog.secret)
    hand.type(SECRET)
    hand.key(Key.Key_Return)
    hand.until(lambda: page._found is not None and page._found.state is ShiftState.TAKEN)
    return page


def test_a_shift_of_forty_is_recorded_with_the_keyboard(
    qtbot: Any, window: MainWindow, shift: Shift, book: Book, clock: Clock, capsys: Any
) -> None:
    hand = Hand(qtbot, window)
    measure_everybody(hand)
    clock.at = at(7, 50)
    give_medicines(hand)
    clock.at = at(9, 40)
    report_the_fall(hand)
    clock.at = at(10, 20)
    take_to_hospital(hand)
    clock.at = at(13, 20)
    write_care_down(hand)
    clock.at = at(13, 50)
    hand_over(hand, clock)

    (one,) = rows_of(book, clock, ShiftHandover)
    sheet = Sheet.from_frozen(one.frozen)
    refusal = "Từ chối: Amlodipin 5 mg, cữ 08:00; Không chịu uống"
    assert [(line.heading, line.who, line.text.replace("\xa0", " ")) for line in sheet.lines] == [
        ("Cần theo dõi", f"A101 · {name_of(HIGH)}", "07:05: Huyết áp 192/104 mmHg"),
        ("Cần theo dõi", f"A102 · {name_of(SICK)}", "07:05: Nhiệt độ 39,2 °C"),
        ("Sự cố", f"A101 · {name_of(FALLEN)}", f"Ngã (Nhẹ) lúc 09:40; {FELL[:-1]}; {DONE_AT_ONCE[:-1]}"),
        *(("Thuốc", f"A10{1 + n // 20} · {name_of(n)}", refusal) for n in REFUSE),
        ("Đi, về, nằm viện", f"A102 · {name_of(SICK)}", "Đi: Nằm viện, 10:20"),
    ]
    assert sheet.figures == {
        "at_start": 40,
        "came": 0,
        "went": 0,
        "at_end": 40,
        "in_hospital": 1,
        "on_leave": 1,
        "absent": 0,
        "counted": 38,
    }
    assert (sheet.giver, sheet.taker, sheet.situation) == (GIVER, TAKER, SITUATION)
    assert [(thing.expected, thing.counted) for thing in sheet.things] == [(n, n) for n in "21112212"]
    refused = [one for one in rows_of(book, clock, Administration) if one.state is DoseState.REFUSED]
    assert Counter(one.episode_id for one in refused) == Counter(shift.ward.stays[n] for n in REFUSE)
    assert len(rows_of(book, clock, Observation)) == 3 * 39
    assert len(rows_of(book, clock, CareEntry)) >= 38 + len(EATS_WITH)
    assert (len(rows_of(book, clock, Incident)), len(rows_of(book, clock, HospitalTransfer))) == (1, 1)

    hand.cell(*(words for line in sheet.lines for words in (line.heading, line.who, line.text)))
    hand.cell(*(str(count) for count in sheet.figures.values()), *(thing.counted for thing in sheet.things), SITUATION)
    with capsys.disabled():
        for part, pressed in hand.pressed.items():
            print(f"\n{part}: {pressed} keys, {hand.spreadsheet[part]} in a spreadsheet", end="")
    assert all(hand.pressed[part] <= most for part, most in MOST_KEYS.items()), hand.pressed
    assert sum(hand.pressed.values()) < 0.6 * sum(hand.spreadsheet.values())
