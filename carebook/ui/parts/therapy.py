"""The tabs that the pages of rehabilitation share, each a page of its own."""

from __future__ import annotations

from carebook.ui.parts.desk import Desk
from carebook.ui.parts.tabs import Tabs
from carebook.words import N_, _

_PAGES = (
    ("rehabilitation", N_("My day")),
    ("schedules", N_("Week")),
    ("packages", N_("Packages of sessions")),
    ("devices", N_("Devices lent")),
    ("programmes", N_("Programmes")),
    ("therapy_work", N_("Work done")),
)


class TherapyTabs(Tabs):
    """Leads from one page of rehabilitation to the others; ``current`` is the page that shows them."""

    def __init__(self, desk: Desk, current: str) -> None:
        super().__init__([(page, _(words)) for page, words in _PAGES], _("Rehabilitation"))
        self._desk, self._page = desk, current
        self.choose(current)
        self.chosen.connect(self._lead)

    def _lead(self, page: str) -> None:
        if page != self._page:
            self._desk.go(page)
            self.choose(self._page)
