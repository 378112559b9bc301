"""What is only read on the page of form 01: the person's own facts, and a completed form as words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy

from carebook import dates, money
from carebook.dates import PartialDate
from carebook.records import enum_words
from carebook.records.declaration import Field, Kind
from carebook.rules import identity
from carebook.rules.intake import Known, home_of
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, scrolling
from carebook.words import _

Pair = tuple[str, str]
_NAME_WIDTH = 150


def pairs_box(pairs: Sequence[Pair], columns: int = 1) -> QFrame:
    """Names of facts with what is known of them; "" reads "Chưa nhập"."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 4, 0, 4)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    for place, (name, words) in enumerate(pairs):
        line, side = place // columns, place % columns * 2
        head = label(name, "small", wrap=True)
        head.setFixedWidth(theme.worn().scaled(_NAME_WIDTH))
        grid.addWidget(head, line, side)
        grid.addWidget(label(words or _("Not entered yet"), "" if words else "muted", wrap=True), line, side + 1)
        grid.setColumnStretch(side + 1, 1)
    made = box(grid)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
    return made


def own_facts(desk: Desk, known: Known) -> list[Pair]:
    """The person's own facts of block A, which are kept in the record and not repeated in the form."""
    person = known.person
    papers = {paper.kind: paper.number for paper in known.papers if paper.number}

    def coded(list_name: str, code: str | None) -> str:
        return desk.words(list_name, code) if code else ""

    return [
        (_("Name"), person.full_name),
        (_("Born"), dates.written(person.born) if person.born else ""),
        (_("Sex"), enum_words.said(person.sex) if person.sex else ""),
        (_("National ID"), papers.get("national_id") or next(iter(papers.values()), "")),
        (_("Telephone"), identity.phone_words(person.phone) if person.phone else ""),
        (_("Address"), home_of(known.addresses, desk.words)),
        (_("Marital status"), coded("marital", person.marital)),
        (_("Education"), coded("education", person.education)),
        (_("School and class now"), person.schooling),
        (_("Occupation"), person.occupation),
        (_("Ethnic group"), coded("ethnicity", person.ethnicity)),
        (_("Allergy"), ", ".join(allergy.substance for allergy in known.allergies)),
    ]


def own_facts_box(desk: Desk, known: Known, then: Callable[[], object]) -> QFrame:
    """`own_facts` in a quiet box, with the way to where they are written."""
    change = Button(_("Open details"), "link", "pencil")
    change.clicked.connect(then)
    head = section_head(_("From the record"), "", change)
    return box(column(head, pairs_box(own_facts(desk, known), columns=2), gap=2, margins=(14, 8, 14, 8)), "well")


def said(desk: Desk, field: Field, value: Any, links: Callable[[str], str]) -> str:
    """A value of the form in words; "" for nothing."""
    if value in (None, "", ()):
        return ""
    if field.fact.choices is not None:
        return enum_words.said(value)
    match field.fact.kind:
        case Kind.CODE:
            return desk.words(str(field.fact.codes), value)
        case Kind.LINK:
            return links(value)
        case Kind.MONEY:
            return money.dong(value)
        case Kind.PHONE:
            return identity.phone_words(value)
    if isinstance(value, date | PartialDate):
        return dates.written(value)
    return str(value)


def read_section(*parts: QFrame) -> QScrollArea:
    """One section of a completed form; the keys of the page scroll it."""
    area = scrolling(column(*parts, None, gap=12, margins=(24, 12, 20, 16)))
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return area
