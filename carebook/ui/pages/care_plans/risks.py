"""The risks of a plan: how likely, how bad, and what is done about each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from carebook.records import enum_words
from carebook.records.care_plans import Degree, Risk
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.plans.rows import RowsSection
from carebook.ui.parts.plans.working import Part
from carebook.ui.parts.table import ALWAYS, Cell, Column
from carebook.words import _


class RisksSection(RowsSection):
    """One row a risk."""

    def __init__(self, desk: Desk) -> None:
        self.new_button = Button(_("New risk"), icon="plus", key="Ctrl+N", listens=False)
        super().__init__(
            desk,
            [
                Column("what", _("Risk"), self._what, 220, 3, ALWAYS),
                Column("likelihood", _("Likelihood"), lambda p: _degree(p.record.likelihood), 96, 0, 6),
                Column("impact", _("Impact"), lambda p: _degree(p.record.impact), 96, 0, 6),
                Column("response", _("What is done about it"), lambda p: p.record.response, 180, 3, 5),
            ],
            _("Risks"),
            _("No risks written down."),
            self.new_button,
        )
        self.new_button.clicked.connect(self.new_risk)
        degrees = enum_words.choices(Degree)
        form = Form(
            [section("", Risk, "text", "likelihood", "impact", "response")],
            desk.today,
            choices={"likelihood": degrees, "impact": degrees},
            columns=1,
        )
        self.add_form(Risk, form)

    def parts(self) -> Sequence[Part[Any]]:
        return self.working.risks if self.working is not None else ()

    def lists(self, _part: Part[Any]) -> list[Part[Any]]:
        assert self.working is not None
        return self.working.risks

    def title_of(self, _part: Part[Any]) -> str:
        return _("Risk")

    def _what(self, part: Part[Any]) -> Cell:
        mark = ("cross", "danger") if self.is_wrong(part) else None
        return Cell(part.record.text or _("(risk without words)"), weight=500, mark=mark)

    def new_risk(self, _checked: bool = False) -> None:
        """A blank risk, written beside."""
        if self.working is None:
            return
        plan = self.working.plan.record
        part = Part(Risk(episode_id=plan.episode_id, plan_id=plan.id))
        self.working.risks.append(part)
        self.add(part, field="text")


def _degree(degree: Degree | None) -> str:
    return enum_words.said(degree) if degree else "–"
