"""How one row of the list of people is said: name, state, place, category, alerts; and the columns that show it."""

from __future__ import annotations

from datetime import date
from functools import partial

from carebook import dates
from carebook.records.episodes import ABSENCE_WORDS, PLACEMENT_WORDS, AbsenceKind, Placement
from carebook.records.people import SEX_WORDS, Sex
from carebook.rules import permissions
from carebook.store.people import PersonRow
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.table import ALWAYS, Cell, Column
from carebook.words import _, pgettext

Mark = tuple[str, str, str]
"""A state: its word, the shape of its sign, its tone."""

_AWAY = {
    AbsenceKind.HOSPITAL: ("half", "warn"),
    AbsenceKind.LEAVE: ("dash", "text2"),
    AbsenceKind.TET_LEAVE: ("dash", "text2"),
    AbsenceKind.TRIAL_STAY: ("half", "info"),
    AbsenceKind.MISSING: ("cross", "danger"),
    AbsenceKind.ON_DUTY: ("dash", "text2"),
}
DIED = "died"


def state_of(row: PersonRow) -> Mark:
    """Where somebody is now, in one word with its sign."""
    if has_left(row):
        died = row.end_reason == DIED
        return (pgettext("stay", "Died") if died else pgettext("stay", "Left"), "dash" if died else "ring", "text2")
    if row.absence:
        kind = AbsenceKind(row.absence)
        return (_(ABSENCE_WORDS[kind]), *_AWAY[kind])
    if row.placement and row.placement != Placement.RESIDENT.value:
        return (_(PLACEMENT_WORDS[Placement(row.placement)]), "ring", "text2")
    return (pgettext("stay", "Present"), "full", "ok")


def has_left(row: PersonRow) -> bool:
    """Whether somebody has no open stay."""
    return not row.episode_id or row.end_on is not None


def age_words(row: PersonRow, today: date) -> str:
    """ "81 tuổi", "" when the birth is not known or not to be seen."""
    age = dates.age_on(row.born, today)
    return str(age.words) if age is not None else ""


def sex_words(row: PersonRow) -> str:
    return _(SEX_WORDS[Sex(row.sex)]) if row.sex else ""


def place_words(row: PersonRow) -> str:
    """ "A203, giường 2"; "" without a bed, or in a shelter whose place is on no screen."""
    if not row.room or row.end_on is not None:
        return ""
    return _("{room}, bed {bed}").format(room=row.room, bed=row.bed) if row.bed else row.room


def is_protected(desk: Desk, category: str) -> bool:
    """Whether the words of a category would tell HIV status or violence to somebody who may not see it."""
    found = desk.codes.code("category", category)
    match found.extra.get("confidential") if found is not None else "":
        case "hiv":
            return not permissions.may_see_hiv(desk.actor, desk.today())
        case "violence":
            return not desk.sees_restricted
    return False


def category_words(desk: Desk, row: PersonRow) -> str:
    """The legal category; only its group where the category itself is protected, nothing of a masked record."""
    if row.masked or not row.category:
        return ""
    if is_protected(desk, row.category):
        found = desk.codes.code("category", row.category)
        return desk.words("category_group", found.group if found else "")
    return desk.words("category", row.category)


def category_cell(desk: Desk, row: PersonRow) -> Cell:
    """The group of the category above its own words, so that what tells neighbours apart is not cut off."""
    words = category_words(desk, row)
    found = desk.codes.code("category", row.category) if row.category else None
    group = desk.words("category_group", found.group) if found is not None and found.group else ""
    if not group or words in ("", group):
        return Cell(words)
    return Cell(group, sub=words.removeprefix(f"{group} "))


def category_choices(desk: Desk) -> list[tuple[str, str]]:
    """The categories a filter offers, without those that would tell a protected fact."""
    return [(code, words) for code, words in desk.choices("category") if not is_protected(desk, code)]


def columns_of(desk: Desk) -> list[Column]:
    """The columns of the list; the least important hide first when it gets narrow."""

    def name(row: PersonRow) -> Cell:
        under = " · ".join(filter(None, (row.code, age_words(row, desk.today()))))
        return Cell(row.name, sub=under, weight=500, icon="lock" if row.masked or row.restricted else "")

    def born(row: PersonRow) -> str:
        return dates.written(row.born) if row.born else ""

    def state(row: PersonRow) -> Cell:
        word, shape, tone = state_of(row)
        return Cell(word, mark=(shape, tone), tone="text" if tone in ("ok", "text2") else tone)

    def alerts(row: PersonRow) -> Cell:
        if row.allergies:
            words = _("Allergy: {substances}").format(substances=row.allergies)
            return Cell(words, icon="triangle-alert", tone="danger")
        return Cell(_("Protected"), icon="lock", tone="text2") if row.masked else Cell()

    return [
        Column("name", _("Name"), name, 168, 1, ALWAYS, sortable=True),
        Column("born", _("Born"), born, 108, 0, 5, "right", sortable=True),
        Column("category", _("Category"), partial(category_cell, desk), 150, 3, 4, sortable=True),
        Column("place", _("Room, bed"), place_words, 112, 0, 8, sortable=True),
        Column("state", _("State"), state, 128, 0, 7, sortable=True),
        Column("alerts", _("Alerts"), alerts, 140, 1, 6),
    ]


def in_order(desk: Desk, rows: list[PersonRow], key: str, descending: bool) -> list[PersonRow]:
    """Rows by a column; those that come in the order of names keep it among equals. Empty values come last."""
    says = {
        "born": lambda row: row.born.earliest.isoformat() if row.born and not row.born.is_unknown else "",
        "category": lambda row: category_words(desk, row),
        "place": lambda row: f"{row.ward} {row.room} {row.bed}" if row.room else "",
        "state": lambda row: state_of(row)[0],
    }
    if key not in says:
        return rows[::-1] if descending else rows
    said = says[key]
    full, empty = [r for r in rows if said(r)], [r for r in rows if not said(r)]
    return [*sorted(full, key=said, reverse=descending), *empty]
