"""The left of the page: the stages with their days, and what is still lacking, each with the way to its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.records.reintegration import Stage, StageEntry
from carebook.rules.reintegration import ENDS, Lack, PathFacts, days_in_stage, next_stage
from carebook.ui.pages.home_path.asking import PathView
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.home_path import day_words, step_words, way_words
from carebook.ui.parts.labels import Sign, label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row
from carebook.words import _


@dataclass(frozen=True)
class Step:
    """One stage of the path: what became of it ("done", "now", "passed", "ahead") and a small word at its end."""

    stage: Stage
    state: str
    small: str = ""


_SIGNS = {
    "done": ("check", "ok"),
    "now": ("circle-dot", "primary"),
    "passed": ("arrow-right", "text2"),
    "ahead": ("circle", "text2"),
}


def steps_of(entries: Sequence[StageEntry], stages: Sequence[Stage], desk: Desk) -> list[Step]:
    """The stages in their order, then where the path stands beside them."""
    today = desk.today()
    newest = {entry.stage: entry for entry in entries}
    now = entries[-1] if entries else None
    reached = max((stages.index(one) for one in newest if one in stages), default=0)
    if now is not None and now.stage in stages:
        reached = stages.index(now.stage)
    found = []
    for place, stage in enumerate(stages):
        entry = newest.get(stage)
        if now is not None and stage is now.stage:
            ended = stage in ENDS
            small = desk.said_day(now.from_on) if ended else day_words(days_in_stage(now, today))
            found.append(Step(stage, "done" if ended else "now", small))
        elif place > reached:
            found.append(Step(stage, "ahead"))
        elif entry is not None:
            found.append(Step(stage, "done", desk.said_day(entry.to_on)))
        else:
            found.append(Step(stage, "passed", _("not needed")))
    if now is not None and now.stage not in stages:
        found.append(Step(now.stage, "now", desk.said_day(now.from_on)))
    return found


class Steps(QFrame):
    """``wanted(lack)`` by the button beside what is lacking; ``forward`` by the button under a path that may go on, ``ending`` under
    a follow-up that may end."""

    wanted = Signal(object)
    forward = Signal()
    ending = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._whole = column(gap=0)
        self.setLayout(self._whole)

    def show_view(self, view: PathView) -> None:
        """Show where the path stands and what it lacks."""
        emptied(self._whole)
        file = view.file
        if file is None:
            return
        self._whole.addWidget(section_head(_("The way")))
        self._whole.addWidget(hairline())
        self._whole.addSpacing(4)
        for place, step in enumerate(steps_of(file.entries, file.facts.stages, self._desk), 1):
            self._whole.addWidget(self._step(step, place if step.stage in file.facts.stages else 0))
        reason = file.entries[-1].reason if file.entries else ""
        if reason and file.facts.stage not in file.facts.stages:
            self._whole.addWidget(label(reason, "small", wrap=True))
        self._whole.addSpacing(12)
        self._show_lacks(file.facts, view.lacks)
        self._whole.addStretch(1)

    def _step(self, step: Step, place: int) -> QFrame:
        icon, tone = _SIGNS[step.state]
        if step.stage in (Stage.SUSPENDED, Stage.FAILED, Stage.RE_ENTERED):
            icon, tone = "triangle-alert", "warn"
        here = step.state == "now"
        words = label(
            step_words(step.stage), "strong" if here else "", "" if step.state != "ahead" else "text2", wrap=True
        )
        number = label(str(place) if place else "", "small", width=theme.worn().scaled(15), right=True)
        small = label(step.small, "small_name" if here else "small")
        shown = box(row(Sign(icon, tone, 16), number, (words, 1), small, gap=6, margins=(0, 3, 0, 3)))
        shown.setAccessibleName(" · ".join(filter(None, (step_words(step.stage), step.small))))
        return shown

    def _show_lacks(self, facts: PathFacts, lacks: Sequence[Lack]) -> None:
        if facts.is_ended:
            return
        if facts.stage is Stage.FOLLOW_UP:
            title = _("Before the follow-up ends")
        elif facts.stage is Stage.HANDOVER:
            title = _("Before the handover")
        elif (to := facts.paused_in or next_stage(facts)) is not None:
            title = _("Before: {stage}").format(stage=step_words(to))
        else:
            title = _("Before the path is closed")
        count = (label(str(len(lacks)), "muted"),) if lacks else ()
        self._whole.addLayout(row((label(title, "h3", wrap=True), 1), *count, margins=(0, 6, 0, 6)))
        self._whole.addWidget(hairline())
        self._whole.addSpacing(2)
        for lack in lacks:
            self._whole.addWidget(self._lack(lack))
        if not lacks:
            self._whole.addWidget(self._nothing_lacks(facts))

    def _lack(self, lack: Lack) -> QFrame:
        said = str(lack.message)
        said = said[:1].upper() + said[1:]
        way = Button(way_words(lack), "link")
        way.setAccessibleName(f"{way.text()}: {said}")
        way.clicked.connect(partial(self.wanted.emit, lack))
        sign = box(column(3, Sign("circle-dot", "warn", 14), None, gap=0))
        return box(
            row(sign, (box(column(label(said, wrap=True), row(way, None), gap=0)), 1), gap=8, margins=(0, 4, 0, 2))
        )

    def _nothing_lacks(self, facts: PathFacts) -> QFrame:
        if facts.stage is Stage.FOLLOW_UP:
            said, deed = _("The follow-up may end."), _("End the follow-up")
        elif facts.stage is Stage.HANDOVER:
            said, deed = _("Nothing is lacking any more."), _("Open the minutes")
        else:
            said, deed = _("Nothing is lacking any more."), _("Move on")
        way = Button(deed, "link")
        ends = facts.stage is Stage.FOLLOW_UP
        way.clicked.connect(self.ending if ends else self.forward)
        way.setVisible(self._desk.may("save_follow_up_end" if ends else "move_path"))
        sign = box(column(3, Sign("check", "ok", 14), None, gap=0))
        return box(
            row(sign, (box(column(label(said, wrap=True), row(way, None), gap=0)), 1), gap=8, margins=(0, 4, 0, 2))
        )
