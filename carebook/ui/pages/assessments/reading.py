"""A completed assessment as words: its head, one domain, form 03."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QWidget

from carebook import dates
from carebook.records import enum_words
from carebook.records.declaration import Kind, field_of
from carebook.records.record import Record
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, scrolling
from carebook.words import _

_NAME_WIDTH = 170


def said(desk: Desk, cls: type[Record], name: str, value: Any, links: Callable[[str], str]) -> str:
    """The value of a field in words; "" for nothing."""
    fact = field_of(cls, name).fact
    if value in (None, "", ()):
        return ""
    if fact.choices is not None:
        return enum_words.said(value)
    match fact.kind:
        case Kind.CODE:
            return desk.words(str(fact.codes), value)
        case Kind.CODES:
            return ", ".join(desk.words(str(fact.codes), code) for code in value)
        case Kind.LINK:
            return links(value)
        case Kind.YES:
            return _("Yes") if value else _("No")
    return dates.written(value) if isinstance(value, date) else str(value)


def facts(desk: Desk, record: Record, names: Sequence[str], links: Callable[[str], str]) -> QFrame:
    """The filled fields of a record under each other."""
    cls = type(record)
    pairs = [
        (field_of(cls, name).label, words)
        for name in names
        if (words := said(desk, cls, name, getattr(record, name), links))
    ]
    grid = QGridLayout()
    grid.setContentsMargins(0, 4, 0, 4)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    for line, (head, words) in enumerate(pairs):
        name = label(head, "small", wrap=True)
        name.setFixedWidth(theme.worn().scaled(_NAME_WIDTH))
        grid.addWidget(name, line, 0)
        grid.addWidget(label(words, wrap=True), line, 1)
    grid.setColumnStretch(1, 1)
    if not pairs:
        grid.addWidget(label(_("Not entered yet"), "muted"), 0, 0)
    made = box(grid)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
    return made


def readable_part(*parts: QWidget) -> QScrollArea:
    """One part that is only read; it takes the focus so that the keys scroll it."""
    area = scrolling(column(*parts, None, gap=10, margins=(24, 12, 20, 16)))
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return area
