"""The head of the page: chips of what must be seen first, where to and with whom, and the buttons with what they say now."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.records.enum_words import said
from carebook.records.follow_ups import RiskColour
from carebook.records.reintegration import Stage
from carebook.rules.reintegration import PathFacts, next_stage, open_red_flags
from carebook.store.reintegration import PathFile
from carebook.ui.pages.home_path.asking import PathView
from carebook.ui.parts import theme
from carebook.ui.parts.bars import PageHeader
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.home_path import RISK_TONES, step_words, where_to
from carebook.ui.parts.labels import Chip, label
from carebook.ui.parts.layouts import Flow, emptied
from carebook.words import _, pgettext


class Buttons:
    """Every button of the page, made once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        make = partial(Button, listens=False)
        self.person = make("", icon="users")
        self.person.setAccessibleName(_("Open the record of the person"))
        self.person.setToolTip(_("Open the record of the person"))
        self.papers = make(_("Papers"), icon="printer", key="Ctrl+P")
        self.edit = make(_("Edit"), icon="pencil", key="F2")
        self.stage = make(pgettext("way home", "Stage…"), icon="arrow-left-right", key="Ctrl+←")
        self.forward = make(_("Move on"), "primary", "arrow-right", "Ctrl+→")
        self.show_view(None)

    def fold(self, narrow: bool) -> None:
        """Without their keys where there is little room."""
        for button in (self.papers, self.edit, self.stage, self.forward):
            button.tell_key(not narrow)

    def fill(self, header: PageHeader) -> None:
        """Put them into the head."""
        header.add_actions(self.person, self.papers, self.edit, self.stage, self.forward)

    def show_view(self, view: PathView | None) -> None:
        """What may be done now, and what the primary leads to."""
        file = view.file if view is not None else None
        running = file is not None and not file.facts.is_ended
        may_move = running and self._desk.may("move_path")
        self.person.setVisible(view is not None)
        self.papers.setVisible(file is not None and self._desk.may("print_papers"))
        self.edit.setVisible(running and self._desk.may("amend_path"))
        self.stage.setVisible(may_move and file is not None and file.facts.stage is not Stage.FOLLOW_UP)
        self.forward.setVisible(may_move)
        if file is not None:
            self._name_forward(file.facts)

    def _name_forward(self, facts: PathFacts) -> None:
        to = facts.paused_in or next_stage(facts)
        if facts.stage is Stage.HANDOVER:
            words = _("Handover minutes")
        elif facts.stage is Stage.FOLLOW_UP:
            words = _("Follow-up visits")
        else:
            words = _("Move on") if to is not None else _("Close the path")
            words = pgettext("way home", "Go on") if facts.paused_in is not None else words
        self.forward.setText(words)
        self.forward.setToolTip(_("On to: {stage}").format(stage=step_words(to)) if to is not None else "")


class PathLine(QFrame):
    """The line under the head: red flags and risk first, the stage, then where to, since when or until when, with whom."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._flow = Flow(gap=8)
        self.setLayout(self._flow)

    def clear(self) -> None:
        """Show nothing."""
        emptied(self._flow)

    def show_view(self, view: PathView) -> None:
        """Show the path."""
        self.clear()
        if view.file is None:
            return
        for chip in _chips(view.file):
            self._flow.addWidget(chip)
        words = label(" · ".join(self._facts(view, view.file)), "muted")
        words.setFixedHeight(theme.worn().scaled(22))
        self._flow.addWidget(words)

    def _facts(self, view: PathView, file: PathFile) -> list[str]:
        path = file.path
        found = [where_to(self._desk, path.path, path.destination)]
        if file.chosen is not None:
            found.append(file.chosen.full_name)
        if path.handed_over_on is not None:
            found.append(_("handed over {day}").format(day=dates.written(path.handed_over_on)))
        elif path.target_on is not None:
            found.append(_("aimed at {day}").format(day=dates.written(path.target_on)))
        if path.outcome is not None:
            found.append(said(path.outcome))
        if worker := view.names.get(path.worker_id or "", ""):
            found.append(_("led by {name}").format(name=worker))
        return found


def _chips(file: PathFile) -> list[Chip]:
    found = []
    if flags := open_red_flags(file.facts):
        words = ", ".join(flag.text for flag in flags)
        found.append(Chip(_("Red flag: {criterion}").format(criterion=words), "danger", "triangle-alert"))
    seen = [one for one in file.visits if one.risk is not None and one.done_on is not None]
    risk = max(seen, key=lambda one: one.done_on or one.due_on).risk if seen else None
    if risk is not None and risk is not RiskColour.GREEN:
        found.append(Chip(said(risk), RISK_TONES[risk], "triangle-alert"))
    if file.path.high_risk:
        found.append(Chip(_("high risk"), "warn"))
    found.append(Chip(step_words(file.facts.stage), "info", "house"))
    return found
