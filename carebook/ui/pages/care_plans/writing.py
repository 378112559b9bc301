"""A care plan being written: its parts as tabs, each by keyboard."""

from __future__ import annotations

from carebook.records import enum_words
from carebook.records.care_plans import Agreement, CarePlan
from carebook.ui.pages.care_plans.asking import CareView
from carebook.ui.pages.care_plans.goals import GoalsSection
from carebook.ui.pages.care_plans.helping import HelpSection
from carebook.ui.pages.care_plans.risks import RisksSection
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.plans.writing import PlanForm, PlanWriter
from carebook.words import _

_HEAD = ("changed_because", "from_on", "to_on", "review_on", "review_every_months", "manager_id")
_AIMS = ("general_goal", "permanency", "permanency_note", "participants")
_AGREEMENT = ("agreement", "agreed_by", "agreed_on", "client_words")
_PLACES = {"goals": "goals", "activities": "goals", "risks": "risks", "helps": "helps"}


class CareWriter(PlanWriter):
    """The head, goals with their activities, risks, help in daily life, and what the client says."""

    def __init__(self, desk: Desk) -> None:
        self.head = PlanForm(
            Form(
                [
                    section(_("Days and review"), CarePlan, *_HEAD),
                    section(_("What it is for"), CarePlan, *_AIMS),
                ],
                desk.today,
                choices={"manager_id": [("", "")] * 9, "permanency": desk.choices("permanency_goal")},
            )
        )
        self.goals = GoalsSection(desk)
        self.risks = RisksSection(desk)
        self.help = HelpSection(desk)
        self.agreement = PlanForm(
            Form(
                [section(_("What the client says"), CarePlan, *_AGREEMENT)],
                desk.today,
                choices={"agreement": enum_words.choices(Agreement)},
            )
        )
        super().__init__(
            [
                ("head", _("The plan"), self.head),
                ("goals", _("Goals and activities"), self.goals),
                ("risks", _("Risks"), self.risks),
                ("helps", _("Help in daily life"), self.help),
                ("agreement", _("What the client says"), self.agreement),
            ],
            _PLACES,
        )

    def offer(self, view: CareView) -> None:
        self.head.form.editor("manager_id").offer(view.here)
        self.goals.offer(view)
        self.head.form.show_when("changed_because", lambda _form: self.is_new_version())

    def add_row(self) -> None:
        """A new goal, or a new risk where the risks are shown."""
        if self.tabs.current() == "risks":
            self.risks.new_risk()
        else:
            self.turn_to("goals")
            self.goals.new_goal()

    def add_activity(self) -> None:
        """A new activity of the goal that is picked."""
        self.turn_to("goals")
        self.goals.new_activity()
