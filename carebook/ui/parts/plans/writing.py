"""A version being written: its parts as tabs, each by keyboard; what is typed stands in one `Working`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.rules.problem import Problem
from carebook.ui.parts.fields import Form
from carebook.ui.parts.layouts import Stack, box, column, hairline, scrolling
from carebook.ui.parts.plans.rows import RowsSection
from carebook.ui.parts.plans.working import Part
from carebook.ui.parts.tabs import Tabs
from carebook.words import _


@dataclass(frozen=True)
class HandedOver:
    """What a save carries: the content, the parts it came from, and how everything stood, to see later what is new."""

    content: Any
    parts: Any
    told: object


class PlanForm(QFrame):
    """Some fields of the plan itself in a form of their own. ``changed`` when typed."""

    changed = Signal()

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        self._part: Part[Any] | None = None
        self._filling = False
        form.changed.connect(self._typed)
        for name in form.names():
            form.editor(name).left.connect(self._field_left)
        self.setLayout(column(scrolling(box(column(form, None, gap=0, margins=(24, 4, 20, 16)))), gap=0))

    def show_part(self, part: Part[Any]) -> None:
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

    def _field_left(self) -> None:
        """What was typed to find a choice is settled when the field is left."""
        if self._part is not None and self._part.raw:
            self._typed()

    def lead_to(self, field: str) -> None:
        """To one of its fields."""
        self.form.editor(field).input.setFocus()


class PlanWriter(QFrame):
    """The parts of a plan in tabs. ``changed`` when typed; ``lead_to(field)`` goes where a problem is mended.

    Each kind of plan hands over its sections as (key, words, widget): a `PlanForm`, a `RowsSection`, or a widget with
    ``show_working``, ``begin`` and ``lead_to`` of its own; ``places`` says in which section each kind of row is written.
    """

    changed = Signal()

    def __init__(self, sections: Sequence[tuple[str, str, Any]], places: Mapping[str, str]) -> None:
        super().__init__()
        self.working: Any = None
        self._kept: object = None
        self._places = places
        self._words = {key: words for key, words, _section in sections}
        self.sections: dict[str, Any] = {key: section for key, _words, section in sections}
        self.tabs = Tabs([(key, words) for key, words, _section in sections], _("Parts of the plan"))
        self.stack = Stack()
        for section in self.sections.values():
            self.stack.addWidget(section)
            section.changed.connect(self._typed)
        self.tabs.chosen.connect(self._turn)
        tabs = box(column(self.tabs, margins=(24, 0, 20, 0)))
        self.setLayout(column(tabs, hairline(), (self.stack, 1), gap=0))

    # what each kind of plan says

    def offer(self, view: Any) -> None:
        """What the forms offer."""
        raise NotImplementedError

    def add_row(self) -> None:
        """Ctrl+N: a new row, of the kind that is shown."""
        raise NotImplementedError

    def add_activity(self) -> None:
        """Ctrl+Shift+N: a second kind of row, where there is one."""

    # what is written

    def begin(self, view: Any, working: Any, *, kept: bool) -> None:
        """Write into ``working``; ``kept``: it stands in the book as it is now."""
        self.working = working
        self.offer(view)
        for section in self.sections.values():
            if isinstance(section, PlanForm):
                section.show_part(working.plan)
            else:
                section.show_working(working)
        self._kept = working.told() if kept else None
        self._count()

    def is_new_version(self) -> bool:
        """Whether the version is made from another, so that the change wants a reason."""
        return self.working is not None and bool(self.working.plan.record.replaces_id)

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

    def mark_saved(self, saved: Any, handed: HandedOver) -> None:
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
        for key, many in self.working.counts().items():
            words = self._words[key]
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
        if not isinstance(section, PlanForm):
            section.begin()
        elif (first := section.form.first()) is not None:
            first.setFocus()

    # problems

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Each beside its field; the first one is led to."""
        by_row: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        for problem in problems:
            part, field = self._place_of(problem.field)
            if part is not None:
                by_row[self._section_of(problem.field)][part.key][field] = str(problem.message)
        for key, section in self.sections.items():
            if isinstance(section, RowsSection):
                section.show_problems(by_row[key])
            elif isinstance(section, PlanForm):
                section.form.clear_problems()
                for problem in problems:
                    if problem.field in section.form.names():
                        section.form.editor(problem.field).show_error(problem.message)
        placed = [problem for problem in problems if self.has_place(problem.field)]
        if placed:
            self.lead_to(placed[0].field)

    def has_place(self, field: str) -> bool:
        """Whether a problem's field is somewhere here."""
        return self._section_of(field) != ""

    def _section_of(self, field: str) -> str:
        kind = field.split(".")[0]
        if kind in self._places:
            return self._places[kind]
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
        rows, at = self.working.rows(kind), int(place)
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
        else:
            shown.begin()

    def _lead_into(self, part: Part[Any], field: str) -> None:
        """Go to a part in which something cannot be read."""
        if part is self.working.plan:
            self.lead_to(field)
            form = self.sections[self._section_of(field)].form
            if (problem := form.editor(field).problem()) is not None:
                form.editor(field).show_error(problem)
            return
        kind = next(kind for kind in self._places if part in self.working.rows(kind))
        key = self._places[kind]
        self.turn_to(key)
        self.sections[key].lead_to(part, field)

    def fold(self, narrow: bool) -> None:
        """Forms under their lists while narrow; the tabs become a list."""
        self.tabs.fold(narrow)
        for section in self.sections.values():
            if isinstance(section, RowsSection):
                section.fold(narrow)
