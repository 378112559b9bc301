"""Beside the scorecard: its running sum and band, the red flags and how they were cleared, last time, the other visits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.records.families import FamilyRating
from carebook.rules.families import Rated
from carebook.store.families import FamilyFile
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import MarkSign, Meter, Sign, label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.words import _

Words = Callable[[str, str], str]


def band_mark(band: str, tone: str) -> tuple[str, str]:
    """The sign of a band by its tone; a ring while there is none."""
    return (
        ("ring", "text2") if not band else ("half" if tone == "warn" else "cross" if tone == "danger" else "full", tone)
    )


def said_total(rated: Rated) -> str:
    """ "24/36", "–" while nothing is rated."""
    return f"{rated.total}/{rated.most}" if rated.rated else "–"


class FamilySide(SidePanel):
    """``clearing(rating)`` when a red flag is to be cleared, ``wanted(assessment id)`` to see another visit."""

    clearing = Signal(object)
    wanted = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__(_("Scorecard"), width=300, closes=False)
        self._words = words

    def show_card(
        self,
        rated: Rated,
        ratings: Sequence[FamilyRating],
        last: FamilyFile | None,
        others: Sequence[FamilyFile],
        names: Mapping[str, str],
        *,
        may_clear: bool,
    ) -> None:
        """Show what the sheet comes to; ``others`` are the visits of the path besides the one on show."""
        self.clear()
        band = rated.band.code if rated.band else ""
        tone = str(rated.band.extra.get("colour", "text2")) if rated.band else "text2"
        said = self._words("family_band", band) if band else _("Not assessed yet")
        sign, standing = MarkSign(*band_mark(band, tone), 12), label(said, "strong", tone, wrap=True)
        standing.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.add(row(label(said_total(rated), "figure"), 4, sign, (standing, 1), gap=8), 4)
        meter = Meter(width=None)
        meter.show_share(rated.rated, rated.of)
        self.add(meter, label(_("rated {n}/{of}").format(n=rated.rated, of=rated.of), "small"))
        if flagged := [one for one in ratings if one.red_flag]:
            self.add(12, section_head(_("Red flags")), hairline())
            for one in flagged:
                self.add(6, self._flag(one, names, may_clear=may_clear))
        if last is not None:
            self.add(12, section_head(_("Last time")), hairline(), self._visit(last))
        rest = [file for file in others if last is None or file.id != last.id]
        if rest:
            self.add(12, section_head(_("Other visits")), hairline())
            for file in rest:
                self.add(self._visit(file))

    def _flag(self, one: FamilyRating, names: Mapping[str, str], *, may_clear: bool) -> QFrame:
        criterion = self._words("family_criterion", one.criterion)
        if one.cleared_on is not None:
            said = _("Cleared on {day} by {name}: {why}").format(
                day=dates.written(one.cleared_on), name=names.get(one.cleared_by_id or "", "–"), why=one.cleared_because
            )
            lines = [label(criterion, "name", wrap=True), label(one.remark, wrap=True), label(said, "small", wrap=True)]
            return box(row(box(column(3, Sign("circle-check", "ok", 14), None, gap=0)), (column(*lines, gap=2), 1)))
        lines = [label(criterion, "name", wrap=True), label(one.remark or _("No remark yet"), wrap=True)]
        whole = column(*lines, gap=2)
        if may_clear and one.id:
            button = Button(_("Clear the red flag…"), icon="check")
            button.clicked.connect(partial(self.clearing.emit, one))
            whole.addLayout(row(button, None))
        made = box(
            row(column(2, Sign("triangle-alert", "danger"), None, gap=0), (whole, 1), gap=8, margins=(10, 8, 10, 8)),
            "message",
        )
        made.setProperty("tone", "danger")
        made.setAccessibleName(f"{_('Red flag')}: {criterion}. {one.remark}")
        return made

    def _visit(self, file: FamilyFile) -> QFrame:
        band, rated = file.band, file.rated
        tone = str(rated.band.extra.get("colour", "text2")) if rated.band else "text2"
        day = dates.written(file.assessment.visited_on) if file.assessment.visited_on else "–"
        words = self._words("family_band", band) if band else _("In progress")
        way = Button(_("Visit on {day}").format(day=day), "link")
        way.clicked.connect(partial(self.wanted.emit, file.id))
        sign = box(column(2, MarkSign(*band_mark(band, tone)), None, gap=0))
        said = row(sign, (label(f"{said_total(rated)} · {words}", wrap=True), 1), gap=8)
        return box(column(row(way, None), said, gap=2, margins=(0, 5, 0, 3)))
