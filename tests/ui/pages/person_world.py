"""A book with one resident, desks at it, and the page of the person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QWidget

from carebook.actions import facility as places
from carebook.actions.episodes import Admission, admit_person
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.staff import Actor
from carebook.store import code_lists, facility
from carebook.store.book import Book, new_id
from carebook.ui.pages.person import PersonPage
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.ui.typing_vietnamese import type_text


class World:
    """A book with one resident, and desks at it."""

    def __init__(self, book: Book, director: Actor, now: datetime) -> None:
        self.book, self.director, self.now = book, director, now
        self.desks: list[Desk] = []
        ward = self.do(places.add_ward, samples.ward()).result
        self.rooms = [self.do(places.add_room, samples.room(ward.id, name=name)).result for name in ("A101", "A203")]
        self.stay = self.admit("Trần Thị An", "1")
        self.person_id = self.stay.person_id

    def do(self, deed: Callable[..., Any], *values: Any, **given: Any) -> Any:
        return deed(self.book, *values, by=self.director, now=self.now, op=new_id(), **given)

    def admit(self, name: str, bed: str, category: str = "elderly_alone_poor") -> Episode:
        person = samples.person(code="", full_name=name)
        given = samples.bed_assignment("", self.rooms[0].id, bed=bed)
        admission = Admission(person=person, episode=samples.episode(""), category=category, bed=given)
        kept: Episode = self.do(admit_person, admission).result
        return kept

    def records(self, cls: type[Any]) -> list[Any]:
        with self.book.looking(self.now) as reader:
            return reader.records(cls)

    def person(self) -> Person:
        found: Person = next(one for one in self.records(Person) if one.id == self.person_id)
        return found

    def desk(self, actor: Actor | None = None) -> Desk:
        with self.book.reading_for(self.director, self.now) as reader:
            found, words = facility.facility(reader), code_lists.words(reader)
        desk = Desk(self.book, actor or self.director, found, words, clock=lambda: self.now)
        self.desks.append(desk)
        return desk


def opened(qtbot: Any, desk: Desk, person_id: str, tab: str = "", width: int = 1140, height: int = 700) -> PersonPage:
    page = PersonPage(desk)
    page.resize(width, height)
    qtbot.addWidget(page)
    page.turn_to(person_id, tab)
    page.show()
    qtbot.waitUntil(lambda: page.view is not None or page.states.says() != "")
    return page


def texts(widget: QWidget) -> str:
    QApplication.processEvents()  # what was just put into a layout is shown by an event
    shown: list[Any] = [*widget.findChildren(QLabel), *widget.findChildren(QPushButton)]
    painted = [one.accessibleName() for one in widget.findChildren(QFrame, "event") if one.isVisible()]
    return " | ".join([one.text() for one in shown if one.isVisible()] + painted)


def line_of(page: PersonPage, name: str) -> Any:
    """The line of a field in the form on show."""
    editor = page.panel.editor or page.tabs["details"].editor  # type: ignore[attr-defined]
    return editor.form.editor(name).input.target


def rewrite(line: Any, text: str) -> None:
    line.selectAll()
    type_text(line, text)
