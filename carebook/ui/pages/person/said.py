"""The facts of a person in words: codes by their lists, dates, names of links; protected ones are not told."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QGridLayout, QSizePolicy

from carebook import dates, money
from carebook.dates import PartialDate
from carebook.records import enum_words
from carebook.records.declaration import Field, Kind, field_of
from carebook.records.record import Record
from carebook.rules import identity, permissions
from carebook.store.people import PersonRow
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box
from carebook.words import _, pgettext


def is_protected(desk: Desk, list_name: str, code: str) -> bool:
    """Whether the words of a code would tell HIV status or violence to somebody who may not see it."""
    found = desk.codes.code(list_name, code)
    match found.extra.get("confidential") if found is not None else "":
        case "hiv":
            return not permissions.may_see_hiv(desk.actor, desk.today())
        case "violence":
            return not desk.sees_restricted
    return False


def code_words(desk: Desk, list_name: str, code: str) -> str:
    """The words of a code; of a protected category only its group, of other protected codes nothing but that.

    The unit of a measure is asked as the code of the measure in the list "measure_unit".
    """
    if list_name == "measure_unit":
        measure = desk.codes.code("measure", code)
        return str(measure.extra.get("unit", "")) if measure is not None else ""
    if not code or not is_protected(desk, list_name, code):
        return desk.words(list_name, code) if code else ""
    found = desk.codes.code(list_name, code)
    return desk.words("category_group", found.group) if list_name == "category" and found else _("a protected item")


def choices_of(desk: Desk, cls: type[Record], *names: str) -> dict[str, Choices]:
    """What the fields of a record class offer, from code lists and enums; protected codes are not offered."""
    given: dict[str, Choices] = {}
    for name in names:
        fact = field_of(cls, name).fact
        if fact.choices is not None:
            given[name] = enum_words.choices(fact.choices)
        elif fact.codes is not None:
            listed = desk.choices(fact.codes)
            given[name] = [(c, words) for c, words in listed if not is_protected(desk, fact.codes, c)]
    return given


def said(desk: Desk, view: PersonView, field: Field, value: Any) -> str:
    """A value as it is read; "" for nothing."""
    if value in (None, "", ()):
        return ""
    kind = field.fact.kind
    if field.fact.choices is not None:
        return enum_words.said(value)
    match kind:
        case Kind.CODE:
            return code_words(desk, str(field.fact.codes), value)
        case Kind.CODES:
            return ", ".join(code_words(desk, str(field.fact.codes), code) for code in value)
        case Kind.LINK:
            return view.link(value)
        case Kind.YES:
            return _("Yes") if value else _("No")
        case Kind.MONEY:
            return money.dong(value)
        case Kind.PHONE:
            return identity.phone_words(value)
    if isinstance(value, date | PartialDate):
        return dates.written(value)
    return f"{value} {_(field.fact.unit)}".strip()


def place_words(row: PersonRow) -> str:
    """ "A203, giường 2"; "" without a bed or in a place that is on no screen."""
    if not row.room or row.end_on is not None:
        return ""
    return _("{room}, bed {bed}").format(room=row.room, bed=row.bed) if row.bed else row.room


def span(first: date | None, last: date | None) -> str:
    """ "05/01/2026 – nay", "từ …" left out where a side is not known."""
    begin = dates.written(first) if first else "…"
    return f"{begin} – {dates.written(last) if last else pgettext('until', 'now')}"


def facts_box(pairs: list[tuple[str, str]], width: int = 150) -> Any:
    """Names of facts with what is known of them, under each other; "" reads "Chưa nhập"."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 4, 0, 8)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    for line, (name, words) in enumerate(pairs):
        head = label(name, "small", wrap=True)
        head.setFixedWidth(theme.worn().scaled(width))
        grid.addWidget(head, line, 0)
        grid.addWidget(label(words or _("Not entered yet"), "" if words else "muted", wrap=True), line, 1)
    grid.setColumnStretch(1, 1)
    made = box(grid)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
    return made
