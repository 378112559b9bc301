"""The chosen package under the list: its way as a strip, what is known about it in words, and the doors from it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import dates, money
from carebook.records.packages import Package
from carebook.rules.packages import MILESTONES, Step, place_now, said_left
from carebook.store.packages import PackageRow
from carebook.ui.pages.packages.asking import Opened
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import Flow, box, column, row
from carebook.ui.parts.strips import PathStrip
from carebook.words import _


def _in_line(words: str) -> str:
    """A sentence's words in the midst of others."""
    return words[:1].lower() + words[1:]


class WayCard(QFrame):
    """Hidden without a package. ``edit_wanted`` and ``end_wanted`` for the package on show."""

    edit_wanted = Signal()
    end_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("card")
        self._desk = desk
        self._row: PackageRow | None = None
        self.title = ElidedLabel("", "h3")
        self.strip = PathStrip()
        self.facts = label("", "small", wrap=True)
        self.outcome = label("", wrap=True)
        self.score_button = Button(_("Record a score"), "link", "file-text")
        self.score_button.clicked.connect(self._score)
        self.week_button = Button(_("Week"), "link", "calendar")
        self.week_button.clicked.connect(self._week)
        self.progress_button = Button(_("Progress"), "link", "activity")
        self.progress_button.clicked.connect(self._progress)
        self.plan_button = Button(_("Plan and goals"), "link", "target")
        self.plan_button.clicked.connect(self._plan)
        self.edit_button = Button(_("Edit"), icon="pencil", key="F2", listens=False)
        self.edit_button.clicked.connect(self.edit_wanted)
        self.end_button = Button(_("End the package…"), icon="check")
        self.end_button.clicked.connect(self.end_wanted)
        doors = Flow(self.plan_button, self.week_button, self.score_button, self.progress_button, gap=10)
        self._foot = box(row((box(doors), 1), self.end_button, self.edit_button, gap=8))
        self.setLayout(
            column(self.title, self.strip, self.facts, self.outcome, self._foot, gap=6, margins=(14, 8, 14, 10))
        )
        self.hide()

    def show_package(self, row_shown: PackageRow, found: Opened) -> None:
        """Show one package; without words of its own when the asker may not see them."""
        self._row = row_shown
        package = found.package
        seen, running = package is not None, row_shown.ended_on is None
        self.title.setWhole(" · ".join(filter(None, (row_shown.name, row_shown.words))))
        self.strip.setVisible(seen)
        self.strip.show_steps([self._step(one) for one in found.steps], place_now(found.steps))
        self.facts.setText(self._said(row_shown, package))
        self.outcome.setText(package.outcome if package is not None else "")
        self.outcome.setVisible(bool(self.outcome.text()))
        for button in (self.score_button, self.week_button, self.progress_button, self.plan_button):
            button.setVisible(seen)
        self.edit_button.setVisible(seen and running and self._desk.may("save_package"))
        self.end_button.setVisible(seen and running and self._desk.may("end_package"))
        self.score_button.setVisible(seen and self._desk.may("save_score"))
        self._foot.setVisible(seen)
        self.show()

    def set_compact(self, compact: bool) -> None:
        """Without the small lines of the strip while the window is narrow."""
        self.strip.set_compact(compact)

    def _step(self, step: Step) -> tuple[str, str]:
        day = self._desk.said_day(step.done_on)
        said = str(step.said)
        return str(MILESTONES[step.milestone]), said if not day or day in said else f"{said} · {day}"

    def _said(self, shown: PackageRow, package: Package | None) -> str:
        """What became of the sessions, then the money."""
        used = shown.used
        counted = [
            _("{n} given").format(n=used.done),
            *([_("{n} in part").format(n=used.partial)] if used.partial else ()),
            *([_("{n} did not come").format(n=used.no_show)] if used.no_show else ()),
            *([_("{n} cancelled").format(n=used.cancelled)] if used.cancelled else ()),
            *([_("not recorded: {n}").format(n=shown.late)] if shown.late else ()),
            _in_line(str(said_left(shown.left))),
        ]
        if shown.price is not None:
            price = money.dong(shown.price) if shown.price else _("free of charge")
            counted.append(price)
        if shown.paid:
            counted.append(_("paid {amount}").format(amount=money.dong(shown.paid)))
        if package is not None and package.payer:
            counted.append(_("by {payer}").format(payer=package.payer))
        if shown.from_on is not None:
            until = f"–{dates.written(shown.to_on)}" if shown.to_on else ""
            counted.append(_("from {day}").format(day=f"{dates.written(shown.from_on)}{until}"))
        words = " · ".join(counted)
        return words[:1].upper() + words[1:]

    # doors

    def _go(self, page: str) -> None:
        if self._row is not None:
            self._desk.go(page, episode_id=self._row.episode_id)

    def _score(self) -> None:
        self._go("instruments")

    def _week(self) -> None:
        self._go("schedules")

    def _progress(self) -> None:
        self._go("therapy_progress")

    def _plan(self) -> None:
        self._go("therapy_plans")
