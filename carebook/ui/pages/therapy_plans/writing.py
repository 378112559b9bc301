"""A rehabilitation plan being written: the examination, ICF codes, goals, therapies and the consent, each in a tab."""

from __future__ import annotations

from carebook.records import enum_words
from carebook.records.care_plans import Agreement
from carebook.records.rehabilitation import RehabilitationPlan
from carebook.ui.pages.therapy_plans.asking import TherapyView
from carebook.ui.pages.therapy_plans.functions import FunctionsSection
from carebook.ui.pages.therapy_plans.goals import TherapyGoalsSection
from carebook.ui.pages.therapy_plans.therapies import TherapiesSection
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.plans.writing import PlanForm, PlanWriter
from carebook.words import _

_EXAMINED = ("changed_because", "ordered_by_id", "ordered_on", "diagnosis", "indication")
_CARE = ("contraindications", "precautions", "devices", "home_programme")
_DAYS = ("from_on", "to_on", "review_on", "review_every_weeks")
_CONSENT = ("consent", "consent_by", "consent_on")


class TherapyWriter(PlanWriter):
    """The tabs of a rehabilitation plan."""

    def __init__(self, desk: Desk) -> None:
        self.head = PlanForm(
            Form(
                [
                    section(_("Examination and indication"), RehabilitationPlan, *_EXAMINED),
                    section(_("Care to be taken, devices"), RehabilitationPlan, *_CARE),
                    section(_("Days and review"), RehabilitationPlan, *_DAYS),
                ],
                desk.today,
                choices={"ordered_by_id": [("", "")] * 9},
            )
        )
        self.functions = FunctionsSection(desk)
        self.goals = TherapyGoalsSection(desk)
        self.therapies = TherapiesSection(desk)
        self.consent = PlanForm(
            Form(
                [section(_("Consent to the therapy"), RehabilitationPlan, *_CONSENT)],
                desk.today,
                choices={"consent": enum_words.choices(Agreement)},
            )
        )
        super().__init__(
            [
                ("head", _("Examination"), self.head),
                ("functions", _("ICF codes"), self.functions),
                ("goals", _("Goals"), self.goals),
                ("therapies", _("Therapies"), self.therapies),
                ("consent", _("Consent to the therapy"), self.consent),
            ],
            {"functions": "functions", "goals": "goals", "therapies": "therapies"},
        )

    def offer(self, view: TherapyView) -> None:
        self.head.form.editor("ordered_by_id").offer(view.here)
        self.head.form.show_when("changed_because", lambda _form: self.is_new_version())
        self.goals.offer(view)
        self.therapies.offer(view)

    def add_row(self) -> None:
        """A new row of the part on show; a goal where it has none."""
        match self.tabs.current():
            case "functions":
                self.functions.new_code()
            case "therapies":
                self.therapies.new_therapy()
            case _:
                self.turn_to("goals")
                self.goals.new_goal()
