"""Pages: stale and fresh, what is told, drafts and leaving; and the dialogs they ask with."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from carebook.actions.change import Change
from carebook.ui.parts import dialogs
from carebook.ui.parts.bars import Footer, SidePanel
from carebook.ui.parts.clerk import Clerk
from carebook.ui.parts.labels import KEYS, key_caps
from carebook.ui.parts.page import SMALLEST, DeskPage, Page, _undo, reason_to_strike
from carebook.words import Message
from tests.ui.typing_vietnamese import type_text


@dataclass(frozen=True)
class Done:
    subjects: frozenset[str]


class VisitsPage(Page):
    mine = frozenset({"visits", "people"})

    def __init__(self, clerk: Clerk) -> None:
        super().__init__(clerk, "Visits")
        self.refreshed = 0
        self.typed = ""
        self.did: list[str] = []
        self.panel = SidePanel("An")
        self.put((QWidget(), 1), Footer(None, key_caps(("Enter", "open"))))

    def refresh(self) -> None:
        self.refreshed += 1

    def has_unsaved(self) -> bool:
        return bool(self.typed)

    def keep_draft(self) -> None:
        self.did.append("keep")

    def save(self) -> None:
        self.did.append("save")

    def discard(self) -> None:
        self.did.append("discard")


@pytest.fixture
def clerk(dressed: QApplication):
    assert dressed is not None
    clerk = Clerk(lambda: None, lambda: SimpleNamespace(interrupt=lambda: None, close=lambda: None))
    yield clerk
    clerk.close()


@pytest.fixture
def page(qtbot, clerk: Clerk) -> VisitsPage:
    page = VisitsPage(clerk)
    qtbot.addWidget(page)
    return page


def test_a_page_asks_when_it_is_seen_first_and_after_changes_of_its_own(qtbot, page: VisitsPage, clerk: Clerk) -> None:
    assert (page.refreshed, page.is_stale()) == (0, True)
    with qtbot.waitExposed(page):
        page.show()

    assert (page.refreshed, page.is_stale()) == (1, False)
    clerk.changed.emit(Done(frozenset({"medication"})))
    assert page.refreshed == 1
    clerk.changed.emit(Done(frozenset({"people", "medication"})))
    assert page.refreshed == 2
    page.hide()
    clerk.changed.emit(Done(frozenset({"visits"})))
    clerk.changed.emit(Done(frozenset({"visits"})))
    assert (page.refreshed, page.is_stale()) == (2, True)
    page.show()
    assert (page.refreshed, page.is_stale()) == (3, False)
    page.make_stale()
    assert page.refreshed == 4


def test_a_page_that_has_gone_is_not_told(qtbot, clerk: Clerk) -> None:
    page = VisitsPage(clerk)
    page.deleteLater()
    qtbot.wait(10)
    clerk.changed.emit(Done(frozenset({"visits"})))


def test_messages_are_said_and_undone(qtbot, page: VisitsPage) -> None:
    page.show()
    undone: list[str] = []
    page.offer_undo("Saved the weight of 12 people.", lambda: undone.append("undone"))
    assert page.messages.text() == "Saved the weight of 12 people."
    assert page.messages.isVisible()
    assert page.messages._timer.interval() == 8000
    undo = next(b for b in page.messages.findChildren(QPushButton) if b.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert undone == ["undone"]
    assert page.messages.text() == ""
    page.say("Gone soon.", "info", seconds=0.02)
    qtbot.waitUntil(lambda: page.messages.text() == "")


def test_complaints_say_the_refusal_or_that_nothing_is_lost(page: VisitsPage) -> None:
    refusal = Exception()
    refusal.problems = (SimpleNamespace(field="", message="A."), SimpleNamespace(field="x", message="B."))  # type: ignore[attr-defined]
    page.complain(refusal)
    assert page.messages.text() == "A. B."
    page.complain(ValueError("secret"))
    assert "secret" not in page.messages.text()
    assert page.messages.property("tone") == "danger"


def test_a_draft_is_due_once_after_the_last_letter(qtbot, page: VisitsPage) -> None:
    page._draft_timer.setInterval(40)
    for _letter in range(3):
        page.typed += "a"
        page.touched()
        qtbot.wait(15)
    assert page.did == []
    with qtbot.waitSignal(page.draft_due):
        pass
    assert page.did == ["keep"]
    page.typed = ""
    page.touched()
    qtbot.wait(60)
    assert page.did == ["keep"]


def answer(word: str) -> None:
    """Press a button of the dialog that is about to open."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        next(b for b in dialog.findChildren(QPushButton) if b.text() == word).click()

    QTimer.singleShot(0, press)


