"""Moving somebody on, back or aside on the way home: what is lacking is told with the way to it, a reason asked where one is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from carebook.actions.reintegration import move_path
from carebook.records.episodes import Episode
from carebook.records.reintegration import Stage
from carebook.rules.reintegration import (
    Lack,
    PathFacts,
    is_forward,
    lacks,
    moves,
    needs_reason,
    next_stage,
    passed_over,
    refusal,
)
from carebook.store.book import Reader
from carebook.store.reintegration import path_facts
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import Choice
from carebook.ui.parts.home_path.said import place_of, step_words, way_words
from carebook.ui.parts.labels import label
from carebook.words import _


@dataclass(frozen=True)
class Way:
    """Where a sentence leads: the words of its button, and going there."""

    words: str
    go: Callable[[], object]


class MoveDialog(DeedDialog):
    """Asks to which stage, and why where a reason is needed. ``lacks_of`` tells what stands against a stage."""

    def __init__(
        self, parent: QWidget | None, facts: PathFacts, lacks_of: Callable[[Stage], Sequence[Lack]], first: Stage
    ) -> None:
        title = _("From “{stage}” to another stage").format(stage=step_words(facts.stage))
        super().__init__(parent, title)
        self._facts, self._lacks_of = facts, lacks_of
        self.where = Choice([(stage.value, _where_words(facts, stage)) for stage in moves(facts)])
        self.where.setAccessibleName(_("Stage"))
        self.where.choose(first.value)
        self.where.currentIndexChanged.connect(self._look)
        self.against = label("", "", "warn", wrap=True)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason in words"))
        self.reason.setPlaceholderText(_("Reason in words"))
        for part in (self.where, self.against, self.reason):
            self.contents.addWidget(part)
        self.move_button: Button = self.add_button("move", _("Move"), "primary")
        self.move_button.clicked.disconnect()
        self.move_button.clicked.connect(self._answer)
        self.add_button("", _("Go back"))
        self.move_button.setDefault(True)
        self._look()
        self.where.setFocus()

    @property
    def stage(self) -> Stage:
        """The stage that is chosen."""
        return Stage(self.where.code())

    def words(self) -> str:
        """The reason, where one is asked."""
        return self.reason.text().strip() if self.reason.isVisibleTo(self) else ""

    def _look(self, *_more: object) -> None:
        found = self._lacks_of(self.stage)
        told = str(refusal(self.stage, found)) if found else ""
        left_out = " · ".join(step_words(one) for one in passed_over(self._facts, self.stage))
        if not found and self.stage is Stage.FAILED:
            told = _("This path ends here; another one may be begun later.")
        elif not found and left_out:
            told = _("Left out: {stages}. Say why it is not needed.").format(stages=left_out)
        self.against.setText(told)
        self.against.setVisible(bool(told))
        self.reason.setVisible(self._asks_why())
        self.adjustSize()

    def _asks_why(self) -> bool:
        return needs_reason(self._facts, self.stage) or any(one.by_reason for one in self._lacks_of(self.stage))

    def _answer(self) -> None:
        if self._asks_why() and not self.words():
            self.reason.setFocus()
        else:
            self.answer = "move"
            self.accept()


def _where_words(facts: PathFacts, stage: Stage) -> str:
    if is_forward(facts, stage):
        return _("on: {stage}").format(stage=step_words(stage))
    if stage in facts.stages:
        return _("back: {stage}").format(stage=step_words(stage))
    return step_words(stage)


class Moving(QObject):
    """One move at a time. ``moved(change)``; ``told(sentence, tone, way)`` what stands against it, with a `Way` or None;
    ``refused(error)``."""

    moved = Signal(object)
    told = Signal(object, str, object)
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    def forward(self, reintegration_id: str) -> None:
        """To the next stage; where no move leads on, to the page that does."""
        self._ask(reintegration_id, self._forward)

    def choose(self, reintegration_id: str) -> None:
        """Ask to which stage."""
        self._ask(reintegration_id, self._choose)

    def _ask(self, reintegration_id: str, then: Callable[[PathFacts], None]) -> None:
        if not self._desk.may("move_path"):
            self.told.emit(_("Only social workers, heads and managers move somebody on the way home."), "info", None)
            return
        question = partial(path_facts, reintegration_id=reintegration_id, today=self._desk.today())
        self._desk.ask(self, question, then, self.refused.emit, key="facts")

    def lacks(self, facts: PathFacts, to: Stage) -> tuple[Lack, ...]:
        """What stands against moving to a stage; nothing does on the way back or aside."""
        today: date = self._desk.today()
        return lacks(facts, today=today, to=to) if is_forward(facts, to) else ()

    def _forward(self, facts: PathFacts) -> None:
        to = facts.paused_in or next_stage(facts)
        if to is None:
            self._beyond(facts)
            return
        found = self.lacks(facts, to)
        if not found:
            self._move(facts, to, "")
        elif all(one.by_reason for one in found):
            self._choose(facts)
        else:
            self._tell(facts, to, found)

    def _choose(self, facts: PathFacts) -> None:
        possible = moves(facts)
        if not possible:
            self._beyond(facts)
            return
        dialog = MoveDialog(self._page, facts, partial(self.lacks, facts), possible[0])
        if not dialog.exec():
            return
        found = [one for one in self.lacks(facts, dialog.stage) if not one.by_reason]
        if found:
            self._tell(facts, dialog.stage, found)
        else:
            self._move(facts, dialog.stage, dialog.words())

    def _tell(self, facts: PathFacts, to: Stage, found: Sequence[Lack]) -> None:
        first = found[0]
        place = place_of(first, facts.episode_id, facts.reintegration_id)
        way = Way(way_words(first), partial(self._desk.go, place.page, **dict(place.about)))
        self.told.emit(refusal(to, found), "warn", way)

    def _move(self, facts: PathFacts, to: Stage, reason: str) -> None:
        given: dict[str, Any] = {"reason": reason, "then": self.moved.emit, "failed": self.refused.emit}
        self._desk.do(move_path, facts.reintegration_id, to, **given)

    def _beyond(self, facts: PathFacts) -> None:
        """Where no move by hand leads on."""
        about = {"episode_id": facts.episode_id, "reintegration_id": facts.reintegration_id}
        if facts.stage is Stage.HANDOVER:
            self._desk.go("handovers", **about)
        elif facts.stage is Stage.FOLLOW_UP:
            self._desk.go("follow_ups", **about)
        elif facts.stage in (Stage.CLOSED, Stage.FAILED, Stage.RE_ENTERED):
            self.told.emit(_("This path has ended; another one is begun on its page."), "info", None)
        else:
            self._desk.ask(self, partial(_whose, episode_id=facts.episode_id), self._tell_discharge, self.refused.emit)

    def _tell_discharge(self, episode: Episode | None) -> None:
        """A short path is closed with the end of the stay."""
        way = None
        if episode is not None and self._desk.may("discharge_person"):
            about = {"episode_id": episode.id, "person_id": episode.person_id}
            way = Way(_("Write down the end of the stay"), partial(self._desk.go, "discharge", **about))
        self.told.emit(_("The end of the stay is written down first; it closes this path."), "info", way)


def _whose(reader: Reader, episode_id: str) -> Episode | None:
    return reader.record(Episode, episode_id)
