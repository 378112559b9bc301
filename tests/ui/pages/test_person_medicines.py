"""The tab of medicines: orders current and earlier, written and stopped there, the month of doses whose cells open their round."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from carebook.dates import VIETNAM
from carebook.records.medication import Administration, DoseState, Prescription
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.person.medicines import MedicinesTab
from carebook.ui.pages.person.view import PersonView, view_of
from carebook.ui.parts.desk import Desk, Place
from carebook.ui.parts.prescriptions.sheet import OrderSheet
from tests.medication_samples import dose
from tests.ui.pages.medicine_world import TEN_PAST_EIGHT, MedicineWard, medicine_ward
from tests.ui.pages.stay_desk import button, desk_of, nameless
from tests.ui.typing_vietnamese import type_text


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    """A nurse."""
    return actor_with(Role.NURSE)


@pytest.fixture
def world(book: Book, director: Actor, now: datetime, nurse: Actor) -> MedicineWard:
    """A ward with orders; the first person's Amlodipin was given on three days, refused on one."""
    world = medicine_ward(book, director, now)
    amlodipin, _metformin, fever = world.of(0)
    states = {17: DoseState.GIVEN, 18: DoseState.REFUSED, 19: DoseState.GIVEN, 20: DoseState.GIVEN}
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for day, state in states.items():
            at = datetime(2026, 11, day, 8, 5, tzinfo=VIETNAM)
            given = {"duty_on": date(2026, 11, day), "state": state, "done_by_id": nurse.staff_member_id}
            writer.add(dose(amlodipin, at, **given, reason="will_not" if state is DoseState.REFUSED else None))
        at = datetime(2026, 11, 19, 2, 5, tzinfo=VIETNAM)
        for hours in (0, 6):
            given = {"duty_on": date(2026, 11, 19), "done_by_id": nurse.staff_member_id}
            writer.add(dose(fever, at + timedelta(hours=hours), **given))
    return world


@pytest.fixture
def desk(book: Book, nurse: Actor) -> Iterator[Desk]:
    """The nurse's desk at 08:10."""
    with desk_of(book, nurse, TEN_PAST_EIGHT) as made:
        yield made


def shown(qtbot: Any, desk: Desk, world: MedicineWard, stay: int = 0) -> tuple[MedicinesTab, list[Place]]:
    went: list[Place] = []
    desk.went.connect(went.append)
    with desk.book.reading_for(desk.actor, desk.now()) as reader:
        person_id = reader.value("SELECT person_id FROM episode WHERE id = ?", (world.ward.stays[stay],))
        view = view_of(reader, person_id, desk.today())
    assert isinstance(view, PersonView)
    tab = MedicinesTab(desk)
    tab.resize(1140, 640)
    qtbot.addWidget(tab)
    with qtbot.waitExposed(tab):
        tab.show()
    tab.show_view(view)
    qtbot.waitUntil(lambda: tab._found is not None)
    return tab, went


def kept(book: Book, episode_id: str) -> list[Prescription]:
    with book.looking(TEN_PAST_EIGHT) as reader:
        return reader.records(Prescription, "episode_id = ?", (episode_id,))


def test_the_month_shows_every_round_and_its_cells_open_it(desk: Desk, world: MedicineWard, qtbot: Any) -> None:
    tab, went = shown(qtbot, desk, world)
    assert not nameless(tab)
    rows = [tab.grid.figures.cell_at(row, 0).text for row in range(tab.grid.figures.rowCount())]
    assert rows == [
        "08:00 · Amlodipin 5 mg",
        "08:00 · Metformin 500 mg",
        "17:00 · Metformin 500 mg",
        "As needed · Paracetamol 500 mg",
    ]
    days = [tab.grid.figures.cell_at(0, day).text for day in range(16, 22)]
    assert days == ["·", "C", "T", "C", "C", "·"]
    assert tab.grid.figures.cell_at(3, 19).text == "2"
    assert not tab.grid.figures.cell_at(0, 30).opens  # a day to come
    tab.grid.number_opened.emit(0, 18)  # the 18th
    assert (went[-1].page, dict(went[-1].about)) == (
        "medication",
        {"day": date(2026, 11, 18), "round": "08", "episode_id": world.ward.stays[0]},
    )
    tab.month.turn(-1)
    qtbot.waitUntil(lambda: tab.empty_month.isVisible())
    assert tab.grid.isHidden()
    tab.month.turn_back()
    button(tab, "Print the month").click()
    qtbot.waitUntil(lambda: tab.paper.dialog is not None)
    tab.paper.dialog.reject()  # type: ignore[union-attr]
    button(tab, "Dose rounds").click()
    assert went[-1].page == "medication"


def test_orders_are_written_changed_and_stopped_on_the_tab(
    desk: Desk, book: Book, world: MedicineWard, qtbot: Any
) -> None:
    first = world.ward.stays[0]
    tab, _went = shown(qtbot, desk, world)
    changes: list[Any] = []
    tab.saved.connect(changes.append)
    tab.table.pick(world.of(0)[0].id)
    tab.edit()
    qtbot.waitUntil(lambda: isinstance(tab.writing.sheet, OrderSheet))
    form = tab.writing.sheet.form  # type: ignore[union-attr]
    form.editor("dose").set_value(0.5)
    tab.save()  # doses of it were recorded: why is it changed?
    assert form.editor("stopped_because").has_error()
    type_text(form.editor("stopped_because").input.target, "Huyết áp 98/60")
    assert tab.has_unsaved()
    tab.save()
    qtbot.waitUntil(lambda: len(changes) == 1)
    new = kept(book, first)[-1]
    assert (new.dose, new.from_round, new.replaces_id) == (0.5, "12", world.of(0)[0].id)
    qtbot.waitUntil(lambda: len(tab._found.orders) == 4)  # type: ignore[union-attr]
    tab.table.pick(world.of(0)[1].id)
    tab.stop_button.click()
    qtbot.waitUntil(tab.writing.is_open)
    type_text(tab.writing.sheet.form.editor("stopped_because").input.target, "Tiêu chảy")  # type: ignore[union-attr]
    tab.save()
    qtbot.waitUntil(lambda: len(changes) == 2)
    tab.begin_new()
    qtbot.waitUntil(tab.writing.is_open)
    assert tab.leave()
    assert not tab.leave()


def test_without_orders_it_says_so_and_begins_one(
    desk: Desk, book: Book, director: Actor, now: datetime, world: MedicineWard, qtbot: Any
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for one in world.of(2):
            writer.withdraw(Prescription, one.id, "nhầm")
    tab, _went = shown(qtbot, desk, world, stay=2)
    assert tab.states.says() == "No orders of medicines yet."
    button(tab.states, "Write an order").click()
    qtbot.waitUntil(tab.writing.is_open)
    with book.looking(now) as reader:
        assert len(reader.records(Administration)) == 6
