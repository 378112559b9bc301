"""Timestamps: which service this PC asks, which reports await one, and why the last try failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from carebook import dates, places
from carebook.records.periods import Snapshot
from carebook.rules.signing import problem_with_stamper
from carebook.store.book import Reader
from carebook.store.signing import FailedStamping, awaiting_stamps, failed_stamping
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.choices import Choices
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.page import Page
from carebook.words import _, message, ngettext


@dataclass(frozen=True)
class Waiting:
    """The reports that await a timestamp, and the last failure."""

    reports: Sequence[Snapshot]
    failed: FailedStamping | None


def waiting(reader: Reader, now: datetime) -> Waiting:
    """What is waited for."""
    return Waiting(awaiting_stamps(reader, now), failed_stamping(reader))


class TimestampPart(QWidget):
    """The address holds for this PC; what waits goes on by itself once there is one, or at once by the button."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self._desk, self._page = desk, page
        self._choices = Choices(places.settings_file())
        self._waiting: Waiting | None = None
        self._ordered = ""
        self.address = QLineEdit(self._choices.stamper)
        self.address.setAccessibleName(_("Address of the timestamping service"))
        self.address.setPlaceholderText(_("for example http://tsa.ca.gov.vn"))
        self.address.setMaximumWidth(420)
        self.address.returnPressed.connect(self.keep)
        self.problem = label("", "small", "danger", wrap=True)
        self.problem.hide()
        keep = Button(_("Keep the address"), icon="save")
        keep.clicked.connect(self.keep)
        self.line = label("", wrap=True)
        self.failure = label("", "small", "warn", wrap=True)
        self.now = Button(_("Try now"), icon="clock")
        self.now.clicked.connect(self.try_now)
        self.failure.hide()
        self.now.hide()
        told = _(
            "A timestamp proves when a report was signed, also after the certificates of its signers have expired. It is appended "
            "by itself when this PC has a network; its authority is added under Trusted signers."
        )
        self.setLayout(
            column(
                label(told, "small", wrap=True),
                row((self.address, 1), keep, None, gap=8),
                self.problem,
                self.line,
                self.failure,
                row(self.now, None),
                gap=6,
            )
        )
        desk.stamping.stamped.connect(self._stamped)
        desk.stamping.not_stamped.connect(self._not_stamped)

    def show_waiting(self, found: Waiting) -> None:
        """Show what is waited for."""
        self._waiting = found
        count = len(found.reports)
        self.line.setText(
            ngettext("{n} report waits for its timestamp.", "{n} reports wait for their timestamp.", count).format(
                n=count
            )
            if count
            else _("No signed report waits for a timestamp.")
        )
        failed = found.failed if count else None
        self.failure.setVisible(failed is not None)
        if failed is not None:
            moment = dates.moment(failed.at, self._desk.today())
            self.failure.setText(str(message("Last try {moment}: {why}", moment=moment, why=failed.why)))
        self.now.setVisible(bool(count) and bool(self._choices.stamper))
        self.now.setEnabled(True)

    def keep(self) -> None:
        """Keep the address for this PC; an empty one asks nobody."""
        typed = self.address.text().strip()
        problem = problem_with_stamper(typed) if typed else None
        self.problem.setVisible(problem is not None)
        if problem is not None:
            self.problem.setText(str(problem))
            return
        self._choices.stamper = typed
        self._desk.stamping.look_now()
        self._page.say(_("Saved for this PC.") if typed else _("No timestamping service is asked from now on."))
        if self._waiting is not None:
            self.show_waiting(self._waiting)

    def try_now(self) -> None:
        """Append to the report that waits longest at once."""
        if self._waiting is not None and self._waiting.reports:
            self.now.setEnabled(False)
            self._page.say(_("Asking for the timestamp…"), "info", icon="hourglass")
            self._ordered = self._waiting.reports[0].id
            self._desk.stamping.append(self._ordered)

    def _stamped(self, change: Any) -> None:
        if self._ordered in change.ids:
            self._ordered = ""
            self._page.say(change.said)

    def _not_stamped(self, report_id: str, error: Any) -> None:
        if report_id == self._ordered:
            self._ordered = ""
            self.now.setEnabled(True)
            self._page.complain(error)