@pytest.mark.parametrize(
    ("word", "leaves", "did"),
    [
        ("Save", False, ["save"]),
        ("Keep draft", True, ["keep"]),
        ("Discard changes", True, ["discard"]),
        ("Go back", False, []),
    ],
)
def test_leaving_asks_only_when_something_would_be_lost(
    page: VisitsPage, word: str, leaves: bool, did: list[str]
) -> None:
    assert page.can_leave()
    page.typed = "x"
    answer(word)
    assert page.can_leave() is leaves
    assert page.did == did


def test_a_page_folds_when_its_window_is_narrow(qtbot, page: VisitsPage) -> None:
    page.header.show_line("148 present")
    page.resize(1200, 700)
    with qtbot.waitExposed(page):
        page.show()

    caps = page.findChild(QWidget, KEYS)
    assert (page.is_narrow(), caps.isVisible(), page.header.line.isVisible()) == (False, True, True)
    page.resize(SMALLEST)
    qtbot.waitUntil(page.is_narrow)
    assert not caps.isVisible()
    assert page.header.line.text() == "148 present"  # there is room for it
    size = page.minimumSizeHint()
    assert size.width() <= SMALLEST.width()
    assert size.height() <= SMALLEST.height()


def test_the_title_can_change(qtbot, page: VisitsPage) -> None:
    with qtbot.waitSignal(page.title_changed, check_params_cb=lambda title: title == "Trần Thị An"):
        page.rename("Trần Thị An")
    assert page.title == page.header.title.text() == "Trần Thị An"


@pytest.mark.parametrize(("word", "done"), [("Close October", True), ("Go back", False)])
def test_confirming_is_a_deed_with_a_safe_way_back(dressed: QApplication, word: str, done: bool) -> None:
    focused: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        focused.append(next(b.text() for b in dialog.findChildren(QPushButton) if b.isDefault()))
        assert dialog.windowTitle() == "Close October?"

    assert dressed is not None
    QTimer.singleShot(0, look)
    answer(word)
    assert dialogs.confirm(None, "Close October?", "It cannot be changed afterwards.", "Close October") is done
    assert focused == ["Go back"]


REASONS = [("again", "weighed again"), ("other_scale", "another scale"), ("other", "another reason")]


def test_enter_in_a_field_never_goes_back(qtbot) -> None:
    dialog = dialogs.DeedDialog(None, "Number of the report")
    line = QLineEdit()
    dialog.contents.addWidget(line)
    save = dialog.add_button("save", "Save", "primary")
    dialog.add_button("", "Go back")
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.open()
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    save.setDefault(True)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert (dialog.isVisible(), dialog.answer) == (False, "save")


@pytest.fixture
def reasons(qtbot) -> dialogs.ReasonDialog:
    dialog = dialogs.ReasonDialog(None, "Why?", REASONS, words_for="other")
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.open()

    return dialog


def test_a_reason_is_one_key(qtbot, reasons: dialogs.ReasonDialog) -> None:
    with qtbot.waitSignal(reasons.accepted):
        qtbot.keyClick(reasons, Qt.Key.Key_2)
    assert (reasons.reason, reasons.words) == ("other_scale", "")


def test_the_last_reason_asks_for_words(qtbot, reasons: dialogs.ReasonDialog) -> None:
    line = reasons.findChild(QLineEdit)
    assert not line.isVisible()
    qtbot.keyClick(reasons, Qt.Key.Key_3)
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert reasons.isVisible()
    type_text(line, "phù ")
    qtbot.keyClick(line, Qt.Key.Key_2)
    type_text(line, " chân")
    with qtbot.waitSignal(reasons.accepted):
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert (reasons.reason, reasons.words) == ("other", "phù 2 chân")


@pytest.mark.parametrize(("word", "given"), [("weighed again", ("again", "")), ("Go back", None)])
def test_a_reason_is_given_or_not(dressed: QApplication, word: str, given: tuple[str, str] | None) -> None:
    assert dressed is not None
    answer(word)
    assert dialogs.ask_reason(None, "Why?", REASONS) == given


# deeds and the way back


