"""The tables of wards and of the people of a ward on the first page, and how their cells are said."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy

from carebook.money import number
from carebook.records import enum_words
from carebook.records.episodes import AbsenceKind
from carebook.store.people import PersonRow
from carebook.ui.pages.today.board import WardLine
from carebook.ui.parts.buttons import FigureButton
from carebook.ui.parts.layouts import Flow, box, hairline, row
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _


def people_table() -> RecordTable:
    """The people of one ward."""
    return RecordTable(
        [
            Column("room", _("Room, bed"), _room_words, 104, priority=8),
            Column("name", _("Name"), lambda one: Cell(one.name, weight=500), 160, 1, ALWAYS),
            Column("state", _("State"), _state_cell, 124, priority=7),
            Column(
                "allergy", _("Allergy"), lambda one: Cell(one.allergies, tone="danger", small=True), 110, priority=6
            ),
        ],
        _("People of the ward"),
        id_of=lambda one: one.person_id,
    )


def ward_table() -> RecordTable:
    """The wards with their beds."""
    return RecordTable(
        [
            Column("ward", _("Ward"), lambda one: Cell(one.name, weight=500), 150, 1, ALWAYS),
            Column(
                "taken",
                _("People, beds"),
                lambda one: f"{number(one.taken)}/{number(one.beds) if one.beds else '–'}",
                116,
                priority=9,
                align="right",
            ),
            Column("free", _("Free"), _free_cell, 92, priority=7, align="right"),
            Column(
                "away",
                _("Away"),
                lambda one: number(one.away) if one.away else Cell("0", tone="text2"),
                96,
                priority=6,
                align="right",
            ),
        ],
        _("Wards"),
    )


def wrapping(*figures: FigureButton) -> QFrame:
    """Figures in a line that wraps where the width ends."""
    line = box(Flow(*figures, gap=10))
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    line.setSizePolicy(policy)
    return line


def lined(left: int) -> QBoxLayout:
    return row(hairline("rule"), margins=(left, 0, 8, 0))


def _room_words(one: PersonRow) -> str:
    return ", ".join(part for part in (one.room, one.bed) if part)


def _absence_words(kind: str) -> str:
    return enum_words.said(AbsenceKind(kind))


def _state_cell(one: PersonRow) -> Cell:
    if not one.absence:
        return Cell(_("Present"), mark=("full", "ok"))
    tone = "danger" if one.absence == AbsenceKind.MISSING.value else "warn"
    return Cell(_absence_words(one.absence), mark=("half", tone))


def _free_cell(line: WardLine) -> Cell:
    if not line.beds:
        return Cell("–", tone="text2")
    free = line.beds - line.taken
    return Cell(number(free), tone="danger" if free < 0 else "text")
