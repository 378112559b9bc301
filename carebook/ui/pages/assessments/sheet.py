"""One assessment on the page, part by part, each made when it is first looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from carebook.records import enum_words
from carebook.records.assessments import Assessment, AssessmentKind, DomainRating
from carebook.records.declaration import field_of
from carebook.rules.assessments import ANSWERS, TEXTS, AssessmentFile
from carebook.rules.problem import Problem
from carebook.ui.pages.assessments.domain import DomainPart, earlier_line, score_words
from carebook.ui.pages.assessments.opened import Opened, rating_of
from carebook.ui.pages.assessments.reading import facts, readable_part
from carebook.ui.pages.assessments.told import GENERAL
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.labels import label, section_head, state
from carebook.ui.parts.layouts import Stack, box, column, emptied, hairline, row, scrolling
from carebook.ui.parts.needs import MARKS, level_words
from carebook.words import _

HEAD = ("kind", "assessed_on", "assessor_id", "next_on", "reason", "client_informs", "informant", "informant_relation")
TEXT = ("participants", "summary")
_READ = ("situation", "strengths", "client_opinion", "family_opinion", "priority", "services", "services_note")


class Sheet(Stack):
    """The general part and the domains of one assessment. ``typed`` comes after every change."""

    typed = Signal()
    plan_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._file = AssessmentFile(Assessment(episode_id=""))
        self._opened: Opened | None = None
        self._frozen = False
        self.general: Form | None = None
        self.domains: dict[str, DomainPart] = {}
        self._places: dict[str, QWidget] = {}
        for key in (GENERAL, *self.domain_codes()):
            self._places[key] = place = box(column(gap=0))
            self.addWidget(place)

    def domain_codes(self) -> list[str]:
        """The domains in their order."""
        return [code for code, _words in self._desk.choices("need_domain")]

    def load(self, file: AssessmentFile, found: Opened, *, frozen: bool) -> None:
        """Show another assessment, or the same one anew."""
        self._file, self._opened, self._frozen = file, found, frozen
        self.general = None
        self.domains.clear()
        for place in self._places.values():
            layout = place.layout()
            assert layout is not None
            emptied(layout)

    def show_part(self, key: str) -> None:
        """Show one part; it is made now if it was not before."""
        self._make(key)
        self.setCurrentWidget(self._places[key])

    def _make(self, key: str) -> None:
        layout = self._places[key].layout()
        if layout is None or layout.count() or self._opened is None:
            return
        if key == GENERAL:
            layout.addWidget(self._read_general() if self._frozen else self._write_general(self._opened))
        else:
            layout.addWidget(self._read(key, self._opened) if self._frozen else self._write(key, self._opened))

    def first(self, key: str) -> QWidget | None:
        """What takes the focus on a part."""
        if self._frozen:
            return self._places[key].findChild(QScrollArea)
        if key == GENERAL:
            return self.general.first() if self.general else None
        return self.domains[key].level if key in self.domains else None

    # read

    def _link(self, id: str) -> str:
        return self._opened.names.get(id, "") if self._opened else ""

    def _read_general(self) -> QWidget:
        names = ("kind", "reason", "assessed_on", "assessor_id", "participants", "informant", "informant_relation")
        return readable_part(facts(self._desk, self._file.assessment, (*names, "summary", "next_on"), self._link))

    def _read(self, key: str, found: Opened) -> QWidget:
        rating, level = rating_of(self._file, key), self._file.level(key)
        words = self._desk.words("need_domain", key)
        mark = MARKS.get(level, ("dash", "text2"))
        said = box(row(label(_("Level of need"), "small"), state(level_words(level), *mark), None, gap=12))
        parts: list[QFrame] = [section_head(words), hairline(), said]
        parts.append(earlier_line(found.earlier(key, self._file.assessment)))
        parts.append(facts(self._desk, rating, ("problem", *_READ, "no_goal_because"), self._link))
        results = [score_words(title, score) for score, title in found.scores if score.id in rating.scores]
        if results:
            under = label(_("Scale results it rests on"), "small")
            parts.append(box(column(under, *(label(one) for one in results), gap=4)))
        return readable_part(*parts)

    # write

    def _write_general(self, found: Opened) -> QWidget:
        form = Form(
            [section("", Assessment, *HEAD), section(_("Participants and summary"), Assessment, *TEXT)],
            self._desk.today,
            choices={
                "kind": enum_words.choices(AssessmentKind),
                "assessor_id": found.here,
                "informant_relation": self._desk.choices("informant"),
            },
        )
        form.load(self._file.assessment)
        form.show_when("reason", lambda one: one.value("kind") is AssessmentKind.UNSCHEDULED)
        for name in ("informant", "informant_relation"):
            form.show_when(name, lambda one: not one.value("client_informs"))
        form.changed.connect(self.typed)
        self.general = form
        return scrolling(column(form, None, margins=(24, 12, 20, 16)))

    def _write(self, key: str, found: Opened) -> QWidget:
        answered = any(goal.domain == key and goal.life in ANSWERS for goal in found.goals)
        part = DomainPart(
            self._desk,
            rating_of(self._file, key),
            found.earlier(key, self._file.assessment),
            found.scores,
            answered=answered,
        )
        part.typed.connect(self.typed)
        part.plan_wanted.connect(self.plan_wanted)
        self.domains[key] = part
        return scrolling(column(part, None, margins=(24, 8, 20, 16)))

    # what is typed

    def is_dirty(self) -> bool:
        """Whether something differs from what was saved."""
        head = self.general is not None and self.general.is_dirty()
        return head or any(part.is_dirty() for part in self.domains.values())

    def record(self) -> tuple[AssessmentFile | None, str]:
        """The assessment with the ratings to be kept, or (None, the first part that cannot be read).

        Only those that were touched; of an assessment the book does not hold yet also those it began with.
        """
        wrong = ""
        assessment = self._file.assessment
        if self.general is not None:
            read = self.general.record(assessment)
            if read is None:
                wrong = GENERAL
            else:
                assessment = read
        ratings: list[DomainRating] = []
        for key in self.domain_codes():
            if key in self.domains and self.domains[key].is_dirty():
                rating = self.domains[key].record()
                if rating is None:
                    wrong = wrong or key
                else:
                    ratings.append(rating)
            elif not assessment.id and (begun := self._file.rating(key)) is not None:
                ratings.append(begun)
        return (None, wrong) if wrong else (AssessmentFile(assessment, tuple(ratings)), "")

    def readable(self) -> AssessmentFile:
        """The whole assessment with what can be read of what is typed."""
        ratings = []
        for key in self.domain_codes():
            part = self.domains.get(key)
            rating = part.readable() if part is not None else self._file.rating(key)
            if rating is not None:
                ratings.append(rating)
        assessment = self._file.assessment
        if self.general is not None:
            editors = {name: self.general.editor(name) for name in self.general.names()}
            given = {name: editor.value() for name, editor in editors.items() if editor.problem() is None}
            assessment = replace(assessment, **given)
        return AssessmentFile(assessment, tuple(ratings))

    def take_saved(self, file: AssessmentFile) -> None:
        """Go on from what was saved; the cursor stays where it is."""
        self._file = file
        if self.general is not None:
            self.general.mark_saved()
        for key, part in self.domains.items():
            part.take_saved(rating_of(file, key))

    def draft(self) -> dict[str, Any]:
        """What was typed and differs, by part."""
        parts = {key: part.draft() for key, part in self.domains.items() if part.is_dirty()}
        return {"general": self.general.draft() if self.general else {}, "domains": parts}

    def restore(self, content: Mapping[str, Any]) -> None:
        """Show a draft over what was loaded."""
        if content.get("general"):
            self._make(GENERAL)
            if self.general is not None:
                self.general.restore(content["general"])
        for key, kept in content.get("domains", {}).items():
            if key in self._places:
                self._make(key)
                self.domains[key].restore(kept)

    def show_problems(self, problems: Sequence[Problem]) -> str:
        """Show each problem beside its field; the first part that has an error, "" when none has."""
        first = ""
        head = [one for one in problems if one.field and "." not in one.field]
        if head:
            self._make(GENERAL)
        if self.general is not None:
            errors = [one for one in head if one.severity == "error"]
            self.general.clear_problems()
            if errors:
                self.general.show_problems(errors)
                first = GENERAL
            self.general.show_warnings([one for one in head if one.severity == "warning"])
        for key in self.domain_codes():
            own = [
                Problem(one.field.partition(".")[2], one.message, one.severity)
                for one in problems
                if one.field.partition(".")[0] == key
            ]
            if any(one.severity == "error" for one in own):
                self._make(key)
            if key in self.domains and self.domains[key].show_problems(own):
                first = first or key
        return first


def label_of(field: str) -> str:
    """The label of a field of an assessment, or of "domain.field"."""
    name = field.partition(".")[2] or field
    return field_of(DomainRating if name in (*TEXTS, "level", "priority") else Assessment, name).label
