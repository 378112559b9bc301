"""A version being written: its parts as tabs, each by keyboard; what is typed stands in one `Working`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from carebook.records import enum_words
from carebook.records.care_plans import Agreement, CarePlan
from carebook.rules.care_plans import PlanContent
from carebook.rules.problem import Problem
from carebook.store.care_plans import PlanFile
from carebook.ui.pages.care_plans.asking import PlansView
from carebook.ui.pages.care_plans.goals import GoalsSection
from carebook.ui.pages.care_plans.helping import HelpSection
from carebook.ui.pages.care_plans.risks import RisksSection
from carebook.ui.pages.care_plans.rows import RowsSection
from carebook.ui.pages.care_plans.working import Handed, Part, Working
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.layouts import box, column, hairline, scrolling
from carebook.ui.parts.tabs import Tabs
from carebook.words import _

_HEAD = ("changed_because", "from_on", "to_on", "review_on", "review_every_months", "manager_id")
_AIMS = ("general_goal", "permanency", "permanency_note", "participants")
_AGREEMENT = ("agreement", "agreed_by", "agreed_on", "client_words")


@dataclass(frozen=True)
class HandedOver:
    """What a save carries: the content, the parts it came from, and how everything stood, to see later what is new."""

    content: PlanContent
    parts: Handed
    told: object


class PlanForm(QFrame):
    """Some fields of the plan itself in a form of their own. ``changed`` when typed."""

    changed = Signal()

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        self._part: Part[CarePlan] | None = None
        self._filling = False
        form.changed.connect(self._typed)
        self.setLayout(column(scrolling(box(column(form, None, gap=0, margins=(24, 4, 20, 16)))), gap=0))

    def show_part(self, part: Part[CarePlan]) -> None:
        """Write into this plan from now on."""
        self._part = part
        self._filling = True
        self.form.clear_problems()
        part.show(self.form)
        self._filling = False

    def _typed(self) -> None:
        if self._part is not None and not self._filling:
            self._part.take(self.form)
            self.changed.emit()

    def lead_to(self, field: str) -> None:
        """To one of its fields."""
        self.form.editor(field).input.setFocus()


class PlanWriter(QFrame):
    """The parts of a plan in tabs. ``changed`` when typed; ``lead_to(field)`` goes where a problem is mended."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.working: Working | None = None
        self._kept: object = None
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
        self.head.form.show_when("changed_because", lambda _form: self._is_new_version())
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
        self.sections: dict[str, QWidget] = {
            "head": self.head,
            "goals": self.goals,
            "risks": self.risks,
            "helps": self.help,
            "agreement": self.agreement,
        }
        self.tabs = Tabs(
            [
                ("head", _("The plan")),
                ("goals", _("Goals and activities")),
                ("risks", _("Risks")),
                ("helps", _("Help in daily life")),
                ("agreement", _("What the client says")),
            ],
            _("Parts of the plan"),
        )
        self.stack = QStackedWidget()
        for part in self.sections.values():
            self.stack.addWidget(part)
            part.changed.connect(self._typed)  # type: ignore[attr-defined]
        self.tabs.chosen.connect(self._turn)
        tabs = box(column(self.tabs, margins=(24, 0, 20, 0)))
        self.setLayout(column(tabs, hairline(), (self.stack, 1), gap=0))

    def _is_new_version(self) -> bool:
        return self.working is not None and bool(self.working.plan.record.replaces_id)

    # what is written

    def begin(self, view: PlansView, working: Working, *, kept: bool) -> None:
        """Write into ``working``; ``kept``: it stands in the book as it is now."""
        self.working = working
        self.head.form.editor("manager_id").offer(view.here)
        self.goals.offer(view)
        self.head.show_part(working.plan)
        self.head.form.show_when("changed_because", lambda _form: self._is_new_version())
        self.agreement.show_part(working.plan)
        self.goals.show_working(working)
        self.risks.show_working(working)
        self.help.show_working(working)
        self._kept = working.told() if kept else None
        self._count()

    def has_unsaved(self) -> bool:
        """Whether something differs from what stands in the book."""
        return self.working is not None and self.working.told() != self._kept

    def hand_over(self) -> HandedOver | None:
        """What is to be saved; None when something cannot be read, which is then shown and led to."""
        if self.working is None:
            return None
        unread = self.working.unread()
        if unread:
            part = unread[0]
            self._lead_into(part, next(iter(part.raw)))
            return None
        return HandedOver(self.working.content(), self.working.handed(), self.working.told())

    def mark_saved(self, saved: PlanFile, handed: HandedOver) -> None:
        """The book holds what was handed over; what was typed since is still unsaved."""
        if self.working is None:
            return
        typed_since = self.working.told() != handed.told
        self.working.adopt(saved, handed.parts)
        self._kept = None if typed_since else self.working.told()

    def _typed(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        if self.working is None:
            return
        for key, words, many in (
            ("goals", _("Goals and activities"), len(self.working.goals)),
            ("risks", _("Risks"), len(self.working.risks)),
            ("helps", _("Help in daily life"), sum(one.level is not None for one in self.working.helps.values())),
        ):
            self.tabs.rename(key, f"{words}  {many}" if many else words)

    # its parts

    def turn_to(self, key: str) -> None:
        """Show one part."""
        self.tabs.choose(key)
        self._turn(key)

    def _turn(self, key: str) -> None:
        self.stack.setCurrentWidget(self.sections[key])

    def focus_part(self) -> None:
        """The cursor into the part on show: its first field, or its list."""
        section = self.sections[self.tabs.current()]
        if isinstance(section, RowsSection | HelpSection):
            section.begin()
        elif isinstance(section, PlanForm) and (first := section.form.first()) is not None:
            first.setFocus()

    def add_row(self) -> None:
        """Ctrl+N: a new goal, or a new risk where the risks are shown."""
        if self.tabs.current() == "risks":
            self.risks.new_risk()
        else:
            self.turn_to("goals")
            self.goals.new_goal()

    def add_activity(self) -> None:
        """Ctrl+Shift+N: a new activity of the goal that is picked."""
        self.turn_to("goals")
        self.goals.new_activity()

    # problems

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Each beside its field; the first one is led to."""
        by_row: dict[str, dict[str, dict[str, str]]] = {
            "goals": defaultdict(dict),
            "risks": defaultdict(dict),
        }
        for problem in problems:
            part, field = self._place_of(problem.field)
            if part is not None:
                kind = "risks" if problem.field.startswith("risks.") else "goals"
                by_row[kind][part.key][field] = str(problem.message)
        self.goals.show_problems(by_row["goals"])
        self.risks.show_problems(by_row["risks"])
        for one in (self.head, self.agreement):
            mine = [problem for problem in problems if problem.field in one.form.names()]
            one.form.clear_problems()
            for problem in mine:
                one.form.editor(problem.field).show_error(problem.message)
        placed = [problem for problem in problems if self.has_place(problem.field)]
        if placed:
            self.lead_to(placed[0].field)

    def has_place(self, field: str) -> bool:
        """Whether a problem's field is somewhere here."""
        return self._section_of(field) != ""

    def _section_of(self, field: str) -> str:
        kind = field.split(".")[0]
        if kind in ("goals", "activities"):
            return "goals"
        if kind in ("risks", "helps"):
            return kind
        return next(
            (key for key, part in self.sections.items() if isinstance(part, PlanForm) and field in part.form.names()),
            "",
        )

    def _place_of(self, field: str) -> tuple[Part[Any] | None, str]:
        """The row of "goals.0.due_on" and its field."""
        kind, _dot, rest = field.partition(".")
        place, _dot, name = rest.partition(".")
        if self.working is None or not place.isdigit():
            return None, ""
        by_kind: dict[str, list[Any]] = {
            "goals": self.working.goals,
            "activities": self.working.in_order(),
            "risks": self.working.risks,
        }
        rows, at = by_kind.get(kind, []), int(place)
        return (rows[at], name) if at < len(rows) else (None, "")

    def lead_to(self, field: str) -> None:
        """Go where a problem is mended."""
        key = self._section_of(field)
        if not key:
            return
        self.turn_to(key)
        shown = self.sections[key]
        part, name = self._place_of(field)
        if isinstance(shown, PlanForm):
            shown.lead_to(field)
        elif isinstance(shown, RowsSection) and part is not None:
            shown.lead_to(part, name)
        elif isinstance(shown, RowsSection | HelpSection):
            shown.begin()

    def _lead_into(self, part: Part[Any], field: str) -> None:
        """Go to a part in which something cannot be read."""
        if isinstance(part.record, CarePlan):
            self.lead_to(field)
            key = self._section_of(field)
            form = self.sections[key].form  # type: ignore[attr-defined]
            if (problem := form.editor(field).problem()) is not None:
                form.editor(field).show_error(problem)
            return
        key = "risks" if self.working is not None and part in self.working.risks else "goals"
        self.turn_to(key)
        self.sections[key].lead_to(part, field)  # type: ignore[attr-defined]

    def fold(self, narrow: bool) -> None:
        """Forms under their lists while narrow; the tabs become a list."""
        self.tabs.fold(narrow)
        self.goals.fold(narrow)
        self.risks.fold(narrow)
