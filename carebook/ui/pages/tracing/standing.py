"""The card of a public notice that stands: since when, how many working days are left, what is to be done when it is over."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.records.codes import Limit
from carebook.rules.due import basis_message
from carebook.rules.tracing import NoticeClock
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import Meter, Sign, label
from carebook.ui.parts.layouts import column, row
from carebook.words import _, ngettext


class NoticeCard(QFrame):
    """Hidden without a notice. ``settle_wanted`` when it is over and to be dealt with."""

    settle_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._sign = Sign("hourglass", "info", 20)
        self._title = label("", "strong", wrap=True)
        self._line = label("", "small", wrap=True)
        self._meter = Meter(width=140)
        self.settle_button = Button(_("Settle the public notice"), icon="check")
        self.settle_button.clicked.connect(self.settle_wanted)
        words = column(self._title, self._line, gap=2)
        self.setLayout(row(self._sign, (words, 1), self._meter, self.settle_button, gap=12, margins=(14, 8, 12, 8)))
        self.hide()

    def show_clock(self, clock: NoticeClock | None, limit: Limit, *, settled: bool, may_settle: bool) -> None:
        """Show where the notice stands."""
        self.setVisible(clock is not None)
        if clock is None:
            return
        waits = clock.is_over and not settled
        since = dates.written(clock.published_on)
        stood = ngettext("{n} working day", "{n} working days", clock.days).format(n=clock.days)
        if settled:
            said = _("The public notice since {day} was dealt with.").format(day=since)
        elif clock.is_over:
            said = _("The public notice since {day} has stood for its {days}.").format(day=since, days=stood)
        else:
            left = ngettext("{n} working day left", "{n} working days left", clock.left).format(n=clock.left)
            said = _("Public notice since {day} · {left}").format(day=since, left=left)
        over = _("It stands for {days}; to be dealt with from {day} on").format(
            days=stood, day=dates.written(clock.over_on)
        )
        self._sign.change("circle-check" if settled else "hourglass", "ok" if settled else "warn" if waits else "info")
        self._title.setText(said)
        self._line.setText(f"{over} · {basis_message(limit.basis)}")
        self._meter.show_share(clock.stood, clock.days)
        self._meter.setVisible(not settled)
        self.settle_button.setVisible(waits and may_settle)
