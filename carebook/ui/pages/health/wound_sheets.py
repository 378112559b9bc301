"""The sheets of a wound: one found just now, one that is followed with every look at it, and one look with its pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carebook import dates
from carebook.records.health import Wound, WoundCheck
from carebook.rules.problem import Problem
from carebook.rules.wounds import area_course
from carebook.store.wounds import WoundFile
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.chart import Chart, ChartData, Series, over_time
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, section
from carebook.ui.parts.health import HealthWords
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.pictures import PictureOwner, Pictures
from carebook.ui.parts.writing_panel import FormSheet
from carebook.words import _, ngettext

LOOK = ("checked_at", "grade", "length_mm", "width_mm", "depth_mm", "pain", "look", "done", "done_by_id")


def said_day(desk: Desk, at: datetime | None) -> str:
    """The day of a moment as lists show it."""
    return desk.said_day(dates.local(at).date()) if at is not None else ""


def _add(sheet: FormSheet, *widgets: QWidget) -> None:
    whole = sheet.layout()
    assert isinstance(whole, QVBoxLayout)
    for widget in widgets:
        whole.addWidget(widget)


class NewWoundSheet(FormSheet):
    """A wound found just now and the first look at it; `written` gives (wound, look)."""

    def __init__(self, form: Form, wound: Wound, look: WoundCheck, here: Choices, desk: Desk) -> None:
        super().__init__(form, wound)
        form.show_when("closed_on", lambda _form: False)
        self._look = look
        self.first = Form(
            [section(_("How it looks"), WoundCheck, *LOOK)],
            desk.today,
            choices={"grade": desk.choices("wound_grade"), "done_by_id": here},
            columns=1,
        )
        self.first.load(look)
        self.first.changed.connect(self.changed)
        _add(self, self.first)

    def is_dirty(self) -> bool:
        return super().is_dirty() or self.first.is_dirty()

    def written(self) -> tuple[Wound, WoundCheck] | None:
        wound, look = super().written(), self.first.record(self._look)
        return (wound, replace(look, episode_id=wound.episode_id)) if wound is not None and look is not None else None

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Each beside its field, in whichever half it stands."""
        names = set(self.first.names()) - set(self.form.names())
        self.form.show_problems([one for one in problems if one.field not in names])
        self.first.show_problems([one for one in problems if one.field in names])

    def draft(self) -> dict[str, Any]:
        return {"wound": self.form.draft(), "look": self.first.draft()}

    def restore(self, draft: dict[str, Any]) -> None:
        self.form.restore(draft.get("wound", {}))
        self.first.restore(draft.get("look", {}))


class WoundSheet(FormSheet):
    """A wound that is followed: what is known of it, and every look at it; ``look_wanted(look)`` opens one."""

    look_wanted = Signal(object)

    def __init__(self, form: Form, wound: Wound, file: WoundFile | None, desk: Desk) -> None:
        super().__init__(form, wound)
        words = HealthWords(desk)
        looks = file.checks if file is not None else ()
        lines = column(gap=2)
        for look in looks:
            when = dates.moment(look.checked_at, desk.today()) if look.checked_at is not None else ""
            open_button = Button(when, "link")
            open_button.setAccessibleName(_("Look of {when}").format(when=when))
            open_button.clicked.connect(partial(self.look_wanted.emit, look))
            photos = file.photos.get(look.id, ()) if file is not None else ()
            many = ngettext("{n} picture", "{n} pictures", len(photos)).format(n=len(photos)) if photos else ""
            told = " · ".join(filter(None, (words.look(look), many)))
            lines.addWidget(box(row(open_button, (label(told, "small", wrap=True), 1), gap=8)))
        if not looks:
            lines.addWidget(label(_("not looked at yet"), "muted"))
        head = section_head(_("Looks at the wound"), str(len(looks)) if looks else "")
        _add(self, box(column(head, hairline(), lines, gap=4)))
        self.chart = Chart(_("Size of the wound"))
        areas = area_course(looks)
        curve = box(column(section_head(_("Size of the wound")), hairline(), self.chart, gap=4))
        curve.setVisible(len(areas) > 1)
        if len(areas) > 1:
            self.chart.setMinimumHeight(170)
            self.chart.show_data(_curve(areas, desk))
        _add(self, curve)


def _curve(areas: Mapping[date, float], desk: Desk) -> ChartData:
    """Length times width over the days it was measured."""
    days = tuple(areas)
    line = Series(_("Length × width"), tuple(areas.values()), days)
    return over_time([line], desk.said_day, first=days[0], last=days[-1], unit=_("cm², length × width"), lowest=0)


class LookSheet(FormSheet):
    """One look at a wound; pictures are kept with it once it is saved."""

    def __init__(self, form: Form, look: WoundCheck, file: WoundFile | None, person_id: str, desk: Desk) -> None:
        super().__init__(form, look)
        self.pictures = Pictures(desk)
        kept = file.photos.get(look.id, ()) if file is not None and look.id else ()
        title = _("Wound, {day}").format(day=said_day(desk, look.checked_at))
        self.pictures.load(PictureOwner(person_id if look.id else "", look.id, title), kept)
        after = label(_("Pictures can be attached once the look is saved."), "small", wrap=True)
        after.setVisible(not look.id)
        _add(self, self.pictures, after)