class Deeds:
    """Stands in for the desk: every deed is done at once, as a change ``C`` that can be undone unless it undoes."""

    def __init__(self, clerk: Clerk) -> None:
        self.clerk = clerk
        self.done: list[tuple[object, ...]] = []

    def do(self, deed, *values, then, failed, **given) -> None:
        assert failed is not None
        self.done.append((deed, *values, *given.values()))
        then(Change(frozenset(), op="C", said=None, undoable=deed is not _undo))


class LendingPage(DeskPage):
    def __init__(self, desk: Deeds) -> None:
        super().__init__(desk, "Lending")  # type: ignore[arg-type]
        self.refreshed = 0

    def refresh(self) -> None:
        self.refreshed += 1


@pytest.fixture
def lending(qtbot, clerk: Clerk) -> LendingPage:
    page = LendingPage(Deeds(clerk))
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    return page


def press_undo(page: Page) -> None:
    next(b for b in page.messages.findChildren(QPushButton) if b.text() == "Undo" and b.isVisible()).click()


@pytest.mark.parametrize(
    ("said", "otherwise", "besides", "told"),
    [
        (None, "", (), "Saved."),
        (None, "Lent.", (), "Lent."),
        (Message("The chair is lent.", {}), "Lent.", (), "The chair is lent."),
        (None, "", ("", Message("That is long.", {}), "Look."), "Saved. That is long. Look."),
    ],
)
def test_a_deed_is_told_in_its_own_words(lending: LendingPage, said, otherwise: str, besides, told: str) -> None:
    lending.tell_done(Change(frozenset(), op="A", said=said), otherwise, besides=besides)
    assert lending.messages.text() == told


def test_what_was_done_is_taken_back_and_asked_again(lending: LendingPage) -> None:
    lending.tell_done(Change(frozenset(), op="A"))
    press_undo(lending)
    assert lending._desk.done == [(_undo, "A")]
    assert (lending.refreshed, lending.messages.text()) == (2, "Undone.")


def test_what_cannot_be_taken_back_offers_no_undo(lending: LendingPage) -> None:
    lending.tell_done(Change(frozenset(), op="A", undoable=False))
    assert lending.messages.text() == "Saved."
    assert not [b for b in lending.messages.findChildren(QPushButton) if b.text() == "Undo" and b.isVisible()]


def strike_loan() -> None:
    """Stands in for a deed that strikes through."""


def test_an_entry_is_struck_through_with_its_reason(lending: LendingPage) -> None:
    answer("Written twice")
    lending.strike_through(strike_loan, "L1")
    assert lending._desk.done == [(strike_loan, "L1", "Written twice")]
    assert lending.messages.text() == "Struck through."
    press_undo(lending)
    assert lending._desk.done[1:] == [(_undo, "C")]


def test_going_back_strikes_nothing_through(lending: LendingPage) -> None:
    answer("Go back")
    lending.strike_through(strike_loan, "L1")
    assert lending._desk.done == []


def test_a_page_may_ask_for_reasons_of_its_own(lending: LendingPage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []

    def ask(parent, title, reasons, *, text, words_for, deed):
        asked.append((parent, title, list(reasons), text, deed))
        return words_for, "It was another chair."

    monkeypatch.setattr(dialogs, "ask_reason", ask)
    assert reason_to_strike(lending, "Strike?", "", REASONS) == "It was another chair."
    assert asked == [(lending, "Strike?", REASONS, "", "Strike through")]


class LoanPanel(QObject):
    """Stands in for a `WritingPanel`."""

    opened, saving, typed, shut = Signal(), Signal(), Signal(), Signal()

    def __init__(self, did: list[str]) -> None:
        super().__init__()
        self.did = did

    def has_unsaved(self) -> bool:
        return True

    def keep_draft(self) -> None:
        self.did.append("keep")

    def close_up(self) -> None:
        self.did.append("discard")


@pytest.mark.parametrize(("word", "did"), [("Keep draft", ["keep"]), ("Discard changes", ["discard"])])
def test_what_is_typed_in_a_panel_is_work_of_the_page(lending: LendingPage, word: str, did: list[str]) -> None:
    assert not lending.has_unsaved()
    panel = lending.writes_in(LoanPanel([]))  # type: ignore[type-var]
    panel.typed.emit()
    assert lending._draft_timer.isActive()
    answer(word)
    assert lending.can_leave()
    assert panel.did == did
