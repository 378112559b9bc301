"""The papers of goods and belongings: lists to be signed, who is due, minutes of giving back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from carebook.store.book import Reader
from carebook.ui.pages.supplies.asking import Goods
from carebook.ui.parts.daily_papers import PaperOut
from carebook.words import _

if TYPE_CHECKING:
    from carebook.reports.daily_papers.supplies import SuppliesPaper


class SuppliesPrinting(PaperOut):
    """Prints what the page shows."""

    def due(self, found: Goods, today: date) -> None:
        """Who is due for goods, with room to sign."""
        view = found.view

        def gather(reader: Reader, by: str) -> SuppliesPaper:
            from carebook.reports.daily_papers import supplies  # draws papers, which no window needs to begin with

            return supplies.due_list(
                reader, today, ward_id=view.ward_id, ward=found.ward(), item=view.item, printed_by=by
            )

        self.begin(_("Goods that are due"), "den-han-cap-phat", gather, _drawn, _people)

    def issue(self, batch: str) -> None:
        """The list of one issue, to be signed."""
        self.begin(_("List of goods issued"), "cap-phat", partial(_signed, batch), _drawn, _people)

    def minutes(self, episode_id: str, things: Sequence[str], today: date) -> None:
        """The minutes of giving belongings of one person back."""

        def gather(reader: Reader, by: str) -> SuppliesPaper:
            from carebook.reports.daily_papers import supplies

            return supplies.return_minutes(reader, episode_id, things, today, printed_by=by)

        self.begin(_("Minutes of giving belongings back"), "tra-tu-trang", gather, _drawn, _people)


def _signed(batch: str, reader: Reader, by: str) -> SuppliesPaper:
    from carebook.reports.daily_papers import supplies

    return supplies.signed_list(reader, batch, printed_by=by)


def _drawn(paper: SuppliesPaper) -> bytes:
    from carebook.reports.daily_papers import supplies

    return supplies.draw(paper).pdf


def _people(paper: SuppliesPaper) -> frozenset[str]:
    return paper.people
