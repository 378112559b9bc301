"""A book with one resident, the people around the plan, and desks at which they sit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from carebook.records.staff import Actor, Role
from carebook.store import care_plans
from carebook.store.book import Book, new_id
from carebook.store.care_plans import PlanFile
from carebook.ui.pages.care_plans import PlanPage
from carebook.ui.parts.desk import Desk
from tests.actions import plans
from tests.actions.admissions import admit
from tests.ui.pages.stay_desk import Window, desk_of
from tests.ui.typing_vietnamese import press, type_text


class PlanWorld:
    """One stay; a social worker writes, a head of department, a deputy and the director approve."""

    def __init__(self, book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> None:
        self.book, self.director, self.now = book, director, now
        self.person, self.episode = admit(book, director, now)
        self.worker = actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")
        self.head = actor_with(Role.HEAD, name="Hứa Thị Sen Hồng")
        self.deputy = actor_with(Role.DEPUTY, name="Tô Văn Bách Tùng")
        self.desks = ExitStack()

    def desk(self, actor: Actor | None = None) -> Desk:
        return self.desks.enter_context(desk_of(self.book, actor or self.worker, self.now))

    def do(self, deed: Callable[..., Any], *values: Any, by: Actor | None = None, **given: Any) -> Any:
        return deed(self.book, *values, by=by or self.worker, now=self.now, op=new_id(), **given).result

    def plans(self) -> tuple[PlanFile, ...]:
        with self.book.looking(self.now) as reader:
            return care_plans.plans_of(reader, self.episode.id)

    def standings(self) -> list[tuple[int, str]]:
        return [(file.plan.number, file.standing) for file in self.plans()]

    def records(self, cls: type[Any]) -> list[Any]:
        with self.book.looking(self.now) as reader:
            return list(reader.records(cls))


@contextmanager
def plan_world(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Iterator[PlanWorld]:
    world = PlanWorld(book, director, actor_with, now)
    with world.desks:
        yield world


def opened(qtbot: Any, world: PlanWorld, actor: Actor | None = None, **about: str) -> tuple[Window, PlanPage]:
    """The page at somebody's desk, showing what it was asked for."""
    desk = world.desk(actor)
    page = PlanPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**({"episode_id": world.episode.id} | about))
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: page.view is not None or page.states.says() != "")
    return window, page


def texts(widget: QWidget) -> str:
    """Every word shown inside a widget."""
    QApplication.processEvents()
    shown: list[Any] = [*widget.findChildren(QLabel), *widget.findChildren(QPushButton)]
    return " | ".join(one.text() for one in shown if one.isVisible())


def write(form: Any, **fields: str) -> None:
    """Type into fields of a form, letter by letter."""
    for name, text in fields.items():
        target = form.editor(name).input.target
        target.setFocus()
        type_text(target, text)


def choose(form: Any, **codes: str) -> None:
    """Choose in fields of a form as a hand does: by the list below."""
    for name, code in codes.items():
        combo = form.editor(name).input.target
        combo.setFocus()
        place = combo.findData(code)
        assert place >= 0, (name, code)
        combo.setCurrentIndex(place)
        combo.activated.emit(place)


def key(widget: QWidget | None, code: Qt.Key, text: str = "") -> None:
    assert widget is not None
    press(widget, code, text)


def write_line(line: Any, text: str) -> None:
    line.setFocus()
    type_text(line, text)


def in_force(world: PlanWorld, **given: Any) -> None:
    """Version 1 written by the worker and approved by the director."""
    plans.approved(world.book, world.episode.id, world.worker, world.director, world.now, **given)


def wait_saved(qtbot: Any, page: PlanPage) -> None:
    qtbot.waitUntil(lambda: not page.composing.has_unsaved() and not page.clerk.is_writing)
