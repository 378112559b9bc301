"""How many cases each worker has, beside the norm; pressing a name shows theirs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.money import number
from carebook.rules.casework import WorkerLoad
from carebook.ui.pages.social_work.asking import NOBODY, Cases
from carebook.ui.parts import theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import Meter, label
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.words import _


class LoadsPanel(SidePanel):
    """``chosen(worker)``: a staff member's id, or `NOBODY`."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Caseload"), width=theme.worn().scaled(260), closes=False)

    def show_cases(self, found: Cases) -> None:
        """Show the loads: those of nobody first, then the most loaded."""
        norm = _("Norm {n} cases a worker").format(n=number(found.norm))
        self.show_title(_("Caseload"), f"{norm} · {found.basis}" if found.basis else norm)
        self.clear()
        for load in found.loads:
            self.add(self._line(load, found), hairline())
        if not found.loads:
            self.add(6, label(_("No case yet."), "muted"))

    def _line(self, load: WorkerLoad, found: Cases) -> QFrame:
        nobody = load.worker_id is None
        name = _("Without a case manager") if nobody else found.staff.get(load.worker_id or "", "–")
        link = Button(name, "link")
        link.clicked.connect(partial(self.chosen.emit, load.worker_id or NOBODY))
        if nobody:
            return box(row(link, None, label(number(load.cases), "name", "warn"), margins=(0, 4, 0, 4)))
        tone = "danger" if load.over else "text"
        count = label(f"{number(load.cases)}/{number(found.norm)}", "name", tone)
        meter = Meter(load.cases, found.norm, tone="danger" if load.over else "primary", width=None)
        over = [label(_("{n} above the norm").format(n=number(load.over)), "small", "danger")] if load.over else []
        return box(
            column(row(link, None, count), row((meter, 1), margins=(4, 0, 0, 0)), *over, gap=2, margins=(0, 4, 0, 6))
        )
