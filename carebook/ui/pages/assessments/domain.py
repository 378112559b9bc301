"""One domain of an assessment, written: its level beside last time's, what was found, opinions, services, scale results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.records.assessments import DomainRating, NeedLevel
from carebook.records.instruments import InstrumentScore
from carebook.rules.assessments import NEEDS_ANSWER, Earlier
from carebook.rules.problem import Problem
from carebook.ui.pages.assessments.levels import LevelRow
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, Tick, section
from carebook.ui.parts.labels import MarkSign, Sign, label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.needs import MARKS, level_words
from carebook.words import _

Scores = Sequence[tuple[InstrumentScore, str]]
FOUND = ("problem", "situation", "strengths")
OPINIONS = ("client_opinion", "family_opinion")
PROPOSED = ("priority", "services", "services_note", "no_goal_because")
_NAME_WIDTH = 150
_MOST_SCORES = 8


def earlier_words(earlier: Earlier | None) -> str:
    """ "Lần trước (01/06/2026): 2 Trung bình"."""
    if earlier is None:
        return _("Not assessed before")
    return _("Last time ({day}): {level}").format(day=dates.written(earlier.on), level=level_words(earlier.level))


def earlier_line(earlier: Earlier | None) -> QFrame:
    """Last time's level with its sign."""
    signs = (MarkSign(*MARKS[earlier.level]),) if earlier else ()
    return box(row(*signs, label(earlier_words(earlier), "muted"), None, gap=6))


def score_words(title: str, score: InstrumentScore) -> str:
    """ "Barthel · 12/06/2026"."""
    return f"{title} · {dates.written(score.scored_on)}" if score.scored_on else title


class DomainPart(QFrame):
    """``typed`` comes after every change; ``plan_wanted`` when the plan is to be opened for a goal."""

    typed = Signal()
    plan_wanted = Signal()

    def __init__(
        self, desk: Desk, rating: DomainRating, earlier: Earlier | None, scores: Scores, *, answered: bool
    ) -> None:
        """``answered``: a goal of the plan answers the domain already."""
        super().__init__()
        self._base, self._answered = rating, answered
        words = desk.words("need_domain", rating.domain)
        self.level = LevelRow(f"{words}: {_('Level of need')}")
        self.level.choose(rating.level)
        self.level.touched.connect(self._level_chosen)
        self.form = Form(
            [
                section("", DomainRating, *FOUND),
                section(_("Opinions"), DomainRating, *OPINIONS),
                section(_("What is proposed"), DomainRating, *PROPOSED),
            ],
            desk.today,
            choices={"services": desk.choices("service")},
        )
        self.form.load(rating)
        self.form.changed.connect(self.typed)
        self._ticks = self._score_ticks(rating, scores)
        name = label(_("Level of need"), "name")
        name.setFixedWidth(theme.worn().scaled(_NAME_WIDTH))
        line = row(name, (self.level, 1), gap=10)
        before = row(_NAME_WIDTH + 10, earlier_line(earlier), gap=0)
        plan = Button(_("Open the plan"), "link", "target")
        plan.clicked.connect(self.plan_wanted)
        needs = label(str(NEEDS_ANSWER), "small", "warn", wrap=True)
        needs.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._asked = box(row(Sign("triangle-alert", "warn", 14), (needs, 1), plan, gap=6))
        ticks = self._ticks.values() or [label(_("No finished scale result in this stay."), "muted")]
        self.setLayout(
            column(
                section_head(words),
                hairline(),
                line,
                before,
                self._asked,
                self.form,
                section_head(_("Scale results it rests on")),
                hairline(),
                *ticks,
                None,
                gap=6,
            )
        )
        self.form.show_when("no_goal_because", self._is_high)
        self._ask()

    def _score_ticks(self, rating: DomainRating, scores: Scores) -> dict[str, Tick]:
        """The newest results and those chosen before."""
        shown = [
            (score, title) for at, (score, title) in enumerate(scores) if at < _MOST_SCORES or score.id in rating.scores
        ]
        ticks = {score.id: Tick(score_words(title, score)) for score, title in shown}
        for score_id, tick in ticks.items():
            tick.setChecked(score_id in rating.scores)
            tick.clicked.connect(self.typed)
        return ticks

    def _is_high(self, _form: Form) -> bool:
        return self.level.level() is NeedLevel.HIGH

    def _level_chosen(self) -> None:
        self._ask()
        self.typed.emit()

    def _ask(self) -> None:
        """A high need asks for a goal or a reason."""
        self.form.show_when("no_goal_because", self._is_high)
        self._asked.setVisible(self.level.level() is NeedLevel.HIGH and not self._answered)

    # what stands in it

    def _scores(self) -> tuple[str, ...]:
        unknown = [one for one in self._base.scores if one not in self._ticks]
        return (*unknown, *(one for one, tick in self._ticks.items() if tick.isChecked()))

    def record(self) -> DomainRating | None:
        """The rating as typed; None when something cannot be read, which is shown."""
        read = self.form.record(self._base)
        return replace(read, level=self.level.level(), scores=self._scores()) if read is not None else None

    def readable(self) -> DomainRating:
        """The rating with what can be read; nothing is complained about."""
        editors = {name: self.form.editor(name) for name in self.form.names()}
        given = {name: editor.value() for name, editor in editors.items() if editor.problem() is None}
        return replace(self._base, **given, level=self.level.level(), scores=self._scores())

    def is_dirty(self) -> bool:
        """Whether something differs from what was saved."""
        return (
            self.form.is_dirty()
            or self.level.level() is not self._base.level
            or set(self._scores()) != set(self._base.scores)
        )

    def take_saved(self, rating: DomainRating) -> None:
        """Go on from what was saved; the cursor stays where it is."""
        self._base = rating
        for name in self.form.names():
            editor = self.form.editor(name)
            if editor.value() != getattr(rating, name):
                editor.set_value(getattr(rating, name))
        self.form.mark_saved()

    def draft(self) -> dict[str, Any]:
        """What was typed and differs."""
        level = self.level.level()
        return {
            "fields": self.form.draft(),
            "level": level.value if level is not None else "",
            "scores": list(self._scores()),
        }

    def restore(self, content: Mapping[str, Any]) -> None:
        """Show a draft over what was loaded."""
        self.level.choose(NeedLevel(content["level"]) if content.get("level") else None)
        for score_id in content.get("scores", ()):
            if score_id in self._ticks:
                self._ticks[score_id].setChecked(True)
        self._ask()
        self.form.restore(content.get("fields", {}))

    def show_problems(self, problems: Iterable[Problem]) -> bool:
        """Show each beside its field; whether one of them is an error."""
        own = list(problems)
        errors = [one for one in own if one.severity == "error"]
        self.form.clear_problems()
        if errors:
            self.form.show_problems(errors)
        self.form.show_warnings([one for one in own if one.severity == "warning"])
        return bool(errors)
