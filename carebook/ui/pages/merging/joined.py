"""The files that were joined to one before, each with the way to undo it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal

from carebook import dates
from carebook.store.merging import JoinedFile
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.words import _


class JoinedPanel(SidePanel):
    """One block a file: whose it was, when, by whom, why. ``undo_wanted(operation)``. Shown only while there is one."""

    undo_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Joined to this file"), width=300, closes=False)
        self._desk = desk
        self.hide()

    def show_joined(self, joined: Sequence[JoinedFile]) -> None:
        """Show these files, the newest first."""
        self.clear()
        for one in joined:
            when = dates.moment(one.at, self._desk.today())
            told = [
                label(f"{one.name} · {one.code}", "strong", wrap=True),
                label(f"{when} {one.who}", "small", wrap=True),
                *([label(one.reason, wrap=True)] if one.reason else []),
            ]
            undo = Button(_("Undo"), icon="undo-2")
            undo.setAccessibleName(_("Undo the joining of {code}").format(code=one.code))
            undo.clicked.connect(partial(self.undo_wanted.emit, one.op))
            self.add(box(column(*told, 4, row(undo, None), gap=2)), 6, hairline(), 6)
        self.setVisible(bool(joined))
