"""The therapies of a plan: technique, how often, how many sessions of how many minutes, by whom, where, at what fee."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from carebook.records.rehabilitation import PlannedTherapy
from carebook.ui.pages.therapy_plans.asking import TherapyView
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.plans.rows import RowsSection
from carebook.ui.parts.plans.working import Part
from carebook.ui.parts.table import ALWAYS, Cell, Column
from carebook.ui.parts.therapy_plans import fee_words, load_words
from carebook.words import _

_THERAPY = (
    *("therapy", "technique", "per_week", "sessions", "minutes", "therapist_id", "room_id", "in_group"),
    *("fee", "note"),
)


class TherapiesSection(RowsSection):
    """One row a therapy."""

    def __init__(self, desk: Desk) -> None:
        self.new_button = Button(_("New therapy"), icon="plus", key="Ctrl+N", listens=False)
        self._names: dict[str, str] = {}
        super().__init__(
            desk,
            [
                Column("what", _("Therapy"), self._what, 180, 4, ALWAYS),
                Column("load", _("How often"), lambda part: load_words(part.record), 190, 3, 7),
                Column("who", _("Therapist"), self._who, 140, 2, 6),
                Column("fee", _("Fee per session"), lambda part: fee_words(part.record.fee), 110, 0, 5, "right"),
            ],
            _("Therapies"),
            _("No therapies yet."),
            self.new_button,
        )
        self.new_button.clicked.connect(self.new_therapy)
        form = Form(
            [section("", PlannedTherapy, *_THERAPY)],
            desk.today,
            choices={
                "therapy": desk.choices("therapy"),
                "therapist_id": [("", "")] * 9,  # more than a few: one types to find somebody
                "room_id": [("", "")],
            },
            columns=1,
        )
        self.add_form(PlannedTherapy, form)

    def offer(self, view: TherapyView) -> None:
        """Who may give therapy, and where."""
        self._names = dict(view.names)
        form = self.forms[PlannedTherapy]
        form.editor("therapist_id").offer(view.here)
        form.editor("room_id").offer(view.rooms)

    def parts(self) -> Sequence[Part[Any]]:
        return self.working.therapies if self.working is not None else ()

    def lists(self, _part: Part[Any]) -> list[Part[Any]]:
        return self.working.therapies

    def title_of(self, part: Part[Any]) -> str:
        return self.desk.words("therapy", part.record.therapy)

    def _what(self, part: Part[Any]) -> Cell:
        mark = ("cross", "danger") if self.is_wrong(part) else None
        one = part.record
        return Cell(self.desk.words("therapy", one.therapy), sub=one.technique, weight=500, mark=mark)

    def _who(self, part: Part[Any]) -> Cell:
        one = part.record
        group = _("In a group") if one.in_group else ""
        where = " · ".join(filter(None, (self._names.get(one.room_id or "", ""), group)))
        return Cell(self._names.get(one.therapist_id or "", "–"), sub=where)

    def new_therapy(self, _checked: bool = False) -> None:
        """A blank therapy, written beside."""
        if self.working is None:
            return
        plan = self.working.plan.record
        part = Part(PlannedTherapy(episode_id=plan.episode_id, therapy_plan_id=plan.id, minutes=30))
        self.working.therapies.append(part)
        self.add(part, field="therapy")
