"""What the book says on a morning, as one column: people by ward, what happened, what the wards told, who is on duty."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.money import number
from carebook.rules.shifts import HeadCount
from carebook.store.briefings import BriefingFacts, WardSheet
from carebook.ui.parts.buttons import Button, FigureButton
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import Flow, box, column, emptied, hairline, row, scrolling
from carebook.ui.parts.table import FigureColumn, FigureRow, FigureTable
from carebook.words import _, pgettext


class FactsPart(QFrame):
    """The facts of one morning. ``went(page, about)`` when one of them is opened."""

    went = Signal(str, dict)

    def __init__(self) -> None:
        super().__init__()
        self.wards = FigureTable(_("People by ward"))
        self.wards.fit_rows()
        self._rest = column(gap=6)
        self.figures = {
            "incidents": FigureButton("–", _("incidents")),
            "open": FigureButton("–", _("incidents not finished")),
            "refused": FigureButton("–", _("doses refused")),
            "orders": FigureButton("–", _("new orders")),
        }
        for key, page in (
            ("incidents", "incidents"),
            ("open", "incidents"),
            ("refused", "medication"),
            ("orders", "prescriptions"),
        ):
            self.figures[key].clicked.connect(partial(self.went.emit, page, {}))
        figures = QFrame()
        figures.setLayout(Flow(*self.figures.values(), gap=10))
        self.figures_box = figures
        under = column(figures, box(self._rest), gap=8, margins=(8, 0, 0, 0))  # where the words of the table begin
        content = column(self.wards, under, None, gap=8, margins=(0, 0, 10, 12))
        self.setLayout(column((scrolling(box(content)), 1), gap=0))
        self.setFocusProxy(self.wards)

    def show_facts(self, found: BriefingFacts) -> None:
        """Show the facts of a morning."""
        rows = [_row(ward.name, ward.beds, ward.heads) for ward in found.wards]
        self.wards.show_figures(_heads(), [*rows, _row(_("The whole center"), found.beds, found.total, kind="total")])
        incidents = len(found.incidents) + found.restricted_incidents
        self.figures["incidents"].show_number(number(incidents), "danger" if incidents else "text")
        self.figures["open"].show_number(number(found.open_incidents), "warn" if found.open_incidents else "text")
        self.figures["refused"].show_number(number(found.refused_doses))
        self.figures["orders"].show_number(number(found.new_orders))
        emptied(self._rest)
        self._show_incidents(found)
        self._show_sheets(found)
        self._show_duty(found)

    def _show_incidents(self, found: BriefingFacts) -> None:
        if not found.incidents:
            return
        self._head(_("Incidents"))
        for incident_id, said in found.incidents:
            link = Button(str(said), "link")
            link.clicked.connect(partial(self.went.emit, "incidents", {"incident_id": incident_id}))
            self._rest.addLayout(row(link, None))

    def _show_sheets(self, found: BriefingFacts) -> None:
        self._head(_("What the wards handed over"))
        if not found.sheets:
            self._rest.addWidget(
                label(_("No sheet of a shift was written since yesterday morning."), "muted", wrap=True)
            )
        for sheet in found.sheets:
            self._sheet(sheet)

    def _sheet(self, sheet: WardSheet) -> None:
        one = sheet.row
        signed = " → ".join(filter(None, (one.giver, one.taker))) or _("not signed")
        name = Button(" · ".join(filter(None, (sheet.shift, one.ward or _("The whole center"), signed))), "link")
        name.clicked.connect(partial(self.went.emit, "shifts", {"handover_id": one.id}))
        self._rest.addLayout(row(name, None))
        for shown in sheet.lines:
            words = " · ".join(filter(None, (shown.room, shown.name, shown.line.text, shown.line.instruction)))
            self._rest.addWidget(label(f"– {words}", wrap=True))

    def _show_duty(self, found: BriefingFacts) -> None:
        self._head(_("On duty today"))
        for shift, there in found.on_duty:
            names = ", ".join(one.member.full_name for one in there) or _("nobody yet")
            self._rest.addWidget(label(f"{shift.text}: {names}", "" if there else "muted", wrap=True))

    def _head(self, title: str) -> None:
        self._rest.addWidget(section_head(title))
        self._rest.addWidget(hairline())


def _heads() -> list[FigureColumn]:
    """The columns of the table of wards."""
    figures = (
        (pgettext("head-count", "Beds"), 64),
        (pgettext("head-count", "Before"), 76),
        (pgettext("head-count", "More"), 54),
        (pgettext("head-count", "Fewer"), 54),
        (pgettext("head-count", "Now"), 76),
        (pgettext("head-count", "In hospital"), 78),
        (pgettext("head-count", "On leave"), 74),
        (pgettext("head-count", "Missing"), 58),
        (pgettext("head-count", "Present"), 66),
    )
    return [
        FigureColumn(_("Ward"), width=112, stretch=1, align="left"),
        *(FigureColumn(words, width=width) for words, width in figures),
    ]


def _row(name: str, beds: int, heads: HeadCount, kind: str = "row") -> FigureRow:
    figures = heads.figures
    counts = (figures["at_start"], figures["came"], figures["went"], figures["at_end"])
    away = (figures["in_hospital"], figures["on_leave"], figures["absent"])
    cells = [number(count) for count in (beds, *counts, *away, heads.present)]
    return FigureRow((name, *cells), kind=kind)  # type: ignore[arg-type]
