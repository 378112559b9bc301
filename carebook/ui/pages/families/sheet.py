"""One assessment on show: the visit, the scorecard, what was found, the pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook.records.declaration import Kind, field_of
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.rules.problem import Problem, errors
from carebook.store.families import FamilyFile
from carebook.ui.pages.families.asking import Opened
from carebook.ui.pages.families.scorecard import ScorecardPart
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, section
from carebook.ui.parts.labels import section_head
from carebook.ui.parts.layouts import box, column, hairline, scrolling
from carebook.ui.parts.pictures import PictureOwner, Pictures
from carebook.words import _

_WIDEST = 16777215  # as Qt says that a width has no limit


class FamilySheet(QFrame):
    """``changed`` when something was typed or rated."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.visit = Form(
            [section(_("The visit"), FamilyAssessment, "visited_on", "visitor_id", "carer_id", "present")], desk.today
        )
        self.card = ScorecardPart()
        found = ("household", "housing", "livelihood", "who_cares", "risk_of_harm")
        self.report = Form(
            [
                section(_("What was found"), FamilyAssessment, *found),
                section(
                    _("The commune, and the conclusion"),
                    FamilyAssessment,
                    *("commune_opinion", "commune_by", "commune_on", "conclusion"),
                ),
            ],
            desk.today,
        )
        for form in (self.visit, self.report):
            for name in form.names():
                if field_of(FamilyAssessment, name).fact.kind is Kind.NOTE:
                    form.editor(name).input.setMaximumWidth(_WIDEST)
        self.pictures = Pictures(desk)
        self._pictures_part = box(column(section_head(_("Pictures")), hairline(), 4, self.pictures, gap=2))
        self.visit.changed.connect(self.changed)
        self.card.changed.connect(self.changed)
        self.report.changed.connect(self.changed)
        self.card.ended.connect(self._after_card)
        self.card.reached.connect(self._scroll_to)
        scores = box(column(section_head(_("Scorecard")), hairline(), self.card, gap=0))
        parts = (self.visit, scores, self.report, self._pictures_part)
        self.area = scrolling(box(column(*parts, None, gap=8, margins=(24, 4, 20, 16))))
        self.setLayout(column(self.area, gap=0))

    def load(self, assessment: FamilyAssessment, file: FamilyFile | None, found: Opened, *, writes: bool) -> None:
        """Show an assessment, with last time's points marked."""
        self.visit.editor("visitor_id").offer(_with(found.here, assessment.visitor_id, found.names))
        self.visit.editor("carer_id").offer(found.carers)
        for form in (self.visit, self.report):
            form.load(assessment)
            form.setEnabled(writes)
        last = found.last_before(assessment)
        self.card.show_criteria((file or found).card.criteria)
        for before, after in pairwise((self.visit.editor("present").input.target, *self.card.stops())):
            QWidget.setTabOrder(before, after)
        self.card.load(file.ratings if file else (), last.ratings if last else (), frozen=not writes)
        self.show_pictures(assessment, file, found)

    def show_pictures(self, assessment: FamilyAssessment, file: FamilyFile | None, found: Opened) -> None:
        """Show the pictures of the visit; they are added once the assessment is kept."""
        owner = found.person.id if file is not None and found.is_open else ""
        title = _("Family visit picture {day}").format(day=self._desk.said_day(assessment.visited_on))
        self.pictures.load(PictureOwner(owner, assessment.id, title), file.pictures if file else ())
        self._pictures_part.setVisible(bool(owner) or bool(file and file.pictures))

    def take_focus(self) -> None:
        """Put the cursor into the first field."""
        if (first := self.visit.first()) is not None:
            first.setFocus()

    def _scroll_to(self, part: QWidget) -> None:
        self.area.ensureWidgetVisible(part, 0, 60)

    def _after_card(self) -> None:
        editor = self.report.editor("household")
        editor.input.setFocus()
        self.area.ensureWidgetVisible(editor)

    # what is typed

    def written(self, base: FamilyAssessment) -> FamilyAssessment | None:
        """``base`` as it stands here; None when something cannot be read or is missing, which is shown."""
        first = self.visit.record(base)
        return self.report.record(first) if first is not None else None

    def ratings(self) -> tuple[FamilyRating, ...]:
        """The scorecard as it stands."""
        return self.card.ratings()

    def missing(self) -> list[str]:
        """The numbers of the criteria without points."""
        return [one.points.number for one in self.card.parts if one.points.value() is None]

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show each beside its field or under its criterion; the first that is wrong is gone to."""
        wrong = errors(problems)
        self.report.show_problems([one for one in wrong if one.field in self.report.names()])
        self.card.show_problems(problems)
        self.visit.show_problems([one for one in wrong if one.field in self.visit.names()])

    def raw(self) -> dict[str, Any]:
        """What stands here, as JSON can hold it, readable or not."""
        return {"visit": _raw(self.visit), "report": _raw(self.report), "card": self.card.raw()}

    def restore(self, raw: Mapping[str, Any]) -> None:
        """Show a draft over what was loaded."""
        self.visit.restore(raw.get("visit", {}))
        self.report.restore(raw.get("report", {}))
        self.card.restore(raw.get("card", {}))


def _raw(form: Form) -> dict[str, Any]:
    return {name: form.editor(name).raw() for name in form.names()}


def _with(choices: Choices, chosen: str | None, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The choices with who is chosen, also when they work here no longer."""
    more = [(chosen, names.get(chosen, "–"))] if chosen and chosen not in dict(choices) else []
    return [*choices, *more]
