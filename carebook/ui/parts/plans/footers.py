"""The feet of the page: what may be done with the version that is read, and with the one that is written."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import money
from carebook.rules.care_plans import moves
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import ElidedLabel
from carebook.ui.parts.layouts import row
from carebook.ui.parts.plans.kind import PlanKind
from carebook.words import _

HEIGHT = 52


class _Foot(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footer")
        self.line = ElidedLabel("", "muted")
        self.setFixedHeight(theme.worn().scaled(HEIGHT))


class ReadingFoot(_Foot):
    """The deeds the version on show allows, those its reader has a right to; ``asked(name)``."""

    asked = Signal(str)

    def __init__(self, kind: PlanKind) -> None:
        super().__init__()
        self._kind = kind
        self.buttons = {
            "end": Button(_("End the plan…"), "danger"),
            "withdraw": Button(_("Withdraw…"), icon="undo-2"),
            "new": Button(_("New version"), icon="plus"),
            "write": Button(_("Write on"), icon="pencil", key="F2", listens=False),
            "submit": Button(_("Submit for approval"), "primary", "send"),
            "review": Button(_("Review…"), "primary", "check"),
        }
        for name, button in self.buttons.items():
            button.clicked.connect(self._ask)
            button.setProperty("deed", name)
        self.setLayout(row((self.line, 1), *self.buttons.values(), gap=8, margins=(24, 0, 20, 0)))

    def _ask(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.asked.emit(str(sender.property("deed")))

    def offers(self, deed: str) -> bool:
        """Whether the button of a deed is there."""
        return not self.buttons[deed].isHidden()

    def has_deeds(self) -> bool:
        """Whether there is any button."""
        return any(self.offers(deed) for deed in self.buttons)

    def show_plan(self, view: Any, file: Any) -> None:
        """What may be done with this version."""
        may, allowed = self._kind.may, moves(file.plan.state)
        is_open = view.episode.end_on is None
        writes = "save_plan" in allowed and is_open
        written = view.being_written
        shown = {
            "end": file.in_force and may("end"),
            "withdraw": "withdraw_plan" in allowed and may("withdraw"),
            "new": written is None and is_open and may("save"),
            "write": writes and may("save"),
            "submit": writes and may("submit"),
            "review": file.in_force and may("review"),
        }
        for name, button in self.buttons.items():
            button.setVisible(shown[name])
        words = ""
        if written is not None and written.plan.id != file.plan.id:
            words = _("Version {n} is being prepared; until it is approved the plan in force stays in force.")
            words = words.format(n=written.plan.number) if view.in_force is not None else ""
        elif not is_open:
            words = _("The stay has ended; its plans are only read.")
        self.line.setWhole(words)


class WritingFoot(_Foot):
    """What is typed and not saved, the running cost, saving and submitting."""

    def __init__(self, kind: PlanKind) -> None:
        super().__init__()
        self._cost = ElidedLabel("", "strong")
        self.back_button = Button(_("Go back"), key="Esc", listens=False)
        self.submit_button = Button(_("Submit for approval"), icon="send")
        self.submit_button.setVisible(kind.may("submit"))
        self.save_button = Button(_("Save"), "primary", "check", "Ctrl+S", listens=False)
        self.setLayout(
            row(
                (self.line, 1),
                self._cost,
                self.back_button,
                self.submit_button,
                self.save_button,
                gap=8,
                margins=(24, 0, 20, 0),
            )
        )

    def show_cost(self, amount: int) -> None:
        """The estimated cost of all activities so far."""
        self._cost.setWhole(_("Cost: {amount}").format(amount=money.dong(amount)) if amount else "")
